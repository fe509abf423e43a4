//! OpenAPI documents become a contract.

use std::collections::{BTreeMap, BTreeSet};
use std::{error, fmt};

use serde_json::{Map, Value, json};

use super::operation::{Operation, Parameter, Place, Records, RequestBody};
use super::{Contract, PathItem, PathTemplate};
use crate::schema::Schema;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Why a document is no contract, and where in it.
///
/// ```
/// use asapp_emulator::Contract;
///
/// let error = Contract::from_documents([serde_json::json!({"openapi": "3.1.0"})]).unwrap_err();
/// assert_eq!(error.to_string(), "only OpenAPI 3.0 is understood");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractError {
    message: String,
}

impl ContractError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    fn at(place: &str, problem: impl fmt::Display) -> Self {
        Self::new(format!("{place}: {problem}"))
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for ContractError {}

type Result<T, E = ContractError> = std::result::Result<T, E>;

pub(super) fn contract(documents: impl IntoIterator<Item = Value>) -> Result<Contract> {
    let mut operations = Vec::new();
    for document in documents {
        operations.extend(Document { root: &document }.operations()?);
    }
    refuse_doubles(&operations)?;

    let mut paths: BTreeMap<PathTemplate, Vec<Operation>> = BTreeMap::new();
    for operation in operations {
        paths.entry(template(&operation)?).or_default().push(operation);
    }
    let paths = paths.into_iter().map(|(template, operations)| PathItem { template, operations });
    let paths: Vec<_> = paths.collect();
    refuse_rivals(&paths)?;
    Ok(Contract { paths })
}

/// The operation's path. Its parameters are those that the operation declares, so that each one is judged.
fn template(operation: &Operation) -> Result<PathTemplate> {
    let path = &operation.path;
    let template = PathTemplate::new(path).map_err(|problem| ContractError::at(path, problem))?;
    let declared = operation.parameters.iter().filter(|parameter| parameter.place == Place::Path);
    let names: Vec<_> = declared.map(|parameter| parameter.name.as_str()).collect();
    if !template.has_exactly(&names) {
        let problem = "the path's parameters are not the declared ones";
        return Err(ContractError::at(&operation.id, problem));
    }
    Ok(template)
}

// Of two paths that differ in the names of parameters alone, one would never be found.
fn refuse_rivals(paths: &[PathItem]) -> Result<()> {
    for pair in paths.windows(2) {
        let [one, other] = pair else { continue };
        if one.template.fits_like(&other.template) {
            let path = other.operations.first().map_or("", Operation::path);
            return Err(ContractError::at(path, "another path differs in parameter names alone"));
        }
    }
    Ok(())
}

fn refuse_doubles(operations: &[Operation]) -> Result<()> {
    let mut ids = BTreeSet::new();
    let mut places = BTreeSet::new();
    for operation in operations {
        if !ids.insert(&operation.id) || !places.insert((&operation.path, &operation.method)) {
            return Err(ContractError::at(&operation.id, "the operation is met twice"));
        }
    }
    Ok(())
}

struct Document<'a> {
    root: &'a Value,
}

