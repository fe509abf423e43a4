//! Sockets: listening, answering, stopping.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use http::header::CONNECTION;
use http::{HeaderValue, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::api::{Api, Outgoing};
use crate::connection::{Connection, Line};
use crate::control;
use crate::delivery::Body;

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
        let listener = SharedListener(Arc::new(Mutex::new(Some(listener))));
        let alive = watch::Sender::new(());
        let stop = watch::Sender::new(false);
        let state = AppState { api, address, stop: stop.subscribe() };
        let connections = Connections { state, alive: alive.subscribe(), tls };
        let task = tokio::spawn(connections.accept_all(listener.clone()));
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
struct SharedListener(Arc<Mutex<Option<TcpListener>>>);

impl SharedListener {
    fn close(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        poll_fn(|cx| match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(listener) => listener.poll_accept(cx),
            None => Poll::Pending,
        })
        .await
    }
}

/// Serves connections that live no longer than the server.
struct Connections {
    state: AppState,
    alive: watch::Receiver<()>,
    tls: Option<TlsAcceptor>,
}

impl Connections {
    /// Until the server is told to stop and all requests under way are answered.
    async fn accept_all(self, listener: SharedListener) {
        let serving = GracefulShutdown::new();
        let mut stopped = pin!(stopped(self.state.stop.clone()));
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((socket, _)) => self.serve(socket, serving.watcher()),
                    Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
                },
                () = &mut stopped => break,
            }
        }
        serving.shutdown().await;
    }

    fn serve(&self, socket: TcpStream, serving: Watcher) {
        // Answers are small; waiting to fill a packet would only add latency.
        let _ = socket.set_nodelay(true);
        let connection = Connection::new(socket, self.tls.as_ref());
        let (state, line) = (self.state.clone(), connection.line());
        let service = service_fn(move |request| {
            let (state, line) = (state.clone(), line.clone());
            async move { Ok::<_, Infallible>(respond(state, line, request).await) }
        });
        // A client that shuts down its sending side still gets its answer.
        let served = http1::Builder::new()
            .half_close(true)
            .serve_connection(TokioIo::new(connection), service);
        let served = serving.watch(served);
        let mut alive = self.alive.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = served => {}
                _ = alive.changed() => {}
            }
        });
    }
}

#[derive(Clone)]
struct AppState {
    api: Arc<Api>,
    address: SocketAddr,
    stop: watch::Receiver<bool>,
}

async fn respond(state: AppState, line: Line, request: Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    if control::owns(head.uri.path()) {
        return control::respond(&state.api, state.address.ip(), &head, body).await;
    }
    let Outgoing { delivery, latency, is_read_to_its_end } = state.api.serve(&head, body).await;
    if !latency.is_zero() {
        // A stopping server holds no answer back.
        tokio::select! {
            () = tokio::time::sleep(latency) => {}
            () = stopped(state.stop.clone()) => {}
        }
    }
    let mut response = delivery.into_response(&line, stopped(state.stop)).await;
    if !is_read_to_its_end {
        line.linger();
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // Without a sender the server is gone.
    let _ = stop.wait_for(|stop| *stop).await;
}
