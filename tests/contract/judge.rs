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
use serde_json::Value;

use crate::documents;

/// The emulator behind a judge.
pub(crate) struct Judged {
    pub(crate) asapp: Client,
    pub(crate) emulator: Emulator,
    /// Where requests are judged.
    pub(crate) url: String,
    court: Arc<Court>,
}

struct Court {
    contract: Contract,
    documents: Vec<Value>,
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
            documents: documents::published_documents(),
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
        let asapp = Client::builder().credentials(credentials).host(&url).build().unwrap();
        Self { asapp, emulator, url, court }
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

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

async fn pass(State(court): State<Arc<Court>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let method = parts.method.as_str();
    let target = parts.uri.path_and_query().unwrap().as_str();
    let violations = court.contract.judge_request(method, target, &parts.headers, &body);
    court.note("request", violations.iter().map(ToString::to_string));

    let operation = match court.contract.route(method, parts.uri.path()) {
        Route::Operation { operation, .. } => operation.id().to_owned(),
        _ => return Response::builder().status(500).body(Body::empty()).unwrap(),
    };
    court.second_opinion("request", &operation, None, &body);
    let (status, headers, body) = court.forward(&parts, body).await;
    *court.seen.lock().unwrap().entry(format!("{operation} {status}")).or_default() += 1;
    let content_type = headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap());
    let violations = court.contract.judge_answer(&operation, status, content_type, &body);
    court.note("answer", violations.iter().map(ToString::to_string));
    court.second_opinion("answer", &operation, Some(status), &body);
    let contents = usize::from(!body.is_empty());
    assert_eq!(headers.get_all(CONTENT_TYPE).iter().count(), contents, "{operation} {status}");

    let mut response = Response::builder().status(status);
    *response.headers_mut().unwrap() = headers;
    response.body(Body::from(body)).unwrap()
}

impl Court {
    /// The emulator and its contract share their code, so that a fault there could hide from both: the plain
    /// engine on the plain schema is asked too.
    fn second_opinion(&self, of: &str, operation: &str, status: Option<u16>, body: &[u8]) {
        let documents =
            self.documents.iter().flat_map(|document| document["paths"].as_object().unwrap());
        let operations = documents.flat_map(|(_, item)| item.as_object().unwrap().values());
        let found = operations
            .into_iter()
            .find(|found| found.get("operationId") == Some(&operation.into()));
        let content = match status {
            None => found.unwrap().get("requestBody"),
            Some(status) => {
                let responses = &found.unwrap()["responses"];
                responses.get(status.to_string()).or_else(|| responses.get("default"))
            }
        };
        let Some(schema) =
            content.and_then(|content| content.pointer("/content/application~1json/schema"))
        else {
            return self
                .note(of, (!body.is_empty()).then(|| format!("{operation}: a body")).into_iter());
        };
        let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
        // OpenAPI's `nullable` means nothing to the plain engine: where null may stand is the first judge's.
        drop_nulls(&mut body);
        let is_valid = jsonschema::draft4::is_valid(schema, &body);
        self.note(
            of,
            (!is_valid).then(|| format!("{operation} {status:?}: second opinion")).into_iter(),
        );
        // The published schema lets an error be empty; the emulator's never is.
        let is_named = ["/error/code", "/result/error", "/results/0/error"]
            .iter()
            .any(|at| body.pointer(at).is_some());
        let is_error = status.is_some_and(|status| status >= 400);
        self.note(
            of,
            (is_error && !is_named)
                .then(|| format!("{operation} {status:?}: says nothing"))
                .into_iter(),
        );
    }

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
