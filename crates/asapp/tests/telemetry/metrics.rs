//! What is counted, measured and gauged, under which labels.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asapp::{CallOptions, DailyQuota, Pacer, Posture};
use asapp_emulator::{Fault, FaultBody};
use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};

use crate::capture::listen;
use crate::support::{assert_no_mark, builder, emulator, message};

/// By name and labels, such as `asapp.retries{operation=createMessage}`: all values that were recorded.
type Values = BTreeMap<String, Vec<f64>>;

#[derive(Clone, Default)]
struct Recording(Arc<Mutex<Values>>);

/// What is described, by name: its unit.
#[derive(Default)]
struct Described(Mutex<BTreeMap<String, Option<Unit>>>);

struct Series {
    name: String,
    all: Recording,
}

impl Series {
    /// The last value of a counter or a gauge, changed.
    fn change(&self, change: impl FnOnce(f64) -> f64) {
        let mut all = self.all.0.lock().unwrap();
        let values = all.entry(self.name.clone()).or_default();
        values.push(change(values.last().copied().unwrap_or_default()));
    }
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
impl CounterFn for Series {
    fn increment(&self, by: u64) {
        self.change(|value| value + by as f64);
    }

    fn absolute(&self, value: u64) {
        self.change(|_| value as f64);
    }
}

impl GaugeFn for Series {
    fn increment(&self, by: f64) {
        self.change(|value| value + by);
    }

    fn decrement(&self, by: f64) {
        self.change(|value| value - by);
    }

