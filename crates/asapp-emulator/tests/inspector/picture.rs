//! The picture of the inspector in the documentation.
//!
//! `cargo test -p asapp-emulator --test inspector -- --ignored picture` makes it anew.

use std::io::Cursor;
use std::time::Duration;

use asapp_emulator::chrono::DateTime;
use asapp_emulator::{API_ID, Emulator, Fault, FaultBody, Plan};
use serde_json::json;

use crate::api::{Api, page_of};
use crate::browser::{Page, browse};

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/inspector.png");

/// More than a repository should carry for one picture.
const LONGEST: usize = 150 << 10;

/// The same picture in fewer bytes: filters, which browsers put in, make flat colours and text longer.
fn repack(picture: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(Cursor::new(picture)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let mut packed = Vec::new();
    let mut encoder = png::Encoder::new(&mut packed, frame.width, frame.height);
    encoder.set_color(frame.color_type);
    encoder.set_depth(frame.bit_depth);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    packed
}

/// External id, customer, queue, and the messages: who said what.
type Invented = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const CONVERSATIONS: [Invented; 7] = [
    (
        "order-20931",
        "Noor Haddad",
        "orders",
        &[
            ("customer", "Can I change the delivery address?"),
            ("agent", "Of course. Which one should it be?"),
        ],
    ),
    (
        "bill-77120",
        "Tomás Rey",
        "billing",
        &[
            ("customer", "I was charged twice in February."),
            ("agent", "The second charge is gone, and I am sorry."),
        ],
    ),
    ("line-00418", "Mei Tanaka", "technical", &[("customer", "No dial tone since this morning.")]),
    (
        "order-20940",
        "Ola Berg",
        "orders",
        &[("customer", "Two of three parcels came."), ("agent", "The third is on its way.")],
    ),
    ("bill-77133", "Priya Nair", "billing", &[("system", "The customer left the chat.")]),
    (
        "roaming-3102",
        "Jonas Weber",
        "mobile",
        &[("customer", "Does my plan work in Chile?"), ("agent", "It does, at 2 € a day.")],
    ),
    (
        "router-5512",
        "Amara Okafor",
        "technical",
        &[
            (
                "customer",
                "Hello, my router drops the connection every few minutes. I have restarted it three times.",
            ),
            ("system", "Kit Larsen has joined the conversation."),
            (
                "agent",
                "Good morning, Amara! That is annoying. Let us find out why.\nWhich colour does the middle light have when it happens?",
            ),
            ("customer", "It blinks orange, then red."),
            (
                "agent",
                "Thank you. The line is fine, so it is the router’s firmware. I have started an update; it takes about four minutes.",
            ),
            ("customer", "It is green again, and the film runs. That was quick."),
        ],
    ),
];

#[tokio::test]
#[ignore = "writes docs/inspector.png"]
async fn picture() {
    let emulator = Emulator::start().await.unwrap();
    emulator.stop_clock_at(DateTime::parse_from_rfc3339("2026-03-01T10:00:00Z").unwrap().to_utc());
    let api = Api::of(&emulator);
    for (external_id, customer, queue, messages) in CONVERSATIONS {
        tell(&emulator, &api, external_id, customer, queue, messages).await;
    }
    let faults = [Fault::status(503, FaultBody::Api), Fault::reset().after_commit()];
    emulator.add_plan(Plan::new().api_id(API_ID).on("createMessage", faults)).unwrap();
    browse(&page_of(&emulator), async move |page: Page| {
        page.until("document.querySelectorAll('[role=option]').length === 7").await;
        page.click("[role=option]").await;
        page.until_live().await;
        let picture = repack(&page.picture().await);
        assert!(picture.len() < LONGEST);
        std::fs::write(PICTURE, picture).unwrap();
    })
    .await;
}

async fn tell(
    emulator: &Emulator,
    api: &Api,
    external_id: &str,
    customer: &str,
    queue: &str,
    messages: &[(&str, &str)],
) {
    emulator.advance_clock(Duration::from_secs(97));
    let id = api
        .upsert(&json!({
            "externalId": external_id,
            "customer": {"externalId": "customer-x", "name": customer},
            "agent": {"externalId": "agent-x", "name": "Kit Larsen"},
            "metadata": {"queue": queue, "language": "en", "channel": "web"},
            "timestamp": emulator.now(),
        }))
        .await;
    for (role, text) in messages {
        emulator.advance_clock(Duration::from_secs(23));
        let said = emulator.now().format("%H:%M:%SZ").to_string();
        emulator.advance_clock(Duration::from_millis(214));
        api.add(&id, role, text, &said).await;
    }
    let records = [
        ("convo", json!({"lobName": "residential", "groupName": queue, "deviceType": "PHONE"})),
        ("customer", json!({"externalCustomerId": "customer-x", "status": "returning"})),
    ];
    for (subject, mut record) in records {
        record["externalConversationId"] = external_id.into();
        record["eventId"] = format!("{subject}-{external_id}").into();
        let path = format!("/metadata-ingestion/v1/single-{subject}-metadata");
        assert_eq!(api.post(&path, &record).await, 200);
    }
    api.authenticate(&id).await;
}
