//! The control API's own OpenAPI document.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::route::{Call, Json, Kind, Route};
use super::table::ROUTES;
use crate::answer::Answer;

static DOCUMENT: LazyLock<Map<String, Value>> = LazyLock::new(document);

pub(super) fn read(_: &Call<'_>) -> Result<Json<&'static Map<String, Value>>, Answer> {
    Ok(Json(&DOCUMENT))
}

/// An error, in the shape that the API has.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "described, never built")]
struct Error {
    error: ErrorDetails,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
#[expect(dead_code, reason = "described, never built")]
struct ErrorDetails {
    request_id: String,
    /// All faults, each with its place.
    message: String,
    /// The status and a number within it, as in `400-03`.
    code: String,
}

fn document() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in &*ROUTES {
        let operation = operation(route, &mut generator);
        paths.entry(route.path).or_insert_with(|| json!({}))[route.method.to_ascii_lowercase()] =
            operation;
    }
    let error = json_of(generator.subschema_for::<Error>());
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Control API of asapp-emulator",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What the emulator stored and was asked, and what a test wants of it.",
        },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": {"Error": {"description": "An error", "content": error}},
        },
    });
    match document {
        Value::Object(document) => document,
        _ => Map::new(),
    }
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": {
            route.success.status.as_str(): success(route, generator),
            "default": {"$ref": "#/components/responses/Error"},
        },
    });
    if let Some(schema) = route.request {
        operation["requestBody"] = json!({"required": true, "content": json_of(schema(generator))});
    }
    operation
}

fn success(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut answer = json!({"description": "Done"});
    answer["content"] = match (route.success.schema, route.success.media_type) {
        (Some(schema), _) => json_of(schema(generator)),
        (None, Some(media_type)) => json!({media_type: {}}),
        (None, None) => return answer,
    };
    answer
}

fn json_of(schema: schemars::Schema) -> Value {
    json!({"application/json": {"schema": schema}})
}

fn parameters(route: &Route) -> Vec<Value> {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = names.map(
        |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}),
    );
    let in_query = route.parameters.iter().map(|parameter| {
        let schema = match parameter.kind {
            Kind::Word(word) => json!({"type": "string", "enum": [word]}),
            Kind::Number => json!({"type": "integer", "minimum": 0}),
        };
        json!({"name": parameter.name, "in": "query", "description": parameter.description, "schema": schema})
    });
    in_path.chain(in_query).collect()
}

/// The method and the words of the path, as in `postClockAdvance`.
fn operation_id(route: &Route) -> String {
    let words = route.path.split(|c: char| !c.is_ascii_alphanumeric()).skip(1);
    let mut id = route.method.to_ascii_lowercase();
    for word in words.filter(|word| !word.is_empty() && *word != "emulator") {
        let (first, rest) = word.split_at(1);
        id.push_str(&first.to_ascii_uppercase());
        id.push_str(rest);
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_in_the_document() {
        for route in &*ROUTES {
            let item = &DOCUMENT["paths"][route.path];
            let operation = &item[route.method.to_ascii_lowercase()];
            assert_eq!(operation["summary"], route.summary, "{} {}", route.method, route.path);
            assert_eq!(operation.get("requestBody").is_some(), route.takes_body());
        }
        let documented = DOCUMENT["paths"].as_object().into_iter().flat_map(Map::values);
        let operations = documented.filter_map(Value::as_object).map(Map::len).sum::<usize>();
        assert_eq!(operations, ROUTES.len());
    }
}
