//! Sends a conversation through all five operations and reads back what was stored.
//!
//! Without options it starts an emulator in this process and needs no key. With `--live` it talks to the
//! host that `ASAPP_API_HOST`, `ASAPP_API_ID` and `ASAPP_API_SECRET` name.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it shows a person what happens")]

use std::path::PathBuf;
use std::process::ExitCode;

use asapp::chrono::{DateTime, FixedOffset, Utc};
use asapp::{Client, Credentials, DeviceType, Message, Outcome, Participant, Platform, Role};
use asapp_emulator::Emulator;
use clap::Parser;
use serde::Deserialize;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Sends a conversation through all five operations.
#[derive(Parser)]
struct Arguments {
    /// Talk to the real host that the ASAPP_API_… variables name.
    #[arg(long)]
    live: bool,
    /// The conversation: a file of JSON lines, each with role, external_id, text and timestamp.
    #[arg(long, value_name = "FILE")]
    transcript: Option<PathBuf>,
}

/// One line of a transcript.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    role: String,
    external_id: String,
    text: String,
    timestamp: DateTime<FixedOffset>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    let messages = read_transcript(arguments.transcript.as_ref())?;
    let emulator = if arguments.live { None } else { Some(Emulator::start().await?) };
    let asapp = match &emulator {
        None => Client::from_env()?,
        Some(emulator) => {
            println!("emulator at {}", emulator.url());
            let credentials = Credentials::new("test-id", "test-secret");
            Client::builder().credentials(credentials).host(emulator.url()).build()?
        }
    };
    let key = format!("quickstart-{}", Utc::now().timestamp_millis());
    let id = send(&asapp, &key, messages.clone()).await?;
    match emulator {
        Some(emulator) => compare(&emulator, &id, &messages),
        None => {
            println!("done; messages and metadata are not read back here");
            Ok(())
        }
    }
}

async fn send(asapp: &Client, key: &str, mut messages: Vec<Message>) -> Result<String> {
    let rest = messages.split_off(1);
    let first = messages.remove(0);
    let sender = |role| {
        rest.iter().chain([&first]).find(|message| message.role == role).map(|m| m.sender.clone())
    };

    let customer = sender(Role::Customer).ok_or("the transcript has no customer")?;
    let mut upsert = asapp.upsert_conversation(key).customer(customer).timestamp(first.timestamp);
    upsert = upsert.metadata("queue", "quickstart");
    if let Some(agent) = sender(Role::Agent) {
        upsert = upsert.agent(Participant::new(agent));
    }
    let conversation = upsert.send().await?;
    let receipt = conversation.receipt;
    show("createOrUpdateConversation", receipt.outcome, conversation.id.as_str(), receipt.attempts);

    let transcript = asapp.conversation(&conversation.id);
    let added = transcript.add_message(first).send().await?;
    let id = added.id.map_or("no id".to_owned(), |id| id.to_string());
    show("createMessage", added.receipt.outcome, &id, added.receipt.attempts);

    let count =
        if rest.len() == 1 { "1 message".to_owned() } else { format!("{} messages", rest.len()) };
    let added = transcript.add_messages(rest).send().await?;
    let outcome = added.batches.last().map_or(Outcome::NotSent, |batch| batch.outcome);
    show("createBatchMessages", outcome, &count, added.attempts);

    let metadata =
        asapp.conversation_metadata(key).device_type(DeviceType::Desktop).platform(Platform::Web);
    let added = metadata.attribute("origin", "quickstart").send().await?;
    let event = added.event_id.as_ref().map_or("no event id", asapp::Text::expose);
    show("singleConvoMetadata", added.receipt.outcome, event, added.receipt.attempts);

    let found = asapp.find_conversations(key).send().await?;
    let ids = found.conversations.iter().filter_map(|conversation| conversation.id.as_ref());
    if !ids.into_iter().any(|id| *id == conversation.id) {
        return Err("getConversations does not find the conversation".into());
    }
    show("getConversations", "found", conversation.id.as_str(), found.receipt.attempts);
    Ok(conversation.id.to_string())
}

fn show(operation: &str, outcome: impl std::fmt::Display, id: &str, requests: u32) {
    let s = if requests == 1 { "" } else { "s" };
    println!(
        "{operation:<28}{outcome:<12}{id:<40}{requests} request{s}",
        outcome = outcome.to_string()
    );
}

/// What the emulator stored is what was sent, to the letter and in order.
fn compare(emulator: &Emulator, id: &str, sent: &[Message]) -> Result<()> {
    let stored = emulator.messages(id);
    let is_same = stored.len() == sent.len()
        && stored.iter().zip(sent).all(|(stored, sent)| {
            let time = DateTime::parse_from_rfc3339(&stored.client_timestamp);
            stored.text == sent.text.expose()
                && stored.sender.external_id == sent.sender.expose()
                && stored.sender.role == sent.role.as_str()
                && time.is_ok_and(|time| time == sent.timestamp)
        });
    if !is_same {
        return Err(format!(
            "{} messages sent, but {} other ones stored",
            sent.len(),
            stored.len()
        )
        .into());
    }
    println!(
        "read back: {} messages as sent and in order, {} metadata record, {} requests in all",
        stored.len(),
        emulator.conversation_metadata().len(),
        emulator.requests()
    );
    Ok(())
}

/// Reads the lines; an error names the file and the line, never its content.
fn read_transcript(file: Option<&PathBuf>) -> Result<Vec<Message>> {
    let name = file.map_or("transcript.jsonl".to_owned(), |file| file.display().to_string());
    let text = match file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?,
        None => include_str!("transcript.jsonl").to_owned(),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let messages: Vec<Message> = lines
        .map(|(index, line)| {
            let at =
                |column| format!("{name}: line {}{column}: not a line of a transcript", index + 1);
            let line: Line = serde_json::from_str(line)
                .map_err(|error| at(format!(", column {}", error.column())))?;
            let role =
                line.role.parse::<Role>().map_err(|error| at(format!(" (role: {error})")))?;
            if line.text.is_empty() {
                return Err(at(" (text: empty)".to_owned()).into());
            }
            Ok(Message::new(role, line.external_id, line.text, line.timestamp))
        })
        .collect::<Result<_>>()?;
    if messages.len() < 2 {
        return Err(format!(
            "{name}: {} of the two messages that it takes at least",
            messages.len()
        )
        .into());
    }
    Ok(messages)
}
