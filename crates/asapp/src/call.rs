//! One call of the facade, which takes one request or several.

use std::sync::Arc;
use std::time::Duration;

use tracing::Instrument as _;

use crate::client::Core;
use crate::error::{Cause, Told};
use crate::exchange::Exchange;
use crate::options::Options;
use crate::outcome::Effort;
use crate::telemetry::{CallLog, Watch};
use crate::traffic::Turn;
use crate::{Client, Error, ErrorKind, Operation, Outcome, StopReason};

/// What a call has at hand: the client's common ground, and its own settings.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) core: Arc<Core>,
    pub(crate) options: Arc<Options>,
    pub(crate) operation: Operation,
    pub(crate) log: Arc<CallLog>,
}

impl Client {
    /// Carries out `steps` as one call, which keeps its place in the lane, if it has one.
    pub(crate) fn call<T, F, S>(
        &self,
        operation: Operation,
        steps: S,
    ) -> impl Future<Output = Result<T, Error>> + Send + use<T, F, S>
    where
        S: FnOnce(Call) -> F + Send,
        F: Future<Output = Result<T, Error>> + Send,
        T: Send,
    {
        let call = self.begin(operation);
        let turn = self.options.lane.as_ref().map(|lane| lane.line_up());
        async move {
            let watch = Watch::new(&call);
            let span = watch.span();
            let steps = async {
                let _turn = call.turn(turn).await?;
                steps(call).await
            };
            watch.end(steps.instrument(span).await)
        }
    }

    /// A call that takes no place in a lane.
    pub(crate) fn begin(&self, operation: Operation) -> Call {
        Call {
            core: Arc::clone(&self.core),
            options: Arc::clone(&self.options),
            operation,
            log: Arc::default(),
        }
    }
}

impl Call {
    /// The moment at which a call that begins now gives up.
    pub(crate) fn deadline(&self) -> Duration {
        self.core.timer.now().saturating_add(self.options.total_timeout)
    }

    /// One exchange of the call's own operation, with the time of a call.
    pub(crate) fn exchange(&self) -> Exchange {
        self.exchange_until(self.operation, self.deadline())
    }

    /// One exchange of any operation, which has until `deadline`.
    pub(crate) fn exchange_until(&self, operation: Operation, deadline: Duration) -> Exchange {
        Exchange::new(self, operation, deadline)
    }

    /// Waits for the call's turn, for as long as a call may take.
    async fn turn(&self, turn: Option<Turn>) -> Result<Option<Turn>, Error> {
        let Some(mut turn) = turn else { return Ok(None) };
        tokio::select! {
            biased;
            () = turn.come() => Ok(Some(turn)),
            () = self.core.timer.sleep(self.options.total_timeout) => {
                let (operation, outcome) = (self.operation, Outcome::NotSent);
                let cause = Cause::new("the calls before it in its lane were not done in time");
                let told = Told {
                    operation,
                    outcome,
                    effort: Effort::default(),
                    stop: StopReason::TimeUp,
                    resets_at: None,
                    unknown_before: false,
                };
                Err(Error::failed(ErrorKind::Timeout, operation, outcome, cause).told(told))
            }
        }
    }
}
