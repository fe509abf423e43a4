//! The emulator as a program: its flags, files and signals.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod sockets;

use std::collections::BTreeSet;
use std::process::Stdio;

use asapp_emulator::{API_ID, API_SECRET, Emulator, Seed, Settings};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::sockets::{GUARD, address, is_refused, under_way};

const CONVERSATIONS: &str = "/conversation/v1/conversations";

struct Program {
    process: Child,
    stdout: BufReader<ChildStdout>,
    url: String,
}

fn command(port: u16) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asapp-emulator"));
    command.args(["--port", &port.to_string(), "--host", "127.0.0.1"]).kill_on_drop(true);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Program {
    async fn start() -> Self {
        Self::with(&[]).await
    }

    async fn with(arguments: &[&str]) -> Self {
        let mut process = command(0).args(arguments).spawn().unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut ready = String::new();
        stdout.read_line(&mut ready).await.unwrap();
        let ready: Value = serde_json::from_str(&ready).unwrap();
        let url = ready["url"].as_str().unwrap().to_owned();
        assert_eq!(ready, json!({"url": url}));
        Self { process, stdout, url }
    }

    /// Sends with the test key, and gives the body of a success.
    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let method = method.parse().unwrap();
        let mut request = reqwest::Client::new()
            .request(method, format!("{}{path}", self.url))
            .header("asapp-api-id", API_ID)
            .header("asapp-api-secret", API_SECRET);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    async fn control(&self, path: &str) -> Value {
        let answer = reqwest::get(format!("{}/_emulator/{path}", self.url)).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    /// How many messages are answered by external id, of 1,001.
    async fn transcript_length(&self) -> usize {
        let conversation = json!({"externalId": "id-111", "customer": {"externalId": "customer-x"},
            "timestamp": "2021-11-23T12:13:14Z"});
        let created = self.call("POST", CONVERSATIONS, Some(conversation)).await;
        let path = format!("{CONVERSATIONS}/{}/messages/batch", created["id"].as_str().unwrap());
        let message = json!({"text": "x", "sender": {"role": "agent", "externalId": "a"},
            "timestamp": "2021-11-23T12:13:14Z"});
        for count in [300, 300, 300, 101] {
            let batch = json!({"messages": vec![message.clone(); count]});
            self.call("POST", &path, Some(batch)).await;
        }
        let path = "/conversation/v1/conversation/messages?externalId=id-111";
        let found = self.call("GET", path, None).await;
        found["items"].as_array().unwrap().len()
    }

    async fn signal(&self, signal: &str) {
        let id = self.process.id().unwrap().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().await.unwrap().success());
    }
}

#[tokio::test]
async fn it_serves_until_it_is_told_to_stop() {
    for signal in ["-TERM", "-INT"] {
        let mut program = Program::start().await;
        let answer = reqwest::get(format!("{}/_emulator/state", program.url)).await.unwrap();
        let state: Value = answer.json().await.unwrap();
        let empty = json!({"conversations": [], "authentications": [],
            "conversationMetadata": [], "agentMetadata": [], "customerMetadata": []});
        assert_eq!(state, empty);

        program.signal(signal).await;
        assert!(timeout(GUARD, program.process.wait()).await.unwrap().unwrap().success());
        let mut rest = String::new();
        program.stdout.read_to_string(&mut rest).await.unwrap();
        assert_eq!(rest, "", "stdout holds the one line");
        assert!(is_refused(address(&program.url)));
    }
}

#[tokio::test]
async fn a_second_signal_cuts_off_what_is_under_way() {
    for second in ["-INT", "-TERM"] {
        let program = Program::start().await;
        let _unfinished = under_way(address(&program.url)).await;
        program.signal("-INT").await;
        while !is_refused(address(&program.url)) {
            tokio::task::yield_now().await;
        }
        program.signal(second).await;
        let ended = timeout(GUARD, program.process.wait_with_output()).await.unwrap().unwrap();
        assert_eq!(ended.status.code(), Some(1));
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(said.contains("cut off by a second signal"), "{said}");
    }
}

