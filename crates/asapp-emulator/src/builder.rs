//! What can be set before an emulator starts.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use chrono::{DateTime, Utc};

use crate::api::{Api, Start};
use crate::clock::{Clock, TimeSource};
use crate::emulator::Emulator;
use crate::keys::Key;
use crate::seed::Seed;
use crate::settings::Settings;
use crate::tls::Tls;

/// Settings of an emulator to be started. `Debug` hides the credentials.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::builder().credentials("other-id", "other-secret").start().await?;
/// assert!(emulator.url().starts_with("http://127.0.0.1:"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct EmulatorBuilder {
    host: IpAddr,
    port: u16,
    keys: Vec<Key>,
    clock: TimeSource,
    settings: Settings,
    seed: Option<Seed>,
    tls: bool,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            keys: Vec::new(),
            clock: TimeSource::default(),
            settings: Settings::default(),
            seed: None,
            tls: false,
        }
    }
}

impl EmulatorBuilder {
    /// The address to listen on, 127.0.0.1 unless set. Bound wider than loopback, the emulator shows what it stored
    /// to whoever can reach it.
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// The port to listen on; 0, the default, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Accepts one more key beside [`API_ID`](crate::API_ID) with [`API_SECRET`](crate::API_SECRET).
    pub fn key(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }

    /// Accepts one more key, for all products.
    pub fn credentials(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.key(Key::new(id, secret))
    }

    /// Serves https by a certificate for this address, `localhost` and loopback, issued by an authority that is made for
    /// this emulator: [`authority`](Emulator::authority).
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Changes settings.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let builder = asapp_emulator::Emulator::builder();
    /// let emulator = builder.configure(|settings| settings.transcript_limit = Some(10)).start().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn configure(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// Starts with what a seed holds, in place of one given before. Settings of the seed are set now: those changed before are
    /// replaced by them, those changed afterwards win.
    pub fn seed(mut self, seed: Seed) -> Self {
        seed.change_settings(&mut self.settings);
        self.seed = Some(seed);
        self
    }

    /// Takes the time from here instead of the system: for what is stored, and for how long it can be read.
    ///
    /// It is asked while the emulator's state is locked, so it must not call the emulator. Times outside the years
    /// 1970 to 9999 do not fit into answers and ids.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicI64, Ordering};
    ///
    /// use asapp_emulator::Emulator;
    /// use asapp_emulator::chrono::{DateTime, TimeDelta};
    ///
    /// let start = DateTime::parse_from_rfc3339("2021-11-23T12:13:14Z")?.to_utc();
    /// let days = Arc::new(AtomicI64::new(0));
    /// let passed = Arc::clone(&days);
    /// let clock = move || start + TimeDelta::days(passed.load(Ordering::SeqCst));
    /// let emulator = Emulator::builder().clock(clock).start().await?;
    /// days.store(8, Ordering::SeqCst); // for the emulator, eight days have passed
    /// # drop(emulator);
    /// # Ok(())
    /// # }
    /// ```
    pub fn clock(mut self, now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        self.clock = TimeSource::new(now);
        self
    }

    /// Starts the emulator; it answers as soon as this returns.
    ///
    /// # Errors
    ///
    /// The address cannot be listened on, or no certificate can be made.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with I/O and time enabled.
    pub async fn start(self) -> io::Result<Emulator> {
        let address = SocketAddr::new(self.host, self.port);
        let tls = if self.tls { Some(Tls::generate(self.host)?) } else { None };
        let start = Start { keys: self.keys, settings: self.settings, seed: self.seed };
        let api = Api::new(Clock::new(self.clock), start);
        Emulator::serve(address, api, tls).await
    }
}
