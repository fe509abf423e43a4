//! Sets up a client, and finds all that is wrong with the settings at once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{self, HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::client::{API_ID, API_SECRET, Core};
use crate::environment::Base;
use crate::error::Cause;
use crate::options::Options;
use crate::telemetry::Recent;
use crate::tls::Roots;
use crate::traffic::Gate;
use crate::{
    CallOptions, Client, Credentials, DailyQuota, Environment, Error, Pacer, Posture, RetryBudget,
    RetryPolicy, SensitiveText, Timer, TokioTimer, Traffic,
};

const USER_AGENT: &str = concat!("asapp-rust/", env!("CARGO_PKG_VERSION"));

/// Headers that a request sets itself: one more of them would change what it says.
const OWN_HEADERS: [HeaderName; 8] = [
    API_ID,
    API_SECRET,
    header::ACCEPT,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::HOST,
    header::TRANSFER_ENCODING,
];

/// What the settings are called in an error: as the caller gave them.
#[derive(Clone, Copy)]
struct Names {
    id: &'static str,
    secret: &'static str,
    host: &'static str,
}

const SETTINGS: Names = Names { id: "the API id", secret: "the API secret", host: "host" };
const VARIABLES: Names =
    Names { id: "ASAPP_API_ID", secret: "ASAPP_API_SECRET", host: "ASAPP_API_HOST" };

