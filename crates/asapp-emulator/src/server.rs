//! Sockets: listening, answering, stopping.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::serve::Listener;
use http::header::{ALLOW, CONNECTION, CONTENT_TYPE};
use http::{HeaderValue, Response};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::answer::Answer;
use crate::api::Api;
use crate::connection::Connection;
use crate::control;
use crate::payload::Payload;

/// How long a stopping server waits for requests under way.
const GRACE: Duration = Duration::from_secs(5);

/// Between two attempts to accept where the system is out of something, such as file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// A running server. Dropping it closes the port at once and its connections soon after.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    listener: SharedListener,
    task: JoinHandle<()>,
    stop: Option<oneshot::Sender<()>>,
    /// Held for its drop, at which the connections end.
    _alive: watch::Sender<()>,
}

impl Server {
    pub(crate) async fn start(address: SocketAddr, api: Arc<Api>) -> io::Result<Self> {
        // Stopping needs timers, and a runtime without them should say so now.
        drop(tokio::time::sleep(Duration::ZERO));
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let listener = SharedListener { address, socket: Arc::new(Mutex::new(Some(listener))) };
        let alive = watch::Sender::new(());
        let accept_loop = AcceptLoop { listener: listener.clone(), alive: alive.subscribe() };
        let router = Router::new().fallback(respond).with_state(AppState { api, address });
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            let _ = stopped.await;
        };
        let task = tokio::spawn(async move {
            let _ = axum::serve(accept_loop, router).with_graceful_shutdown(stopped).await;
        });
        Ok(Self { address, listener, task, stop: Some(stop), _alive: alive })
    }

    /// Closes the port and waits, within bounds, for the requests under way.
    pub(crate) async fn stop(mut self) {
        self.listener.close();
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let _ = tokio::time::timeout(GRACE, &mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listener.close();
        self.task.abort();
    }
}

/// A listening socket, shared so that it can be closed without waiting for the task that accepts.
#[derive(Clone)]
struct SharedListener {
    address: SocketAddr,
    socket: Arc<Mutex<Option<TcpListener>>>,
}

impl SharedListener {
    fn close(&self) {
        *self.socket.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        poll_fn(|cx| match &*self.socket.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(listener) => listener.poll_accept(cx),
            None => Poll::Pending,
        })
        .await
    }
}

/// Hands out connections that live no longer than the server.
struct AcceptLoop {
    listener: SharedListener,
    alive: watch::Receiver<()>,
}

impl Listener for AcceptLoop {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    // Answers are small; waiting to fill a packet would only add latency.
                    let _ = stream.set_nodelay(true);
                    return (Connection::new(stream, self.alive.clone()), peer);
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.listener.address)
    }
}

#[derive(Clone)]
struct AppState {
    api: Arc<Api>,
    address: SocketAddr,
}

// The body is read before anything is checked: a client that is still sending would not see an early answer.
async fn respond(State(state): State<AppState>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let payload = Payload::read(body).await;
    let answer = if control::owns(head.uri.path()) {
        control::answer(&state.api.service.store, state.address.ip(), &head)
    } else {
        state.api.answer(&head, &payload)
    };
    let mut response = into_response(answer);
    if !payload.is_read_to_its_end() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn into_response(answer: Answer) -> Response<Body> {
    let mut response = match answer.body {
        Some(body) => json_response(&body),
        None => Response::new(Body::empty()),
    };
    *response.status_mut() = answer.status;
    if let Some(allow) = answer.allow.and_then(|methods| HeaderValue::try_from(methods).ok()) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

fn json_response(body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
