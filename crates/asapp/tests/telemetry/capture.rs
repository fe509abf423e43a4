//! Listens to the events of one test.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Number(u64),
    Text(String),
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

pub(crate) type Fields = BTreeMap<&'static str, Value>;

#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// A span's name, an event's message.
    pub(crate) name: String,
    pub(crate) level: Level,
    pub(crate) fields: Fields,
    /// Of an event: the place of its span among the spans.
    pub(crate) span: Option<usize>,
    id: u64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    pub(crate) spans: Vec<Told>,
    pub(crate) events: Vec<Told>,
    entered: Vec<u64>,
}

impl Heard {
    /// The events with this message.
    pub(crate) fn named(&self, name: &str) -> Vec<&Told> {
        self.events.iter().filter(|event| event.name == name).collect()
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.events.iter().map(|event| event.name.as_str()).collect()
    }
}

thread_local! {
    static HEARD: RefCell<Heard> = RefCell::default();
}

/// Set once for the process, before any test makes a call, and sorted by thread: each test has one of its own.
static LISTENER: LazyLock<()> =
    LazyLock::new(|| tracing::subscriber::set_global_default(Listener).unwrap());

/// Forgets what this thread told, and listens from now on.
pub(crate) fn listen() {
    LazyLock::force(&LISTENER);
    let _ = heard();
}

/// What this thread told since.
pub(crate) fn heard() -> Heard {
    HEARD.take()
}

struct Listener;

static NEXT: AtomicU64 = AtomicU64::new(1);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "asapp"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let (id, metadata) = (NEXT.fetch_add(1, Ordering::SeqCst), span.metadata());
        let mut told = told(metadata, id);
        span.record(&mut told);
        HEARD.with_borrow_mut(|heard| heard.spans.push(told));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        HEARD.with_borrow_mut(|heard| {
            let mut spans = heard.spans.iter_mut();
            values.record(spans.find(|told| told.id == span.into_u64()).unwrap());
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut told = told(event.metadata(), 0);
        event.record(&mut told);
        HEARD.with_borrow_mut(|heard| {
            let span = event.parent().map(Id::into_u64).or(heard.entered.last().copied());
            told.span = span.and_then(|id| heard.spans.iter().position(|told| told.id == id));
            heard.events.push(told);
        });
    }

    fn enter(&self, span: &Id) {
        HEARD.with_borrow_mut(|heard| heard.entered.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        HEARD.with_borrow_mut(|heard| assert_eq!(heard.entered.pop(), Some(span.into_u64())));
    }
}

fn told(metadata: &Metadata<'_>, id: u64) -> Told {
    let (name, level) = (metadata.name().to_owned(), *metadata.level());
    Told { name, level, fields: Fields::new(), span: None, id }
}

impl Visit for Told {
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.fields.insert(field.name(), Value::Number(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        assert_eq!(field.name(), "message", "a number as a number, a word as a word");
        self.name = format!("{value:?}");
    }
}
