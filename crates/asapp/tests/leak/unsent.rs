//! Calls and clients that are refused before anything is sent, and connections that are not made.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use asapp::{
    Attempt, Client, ClientBuilder, Credentials, DailyQuota, Operation, RetryPolicy, SensitiveText,
    StopReason,
};
use tokio::net::TcpListener;

use crate::builder;
use crate::drive::{IDS, every_fault, every_operation, messages};
use crate::marks::{API_ID, API_SECRET, HEADER, PASSWORD};
use crate::mirror::{Mirror, Shape};
use crate::shown::Shown;
use crate::sinks::{assert_nothing_leaked, listen, panics};

#[tokio::test(start_paused = true)]
async fn nothing_leaks_where_nothing_is_sent() {
    listen();
    let (mirror, mut shown) = (Mirror::start().await, Shown::default());
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for asapp in [
        builder(&mirror.url()).quota(DailyQuota::of(0)),
        builder(&mirror.url()).total_timeout(Duration::from_nanos(1)),
        builder(&mirror.url()).sensitive_text(SensitiveText::Refuse),
        builder(&format!("http://{closed}")),
        // Its port speaks no TLS.
        #[cfg(feature = "rustls")]
        builder(&format!("https://127.0.0.1:{}", mirror.port)),
    ] {
        shown.value(&asapp);
        let asapp = asapp.retry(RetryPolicy::none()).build().unwrap();
        every_operation(&asapp, &IDS, &mut shown).await;
    }
    every_fault(&builder(&mirror.url()).build().unwrap(), &mut shown).await;
    assert_nothing_leaked();
}

#[tokio::test(start_paused = true)]
async fn nothing_leaks_where_calls_are_dropped() {
    listen();
    let (mirror, mut shown) = (Mirror::start().await, Shown::default());
    shown.drops = true;
    mirror.answer(200, Shape::Silence);
    let asapp = builder(&mirror.url()).retry(RetryPolicy::none()).build().unwrap();
    every_operation(&asapp, &IDS, &mut shown).await;
    let bundle = asapp.support_bundle();
    let dropped = |attempt: &&Attempt| attempt.stopped_by == Some(StopReason::Dropped);
    let dropped = bundle.attempts().iter().filter(dropped).count();
    assert_eq!(dropped, Operation::ALL.len());
    assert_nothing_leaked();
}

#[tokio::test(start_paused = true)]
async fn nothing_leaks_where_a_turn_does_not_come() {
    listen();
    let mut shown = Shown::default();
    let asapp = builder("http://127.0.0.1:9").build().unwrap();
    let lane = asapp.conversation(&*IDS.conversation).in_order();
    let _before = lane.add_message(messages().remove(0)).send();
    assert!(shown.result(lane.add_message(messages().remove(0)).send().await).is_none());
    assert_nothing_leaked();
}

#[test]
fn nothing_leaks_where_no_client_is_built() {
    listen();
    let mut shown = Shown::default();
    let own = || builder("http://127.0.0.1:9");
    for faulty in [
        own()
            .credentials(Credentials::new(format!("{API_ID}\n{API_ID}"), format!("{API_SECRET}é"))),
        own().host(format!("https://me:{PASSWORD}@example.com")),
        own().host(format!("http://{PASSWORD}.example.com")),
        own().host(format!("https://example.com?{PASSWORD}")),
        own().host(format!("two {PASSWORD} words")),
        own().header(format!("{HEADER}: "), HEADER),
        own().header("x-other", format!("{HEADER}\n")),
        own().header("asapp-api-id", API_ID),
        #[cfg(feature = "rustls")]
        own().root_certificates(PASSWORD),
        #[cfg(feature = "rustls")]
        own().root_certificates(format!(
            "-----BEGIN CERTIFICATE-----\n{PASSWORD}\n-----END CERTIFICATE-----"
        )),
        own().total_timeout(Duration::ZERO),
        ClientBuilder::new(),
    ] {
        shown.value(&faulty);
        assert!(shown.result(faulty.build()).is_none());
    }
    assert_nothing_leaked();
}

#[test]
fn nothing_leaks_in_a_panic() {
    listen();
    let before = panics();
    let asapp: Client = builder("http://127.0.0.1:9").build().unwrap();
    let call = asapp.conversation(&*IDS.conversation).add_message(messages().remove(0));
    // Outside of a runtime, which the documents forbid.
    let outside = std::thread::spawn(move || {
        let mut call = std::pin::pin!(call.send());
        matches!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_))
    });
    assert!(outside.join().is_err() && panics() > before);
    assert_nothing_leaked();
}
