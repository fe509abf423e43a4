//! The commands of the README do what they say.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use asapp_emulator::Emulator;
use reqwest::Client;
use serde_json::Value;

const URL: &str = "http://127.0.0.1:4010";

/// What is sent to which path, of each `curl` with a body.
fn commands() -> Vec<(&'static str, &'static str)> {
    let commands = include_str!("../README.md").split("\ncurl -s ").skip(1);
    let with_body = commands.filter_map(|command| {
        let path = command.strip_prefix(URL).unwrap().split_ascii_whitespace().next().unwrap();
        let (_, body) = command.split("```").next().unwrap().split_once(" -d '")?;
        Some((path, body.split('\'').next().unwrap()))
    });
    with_body.collect()
}

#[tokio::test]
async fn every_command_is_taken() {
    let emulator = Emulator::start().await.unwrap();
    let mut told = BTreeSet::new();
    for (path, body) in commands() {
        let request = Client::new()
            .post(format!("{}{path}", emulator.url()))
            .header("asapp-api-id", "test-id")
            .header("asapp-api-secret", "test-secret")
            .header("content-type", "application/json");
        let answer = request.body(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let answer: Value = answer.json().await.unwrap();
        told.extend(answer.as_object().unwrap().keys().cloned());
    }
    let members = ["conversations", "exactlyOnce", "id", "name", "remaining", "totals"];
    assert_eq!(told, members.map(str::to_owned).into());
}
