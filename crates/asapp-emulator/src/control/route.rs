//! A route of the control API: what it takes, what it answers, and who does it. The types of the handler decide what
//! the document says of it.

use std::sync::Arc;

use http::StatusCode;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::api::Api;
use crate::contract::{PathParameters, PathTemplate, segments};
use crate::delivery::Content;
use crate::json;
use crate::schema::{Fault, Schema};
use crate::uri::Query;

/// A request whose route is found and whose query is in order.
pub(super) struct Call<'a> {
    pub(super) api: &'a Arc<Api>,
    pub(super) is_loopback: bool,
    pub(super) path: PathParameters,
    pub(super) query: Query,
}

impl Call<'_> {
    pub(super) fn name(&self) -> &str {
        self.path.get("name").unwrap_or_default()
    }

    pub(super) fn parameter<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.query.values(name).next()
    }
}

type SchemaOf = fn(&mut SchemaGenerator) -> schemars::Schema;

type Handler = Box<dyn Fn(&Call<'_>, &[u8]) -> Result<Content, Answer> + Send + Sync>;

pub(super) struct Route {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) summary: &'static str,
    pub(super) parameters: Vec<Parameter>,
    pub(super) request: Option<SchemaOf>,
    pub(super) success: Success,
    template: PathTemplate,
    handler: Handler,
}

/// What is answered where nothing is wrong.
pub(super) struct Success {
    pub(super) status: StatusCode,
    /// None where there is no content.
    pub(super) media_type: Option<&'static str>,
    /// None where the content is no JSON.
    pub(super) schema: Option<SchemaOf>,
}

/// A parameter of the query.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// This word alone.
    Word(&'static str),
    /// A whole number from 0.
    Number,
}

impl Kind {
    fn accepts(self, value: &str) -> bool {
        match self {
            Self::Word(word) => value == word,
            Self::Number => value.parse::<u64>().is_ok(),
        }
    }
}

/// What a handler gives.
pub(super) trait Reply {
    fn success() -> Success;
    fn into_content(self) -> Result<Content, Answer>;
}

/// 200 with this as JSON.
pub(super) struct Json<T>(pub(super) T);

/// 201 with this as JSON.
pub(super) struct Created<T>(pub(super) T);

/// 204.
pub(super) struct NoContent;

impl Success {
    fn json<T: JsonSchema>(status: StatusCode) -> Self {
        let schema: SchemaOf = SchemaGenerator::subschema_for::<T>;
        Self { status, media_type: Some("application/json"), schema: Some(schema) }
    }
}

impl<T: Serialize + JsonSchema> Reply for Json<T> {
    fn success() -> Success {
        Success::json::<T>(StatusCode::OK)
    }

    fn into_content(self) -> Result<Content, Answer> {
        json_content(StatusCode::OK, &self.0)
    }
}

impl<T: Serialize + JsonSchema> Reply for Created<T> {
    fn success() -> Success {
        Success::json::<T>(StatusCode::CREATED)
    }

    fn into_content(self) -> Result<Content, Answer> {
        json_content(StatusCode::CREATED, &self.0)
    }
}

impl Reply for NoContent {
    fn success() -> Success {
        Success { status: StatusCode::NO_CONTENT, media_type: None, schema: None }
    }

    fn into_content(self) -> Result<Content, Answer> {
        Ok(Answer::no_content().into())
    }
}

fn json_content(status: StatusCode, value: &impl Serialize) -> Result<Content, Answer> {
    let text = serde_json::to_vec(value).map_err(|_| Answer::internal())?;
    Ok(Content::new(status, "application/json", text))
}

impl Route {
    /// Takes no body.
    pub(super) fn new<R: Reply + 'static>(
        method: &'static str,
        path: &'static str,
        summary: &'static str,
        handler: fn(&Call<'_>) -> Result<R, Answer>,
    ) -> Self {
        let handler: Handler = Box::new(move |call, _| handler(call)?.into_content());
        Self::of(method, path, summary, None, R::success(), handler)
    }