    fn set(&self, value: f64) {
        self.change(|_| value);
    }
}

impl HistogramFn for Series {
    fn record(&self, value: f64) {
        self.change(|_| value);
    }
}

impl Recording {
    fn series(&self, key: &Key) -> Arc<Series> {
        let labels: Vec<_> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let name = format!("{}{{{}}}", key.name(), labels.join(","));
        Arc::new(Series { name, all: self.clone() })
    }
}

impl Recorder for Recording {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.series(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.series(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.series(key))
    }
}

/// What is recorded while `test` runs on this thread.
fn recorded(test: impl Future<Output = ()>) -> Values {
    listen();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let recording = Recording::default();
    metrics::with_local_recorder(&recording, || runtime.block_on(test));
    recording.0.lock().unwrap().clone()
}

fn expect<const N: usize>(values: &[(&str, &[f64]); N]) -> Values {
    values.iter().map(|(name, values)| ((*name).to_owned(), values.to_vec())).collect()
}

#[test]
fn a_call_with_retries_is_measured_in_all_its_parts() {
    let values = recorded(async {
        let outcomes = vec![
            Fault::status(503, FaultBody::Api),
            Fault::status(429, FaultBody::Api),
            Fault::none(),
        ];
        let (emulator, id) = emulator("createMessage", outcomes).await;
        let client = builder(emulator.url())
            .quota(DailyQuota::of(10))
            .pacer(Pacer::every(Duration::from_millis(500)));
        let transcript = client.build().unwrap().conversation(id);
        transcript.add_message(message()).send().await.unwrap();
    });
    let values: Values = values
        .into_iter()
        .filter(|(name, _)| !name.contains("createOrUpdateConversation"))
        .collect();
    let expected = expect(&[
        ("asapp.call.duration{operation=createMessage,outcome=persisted}", &[2.5]),
        ("asapp.calls{operation=createMessage,outcome=persisted,error=none}", &[1.0]),
        // The first two are the request that prepares the test.
        ("asapp.in_flight{}", &[1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]),
        ("asapp.pacer.wait{operation=createMessage}", &[0.0, 0.25, 0.0]),
        ("asapp.quota.left{}", &[9.0, 8.0, 7.0]),
        ("asapp.quota.used{}", &[1.0, 1.0, 2.0, 3.0]),
        ("asapp.request.duration{operation=createMessage,status=2xx}", &[0.0]),
        ("asapp.request.duration{operation=createMessage,status=4xx}", &[0.0]),
        ("asapp.request.duration{operation=createMessage,status=5xx}", &[0.0]),
        ("asapp.requests{operation=createMessage,status=2xx,outcome=persisted}", &[1.0]),
        ("asapp.requests{operation=createMessage,status=4xx,outcome=rejected}", &[1.0]),
        ("asapp.requests{operation=createMessage,status=5xx,outcome=unknown}", &[1.0]),
        ("asapp.retries{operation=createMessage}", &[1.0, 2.0]),
        ("asapp.retry.wait{operation=createMessage}", &[0.25, 2.0]),
        ("asapp.throttled{operation=createMessage,limit=rate}", &[1.0]),
    ]);
    let told = format!("{values:#?}");
    assert_eq!(values, expected, "{told}");
    assert_no_mark(&told);
}

#[test]
fn failures_and_dropped_calls_are_counted_by_their_kind() {
    let values = recorded(async {
        let outcomes = vec![Fault::reset(), Fault::stall()];
        let (emulator, id) = emulator("createMessage", outcomes).await;
        let transcript = builder(emulator.url()).build().unwrap().conversation(id);
        transcript.add_message(message()).send().await.unwrap_err();
        let before = emulator.requests();
        let until_asked = async {
            while emulator.requests() == before {
                tokio::task::yield_now().await;
            }
        };
        let call = transcript.add_message(message());
        tokio::select! { _ = call.send() => panic!("nothing answers"), () = until_asked => {} }
        let refused = builder(emulator.url()).quota(DailyQuota::of(0)).build().unwrap();
        refused.health().send().await.unwrap_err();
    });
    for (name, last) in [
        ("asapp.calls{operation=createMessage,outcome=unknown,error=interrupted}", 1.0),
        ("asapp.calls{operation=createMessage,outcome=unknown,error=dropped}", 1.0),
        ("asapp.calls{operation=getHealth,outcome=not_sent,error=quota_spent}", 1.0),
        ("asapp.requests{operation=createMessage,status=none,outcome=unknown}", 2.0),
        ("asapp.in_flight{}", 0.0),
    ] {
        let told = values.get(name).and_then(|values| values.last());
        assert_eq!(told, Some(&last), "{name}: {values:#?}");
    }
    assert!(!values.keys().any(|name| name.starts_with("asapp.requests{operation=getHealth")));
}

#[test]
fn what_is_sent_again_after_it_was_read_back_is_a_retry() {
    let values = recorded(async {
        let (emulator, id) = emulator("createMessage", vec![Fault::reset()]).await;
        let reconcile = CallOptions::new().posture(Posture::Reconcile);
        let client = builder(emulator.url()).build().unwrap().with_options(&reconcile);
        client.conversation(id).add_message(message()).send().await.unwrap();
    });
    let retries: Values =
        values.into_iter().filter(|(name, _)| name.starts_with("asapp.retries")).collect();
    assert_eq!(retries, expect(&[("asapp.retries{operation=createMessage}", &[1.0])]));
}

#[test]
fn every_metric_is_documented_and_described() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).unwrap();
    let source = include_str!("../../src/telemetry/metrics.rs");
    let (_, recording) = source.split_once("pub(super) fn call_ended").unwrap();
    let names: BTreeSet<_> =
        recording.split('"').filter(|name| name.starts_with("asapp.")).collect();
    for name in &names {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    let described = Described::default();
    metrics::with_local_recorder(&described, asapp::describe_metrics);
    let described = described.0.into_inner().unwrap();
    assert_eq!(described.keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
    for (name, unit) in described {
        let is_time = name.ends_with("duration") || name.ends_with("wait");
        assert_eq!(unit, Some(if is_time { Unit::Seconds } else { Unit::Count }), "{name}");
    }
}

impl Described {
    fn note(&self, name: &KeyName, unit: Option<Unit>) {
        self.0.lock().unwrap().insert(name.as_str().to_owned(), unit);
    }
}

impl Recorder for Described {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.note(&name, unit);
    }

    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.note(&name, unit);
    }

    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.note(&name, unit);
    }

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}
