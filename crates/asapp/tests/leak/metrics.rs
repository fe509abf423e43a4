//! Listens to the names and labels of metrics. Their values are numbers.

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};

use crate::sinks::note;

/// Listens for the whole process.
pub(crate) fn listen() {
    metrics::set_global_recorder(Names).unwrap();
    asapp::describe_metrics();
}

struct Names;

fn series(key: &Key) {
    note("metrics", "a name or a label", &format!("{key:?}"));
}

fn description(name: &KeyName, text: &SharedString) {
    note("metrics", "a description", &format!("{} {text}", name.as_str()));
}

impl Recorder for Names {
    fn describe_counter(&self, name: KeyName, _: Option<Unit>, text: SharedString) {
        description(&name, &text);
    }

    fn describe_gauge(&self, name: KeyName, _: Option<Unit>, text: SharedString) {
        description(&name, &text);
    }

    fn describe_histogram(&self, name: KeyName, _: Option<Unit>, text: SharedString) {
        description(&name, &text);
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        series(key);
        Counter::noop()
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        series(key);
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        series(key);
        Histogram::noop()
    }
}
