//! Every operation against a service that answers with all that it was asked.

use asapp::{Posture, RetryPolicy, SensitiveText};

use crate::builder;
use crate::drive::{IDS, every_operation};
use crate::mirror::{Mirror, Shape};
use crate::shown::Shown;
use crate::sinks::{assert_nothing_leaked, listen, records_of};

const STATUSES: [u16; 26] = [
    200, 201, 204, 299, 300, 302, 307, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429,
    451, 500, 501, 502, 503, 504, 599,
];

#[tokio::test(start_paused = true)]
async fn nothing_leaks_whatever_is_answered() {
    listen();
    let (mirror, mut shown) = (Mirror::start().await, Shown::default());
    let asapp = builder(&mirror.url()).retry(RetryPolicy::none()).build().unwrap();
    for status in STATUSES {
        for shape in Shape::ALL {
            mirror.answer(status, shape);
            every_operation(&asapp, &IDS, &mut shown).await;
        }
    }
    assert!(records_of("hyper_util") > 0 && records_of("reqwest") > 0 && records_of("asapp") > 0);
    #[cfg(feature = "metrics")]
    assert!(records_of("metrics") > 0);
    assert_nothing_leaked();
}

#[tokio::test(start_paused = true)]
async fn nothing_leaks_over_retries() {
    listen();
    let (mirror, mut shown) = (Mirror::start().await, Shown::default());
    for posture in [Posture::Vendor, Posture::AtMostOnce, Posture::Reconcile] {
        for what in [SensitiveText::Warn, SensitiveText::Mask] {
            for (status, shape) in [
                (200, Shape::AsPromised),
                (429, Shape::Api),
                (503, Shape::Gateway),
                (200, Shape::Short),
                (200, Shape::Silence),
            ] {
                let asapp = builder(&mirror.url()).posture(posture).sensitive_text(what);
                mirror.answer(status, shape);
                every_operation(&asapp.build().unwrap(), &IDS, &mut shown).await;
            }
        }
    }
    assert_nothing_leaked();
}