#[tokio::test]
async fn every_switch_has_a_flag() {
    let spike = |spike: Value| {
        json!({"limits": {"spike": spike, "dailyQuota": null,
        "refusal": {"shape": "api", "retryAfter": "none"}}})
    };
    let refusal = |shape: &str, retry_after: &str| {
        json!({"limits": {"spike": null, "dailyQuota": null,
        "refusal": {"shape": shape, "retryAfter": retry_after}}})
    };
    let quota = json!({"limits": {"spike": null, "dailyQuota": 7, "refusal": {"shape": "api", "retryAfter": "none"}}});
    let rows: [(&[&str], Value); 29] = [
        (&[], json!({})),
        (&["--unhealthy"], json!({"healthy": false})),
        (&["--longest-body", "100"], json!({"longestBody": 100})),
        (&["--empty-batch", "refuse"], json!({})),
        (&["--empty-batch", "accept"], json!({"emptyBatch": "accept"})),
        (&["--repeated-message", "store"], json!({})),
        (&["--repeated-message", "conflict"], json!({"repeatedMessage": "conflict"})),
        (&["--zoneless-timestamps", "refuse"], json!({})),
        (&["--zoneless-timestamps", "assume-utc"], json!({"zonelessTimestamps": "assumeUtc"})),
        (&["--redact-digits"], json!({"redactDigits": true})),
        (&["--transcript-limit", "2"], json!({"transcriptLimit": 2})),
        (&["--transcript-limit", "none"], json!({"transcriptLimit": null})),
        (&["--transcript-days", "0"], json!({"transcriptSeconds": 0})),
        (&["--transcript-days", "1"], json!({"transcriptSeconds": 86_400})),
        (&["--transcript-days", "none"], json!({"transcriptSeconds": null})),
        (
            &["--transcript-days", "4294967295", "--transcript-limit=none"],
            json!({"transcriptSeconds": 371_085_174_288_000_u64, "transcriptLimit": null}),
        ),
        (&["--journal-entries", "0"], json!({"journalEntries": 0})),
        (&["--spike-arrest", "none"], json!({})),
        (&["--spike-arrest", "100"], spike(json!({"smoothed": {"perSecond": 100}}))),
        (
            &["--spike-arrest", "100", "--spike-burst", "5"],
            spike(json!({"bucket": {"perSecond": 100, "burst": 5}})),
        ),
        (&["--daily-quota", "none"], json!({})),
        (&["--daily-quota", "7"], quota),
        (&["--refusal-shape", "api"], json!({})),
        (&["--refusal-shape", "gateway"], refusal("gateway", "none")),
        (&["--retry-after", "none"], json!({})),
        (&["--retry-after", "seconds"], refusal("api", "seconds")),
        (&["--retry-after", "date"], refusal("api", "date")),
        (&["--retry-after", "junk"], refusal("api", "junk")),
        (&["--refusal-shape=gateway", "--retry-after=junk"], refusal("gateway", "junk")),
    ];
    let mut unset: BTreeSet<_> = merged(&json!({})).as_object().unwrap().keys().cloned().collect();
    for (arguments, changed) in rows {
        let program = Program::with(arguments).await;
        assert_eq!(program.control("settings").await, merged(&changed), "{arguments:?}");
        changed.as_object().unwrap().keys().for_each(|name| {
            unset.remove(name);
        });
    }
    assert!(unset.is_empty(), "{unset:?}");
}

/// The default settings with these in their place.
fn merged(changed: &Value) -> Value {
    let mut settings = json!(Settings::default());
    settings.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    settings
}

#[tokio::test]
async fn settings_of_flags_are_in_force() {
    let rows: [(&[&str], usize); 3] =
        [(&[], 1000), (&["--transcript-limit", "2"], 2), (&["--transcript-days", "0"], 0)];
    for (arguments, expected) in rows {
        let program = Program::with(arguments).await;
        assert_eq!(program.transcript_length().await, expected, "{arguments:?}");
    }
    for (arguments, expected) in [([].as_slice(), "SUCCESS"), (&["--unhealthy"], "FAILED")] {
        let program = Program::with(arguments).await;
        let health = program.call("GET", "/v1/health", None).await;
        assert_eq!(health, json!({"healthCheck": expected}));
    }
}