    /// Takes a body of type `B`.
    pub(super) fn taking<B: DeserializeOwned + JsonSchema + 'static, R: Reply + 'static>(
        method: &'static str,
        path: &'static str,
        summary: &'static str,
        handler: fn(&Call<'_>, B) -> Result<R, Answer>,
    ) -> Self {
        let schema = schema_of::<B>();
        let handler: Handler =
            Box::new(move |call, body| handler(call, read(&schema, body)?)?.into_content());
        let request: SchemaOf = SchemaGenerator::subschema_for::<B>;
        Self::of(method, path, summary, Some(request), R::success(), handler)
    }

    /// Answers a file.
    pub(super) fn file(
        path: &'static str,
        summary: &'static str,
        media_type: &'static str,
        file: fn() -> Content,
    ) -> Self {
        let success =
            Success { status: StatusCode::OK, media_type: Some(media_type), schema: None };
        Self::of("GET", path, summary, None, success, Box::new(move |_, _| Ok(file())))
    }

    #[expect(clippy::expect_used, reason = "paths are literals, and a test reads all of them")]
    fn of(
        method: &'static str,
        path: &'static str,
        summary: &'static str,
        request: Option<SchemaOf>,
        success: Success,
        handler: Handler,
    ) -> Self {
        let template = PathTemplate::new(path).expect("a path of the table is a template");
        let parameters = Vec::new();
        Self { method, path, summary, parameters, request, success, template, handler }
    }

    /// With one more parameter in the query.
    pub(super) fn with(
        mut self,
        name: &'static str,
        kind: Kind,
        description: &'static str,
    ) -> Self {
        self.parameters.push(Parameter { name, description, kind });
        self
    }

    pub(super) fn path_parameters(&self, path: &str) -> Option<PathParameters> {
        self.template.parameters(&segments(path)?)
    }

    pub(super) fn takes_body(&self) -> bool {
        self.request.is_some()
    }

    /// Refuses a query with anything but the declared parameters, each at most once.
    pub(super) fn judge_query(&self, query: &Query) -> Result<(), Answer> {
        let mut problems = Vec::new();
        if !query.is_well_formed() {
            problems.push("[query] must be percent-encoded UTF-8".to_owned());
        }
        for (position, name) in query.names() {
            if !self.parameters.iter().any(|known| known.name == name) {
                problems.push(format!("[query] parameter {position} is not declared"));
            }
        }
        for Parameter { name, kind, .. } in &self.parameters {
            let values: Vec<_> = query.values(name).collect();
            if values.len() > 1 {
                problems.push(format!("[query {name}] must be given once"));
            } else if !values.iter().all(|value| kind.accepts(value)) {
                let expected = match kind {
                    Kind::Word(word) => word,
                    Kind::Number => "a whole number",
                };
                problems.push(format!("[query {name}] must be {expected}"));
            }
        }
        refuse(problems)
    }

    pub(super) fn handle(&self, call: &Call<'_>, body: &[u8]) -> Result<Content, Answer> {
        (self.handler)(call, body)
    }
}

#[expect(clippy::expect_used, reason = "a test makes the schemas of all types of the table")]
fn schema_of<T: JsonSchema>() -> Schema {
    Schema::of::<T>().expect("the schema of a type of the table can be checked")
}

fn read<T: DeserializeOwned>(schema: &Schema, body: &[u8]) -> Result<T, Answer> {
    let value = json::parse(body).map_err(|json::Malformed { line, column }| {
        Answer::malformed(&format!(
            "The body is not well-formed JSON: line {line}, column {column}"
        ))
    })?;
    let faults = schema.faults(&value, body.len()).into_iter();
    refuse(faults.map(|Fault { pointer, message, .. }| at(&pointer, &message)).collect())?;
    // What the schema lets pass can be read, but for `1e19`, which it takes for an integer.
    serde_json::from_value(value)
        .map_err(|_| refusal(&["an integer must be written as one".to_owned()]))
}

/// What is wrong at a place in the body.
fn at(pointer: &str, message: &str) -> String {
    format!("[Path '{pointer}'] {message}")
}

fn refuse(problems: Vec<String>) -> Result<(), Answer> {
    if problems.is_empty() { Ok(()) } else { Err(refusal(&problems)) }
}

fn refusal(problems: &[String]) -> Answer {
    Answer::invalid(&format!("ERROR - {}", problems.join(", ")))
}

/// 400 with problems that begin with their place in the body, as in `/name: must be …`.
pub(super) fn invalid(problems: &[String]) -> Answer {
    let problems = problems.iter().map(|problem| match problem.split_once(": ") {
        Some((pointer, message)) => at(pointer, message),
        None => problem.clone(),
    });
    refusal(&problems.collect::<Vec<_>>())
}
