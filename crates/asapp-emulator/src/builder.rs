//! What can be set before an emulator starts.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::api::Api;
use crate::clock::Clock;
use crate::emulator::Emulator;
use crate::keys::Keys;
use crate::operations::Service;
use crate::settings::Settings;
use crate::store::Store;

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
    keys: Keys,
    clock: Clock,
    settings: Settings,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            keys: Keys::default(),
            clock: Clock::default(),
            settings: Settings::default(),
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
    pub fn credentials(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.keys.add(id.into(), secret.into());
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
        self.clock = Clock::new(now);
        self
    }

    /// The most messages that `getMessagesByExternalId` answers, the first ones in chronological order. 1,000 unless
    /// set; `None` lifts it. The vendor states the number; which messages are cut is our convention.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = asapp_emulator::Emulator::builder().transcript_limit(10).start().await?;
    /// let unlimited = asapp_emulator::Emulator::builder().transcript_limit(None).start().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn transcript_limit(mut self, limit: impl Into<Option<usize>>) -> Self {
        self.settings.transcripts.limit = limit.into();
        self
    }

    /// For how long `getMessagesByExternalId` answers the messages of a conversation, counted from the arrival of the
    /// last one: for less than this, and nothing thereafter. Seven days unless set; `None` lifts it. The vendor states
    /// seven days from the end of the conversation; the API knows no end, so from when they count is our convention.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// use std::time::Duration;
    ///
    /// let hour = Duration::from_secs(3600);
    /// let emulator = asapp_emulator::Emulator::builder().transcript_lifetime(hour).start().await?;
    /// let unlimited = asapp_emulator::Emulator::builder().transcript_lifetime(None).start().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn transcript_lifetime(mut self, lifetime: impl Into<Option<Duration>>) -> Self {
        self.settings.transcripts.lifetime = lifetime.into();
        self
    }

    /// Whether the health check says `SUCCESS`, as it does unless set, or `FAILED`. Nothing else changes.
    pub fn healthy(mut self, healthy: bool) -> Self {
        self.settings.healthy = healthy;
        self
    }

    /// Starts the emulator; it answers as soon as this returns.
    ///
    /// # Errors
    ///
    /// The address cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with I/O and time enabled.
    pub async fn start(self) -> io::Result<Emulator> {
        let service = Service { store: Store::new(self.clock), settings: self.settings };
        let address = SocketAddr::new(self.host, self.port);
        Emulator::serve(address, Api::new(service, self.keys)).await
    }
}