/// What the program says where it does not start.
async fn refusal(arguments: &[&str], status: i32) -> String {
    let ended = timeout(GUARD, command(0).args(arguments).output()).await.unwrap().unwrap();
    assert_eq!(ended.status.code(), Some(status), "{arguments:?}");
    assert!(ended.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(ended.stderr).unwrap()
}

#[tokio::test]
async fn words_and_numbers_are_held_to_those_known() {
    let rows = [
        (["--empty-batch", "store"], "[possible values: refuse, accept]"),
        (["--zoneless-timestamps", "assumeUtc"], "[possible values: refuse, assume-utc]"),
        (["--longest-body", "none"], "invalid digit"),
        (["--spike-burst", "5"], "--spike-arrest"),
        (["--spike-burst", "0"], "zero"),
    ];
    for (arguments, expected) in rows {
        let said = refusal(&arguments, 2).await;
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn the_help_shows_the_defaults() {
    let help = command(0).arg("--help").output().await.unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let defaults = Settings::default();
    for (flag, default) in [
        ("--longest-body", defaults.longest_body.to_string()),
        ("--transcript-limit", defaults.transcript_limit.unwrap().to_string()),
        ("--transcript-days", (defaults.transcript_seconds.unwrap() / 86_400).to_string()),
        ("--journal-entries", defaults.journal_entries.to_string()),
        ("--empty-batch", "refuse".to_owned()),
        ("--repeated-message", "store".to_owned()),
        ("--zoneless-timestamps", "refuse".to_owned()),
        ("--spike-arrest", "none".to_owned()),
        ("--daily-quota", "none".to_owned()),
        ("--refusal-shape", "api".to_owned()),
        ("--retry-after", "none".to_owned()),
    ] {
        let (_, rest) = help.split_once(&format!("{flag} ")).unwrap();
        let own = rest.split("\n      --").next().unwrap();
        assert!(own.contains(&format!("[default: {default}]")), "{flag}: {own}");
    }
}

#[tokio::test]
async fn the_port_file_names_the_port_while_the_program_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("port");
    for signals in [1, 2] {
        std::fs::write(&file, "stale").unwrap();
        let program = Program::with(&["--port-file", file.to_str().unwrap()]).await;
        let port = address(&program.url).port();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{port}\n"));
        let unfinished =
            if signals == 2 { Some(under_way(address(&program.url)).await) } else { None };
        program.signal("-TERM").await;
        while !is_refused(address(&program.url)) {
            tokio::task::yield_now().await;
        }
        if unfinished.is_some() {
            program.signal("-TERM").await;
        }
        timeout(GUARD, program.process.wait_with_output()).await.unwrap().unwrap();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "{signals}");
    }
    let said =
        refusal(&["--port-file", folder.path().join("none/port").to_str().unwrap()], 1).await;
    assert!(said.contains("none/port: "), "{said}");
    let said = refusal(&["--port-file", folder.path().to_str().unwrap()], 1).await;
    assert!(said.contains(&format!("{}: ", folder.path().display())), "{said}");
}

#[tokio::test]
async fn the_port_of_a_run_before_is_not_taken_for_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("port");
    std::fs::write(&file, "4010\n").unwrap();
    refusal(&["--port-file", file.to_str().unwrap(), "--seed", "none"], 1).await;
    assert!(!file.exists());
}

#[tokio::test]
async fn https_is_served_by_the_authority_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let program = Program::with(&["--tls", file.to_str().unwrap()]).await;
    assert!(program.url.starts_with("https://127.0.0.1:"), "{}", program.url);
    let authority = reqwest::Certificate::from_pem(&std::fs::read(&file).unwrap()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only([authority]).build().unwrap();
    let url = format!("{}/_emulator/clock", program.url);
    assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
    let said = refusal(&["--tls", folder.path().join("none/ca").to_str().unwrap()], 1).await;
    assert!(said.contains("none/ca: "), "{said}");
}

#[tokio::test]
async fn a_seed_is_read_and_a_flag_wins_over_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.json");
    let seed = json!({
        "settings": {"longestBody": 5, "journalEntries": 7, "healthy": false, "redactDigits": true},
        "conversations": [{"externalId": "id-111", "customer": {"externalId": "c"}, "timestamp": "2021-11-23T12:13:14Z"}],
    });
    std::fs::write(&file, seed.to_string()).unwrap();
    let program = Program::with(&["--longest-body=6", "--seed", file.to_str().unwrap()]).await;
    let settings = program.control("settings").await;
    assert_eq!((&settings["longestBody"], &settings["journalEntries"]), (&json!(6), &json!(7)));
    assert_eq!((&settings["healthy"], &settings["redactDigits"]), (&json!(false), &json!(true)));
    assert_eq!(program.control("state").await["conversations"][0]["externalId"], "id-111");

    std::fs::write(&file, r#"{"now": "mark4111", "conversations": [{"externalId": "mark4111"}]}"#)
        .unwrap();
    let said = refusal(&["--seed", file.to_str().unwrap()], 1).await;
    for expected in
        ["/now: must satisfy format", "/conversations/0/customer: is required", "seed.json: "]
    {
        assert!(said.contains(expected), "{said}");
    }
    assert!(!said.contains("4111"), "{said}");
    let said = refusal(&["--seed", folder.path().join("none").to_str().unwrap()], 1).await;
    assert!(said.contains("none: "), "{said}");
}

#[tokio::test]
async fn the_schema_of_seeds_is_printed() {
    let ended = command(0).arg("--seed-schema").output().await.unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty());
    let schema: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(schema, Seed::schema());
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[tokio::test]
async fn a_bound_is_a_number_or_none() {
    for flag in ["--transcript-limit", "--transcript-days", "--spike-arrest", "--daily-quota"] {
        for text in ["", "-1", "1.5", "None", "4294967296000000000000"] {
            let ended = command(0).arg(format!("{flag}={text}")).output();
            let ended = timeout(GUARD, ended).await.unwrap().unwrap();
            assert_eq!(ended.status.code(), Some(2), "{flag}={text}");
            let said = String::from_utf8(ended.stderr).unwrap();
            assert!(said.contains("expected a number or none"), "{said}");
        }
    }
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = Emulator::start().await.unwrap();
    let address = address(taken.url());
    let ended = timeout(GUARD, command(address.port()).output()).await.unwrap().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.starts_with(&format!("asapp-emulator: {address}: ")), "{said}");
}
