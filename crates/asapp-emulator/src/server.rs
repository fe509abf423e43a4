//! Sockets: listening, answering, stopping.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request, State};
use axum::serve::{IncomingStream, Listener};
use http::header::CONNECTION;
use http::{HeaderValue, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::api::{Api, Outgoing};
use crate::connection::{Connection, Line, Stream};
use crate::control;

/// How long a stopping server waits for requests under way.
const GRACE: Duration = Duration::from_secs(5);

/// Between two attempts to accept where the system is out of something, such as file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// A running server. Dropping it closes the port at once and its connections soon after.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    listener: SharedListener,
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
    /// Held for its drop, at which the connections end.
    _alive: watch::Sender<()>,
}

impl Server {
    pub(crate) async fn start(
        address: SocketAddr,
        api: Arc<Api>,
        tls: Option<TlsAcceptor>,
    ) -> io::Result<Self> {
        // Stopping needs timers, and a runtime without them should say so now.
        drop(tokio::time::sleep(Duration::ZERO));
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let listener = SharedListener { address, socket: Arc::new(Mutex::new(Some(listener))) };
        let alive = watch::Sender::new(());
        let accept_loop = AcceptLoop { listener: listener.clone(), alive: alive.subscribe(), tls };
        let stop = watch::Sender::new(false);
        let state = AppState { api, address, stop: stop.subscribe() };
        let router = Router::new().fallback(respond).with_state(state);
        let service = router.into_make_service_with_connect_info::<Line>();
        let stopped = stopped(stop.subscribe());
        let task = tokio::spawn(async move {
            let _ = axum::serve(accept_loop, service).with_graceful_shutdown(stopped).await;
        });
        Ok(Self { address, listener, task, stop, _alive: alive })
    }

    /// Closes the port and waits, within bounds, for the requests under way.
    pub(crate) async fn stop(mut self) {
        self.listener.close();
        let _ = self.stop.send(true);
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
    tls: Option<TlsAcceptor>,
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
                    let stream = Stream::new(stream, self.tls.as_ref());
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
    stop: watch::Receiver<bool>,
}

impl Connected<IncomingStream<'_, AcceptLoop>> for Line {
    fn connect_info(stream: IncomingStream<'_, AcceptLoop>) -> Self {
        stream.io().line()
    }
}

async fn respond(
    State(state): State<AppState>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    if control::owns(head.uri.path()) {
        return control::respond(&state.api, state.address.ip(), &head, body).await;
    }
    let Outgoing { delivery, latency, is_read_to_its_end } = state.api.serve(&head, body).await;
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let mut response = delivery.into_response(&line, stopped(state.stop)).await;
    if !is_read_to_its_end {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // Without a sender the server is gone.
    let _ = stop.wait_for(|stop| *stop).await;
}
