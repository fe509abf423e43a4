//! What the wire tests share: clients, messages, and a server that follows a script to the byte.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asapp::chrono::{DateTime, TimeZone as _, Utc};
use asapp::{Client, ClientBuilder, Credentials, Message, Pacer, RetryPolicy, Sleep, Timer};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub(crate) const CONVERSATION: &str = "01BX5ZZKBKACTAV9WEVGEMMVRZ";

/// One request a call, at once: what is sent again, and when, is the matter of tests of its own.
pub(crate) fn builder(url: &str) -> ClientBuilder {
    let builder = Client::builder().credentials(Credentials::new("test-id", "test-secret"));
    builder.host(url).retry(RetryPolicy::none()).pacer(Pacer::unlimited())
}

pub(crate) fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

pub(crate) fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap()
}

pub(crate) fn message(text: &str) -> Message {
    Message::customer("customer-x", text, at())
}

/// A request as it arrived.
#[derive(Clone)]
pub(crate) struct Seen {
    /// Method, path and query.
    pub(crate) line: String,
    pub(crate) headers: BTreeMap<String, String>,
    /// Null where there is none.
    pub(crate) body: Value,
}

impl Seen {
    /// That the request carries the documented headers, and no other.
    pub(crate) fn assert_headers(&self) {
        let mut expected = vec![
            ("accept", "application/json"),
            ("asapp-api-id", "test-id"),
            ("asapp-api-secret", "test-secret"),
            ("user-agent", concat!("asapp-rust/", env!("CARGO_PKG_VERSION"))),
        ];
        if !self.body.is_null() {
            expected.push(("content-type", "application/json"));
        }
        let transport = ["host", "content-length"];
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut own: Vec<_> = own.filter(|(name, _)| !transport.contains(name)).collect();
        own.sort_unstable();
        expected.sort_unstable();
        assert_eq!(own, expected, "{}", self.line);
    }

    /// The event ids of a body with many records, in order.
    pub(crate) fn event_ids(&self) -> Vec<String> {
        let items = self.body["items"].as_array().unwrap();
        items.iter().map(|item| item["eventId"].as_str().unwrap().to_owned()).collect()
    }
}

/// A server that notes what it is asked.
pub(crate) struct Recorder {
    server: MockServer,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Recorder {
    pub(crate) fn url(&self) -> String {
        self.server.base_url()
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.url())
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn bodies(&self) -> Vec<Value> {
        self.seen().into_iter().map(|seen| seen.body).collect()
    }
}

/// Answers with the status and the body that `answer` gives for a request and its number, from 0.
pub(crate) async fn recorder(
    answer: impl Fn(usize, &Seen) -> (u16, String) + Send + Sync + 'static,
) -> Recorder {
    let (server, seen) = (MockServer::start_async().await, Arc::<Mutex<Vec<Seen>>>::default());
    let noted = Arc::clone(&seen);
    server
        .mock_async(move |when, then| {
            when.any_request();
            then.respond_with(move |request: &HttpMockRequest| {
                let (uri, headers) = (request.uri(), request.headers());
                let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
                    (name.to_string(), value.to_str().unwrap().to_owned())
                };
                let seen = Seen {
                    line: format!("{} {}", request.method(), uri.path_and_query().unwrap()),
                    headers: headers.iter().map(header).collect(),
                    body: serde_json::from_slice(request.body_ref()).unwrap_or_default(),
                };
                let mut noted = noted.lock().unwrap();
                let (status, body) = answer(noted.len(), &seen);
                noted.push(seen);
                HttpMockResponse::builder().status(status).body(body).build()
            });
        })
        .await;
    Recorder { server, seen }
}

/// Answers every request alike.
pub(crate) async fn answering(status: u16, body: impl Into<String>) -> Recorder {
    let body = body.into();
    recorder(move |_, _| (status, body.clone())).await
}

