//! Sends a conversation through all sixteen operations, and reads back what was stored.
//!
//! Without options it starts an emulator in this process and needs no key. With `--live` it talks to the
//! host that `ASAPP_API_HOST`, `ASAPP_API_ID` and `ASAPP_API_SECRET` name.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it shows a person what happens")]

use std::path::PathBuf;
use std::process::ExitCode;

use asapp::chrono::{DateTime, FixedOffset, Utc};
use asapp::{
    AddedMetadata, AgentMetadata, Authentication, Client, ConversationMetadata, Credentials,
    CustomerMetadata, DeviceType, ExternalId, Message, MessageId, Null, Outcome, Participant,
    Platform, RecordResults, Role, StoredMessage, Transcript,
};
use asapp_emulator::Emulator;
use clap::Parser;
use serde::Deserialize;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Sends a conversation through all sixteen operations.
#[derive(Parser)]
struct Arguments {
    /// Talk to the real host that the ASAPP_API_… variables name.
    #[arg(long)]
    live: bool,
    /// The conversation: a file of JSON lines, each with role, external_id, text and timestamp.
    #[arg(long, value_name = "FILE")]
    transcript: Option<PathBuf>,
}

/// One line of a transcript.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    role: String,
    external_id: String,
    text: String,
    timestamp: DateTime<FixedOffset>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    let messages = read_transcript(arguments.transcript.as_ref())?;
    let emulator = if arguments.live { None } else { Some(Emulator::start().await?) };
    let asapp = match &emulator {
        None => Client::from_env()?,
        Some(emulator) => {
            println!("emulator at {}", emulator.url());
            let credentials = Credentials::new("test-id", "test-secret");
            Client::builder().credentials(credentials).host(emulator.url()).build()?
        }
    };
    let health = asapp.health().send().await?;
    let state = if health.status.is_success() { "works" } else { "disrupted" };
    show("getHealth", state, "", health.receipt.attempts);

    let key = format!("quickstart-{}", Utc::now().timestamp_millis());
    let people = People::of(&messages)?;
    let first = write(&asapp, &key, &people, &messages).await?;
    read_back(&asapp, &key, &first, &messages).await?;
    describe(&asapp, &key, &people).await
}

/// Who speaks in the transcript.
struct People {
    customer: ExternalId,
    agent: Option<ExternalId>,
}

impl People {
    fn of(messages: &[Message]) -> Result<Self> {
        let sender = |role| {
            let message = messages.iter().find(|message| message.role == role);
            message.map(|message| message.sender.clone())
        };
        let customer = sender(Role::Customer).ok_or("the transcript has no customer")?;
        Ok(Self { customer, agent: sender(Role::Agent) })
    }
}

/// The first message that was written.
struct First {
    transcript: Transcript,
    message: Option<MessageId>,
}

/// Writes the conversation, its messages and the customer's credentials.
async fn write(asapp: &Client, key: &str, people: &People, messages: &[Message]) -> Result<First> {
    let mut upsert = asapp.upsert_conversation(key).customer(&people.customer);
    upsert = upsert.metadata("queue", "quickstart");
    if let Some(agent) = &people.agent {
        upsert = upsert.agent(Participant::new(agent));
    }
    let conversation = upsert.timestamp(messages[0].timestamp).send().await?;
    let receipt = conversation.receipt;
    show("createOrUpdateConversation", receipt.outcome, conversation.id.as_str(), receipt.attempts);

    let transcript = asapp.conversation(&conversation.id);
    let added = transcript.add_message(messages[0].clone()).send().await?;
    let id = added.id.as_ref().map_or("no id", MessageId::as_str);
    show("createMessage", added.receipt.outcome, id, added.receipt.attempts);
    let message = added.id;

    let rest = &messages[1..];
    let added = transcript.add_messages(rest.iter().cloned()).send().await?;
    let outcome = added.batches.last().map_or(Outcome::NotSent, |batch| batch.outcome);
    show("createBatchMessages", outcome, &counted(rest.len(), "message"), added.attempts);

    let authentication = Authentication::from_token("a-token-of-the-quickstart");
    let handed_over = transcript.authenticate(&people.customer, authentication).send().await?;
    show("postAuthenticate", handed_over.receipt.outcome, "1 token", handed_over.receipt.attempts);
    Ok(First { transcript, message })
}