impl Document<'_> {
    fn operations(&self) -> Result<Vec<Operation>> {
        if !self.root["openapi"].as_str().is_some_and(|version| version.starts_with("3.0.")) {
            return Err(ContractError::new("only OpenAPI 3.0 is understood"));
        }
        let mut operations = Vec::new();
        for (path, item) in object(&self.root["paths"], "paths")? {
            let item = object(item, path)?;
            if item.contains_key("$ref") {
                return Err(ContractError::at(path, "a $ref is not supported"));
            }
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    operations.push(self.operation(path, method, item, operation)?);
                }
            }
        }
        Ok(operations)
    }

    fn operation(
        &self,
        path: &str,
        method: &str,
        item: &Map<String, Value>,
        operation: &Value,
    ) -> Result<Operation> {
        let Some(id) = operation["operationId"].as_str() else {
            return Err(ContractError::at(path, format!("{method} has no operationId")));
        };
        Ok(Operation {
            id: id.to_owned(),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            security_headers: self.security_headers(id, operation)?,
            parameters: parameters(id, item.get("parameters"), operation.get("parameters"))?,
            request_body: operation
                .get("requestBody")
                .map(|body| request_body(id, body))
                .transpose()?,
            answers: answers(id, &operation["responses"])?,
        })
    }

    fn security_headers(&self, id: &str, operation: &Value) -> Result<Vec<String>> {
        let security = operation.get("security").or_else(|| self.root.get("security"));
        let requirements =
            security.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        match requirements {
            [] => Ok(Vec::new()),
            [requirement] => {
                object(requirement, id)?.keys().map(|scheme| self.security_header(scheme)).collect()
            }
            _ => Err(ContractError::at(id, "alternative security requirements are not supported")),
        }
    }

    fn security_header(&self, scheme: &str) -> Result<String> {
        let declared = &self.root["components"]["securitySchemes"][scheme];
        match (declared["in"].as_str(), declared["name"].as_str()) {
            (Some("header"), Some(name)) => Ok(name.to_ascii_lowercase()),
            _ => Err(ContractError::at(scheme, "only a security scheme in a header is supported")),
        }
    }
}

/// The path's parameters, unless the operation declares its own by the same name and place.
fn parameters(id: &str, shared: Option<&Value>, own: Option<&Value>) -> Result<Vec<Parameter>> {
    let read = |declared: Option<&Value>| -> Result<Vec<Parameter>> {
        let declared = declared.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        declared.iter().map(|declared| parameter(id, declared)).collect()
    };
    let mut parameters = read(own)?;
    for shared in read(shared)? {
        if !parameters.iter().any(|own| own.name == shared.name && own.place == shared.place) {
            parameters.push(shared);
        }
    }
    Ok(parameters)
}

fn parameter(id: &str, declared: &Value) -> Result<Parameter> {
    let Some(name) = declared["name"].as_str() else {
        return Err(ContractError::at(id, "a parameter has no name, or is a reference"));
    };
    let place = match declared["in"].as_str() {
        Some("path") => Place::Path,
        Some("query") => Place::Query,
        _ => {
            return Err(ContractError::at(
                id,
                format!("parameter {name}: only path and query are supported"),
            ));
        }
    };
    if declared["schema"]["type"] != "string" {
        return Err(ContractError::at(id, format!("parameter {name}: only strings are supported")));
    }
    let required = declared["required"] == true;
    Ok(Parameter {
        name: name.to_owned(),
        place,
        required,
        schema: schema(id, name, &declared["schema"])?,
    })
}

fn request_body(id: &str, declared: &Value) -> Result<RequestBody> {
    let Some(openapi) = json_content(id, "requestBody", declared)? else {
        return Err(ContractError::at(id, "requestBody has no content"));
    };
    Ok(RequestBody {
        required: declared["required"] == true,
        schema: schema(id, "requestBody", openapi)?,
        records: records(id, openapi)?,
    })
}

/// The two parts of a schema whose `items` are records.
fn records(id: &str, body: &Value) -> Result<Option<Records>> {
    let mut envelope = body.clone();
    let list = envelope.pointer_mut("/properties/items").and_then(Value::as_object_mut);
    let Some(record) = list.and_then(|list| list.remove("items")) else { return Ok(None) };
    require(&mut envelope, "items");
    Ok(Some(Records {
        envelope: schema(id, "requestBody", &envelope)?,
        record: schema(id, "requestBody", &record)?,
    }))
}

// The published schema lets a body without records pass; it can only be a mistake.
fn require(schema: &mut Value, name: &str) {
    match schema["required"].as_array_mut() {
        Some(names) if names.iter().any(|known| known == name) => {}
        Some(names) => names.push(name.into()),
        None => schema["required"] = json!([name]),
    }
}

