//! Starting and stopping, in process and as a program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use asapp_emulator::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Far beyond what anything here takes; a test that waits this long has failed.
const GUARD: Duration = Duration::from_secs(30);

const UNAUTHORIZED: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

fn address(url: &str) -> SocketAddr {
    url.strip_prefix("http://").unwrap().parse().unwrap()
}

fn is_refused(address: SocketAddr) -> bool {
    std::net::TcpStream::connect(address)
        .is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// A connection with a request under way: the emulator waits for the two bytes of its body.
async fn under_way(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n")
        .await
        .unwrap();
    let mut interim = [0; 25];
    timeout(GUARD, stream.read_exact(&mut interim)).await.unwrap().unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[tokio::test]
async fn dropping_closes_the_port_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let address = address(emulator.url());
    let taken = Emulator::builder().port(address.port()).start().await;
    assert_eq!(taken.unwrap_err().kind(), ErrorKind::AddrInUse);
    drop(emulator);
    assert!(is_refused(address));
    let again = Emulator::builder().port(address.port()).start().await.unwrap();
    assert_eq!(again.url(), format!("http://{address}"));
}

#[tokio::test]
async fn dropping_ends_connections() {
    let emulator = Emulator::start().await.unwrap();
    let mut idle = TcpStream::connect(address(emulator.url())).await.unwrap();
    idle.write_all(UNAUTHORIZED).await.unwrap();
    let mut first = [0; 12];
    idle.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 401");
    let mut busy = TcpStream::connect(address(emulator.url())).await.unwrap();
    busy.write_all(b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{")
        .await
        .unwrap();
    let mut unsure = TcpStream::connect(address(emulator.url())).await.unwrap();
    unsure.write_all(b"POST / HT").await.unwrap();

    drop(emulator);
    for stream in [&mut idle, &mut busy, &mut unsure] {
        let mut rest = Vec::new();
        let _ = timeout(GUARD, stream.read_to_end(&mut rest)).await.expect("the connection ends");
        let rest = String::from_utf8(rest).unwrap();
        assert!(!rest.contains("HTTP/1.1 "), "{rest}");
    }
}

#[tokio::test]
async fn stopping_answers_what_is_under_way() {
    let emulator = Emulator::start().await.unwrap();
    let address = address(emulator.url());
    let mut stream = under_way(address).await;
    let stopping = tokio::spawn(emulator.stop());
    while !is_refused(address) {
        tokio::task::yield_now().await;
    }
    stream.write_all(b"{}").await.unwrap();
    let mut answer = String::new();
    timeout(GUARD, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    timeout(GUARD, stopping).await.unwrap().unwrap();
}

#[cfg(unix)]
mod program {
    use std::process::Stdio;

    use asapp_emulator::{API_ID, API_SECRET};
    use serde_json::{Value, json};
    use tokio::io::{AsyncBufReadExt, BufReader};
    use tokio::process::{Child, ChildStdout, Command};

    use super::*;

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

        /// How many messages are answered by external id, of 1,001.
        async fn transcript_length(&self) -> usize {
            let conversation = json!({"externalId": "id-111", "customer": {"externalId": "customer-x"},
                "timestamp": "2021-11-23T12:13:14Z"});
            let created = self.call("POST", CONVERSATIONS, Some(conversation)).await;
            let path =
                format!("{CONVERSATIONS}/{}/messages/batch", created["id"].as_str().unwrap());
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
    async fn transcripts_are_bounded_by_flags() {
        let rows: [(&[&str], usize); 7] = [
            (&[], 1000),
            (&["--transcript-limit", "2"], 2),
            (&["--transcript-limit", "none"], 1001),
            (&["--transcript-days", "0"], 0),
            (&["--transcript-days", "1"], 1000),
            (&["--transcript-days", "none"], 1000),
            (&["--transcript-days", "4294967295", "--transcript-limit=none"], 1001),
        ];
        for (arguments, expected) in rows {
            let program = Program::with(arguments).await;
            assert_eq!(program.transcript_length().await, expected, "{arguments:?}");
        }
    }

    #[tokio::test]
    async fn the_health_check_fails_by_a_flag() {
        let rows: [(&[&str], &str); 2] = [(&[], "SUCCESS"), (&["--unhealthy"], "FAILED")];
        for (arguments, expected) in rows {
            let program = Program::with(arguments).await;
            let health = program.call("GET", "/v1/health", None).await;
            assert_eq!(health, json!({"healthCheck": expected}));
        }
    }

    #[tokio::test]
    async fn a_bound_is_a_number_or_none() {
        for flag in ["--transcript-limit", "--transcript-days"] {
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
}