/// Reads everything back, and compares the messages with those that were sent.
async fn read_back(asapp: &Client, key: &str, first: &First, sent: &[Message]) -> Result<()> {
    let found = asapp.find_conversations(key).send().await?;
    let count = counted(found.conversations.len(), "conversation");
    show("getConversations", "read", &count, found.receipt.attempts);

    let read = first.transcript.get().send().await?;
    let count = counted(read.conversation.metadata.len(), "metadata value");
    show("getConversation", "read", &count, read.receipt.attempts);

    if let Some(id) = &first.message {
        let read = first.transcript.message(id).send().await?;
        show("getMessage", "read", read.message.id.as_str(), read.receipt.attempts);
    }
    let listed = asapp.messages_by_external_id(key).send().await?;
    let count = counted(listed.messages.len(), "message");
    show("getMessagesByExternalId", "read", &count, listed.receipt.attempts);

    let listed = first.transcript.messages().send().await?;
    let verdict = compare(&listed.messages, sent)?;
    show("getMessages", "read", &verdict, listed.receipt.attempts);
    Ok(())
}

/// The messages are those that were sent, in the order of their times. Their texts may be redacted.
fn compare(read: &[StoredMessage], sent: &[Message]) -> Result<String> {
    let mut sent: Vec<&Message> = sent.iter().collect();
    sent.sort_by_key(|message| message.timestamp);
    let is_same = |(read, sent): (&StoredMessage, &&Message)| {
        read.role == sent.role.into()
            && read.sender.as_ref() == Some(&sent.sender)
            && read.client_timestamp == sent.timestamp
    };
    if read.len() != sent.len() || !read.iter().zip(&sent).all(is_same) {
        let (sent, read) = (sent.len(), read.len());
        return Err(format!("{sent} messages were sent, and {read} other ones are read").into());
    }
    let redacted = read.iter().zip(&sent).filter(|(read, sent)| read.text != sent.text).count();
    Ok(format!("{} as sent, {redacted} redacted", counted(read.len(), "message")))
}

/// Submits metadata, alone and as one of many.
async fn describe(asapp: &Client, key: &str, people: &People) -> Result<()> {
    let metadata =
        asapp.conversation_metadata(key).device_type(DeviceType::Desktop).platform(Platform::Web);
    let added = metadata.attribute("origin", "quickstart").send().await?;
    show_event("singleConvoMetadata", &added);
    let agent = people.agent.clone().unwrap_or_else(|| "agent-of-the-quickstart".into());
    let added = asapp.agent_metadata(&agent).language("en").concurrency(3).send().await?;
    show_event("singleAgentMetadata", &added);
    let added = asapp.customer_metadata(key, &people.customer).status("new").send().await?;
    show_event("singleCustomerMetadata", &added);

    let records = [ConversationMetadata::new(key).entry_type("reactive")];
    let results = asapp.many_conversation_metadata(records).send().await?;
    show_results("manyConversationMetadata", &results);
    let records = [AgentMetadata::new(agent).group("group-1", "Quickstart")];
    let results = asapp.many_agent_metadata(records).send().await?;
    show_results("manyAgentMetadata", &results);
    let records = [CustomerMetadata::new(key, &people.customer).phone_number(Null)];
    let results = asapp.many_customer_metadata(records).send().await?;
    show_results("manyCustomerMetadata", &results);
    Ok(())
}

fn show_event(operation: &str, added: &AddedMetadata) {
    let event = added.event_id.as_ref().map_or("no event id", asapp::Text::expose);
    show(operation, added.receipt.outcome, event, added.receipt.attempts);
}

fn show_results(operation: &str, results: &RecordResults) {
    for result in results {
        show(operation, result.outcome, result.event_id.expose(), results.attempts);
    }
}

fn show(operation: &str, outcome: impl std::fmt::Display, what: &str, requests: u32) {
    let outcome = outcome.to_string();
    println!("{operation:<28}{outcome:<12}{what:<40}{}", counted(requests as usize, "request"));
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

/// Reads the lines; an error names the file and the line, never its content.
fn read_transcript(file: Option<&PathBuf>) -> Result<Vec<Message>> {
    let name = file.map_or("transcript.jsonl".to_owned(), |file| file.display().to_string());
    let text = match file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?,
        None => include_str!("transcript.jsonl").to_owned(),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let messages: Vec<Message> = lines
        .map(|(index, line)| {
            let at =
                |column| format!("{name}: line {}{column}: not a line of a transcript", index + 1);
            let line: Line = serde_json::from_str(line)
                .map_err(|error| at(format!(", column {}", error.column())))?;
            let role =
                line.role.parse::<Role>().map_err(|error| at(format!(" (role: {error})")))?;
            if line.text.is_empty() {
                return Err(at(" (text: empty)".to_owned()).into());
            }
            Ok(Message::new(role, line.external_id, line.text, line.timestamp))
        })
        .collect::<Result<_>>()?;
    if messages.len() < 2 {
        return Err(
            format!("{name}: {} of two messages or more, which it takes", messages.len()).into()
        );
    }
    Ok(messages)
}
