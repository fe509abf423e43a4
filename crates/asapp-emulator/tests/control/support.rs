//! What the tests share: an emulator, a client of its control API, and a judge of every answer by the document.

use asapp_emulator::{API_ID, API_SECRET, Emulator, EmulatorBuilder};
use http::HeaderMap;
use jsonschema::Draft;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

pub(crate) const CONVERSATIONS: &str = "/conversation/v1/conversations";
pub(crate) const TIME: &str = "2021-11-23T12:13:14.555Z";

pub(crate) struct Control {
    pub(crate) emulator: Emulator,
    pub(crate) document: Value,
    client: Client,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Null where there is no JSON.
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Reply {
    /// Holds the answer to the API's error shape, and gives its code and message.
    pub(crate) fn error(&self) -> (&str, &str) {
        assert!(self.status >= 400, "{self:?}");
        let error = &self.body["error"];
        (error["code"].as_str().unwrap(), error["message"].as_str().unwrap())
    }

    /// The faults of a 400-03, one by one.
    pub(crate) fn faults(&self) -> Vec<String> {
        let (code, message) = self.error();
        assert_eq!(code, "400-03");
        let faults = message.strip_prefix("ERROR - ").unwrap();
        let faults = faults.split(", [").enumerate();
        faults
            .map(|(index, fault)| if index == 0 { fault.to_owned() } else { format!("[{fault}") })
            .collect()
    }
}

impl Control {
    pub(crate) async fn start() -> Self {
        Self::with(Emulator::builder()).await
    }

    pub(crate) async fn with(builder: EmulatorBuilder) -> Self {
        let emulator = builder.start().await.unwrap();
        let client = Client::new();
        let url = format!("{}/_emulator/openapi.json", emulator.url());
        let document = client.get(url).send().await.unwrap().json().await.unwrap();
        Self { emulator, document, client }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        self.client.request(method, format!("{}/_emulator/{path}", self.emulator.url()))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let reply = self.call("GET", path, None).await;
        assert_eq!(reply.status, 200, "{path}");
        reply.body
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let request = self.request(method, path);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        self.judged(method, path, request).await
    }

    /// Sends it, and holds the answer to the document.
    pub(crate) async fn judged(&self, method: &str, path: &str, request: RequestBuilder) -> Reply {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        let content_type = headers.get("content-type").map(|value| value.to_str().unwrap());
        let is_json = content_type == Some("application/json");
        let body = if is_json && method != "HEAD" {
            serde_json::from_str(&text).unwrap()
        } else {
            Value::Null
        };
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        let content = self.declared_content(method, path, status);
        match (&content, content_type) {
            (None, None) => assert_eq!(text, "", "{method} {path}: {status}"),
            _ if method == "HEAD" => assert_eq!(text, "", "{path}: {status}"),
            (Some(content), Some(content_type)) => {
                let declared = content.get(content_type);
                let declared = declared.unwrap_or_else(|| panic!("{path}: {content_type}"));
                if let Some(schema) = declared.get("schema") {
                    self.judge(schema, &body);
                }
            }
            _ => panic!("{method} {path}: {status} {content_type:?} is not as declared"),
        }
        Reply { status, headers, body, text }
    }

    /// What the document says of the content of an answer; of a path that it does not know, an error.
    fn declared_content(&self, method: &str, path: &str, status: u16) -> Option<Value> {
        let path = path.split('?').next().unwrap();
        let paths = self.document["paths"].as_object().unwrap();
        let item = paths.iter().find(|(template, _)| fits(template, &format!("/_emulator/{path}")));
        let operation = item.and_then(|(_, item)| item.get(method.to_lowercase()));
        let answers = operation.map(|operation| &operation["responses"]);
        if let Some(declared) = answers.and_then(|answers| answers.get(status.to_string())) {
            return declared.get("content").cloned();
        }
        assert!(status >= 400, "{method} {path}: {status} is not declared");
        Some(self.document["components"]["responses"]["Error"]["content"].clone())
    }

    pub(crate) fn judge(&self, schema: &Value, value: &Value) {
        let mut whole = schema.clone();
        whole["components"] = self.document["components"].clone();
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&whole)
            .unwrap();
        let found: Vec<_> = validator.iter_errors(value).map(|error| error.to_string()).collect();
        assert!(found.is_empty(), "{found:?}");
    }

    /// A request to the API itself, by the test key.
    pub(crate) fn api(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        self.client
            .request(method, format!("{}{path}", self.emulator.url()))
            .header("asapp-api-id", API_ID)
            .header("asapp-api-secret", API_SECRET)
    }

    pub(crate) async fn write(&self, path: &str, body: Value) -> Value {
        let answer = self.api("POST", path).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap_or_default()
    }

    /// The id of a conversation with these messages.
    pub(crate) async fn conversation(&self, external_id: &str, texts: &[&str]) -> String {
        let created = self.write(CONVERSATIONS, conversation(external_id)).await;
        let id = created["id"].as_str().unwrap().to_owned();
        for text in texts {
            self.write(&format!("{CONVERSATIONS}/{id}/messages"), message(text)).await;
        }
        id
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(part, given)| part.starts_with('{') || *part == given)
}

pub(crate) fn conversation(external_id: &str) -> Value {
    json!({"externalId": external_id, "customer": {"externalId": "customer-x"}, "timestamp": TIME})
}

pub(crate) fn message(text: &str) -> Value {
    json!({"text": text, "sender": {"role": "customer", "externalId": "customer-x"}, "timestamp": TIME})
}