/// What a connection of a [`script`] does once a request has arrived.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// Answers these bytes and keeps the connection.
    Answer(&'static str),
    /// Answers these bytes and closes.
    AnswerAndClose(&'static str),
    /// Answers these bytes and stays silent.
    AnswerAndStall(&'static str),
    /// Answers the head of a success and more of its body than any socket buffers, and stays silent: once
    /// that is written, the client has read the head.
    FloodAndStall,
}

const FLOOD: usize = 32 * 1024 * 1024;

/// A server that meets the requests it gets with `acts`, one after the other.
pub(crate) struct Script {
    pub(crate) url: String,
    pub(crate) connections: Arc<AtomicUsize>,
    pub(crate) requests: Arc<AtomicUsize>,
    /// The heads of the requests.
    pub(crate) heads: Arc<Mutex<Vec<String>>>,
    /// Their bodies.
    pub(crate) bodies: Arc<Mutex<Vec<Vec<u8>>>>,
    /// Answers that were written to their end.
    pub(crate) answers: Arc<AtomicUsize>,
}

impl Script {
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Returns once a request has arrived.
    pub(crate) async fn until_asked(&self) {
        until_counted(&self.requests).await;
    }

    /// Returns once an answer is written.
    pub(crate) async fn until_answered(&self) {
        until_counted(&self.answers).await;
    }
}

async fn until_counted(count: &AtomicUsize) {
    while count.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
}

pub(crate) async fn script(acts: Vec<Act>) -> Script {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let script = Script {
        url,
        connections: Arc::default(),
        requests: Arc::default(),
        heads: Arc::default(),
        bodies: Arc::default(),
        answers: Arc::default(),
    };
    let (connections, requests) = (Arc::clone(&script.connections), Arc::clone(&script.requests));
    let (heads, answers) = (Arc::clone(&script.heads), Arc::clone(&script.answers));
    let bodies = Arc::clone(&script.bodies);
    let acts = Arc::new(acts);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            let (acts, requests) = (Arc::clone(&acts), Arc::clone(&requests));
            let (heads, answers) = (Arc::clone(&heads), Arc::clone(&answers));
            let bodies = Arc::clone(&bodies);
            tokio::spawn(async move {
                while let Some((head, body)) = read_request(&mut socket).await {
                    heads.lock().unwrap().push(head);
                    bodies.lock().unwrap().push(body);
                    let act = acts[requests.fetch_add(1, Ordering::SeqCst).min(acts.len() - 1)];
                    let _ = socket.write_all(&bytes(act)).await;
                    answers.fetch_add(1, Ordering::SeqCst);
                    match act {
                        Act::Answer(_) => {}
                        Act::AnswerAndClose(_) => return,
                        Act::AnswerAndStall(_) | Act::FloodAndStall => std::future::pending().await,
                    }
                }
            });
        }
    });
    script
}

/// A server that answers so over one connection, and refuses all others. The last answer must close it.
pub(crate) async fn answers_and_goes(answers: &[&'static str]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answers = answers.to_vec();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        drop(listener);
        for answer in answers {
            read_request(&mut socket).await.unwrap();
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    url
}

fn bytes(act: Act) -> Vec<u8> {
    match act {
        Act::Answer(bytes) | Act::AnswerAndClose(bytes) | Act::AnswerAndStall(bytes) => {
            bytes.into()
        }
        Act::FloodAndStall => {
            let length = 2 * FLOOD;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            let mut bytes = head.into_bytes();
            bytes.resize(FLOOD, b' ');
            bytes
        }
    }
}

/// Reads a whole request: head and body.
pub(crate) async fn read_request(socket: &mut tokio::net::TcpStream) -> Option<(String, Vec<u8>)> {
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => seen.extend_from_slice(&buffer[..count]),
        }
        let text = String::from_utf8_lossy(&seen).to_lowercase();
        let Some(end) = text.find("\r\n\r\n") else { continue };
        let length = text[..end]
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if seen.len() >= end + 4 + length.unwrap_or(0) {
            return Some((text[..end].to_owned(), seen[end + 4..].to_vec()));
        }
    }
}

/// An answer with these headers, each ended by a line break, and this body. The connection stays open.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Act {
    let length = body.len();
    let answer = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}");
    Act::Answer(answer.leak())
}

/// A timer whose waits are noted and over at once; the time passes by as much. Timeouts, which are longer than any
/// wait, never end.
#[derive(Clone)]
pub(crate) struct NotingTimer(Arc<Notes>);

