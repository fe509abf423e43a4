//! A proxy before the emulator that judges every request and every answer by the published documents.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use asapp::{Client, Credentials};
use asapp_emulator::{Contract, Emulator, Route};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::header::CONTENT_TYPE;

use crate::documents;

/// The emulator behind a judge.
pub(crate) struct Judged {
    pub(crate) asapp: Client,
    pub(crate) emulator: Emulator,
    court: Arc<Court>,
}

struct Court {
    contract: Contract,
    emulator: String,
    http: reqwest::Client,
    found: Mutex<Vec<String>>,
    seen: Mutex<BTreeMap<String, usize>>,
}

impl Judged {
    pub(crate) async fn start() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let court = Arc::new(Court {
            contract: documents::published(),
            emulator: emulator.url().to_owned(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            found: Mutex::default(),
            seen: Mutex::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(pass).with_state(Arc::clone(&court));
        tokio::spawn(async move { axum::serve(listener, app).await });
        let credentials = Credentials::new("test-id", "test-secret");
        let asapp = Client::builder().credentials(credentials).host(url).build().unwrap();
        Self { asapp, emulator, court }
    }

    /// What was found wrong so far.
    pub(crate) fn findings(&self) -> Vec<String> {
        self.court.found.lock().unwrap().clone()
    }

    /// How often each operation was seen with each status, as `createMessage 200`.
    pub(crate) fn seen(&self) -> BTreeMap<String, usize> {
        self.court.seen.lock().unwrap().clone()
    }
}

async fn pass(State(court): State<Arc<Court>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let method = parts.method.as_str();
    let target = parts.uri.path_and_query().unwrap().as_str();
    let violations = court.contract.judge_request(method, target, &parts.headers, &body);
    court.note("request", violations.iter().map(ToString::to_string));

    let Route::Operation { operation, .. } = court.contract.route(method, parts.uri.path()) else {
        panic!("a request outside the contract");
    };
    let operation = operation.id().to_owned();
    let (status, headers, body) = court.forward(&parts, body).await;
    *court.seen.lock().unwrap().entry(format!("{operation} {status}")).or_default() += 1;
    let content_type = headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap());
    let violations = court.contract.judge_answer(&operation, status, content_type, &body);
    court.note("answer", violations.iter().map(ToString::to_string));

    let mut response = Response::builder().status(status);
    *response.headers_mut().unwrap() = headers;
    response.body(Body::from(body)).unwrap()
}

impl Court {
    fn note(&self, of: &str, violations: impl Iterator<Item = String>) {
        self.found.lock().unwrap().extend(violations.map(|violation| format!("{of}: {violation}")));
    }

    async fn forward(
        &self,
        parts: &http::request::Parts,
        body: Bytes,
    ) -> (u16, http::HeaderMap, Bytes) {
        let url = format!("{}{}", self.emulator, parts.uri.path_and_query().unwrap());
        let mut headers = parts.headers.clone();
        headers.remove(http::header::HOST);
        let request = self.http.request(parts.method.clone(), url).headers(headers).body(body);
        let mut answer = request.send().await.unwrap();
        let mut headers = std::mem::take(answer.headers_mut());
        headers.remove(http::header::TRANSFER_ENCODING);
        (answer.status().as_u16(), headers, answer.bytes().await.unwrap())
    }
}