fn answers(id: &str, declared: &Value) -> Result<BTreeMap<String, Option<Schema>>> {
    let declared = object(declared, &format!("{id}: responses"))?;
    declared
        .iter()
        .map(|(status, answer)| {
            let openapi = json_content(id, status, answer)?;
            let schema = openapi.map(|openapi| schema(id, status, openapi)).transpose()?;
            Ok((status.clone(), schema))
        })
        .collect()
}

fn json_content<'a>(id: &str, place: &str, declared: &'a Value) -> Result<Option<&'a Value>> {
    if declared.get("$ref").is_some() {
        return Err(ContractError::at(id, format!("{place}: a $ref is not supported")));
    }
    let Some(content) = declared.get("content") else { return Ok(None) };
    let content = object(content, id)?;
    match content.get("application/json") {
        Some(media) if content.len() == 1 => Ok(Some(&media["schema"])),
        _ => Err(ContractError::at(id, format!("{place}: expected application/json alone"))),
    }
}

fn schema(id: &str, place: &str, openapi: &Value) -> Result<Schema> {
    Schema::compile(openapi).map_err(|problem| ContractError::at(id, format!("{place}: {problem}")))
}

fn object<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| ContractError::at(place, "expected an object"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn document(change: impl FnOnce(&mut Value)) -> Value {
        let mut document = json!({
            "openapi": "3.0.1",
            "security": [{"Key": []}],
            "components": {"securitySchemes": {"Key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
            "paths": {"/c/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "post": {
                    "operationId": "createThing",
                    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "minLength": 2}}],
                    "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}},
                    "responses": {"200": {"description": "ok"}, "default": {"content": {"application/json": {"schema": {}}}}},
                },
            }},
        });
        change(&mut document);
        document
    }

    fn move_to(document: &mut Value, path: &str) {
        let item = document["paths"]["/c/{id}"].take();
        document["paths"] = json!({path: item});
    }

    fn set_body_schema(document: &mut Value, schema: Value) {
        document["paths"]["/c/{id}"]["post"]["requestBody"]["content"]["application/json"]["schema"] =
            schema;
    }

    #[test]
    fn reads_an_operation() {
        let contract = contract([document(|_| {})]).unwrap();
        let operation = contract.operations().next().unwrap();
        assert_eq!(
            (operation.id(), operation.method(), operation.path()),
            ("createThing", "POST", "/c/{id}")
        );
        assert_eq!(operation.security_headers, ["x-key"]);
        assert_eq!(
            operation.parameters.len(),
            1,
            "the operation's own parameter replaces the path's"
        );
        assert!(!operation.parameters[0].schema.faults(&json!("x"), 0).is_empty());
        assert!(operation.has_request_body());
        assert!(operation.answer(200).is_some_and(Option::is_none));
        assert!(operation.answer(500).is_some_and(Option::is_some));
    }

    #[test]
    fn a_list_of_records_is_read_in_two_parts() {
        let record = json!({"type": "string"});
        let list = json!({"type": "array", "minItems": 1, "items": record});
        let rows = [
            (json!({"type": "object", "properties": {"items": list}}), true),
            (json!({"properties": {"items": list}, "required": ["items", "other"]}), true),
            (json!({"properties": {"items": list}, "required": ["other"]}), true),
            (json!({"type": "object", "properties": {"messages": list}}), false),
            (json!({"type": "object", "properties": {"items": record}}), false),
            (list, false),
        ];
        for (body, takes_records) in rows {
            let contract = contract([document(|d| set_body_schema(d, body.clone()))]).unwrap();
            let operation = contract.operations().next().unwrap();
            assert_eq!(operation.takes_records(), takes_records, "{body}");
            let Some(records) = operation.records() else { continue };
            let accepts = |value: &Value| records.envelope.faults(value, 0).is_empty();
            assert!(accepts(&json!({"items": [4111], "other": 1})), "{body}");
            assert!(!accepts(&json!({"items": []})) && !accepts(&json!({"other": 1})), "{body}");
            assert_eq!(accepts(&json!({"items": [4111]})), body.get("required").is_none());
            assert!(records.record.faults(&json!("4111"), 0).is_empty());
            assert!(!records.record.faults(&json!(4111), 0).is_empty());
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        type Change = fn(&mut Value);
        let rows: [(&str, Change); 23] = [
            ("only OpenAPI 3.0 is understood", |d| d["openapi"] = json!("3.1.0")),
            ("/c: a $ref is not supported", |d| d["paths"] = json!({"/c": {"$ref": "c.json"}})),
            ("paths: expected an object", |d| d["paths"] = json!(null)),
            ("/c/{id}: post has no operationId", |d| {
                d["paths"]["/c/{id}"]["post"]["operationId"] = json!(null);
            }),
            ("createThing: requestBody: a $ref is not supported", |d| {
                d["paths"]["/c/{id}"]["post"]["requestBody"] =
                    json!({"$ref": "#/components/requestBodies/A"});
            }),
            ("createThing: requestBody: expected application/json alone", |d| {
                d["paths"]["/c/{id}"]["post"]["requestBody"] =
                    json!({"content": {"text/plain": {"schema": {}}}});
            }),
            ("createThing: requestBody has no content", |d| {
                d["paths"]["/c/{id}"]["post"]["requestBody"] = json!({});
            }),
            ("createThing: 200: the schema keyword \"$ref\" is not supported", |d| {
                d["paths"]["/c/{id}"]["post"]["responses"]["200"] = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}});
            }),
            ("createThing: responses: expected an object", |d| {
                d["paths"]["/c/{id}"]["post"]["responses"] = json!([]);
            }),
            ("createThing: parameter a: only path and query are supported", |d| {
                d["paths"]["/c/{id}"]["post"]["parameters"] =
                    json!([{"name": "a", "in": "cookie", "schema": {"type": "string"}}]);
            }),
            ("createThing: parameter a: only strings are supported", |d| {
                d["paths"]["/c/{id}"]["post"]["parameters"] =
                    json!([{"name": "a", "in": "query", "schema": {"type": "integer"}}]);
            }),
            ("createThing: alternative security requirements are not supported", |d| {
                d["security"] = json!([{"Key": []}, {"Other": []}]);
            }),
            ("Key: only a security scheme in a header is supported", |d| {
                d["components"] = json!({})
            }),
            ("/c/{id}.json: a parameter must be a whole segment", |d| move_to(d, "/c/{id}.json")),
            ("/c/a{id}: a parameter must be a whole segment", |d| move_to(d, "/c/a{id}")),
            ("/c/{}: a parameter must have a name of its own", |d| move_to(d, "/c/{}")),
            ("/c/{id}{k}: a parameter must have a name of its own", |d| move_to(d, "/c/{id}{k}")),
            ("/{id}/{id}: a parameter must have a name of its own", |d| move_to(d, "/{id}/{id}")),
            ("createThing: the path's parameters are not the declared ones", |d| {
                move_to(d, "/c/{id}/{key}");
            }),
            ("createThing: the path's parameters are not the declared ones", |d| move_to(d, "/c")),
            ("/c/{key}: another path differs in parameter names alone", |d| {
                let mut get = d["paths"]["/c/{id}"]["post"].clone();
                get["operationId"] = json!("getThing");
                get["parameters"][0]["name"] = json!("key");
                d["paths"]["/c/{key}"] = json!({"get": get});
            }),
            ("createThing: requestBody: nullable must be true or false", |d| {
                set_body_schema(d, json!({"type": "string", "nullable": "true"}));
            }),
            (
                "createThing: requestBody: the type must be one of string, number, integer, boolean, object, array",
                |d| set_body_schema(d, json!({"type": ["string", "null"]})),
            ),
        ];
        for (expected, change) in rows {
            assert_eq!(contract([document(change)]).unwrap_err().to_string(), expected);
        }
        let twice = contract([
            document(|_| {}),
            document(|d| d["paths"]["/c/{id}"]["post"]["operationId"] = json!("other")),
        ]);
        assert_eq!(twice.unwrap_err().to_string(), "other: the operation is met twice");
    }
}
