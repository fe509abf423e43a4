//! Answers off the wire.

use serde_json::Value;

/// Statuses that the HTTP library may give with an empty body to what is no HTTP.
const NO_HTTP: [u16; 3] = [400, 414, 431];

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Whether it could be an answer of this API, whatever was asked.
    pub(crate) fn is_well_shaped(&self) -> Result<(), String> {
        let well_shaped = match self.status {
            204 => self.body.is_empty(),
            status if NO_HTTP.contains(&status) && self.body.is_empty() => true,
            200 => self.json().is_some_and(|body| body.is_object()),
            400..=499 => self.json().is_some_and(|body| is_refusal(&body)),
            _ => false,
        };
        if well_shaped { Ok(()) } else { Err(format!("{} with another body", self.status)) }
    }

    /// The body, if it is said to be JSON and is.
    fn json(&self) -> Option<Value> {
        if self.content_type.as_deref() == Some("application/json") {
            crate::json(&self.body)
        } else {
            None
        }
    }
}

/// The error shape of the API, or that of metadata records.
fn is_refusal(body: &Value) -> bool {
    let error = &body["error"];
    let is_error = ["requestId", "message", "code"].iter().all(|name| error[name].is_string());
    let is_record = body["result"]["error"].is_string();
    let is_list = body["errorCount"].is_u64() && body["results"].is_array();
    is_error || is_record || is_list
}

/// Takes one whole answer from the front of what was received.
pub(crate) fn split_off_answer(received: &mut Vec<u8>) -> Option<Answer> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = response.parse(received).expect("HTTP") else {
        return None;
    };
    assert_eq!(response.version, Some(1), "HTTP/1.1");
    let status = response.code.unwrap();
    let header = |name: &str| {
        let mut found =
            response.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let value = found.next().map(|header| String::from_utf8(header.value.to_vec()).unwrap());
        assert!(found.next().is_none(), "{name} twice");
        value
    };
    assert_eq!(header("transfer-encoding"), None);
    let has_no_body = status == 204 || (100..200).contains(&status);
    let length = match header("content-length") {
        Some(length) => length.parse().unwrap(),
        None if has_no_body => 0,
        None => panic!("{status} of unknown length"),
    };
    let content_type = header("content-type");
    if received.len() < head + length {
        return None;
    }
    let body = received[head..head + length].to_vec();
    received.drain(..head + length);
    Some(Answer { status, content_type, body })
}