/// Settings of a [`Client`].
///
/// ```
/// use asapp::{Client, Credentials, Environment};
///
/// let asapp = Client::builder()
///     .credentials(Credentials::new("my-id", "my-secret"))
///     .environment(Environment::Production)
///     .build()?;
/// # Ok::<(), asapp::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    credentials: Credentials,
    host: String,
    names: Names,
    headers: Vec<(String, SecretString)>,
    roots: Roots,
    connect_timeout: Duration,
    options: CallOptions,
    pacer: Pacer,
    quota: DailyQuota,
    budget: RetryBudget,
    max_in_flight: usize,
    longest_answer: usize,
    strict_patterns: bool,
    timer: Option<Arc<dyn Timer>>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl ClientBuilder {
    /// The sandbox, with timeouts of 5 s to connect, 30 s for an attempt and 120 s for a call.
    pub fn new() -> Self {
        Self {
            credentials: Credentials::new("", ""),
            host: Environment::default().url().to_owned(),
            names: SETTINGS,
            headers: Vec::new(),
            roots: Roots::default(),
            connect_timeout: Duration::from_secs(5),
            options: CallOptions::new(),
            pacer: Pacer::default(),
            quota: DailyQuota::default(),
            budget: RetryBudget::default(),
            max_in_flight: 64,
            longest_answer: 16 * 1024 * 1024,
            strict_patterns: false,
            timer: None,
        }
    }

    /// Settings by the variables `ASAPP_API_ID`, `ASAPP_API_SECRET` and `ASAPP_API_HOST`.
    ///
    /// A variable that is blank counts as not set. Without a host it is the sandbox. What is missing or wrong
    /// is told by [`build`](Self::build).
    pub fn from_env() -> Self {
        Self::from_variables(|name| {
            std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
        })
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let mut builder = Self { names: VARIABLES, ..Self::new() };
        let (id, secret) = (set(VARIABLES.id), set(VARIABLES.secret));
        builder.credentials = Credentials::new(id.unwrap_or_default(), secret.unwrap_or_default());
        if let Some(host) = set(VARIABLES.host) {
            builder.host = host;
        }
        builder
    }

    /// The key pair. Required.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        (self.names.id, self.names.secret) = (SETTINGS.id, SETTINGS.secret);
        self
    }

    /// One of ASAPP's environments.
    pub fn environment(self, environment: Environment) -> Self {
        self.host(environment.url())
    }

    /// Another host: a URL, or a bare host name for https. Plain http is for loopback addresses alone.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self.names.host = SETTINGS.host;
        self
    }

    /// A header for every request, such as one that your own gateway asks for. Its value is never shown; the copy that
    /// goes with each request is not wiped.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = Zeroizing::new(value.into());
        self.headers.push((name.into(), SecretString::from(value.as_str())));
        self
    }

    /// Certificates of further authorities to trust, as PEM. With the feature `rustls` alone.
    #[cfg(feature = "rustls")]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// Time for making a connection, name resolution and TLS included. 5 s by default, and nine tenths of the
    /// attempt's or the call's time at most.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Settings for every call: timeouts, retries and the like, over those that were given before. A call can have
    /// others by [`Client::with_options`]. Each setting has a method of its own as well.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options.over(self.options);
        self
    }

    /// Time for one request and its whole answer: [`CallOptions::attempt_timeout`] for every call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.attempt_timeout(timeout);
        self
    }

    /// Time for a call with all its requests and waits: [`CallOptions::total_timeout`] for every call.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.total_timeout(timeout);
        self
    }

    /// How often, and after which waits, a request is sent again: [`CallOptions::retry`] for every call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options = self.options.retry(policy);
        self
    }

    /// When a message is sent again: [`CallOptions::posture`] for every call.
    pub fn posture(mut self, posture: Posture) -> Self {
        self.options = self.options.posture(posture);
        self
    }

    /// How long to wait before reading back: [`CallOptions::reconcile_after`] for every call.
    pub fn reconcile_after(mut self, wait: Duration) -> Self {
        self.options = self.options.reconcile_after(wait);
        self
    }

    /// What of the day's quota is used: [`CallOptions::traffic`] for every call.
    pub fn traffic(mut self, traffic: Traffic) -> Self {
        self.options = self.options.traffic(traffic);
        self
    }

    /// What is done about card numbers and the like: [`CallOptions::sensitive_text`] for every call.
    pub fn sensitive_text(mut self, what: SensitiveText) -> Self {
        self.options = self.options.sensitive_text(what);
        self
    }

    /// When requests may leave: 90 a second, evenly spaced, unless set. Give the same pacer to all clients with the
    /// same credentials: it takes the [`timer`](Self::timer) of the first that is built with it.
    pub fn pacer(mut self, pacer: impl Into<Pacer>) -> Self {
        self.pacer = pacer.into();
        self
    }

    /// How many requests may leave in a day, which ends at 00:00 UTC: without a limit unless set, and then only what the
    /// service says counts. Give the same meter to all clients with the same credentials: it takes the
    /// [`timer`](Self::timer) of the first that is built with it.
    pub fn quota(mut self, quota: impl Into<DailyQuota>) -> Self {
        self.quota = quota.into();
        self
    }

    /// How many retries the calls of the client share: 100, and one more for each ten successes, unless set.
    pub fn retry_budget(mut self, budget: impl Into<RetryBudget>) -> Self {
        self.budget = budget.into();
        self
    }

    /// Requests of this client and its clones under way at once at most, from waiting for a slot of the pacer to the end
    /// of the answer: 64 unless set. Further ones wait, first come first served, for as long as the call may take. A call
    /// that waits for a retry or for its turn in a lane takes no room.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = requests;
        self
    }

    /// Bytes of an answer's body that are read at most. 16 MiB by default.
    pub fn longest_answer(mut self, bytes: usize) -> Self {
        self.longest_answer = bytes;
        self
    }

    /// Holds the whole of a text to its pattern.
    ///
    /// The published patterns are unanchored: `a b!` passes `[a-zA-Z0-9\-\_]+`. Whether the service reads
    /// them so is not documented. Off by default.
    pub fn strict_patterns(mut self, strict: bool) -> Self {
        self.strict_patterns = strict;
        self
    }

    /// Another clock for timeouts, retries, pace and quota, for tests.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Over well before the attempt ends: after that it could not be told that nothing was sent.
    fn time_to_connect(&self) -> Duration {
        let Options { attempt_timeout, total_timeout, .. } = Options::default().with(&self.options);
        self.connect_timeout.min(attempt_timeout.min(total_timeout) / 10 * 9)
    }

    /// The client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration), naming every setting that is missing or wrong.
    pub fn build(self) -> Result<Client, Error> {
        let mut problems = Vec::new();
        self.check_credentials(&mut problems);
        let base = Base::parse(&self.host)
            .map_err(|reason| problems.push(format!("{} {reason}", self.names.host)));
        let mut headers = self.checked_headers(&mut problems);
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.extend(self.credentials.headers());
        let options = Options::default().with(&self.options);
        for (name, timeout) in [
            ("connect_timeout", self.connect_timeout),
            ("attempt_timeout", options.attempt_timeout),
            ("total_timeout", options.total_timeout),
        ] {
            if timeout.is_zero() {
                problems.push(format!("{name} must be longer than zero"));
            }
        }
        if !(1..=Semaphore::MAX_PERMITS).contains(&self.max_in_flight) {
            problems.push("max_in_flight must be 1 or more".to_owned());
        }
        let is_https = base.as_ref().is_ok_and(|base| base.is_https);
        let http = http_settings(self.time_to_connect(), is_https);
        let http = self.roots.apply(http, is_https, &mut problems);
        let (Ok(base), true) = (base, problems.is_empty()) else {
            return Err(Error::configuration(problems));
        };
        let http = http.default_headers(headers).build().map_err(|error| {
            let problem =
                "the HTTP client cannot be set up: check the certificates of this machine";
            Error::configuration(vec![problem.to_owned()]).because(Cause::of_http(&error))
        })?;
        let timer = self.timer.unwrap_or_else(|| Arc::new(TokioTimer::new()));
        self.pacer.adopt(&timer);
        self.quota.adopt(&timer);
        Ok(Client {
            options: Arc::new(options),
            core: Arc::new(Core {
                http,
                base: base.url,
                gate: Gate::new(self.pacer, self.quota, self.max_in_flight),
                budget: self.budget,
                longest_answer: self.longest_answer,
                strict_patterns: self.strict_patterns,
                timer,
                recent: Recent::new(),
            }),
        })
    }

    fn check_credentials(&self, problems: &mut Vec<String>) {
        let names = [self.names.id, self.names.secret];
        for (name, (is_set, is_header)) in names.into_iter().zip(self.credentials.states()) {
            match (is_set, is_header) {
                (false, _) => problems.push(format!("{name} is not set")),
                (true, false) => {
                    problems.push(format!("{name} holds characters that no header can carry"))
                }
                (true, true) => {}
            }
        }
    }

    fn checked_headers(&self, problems: &mut Vec<String>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        for (index, (name, value)) in self.headers.iter().enumerate() {
            match (HeaderName::try_from(name), HeaderValue::from_str(value.expose_secret())) {
                (Ok(name), _) if OWN_HEADERS.contains(&name) => {
                    problems.push(format!("header {name} is set by the client itself"));
                }
                (Ok(name), Ok(mut value)) => {
                    value.set_sensitive(true);
                    headers.insert(name, value);
                }
                (Ok(name), Err(_)) => {
                    problems.push(format!("the value of header {name} is not one"))
                }
                // The name may be a secret in the wrong place: its position must do.
                (Err(_), _) => {
                    problems.push(format!("the name of extra header {} is not one", index + 1))
                }
            }
        }
        headers
    }
}

