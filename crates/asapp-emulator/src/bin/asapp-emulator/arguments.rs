//! The command line.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

use asapp_emulator::{
    EmptyBatch, RefusalShape, RepeatedMessage, RetryAfter, Settings, Spike, ZonelessTimestamps,
};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser};

/// ASAPP's Conversations and Metadata Ingestion APIs in a box.
///
/// Takes the key test-id with the secret test-secret (headers asapp-api-id and asapp-api-secret); other keys come from a
/// seed, since a command line is seen by others. Prints {"url": "…"} on stdout when ready. Look inside at /_emulator/;
/// GET /_emulator/openapi.json describes all that can be read and set while it runs. Stops on SIGINT and SIGTERM; a
/// second one cuts off what is under way, and the exit status is then not 0.
#[derive(Debug, Parser)]
#[command(name = "asapp-emulator", version)]
pub(crate) struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,

    /// Address to listen on. Wider than loopback, what is stored is visible to whoever can reach it.
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,

    /// Writes the port to this file when ready, and removes the file on exit. One left by a run before is removed at
    /// once.
    #[arg(long, value_name = "FILE")]
    pub(crate) port_file: Option<PathBuf>,

    /// Serves https, and writes the authority to be trusted, made for this run, to this file as PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) tls: Option<PathBuf>,

    /// Starts with what this JSON file holds. A switch given here wins over the same one there.
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,

    /// Prints the JSON Schema of seeds and exits.
    #[arg(long)]
    pub(crate) seed_schema: bool,

    #[command(flatten)]
    pub(crate) switches: Switches,
}

/// Settings, each of them only if it is given.
#[derive(Debug, Args)]
#[command(next_help_heading = "Switches")]
pub(crate) struct Switches {
    /// Makes the health check say FAILED.
    #[arg(long)]
    unhealthy: bool,

    /// The longest body that is accepted [default: 10485760].
    #[arg(long, value_name = "BYTES")]
    longest_body: Option<usize>,

    /// A batch without messages [default: refuse].
    #[arg(long, value_name = "ACTION", value_parser = choice([
        ("refuse", EmptyBatch::Refuse),
        ("accept", EmptyBatch::Accept),
    ]))]
    empty_batch: Option<EmptyBatch>,

    /// A message that the conversation holds already: store it again, or answer 409 [default: store].
    #[arg(long, value_name = "ACTION", value_parser = choice([
        ("store", RepeatedMessage::Store),
        ("conflict", RepeatedMessage::Conflict),
    ]))]
    repeated_message: Option<RepeatedMessage>,

    /// A timestamp without a zone [default: refuse].
    #[arg(long, value_name = "ACTION", value_parser = choice([
        ("refuse", ZonelessTimestamps::Refuse),
        ("assume-utc", ZonelessTimestamps::AssumeUtc),
    ]))]
    zoneless_timestamps: Option<ZonelessTimestamps>,

    /// Stores digits in texts as *, in runs of three or more.
    #[arg(long)]
    redact_digits: bool,

    /// The most messages answered by external id, the first ones [default: 1000].
    #[arg(long, value_name = "N|none")]
    transcript_limit: Option<Bound<usize>>,

    /// For how many days messages are answered by external id, from the arrival of the last one [default: 7].
    #[arg(long, value_name = "N|none")]
    transcript_days: Option<Bound<u32>>,

    /// How many requests the journal keeps [default: 1000].
    #[arg(long, value_name = "N")]
    journal_entries: Option<usize>,

    /// Requests that a key has in a second, evenly spaced [default: none].
    #[arg(long, value_name = "N|none")]
    spike_arrest: Option<Bound<NonZeroU32>>,

    /// Lets so many requests of a spike through at once: a bucket that fills at the rate of --spike-arrest.
    #[arg(long, value_name = "N", requires = "spike_arrest")]
    spike_burst: Option<NonZeroU32>,

    /// Requests that a key has in a day of UTC [default: none].
    #[arg(long, value_name = "N|none")]
    daily_quota: Option<Bound<u64>>,

    /// The body of a 429: as the API's errors are, or as a gateway's [default: api].
    #[arg(long, value_name = "SHAPE", value_parser = choice([
        ("api", RefusalShape::Api),
        ("gateway", RefusalShape::Gateway),
    ]))]
    refusal_shape: Option<RefusalShape>,

    /// The header Retry-After of a 429 [default: none].
    #[arg(long, value_name = "FORM", value_parser = choice([
        ("none", RetryAfter::None),
        ("seconds", RetryAfter::Seconds),
        ("date", RetryAfter::Date),
        ("junk", RetryAfter::Junk),
    ]))]
    retry_after: Option<RetryAfter>,
}

impl Switches {
    pub(crate) fn apply(&self, settings: &mut Settings) {
        settings.healthy &= !self.unhealthy;
        settings.redact_digits |= self.redact_digits;
        replace(&mut settings.longest_body, self.longest_body);
        replace(&mut settings.empty_batch, self.empty_batch);
        replace(&mut settings.repeated_message, self.repeated_message);
        replace(&mut settings.zoneless_timestamps, self.zoneless_timestamps);
        replace(&mut settings.transcript_limit, self.transcript_limit.map(|limit| limit.0));
        let seconds = self.transcript_days.map(|days| days.0.map(seconds));
        replace(&mut settings.transcript_seconds, seconds);
        replace(&mut settings.journal_entries, self.journal_entries);
        let limits = &mut settings.limits;
        replace(&mut limits.spike, self.spike());
        replace(&mut limits.daily_quota, self.daily_quota.map(|quota| quota.0));
        replace(&mut limits.refusal.shape, self.refusal_shape);
        replace(&mut limits.refusal.retry_after, self.retry_after);
    }

    fn spike(&self) -> Option<Option<Spike>> {
        let spike = |per_second| match self.spike_burst {
            Some(burst) => Spike::Bucket { per_second, burst },
            None => Spike::Smoothed { per_second },
        };
        self.spike_arrest.map(|per_second| per_second.0.map(spike))
    }
}

fn replace<T>(setting: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *setting = given;
    }
}

fn seconds(days: u32) -> u64 {
    u64::from(days) * 24 * 60 * 60
}

/// One of these words.
fn choice<T: Clone + Send + Sync + 'static, const N: usize>(
    choices: [(&'static str, T); N],
) -> impl TypedValueParser<Value = T> {
    let words = choices.each_ref().map(|(word, _)| *word);
    PossibleValuesParser::new(words).try_map(move |given| {
        let found = choices.iter().find(|(word, _)| *word == given);
        found.map(|(_, value)| value.clone()).ok_or("not one of the words")
    })
}

/// A number, or none where nothing is bounded.
#[derive(Debug, Clone, Copy)]
struct Bound<T>(Option<T>);

impl<T: FromStr> FromStr for Bound<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let number = text.parse().map_err(|_| "expected a number or none".to_owned())?;
        Ok(Self(Some(number)))
    }
}