struct Notes {
    now: Mutex<Duration>,
    waits: Mutex<Vec<Duration>>,
    longest_wait: Duration,
    /// What happens during a wait.
    meanwhile: Box<dyn Fn() + Send + Sync>,
}

impl NotingTimer {
    /// What is longer than `longest_wait` is a timeout.
    pub(crate) fn new(longest_wait: Duration) -> Self {
        Self::with(longest_wait, || {})
    }

    /// The same; `meanwhile` happens during each wait.
    pub(crate) fn with(
        longest_wait: Duration,
        meanwhile: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let (now, waits) = (Mutex::default(), Mutex::default());
        Self(Arc::new(Notes { now, waits, longest_wait, meanwhile: Box::new(meanwhile) }))
    }

    /// More time passes.
    pub(crate) fn pass(&self, time: Duration) {
        *self.0.now.lock().unwrap() += time;
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.waits.lock().unwrap().clone()
    }
}

impl Timer for NotingTimer {
    fn now(&self) -> Duration {
        *self.0.now.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let notes = Arc::clone(&self.0);
        Box::pin(async move {
            if duration > notes.longest_wait {
                return std::future::pending().await;
            }
            (notes.meanwhile)();
            notes.waits.lock().unwrap().push(duration);
            NotingTimer(notes).pass(duration);
        })
    }

    fn utc(&self) -> DateTime<Utc> {
        at() + self.now()
    }
}

/// A timer that stands still until the test steps it.
#[derive(Clone, Default)]
pub(crate) struct StepTimer(Arc<Steps>);

#[derive(Default)]
struct Steps {
    now: Mutex<Duration>,
    changed: Notify,
    waits: AtomicUsize,
    began: Notify,
}

impl StepTimer {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.now.lock().unwrap() += by;
        self.0.changed.notify_waiters();
    }

    /// Returns once somebody waits.
    pub(crate) async fn until_waited_for(&self) {
        while self.0.waits.load(Ordering::SeqCst) == 0 {
            self.0.began.notified().await;
        }
    }
}

impl Timer for StepTimer {
    fn now(&self) -> Duration {
        *self.0.now.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (steps, end) = (Arc::clone(&self.0), self.now() + duration);
        Box::pin(async move {
            loop {
                let changed = steps.changed.notified();
                if *steps.now.lock().unwrap() >= end {
                    return;
                }
                steps.waits.fetch_add(1, Ordering::SeqCst);
                steps.began.notify_one();
                changed.await;
            }
        })
    }
}

/// Runs `call` and steps `timer` by `by` as soon as the call waits and `ready` is over. The call must not end
/// a nanosecond before.
pub(crate) async fn step<T>(
    timer: &StepTimer,
    by: Duration,
    ready: impl Future<Output = ()>,
    call: impl Future<Output = T>,
) -> T {
    const LAST: Duration = Duration::from_nanos(1);
    let may_end = Cell::new(false);
    let stepping = async {
        ready.await;
        timer.until_waited_for().await;
        timer.advance(by - LAST);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        may_end.set(true);
        timer.advance(LAST);
        std::future::pending::<()>().await;
    };
    let both = async {
        tokio::select! { result = call => result, () = stepping => unreachable!() }
    };
    // A call that misses its step would wait for ever.
    let result =
        tokio::time::timeout(Duration::from_secs(60), both).await.expect("the step ends the wait");
    assert!(may_end.get(), "the call ended before its time");
    result
}

const PROXIES: [&str; 8] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
];

/// Runs `test` alone in a process of its own, whose environment has `variables` and no proxy: the environment
/// of a process cannot be set from within.
pub(crate) async fn in_child(test: &str, variables: &[(&str, &str)]) {
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test]).env(CHILD, "1");
    for name in PROXIES {
        child.env_remove(name);
    }
    let output = child.envs(variables.iter().copied()).output().await.unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

const CHILD: &str = "ASAPP_TEST_CHILD";

pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Every way in which an error can be shown.
pub(crate) fn shown(error: &asapp::Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        shown += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    shown
}