/// No redirects, for they would carry the credentials to another host; no retries below ours; and the
/// environment's proxies for https alone.
fn http_settings(connect_timeout: Duration, is_https: bool) -> reqwest::ClientBuilder {
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(connect_timeout);
    let http = pinned(http);
    if is_https { http } else { without_certificates(http.no_proxy()) }
}

/// What another crate of the same build switches on in the HTTP client must not change ours.
fn pinned(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    let http = http.no_gzip().no_brotli().no_zstd().no_deflate();
    #[cfg(feature = "rustls")]
    let http = http.tls_backend_rustls();
    http
}

/// Plain http needs none, and a small machine may have none.
fn without_certificates(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    #[cfg(feature = "rustls")]
    let http = http.tls_certs_only([]);
    http
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn error_of(variables: &[(&str, &str)]) -> String {
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let built = ClientBuilder::from_variables(lookup).build();
        built.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn connecting_leaves_time_in_the_attempt_and_the_call() {
        let millis = Duration::from_millis;
        for (connect, attempt, total, expected) in [
            (5_000, 30_000, 120_000, 5_000),
            (5_000, 5_000, 120_000, 4_500),
            (5_000, 30_000, 1_000, 900),
            (100, 1_000, 1_000, 100),
        ] {
            let builder = ClientBuilder::new()
                .connect_timeout(millis(connect))
                .attempt_timeout(millis(attempt))
                .total_timeout(millis(total));
            assert_eq!(builder.time_to_connect(), millis(expected), "{connect} {attempt} {total}");
        }
        // The longest that can be set must not overflow.
        let longest =
            ClientBuilder::new().attempt_timeout(Duration::MAX).total_timeout(Duration::MAX);
        assert_eq!(longest.time_to_connect(), millis(5_000));
    }

    /// As `phrase` with the values in place of each `_`.
    fn told(phrase: &str, values: &[u128]) -> String {
        let mut values = values.iter();
        let parts = phrase.split('_').map(str::to_owned);
        parts.reduce(|told, part| format!("{told}{}{part}", values.next().unwrap())).unwrap()
    }

    #[test]
    fn the_readme_has_the_defaults() {
        let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
        let readme = std::fs::read_to_string(readme).unwrap();
        let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
        let built = ClientBuilder::new();
        let options = Options::default();
        let [after_429, after_failure] = [true, false].map(|is_429| {
            let wait = |retry| options.retry.wait(retry, is_429, Duration::ZERO, 0.0).unwrap();
            [1, 2, 3].map(|retry| wait(retry).as_millis())
        });
        let seconds = |duration: Duration| u128::from(duration.as_secs());
        let times = [built.connect_timeout, options.attempt_timeout, options.total_timeout];
        for told in [
            told("_, _ and _ s after 429", &after_429.map(|millis| millis / 1_000)),
            told("_, _ and _ ms after 5xx", &after_failure),
            told("_ retries in all", &[options.retry.retries().into()]),
            told("_ s to connect, _ s for an attempt, _ s for a call", &times.map(seconds)),
            told("after a wait (_ s unless set)", &[seconds(options.reconcile_after)]),
            told("A budget of _ retries", &[built.budget.left().into()]),
            told("At most _ requests of a client are under way", &[built.max_in_flight as u128]),
            format!("`{:?}` (default)", options.posture),
        ] {
            assert!(readme.contains(&told), "{told}");
        }
        assert!(readme.contains("A client sends 90 a second at most"));
        assert_eq!(format!("{:?}", built.pacer), format!("{:?}", Pacer::per_second(90)));
        assert!(readme.contains("off (default), warn, mask or refuse"));
        assert_eq!(options.sensitive_text, SensitiveText::Off);
    }

    #[test]
    fn settings_go_over_those_before_and_leave_the_others() {
        let second = Duration::from_secs(1);
        let before = CallOptions::new()
            .retry(RetryPolicy::none())
            .posture(Posture::AtMostOnce)
            .reconcile_after(second)
            .traffic(Traffic::Bulk)
            .sensitive_text(SensitiveText::Mask)
            .attempt_timeout(second)
            .total_timeout(second);
        let kept = ClientBuilder::new().options(before.clone()).options(CallOptions::new());
        assert_eq!(kept.options, before);
        let one_by_one = ClientBuilder::new()
            .retry(RetryPolicy::none())
            .posture(Posture::AtMostOnce)
            .reconcile_after(second)
            .traffic(Traffic::Bulk)
            .sensitive_text(SensitiveText::Mask)
            .attempt_timeout(second)
            .total_timeout(second);
        assert_eq!(one_by_one.options, before);
        let over = one_by_one.options(CallOptions::new().posture(Posture::Reconcile));
        assert_eq!(over.options, before.posture(Posture::Reconcile));
    }

    #[test]
    fn variables() {
        const ID: (&str, &str) = ("ASAPP_API_ID", "id-mark");
        const SECRET: (&str, &str) = ("ASAPP_API_SECRET", "secret-mark");
        for (variables, named, silent) in [
            (vec![ID, SECRET], vec![], vec![]),
            (vec![ID, SECRET, ("ASAPP_API_HOST", "api.asapp.com")], vec![], vec![]),
            (vec![ID, SECRET, ("ASAPP_API_HOST", "https://api.asapp.com/")], vec![], vec![]),
            (vec![ID, SECRET, ("ASAPP_API_HOST", "  ")], vec![], vec![]),
            (vec![], vec!["ASAPP_API_ID is not set", "ASAPP_API_SECRET is not set"], vec![]),
            (vec![ID], vec!["ASAPP_API_SECRET is not set"], vec!["ASAPP_API_ID"]),
            (vec![SECRET], vec!["ASAPP_API_ID is not set"], vec!["ASAPP_API_SECRET"]),
            (vec![ID, ("ASAPP_API_SECRET", " ")], vec!["ASAPP_API_SECRET is not set"], vec![]),
            (
                vec![ID, ("ASAPP_API_SECRET", "a\nb")],
                vec!["ASAPP_API_SECRET holds characters"],
                vec!["ASAPP_API_ID"],
            ),
            (
                vec![ID, ("ASAPP_API_HOST", "http://example.com")],
                vec!["ASAPP_API_HOST must be https", "ASAPP_API_SECRET is not set"],
                vec![],
            ),
        ] {
            let error = error_of(&variables);
            assert_eq!(error.is_empty(), named.is_empty(), "{named:?}: {error}");
            for name in named {
                assert!(error.contains(name), "{name}: {error}");
            }
            for name in silent.into_iter().chain(["id-mark", "secret-mark"]) {
                assert!(!error.contains(name), "{name}: {error}");
            }
        }
    }

    #[test]
    fn every_wrong_setting_is_named_at_once() {
        let error = Client::builder()
            .host("http://example.com")
            .header("Content-Type", "text/plain")
            .header("asapp-api-secret", "mark")
            .header("two words", "mark")
            .header("x-fine", "ma\nrk")
            .attempt_timeout(Duration::ZERO)
            .build()
            .unwrap_err()
            .to_string();
        for problem in [
            "the API id is not set",
            "the API secret is not set",
            "host must be https",
            "header content-type is set by the client itself",
            "header asapp-api-secret is set by the client itself",
            "the name of extra header 3",
            "the value of header x-fine",
            "attempt_timeout must be longer than zero",
        ] {
            assert!(error.contains(problem), "{problem}: {error}");
        }
        assert!(!error.contains("mark"), "{error}");
    }

    #[test]
    fn nothing_secret_is_shown() {
        let builder = Client::builder()
            .credentials(Credentials::new("id-mark", "secret-mark"))
            .header("x", "mark");
        for shown in [format!("{builder:?}"), format!("{:?}", builder.build().unwrap())] {
            assert!(!shown.contains("mark"), "{shown}");
        }
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn a_certificate_must_be_one() {
        let builder = Client::builder().credentials(Credentials::new("id", "secret"));
        let error = builder.root_certificates("not PEM").build().unwrap_err().to_string();
        assert!(error.contains("root_certificates 1 holds no PEM certificate"), "{error}");
    }
}
