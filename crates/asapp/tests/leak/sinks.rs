//! Where content could come out: each sink is looked through at once, and nothing of it is kept.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as StdError;
use std::fmt::{self, Debug, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

use crate::marks;

/// Marks that came out, each with its sink.
static LEAKS: Mutex<BTreeSet<(&str, String)>> = Mutex::new(BTreeSet::new());

/// Records of each crate, to show that it was listened to.
static RECORDS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Listens, from now on and for the whole process, to tracing and logs of every crate at every level, to metrics and to
/// panics.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Listener).unwrap();
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        #[cfg(feature = "metrics")]
        crate::metrics::listen();
        let shown_before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANICS.fetch_add(1, Ordering::SeqCst);
            look("the message of a panic", &panic.to_string());
            shown_before(panic);
        }));
    });
}

/// Looks for marks in what a sink shows.
pub(crate) fn look(sink: &str, shown: &str) {
    let found = marks::found_in(shown);
    let leaks = found.into_iter().map(|mark| (mark, sink.to_owned()));
    LEAKS.lock().unwrap().extend(leaks);
}

/// The same for both forms of `Debug`.
pub(crate) fn look_at(sink: &str, value: &dyn Debug) {
    look(&format!("Debug of {sink}"), &format!("{value:?}"));
    look(&format!("pretty Debug of {sink}"), &format!("{value:#?}"));
}

/// The same for an error, its `Display`, and all that it comes from.
pub(crate) fn look_at_error(sink: &str, error: &(dyn StdError + 'static)) {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    for (depth, error) in chain.enumerate() {
        look_at(&format!("{sink}, source {depth}"), &error);
        look(&format!("Display of {sink}, source {depth}"), &error.to_string());
    }
}

/// Fails where any mark came out of any sink so far.
pub(crate) fn assert_nothing_leaked() {
    // A copy: the panic is looked at too.
    let leaks = LEAKS.lock().unwrap().clone();
    assert!(leaks.is_empty(), "marks and the sinks that they came out of: {leaks:#?}");
}

/// How many records a crate has made.
pub(crate) fn records_of(name: &str) -> usize {
    RECORDS.lock().unwrap().get(name).copied().unwrap_or(0)
}

pub(crate) fn panics() -> usize {
    PANICS.load(Ordering::SeqCst)
}

pub(crate) fn note(target: &str, what: &str, shown: &str) {
    let name = target.split("::").next().unwrap_or(target);
    *RECORDS.lock().unwrap().entry(name.to_owned()).or_default() += 1;
    look(&format!("{what} of {target}"), shown);
}

/// The spans that were made, by their number from 1.
static SPANS: Mutex<Vec<&Metadata<'static>>> = Mutex::new(Vec::new());

thread_local! {
    static ENTERED: RefCell<Vec<Id>> = const { RefCell::new(Vec::new()) };
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let metadata = attributes.metadata();
        let mut fields = Fields(metadata.name().to_owned());
        attributes.record(&mut fields);
        note(metadata.target(), "a span", &fields.0);
        let mut spans = SPANS.lock().unwrap();
        spans.push(metadata);
        Id::from_u64(spans.len().try_into().unwrap())
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields(String::new());
        values.record(&mut fields);
        note("a span, later", "fields", &fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(event.metadata().name().to_owned());
        event.record(&mut fields);
        note(event.metadata().target(), "an event", &fields.0);
    }

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(span.clone()));
    }

    fn exit(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| assert_eq!(entered.pop().as_ref(), Some(span)));
    }

    /// Without it nothing could be recorded in the span that happens to be the current one.
    fn current_span(&self) -> Current {
        let Some(id) = ENTERED.with_borrow(|entered| entered.last().cloned()) else {
            return Current::none();
        };
        let number = usize::try_from(id.into_u64()).unwrap();
        Current::new(id, SPANS.lock().unwrap()[number - 1])
    }
}

/// Fields as text, names and values.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        note(record.target(), "a log record", &record.args().to_string());
    }

    fn flush(&self) {}
}
