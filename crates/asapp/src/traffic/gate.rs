//! What every request of a client passes before it leaves.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::throttle::{Evidence, Throttle};
use super::{DailyQuota, Pacer, Traffic};
use crate::operation::Api;
use crate::{Sleep, Timer};

/// The bound on requests in flight, the pace and the quota of a client.
pub(crate) struct Gate {
    pacer: Pacer,
    quota: DailyQuota,
    in_flight: Arc<Semaphore>,
}

/// Why a request did not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There was no room within its time.
    TooLate,
    /// The day's quota is spent, until then.
    OverQuota(DateTime<Utc>),
}

/// Room for one request; it is free again when this is dropped.
pub(crate) struct Permit {
    _in_flight: Option<OwnedSemaphorePermit>,
}

impl Gate {
    pub(crate) fn new(pacer: Pacer, quota: DailyQuota, in_flight: usize) -> Self {
        Self { pacer, quota, in_flight: Arc::new(Semaphore::new(in_flight)) }
    }

    /// Waits for room and for the next slot, for as long as `left`. Dropped before, or refused, it takes nothing.
    ///
    /// # Errors
    ///
    /// Why the request must not leave.
    pub(crate) async fn pass(
        &self,
        timer: &dyn Timer,
        left: Duration,
        api: Api,
        traffic: Traffic,
    ) -> Result<Permit, Refusal> {
        let mut pass = pin!(async {
            // The room before the slot: a slot that then had to wait for room would leave too close to the next.
            let in_flight = Arc::clone(&self.in_flight).acquire_owned().await.ok();
            self.pacer.slot(|| self.quota.take(api, traffic)).await?;
            Ok(Permit { _in_flight: in_flight })
        });
        let mut time: Option<Sleep> = None;
        poll_fn(|context| {
            if let Poll::Ready(permit) = pass.as_mut().poll(context) {
                return Poll::Ready(permit.map_err(Refusal::OverQuota));
            }
            // Most never wait, and do without what is there for those that do.
            let time = match &mut time {
                Some(time) => time,
                None => {
                    // It would wait in vain.
                    self.quota.check(api, traffic).map_err(Refusal::OverQuota)?;
                    time.insert(timer.sleep(left))
                }
            };
            time.as_mut().poll(context).map(|()| Err(Refusal::TooLate))
        })
        .await
    }

    /// The service answered something else than 429.
    pub(crate) fn answered(&self, api: Api) {
        self.quota.answered(api);
    }

    /// The service answered 429 to a request that left at `left_at`. Tells all; answers when the quota returns, where
    /// that is what it means.
    pub(crate) fn throttled(
        &self,
        api: Api,
        left_at: DateTime<Utc>,
        code: Option<&str>,
        message: Option<&str>,
        asked: Option<Duration>,
    ) -> Option<DateTime<Utc>> {
        let (in_a_row, lasted) = self.quota.refused(api, left_at);
        let is_metered_out = self.quota.is_metered_out();
        match Throttle::read(Evidence { code, message, asked, is_metered_out, in_a_row, lasted }) {
            Throttle::Spike => {
                self.pacer.slow_down(asked);
                None
            }
            Throttle::Quota => Some(self.quota.spent(api, left_at)),
        }
    }

    pub(crate) fn pacer(&self) -> &Pacer {
        &self.pacer
    }

    pub(crate) fn quota(&self) -> &DailyQuota {
        &self.quota
    }
}
