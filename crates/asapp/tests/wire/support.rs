//! What the wire tests share: clients, messages, and a server that follows a script to the byte.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asapp::chrono::{DateTime, TimeZone as _, Utc};
use asapp::{Client, ClientBuilder, Credentials, Message, Sleep, Timer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub(crate) const CONVERSATION: &str = "01BX5ZZKBKACTAV9WEVGEMMVRZ";

pub(crate) fn builder(url: &str) -> ClientBuilder {
    Client::builder().credentials(Credentials::new("test-id", "test-secret")).host(url)
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
    /// Answers that were written to their end.
    pub(crate) answers: Arc<AtomicUsize>,
}

impl Script {
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
        answers: Arc::default(),
    };
    let (connections, requests, answers) = (
        Arc::clone(&script.connections),
        Arc::clone(&script.requests),
        Arc::clone(&script.answers),
    );
    let acts = Arc::new(acts);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            let (acts, requests, answers) =
                (Arc::clone(&acts), Arc::clone(&requests), Arc::clone(&answers));
            tokio::spawn(async move {
                while read_request(&mut socket).await {
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

async fn read_request(socket: &mut tokio::net::TcpStream) -> bool {
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return false,
            Ok(count) => seen.extend_from_slice(&buffer[..count]),
        }
        let text = String::from_utf8_lossy(&seen).to_lowercase();
        let Some(end) = text.find("\r\n\r\n") else { continue };
        let length = text[..end]
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if seen.len() >= end + 4 + length.unwrap_or(0) {
            return true;
        }
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

/// Runs `call` and steps `timer` by `by` as soon as the call waits and `ready` is over.
pub(crate) async fn step<T>(
    timer: &StepTimer,
    by: Duration,
    ready: impl Future<Output = ()>,
    call: impl Future<Output = T>,
) -> T {
    let stepping = async {
        ready.await;
        timer.until_waited_for().await;
        timer.advance(by);
        std::future::pending::<()>().await;
    };
    tokio::select! { result = call => result, () = stepping => unreachable!() }
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
