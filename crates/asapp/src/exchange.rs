//! One call on the wire: the executor below the generated clients.
//!
//! A generated client can only fail with its HTTP library's error. What really happened is recorded here
//! and told by [`Exchange::finish`].

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use asapp_raw::progenitor_client::{Error as RawError, OperationInfo, ResponseValue};
use asapp_raw::{Executor, Inner, conversations, metadata_ingestion};
use bytes::BytesMut;
use chrono::{DateTime, Utc};
use http::StatusCode;
use reqwest::{Body, ResponseBuilderExt as _};
use serde::de::DeserializeOwned;

use crate::answer::{Answer, Problem};
use crate::call::Call;
use crate::client::Core;
use crate::error::{Cause, Told};
use crate::options::Options;
use crate::outcome::Effort;
use crate::retry::{Decision, End, Situation, decide, retry_after};
use crate::telemetry::{self, Attempt, CallLog, Departure, InFlight};
use crate::token::Token;
use crate::traffic::Refusal;
use crate::{Error, ErrorKind, Operation, Outcome, Receipt, Sleep, StopReason, Text};

/// A success: what was answered, or why it cannot be read although the service confirmed.
pub(crate) struct Reply<T> {
    pub(crate) value: Result<T, Cause>,
    pub(crate) receipt: Receipt,
    answer: Answer,
    told: Told,
}

impl<T> Reply<T> {
    /// The error that this success turns out to be.
    pub(crate) fn into_error(self, kind: ErrorKind, outcome: Outcome) -> Error {
        let error = Error::answered(kind, Told { outcome, ..self.told }, self.answer);
        match self.value {
            Ok(_) => error,
            Err(cause) => error.because(cause),
        }
    }

    /// What became of something that the answer's body refuses: an attempt before may have been carried out all the
    /// same.
    pub(crate) fn refusal(&self) -> Outcome {
        if self.told.unknown_before { Outcome::Unknown } else { Outcome::Rejected }
    }

    /// The part of the value that matters, or why it is missing.
    pub(crate) fn and_then<U>(self, part: impl FnOnce(T) -> Result<U, Cause>) -> Reply<U> {
        let Self { value, receipt, answer, told } = self;
        Reply { value: value.and_then(part), receipt, answer, told }
    }

    /// Whether the body is an object with this member.
    pub(crate) fn has(&self, member: &str) -> bool {
        self.answer.has(member)
    }

    /// The value of a read, which is nothing without it.
    pub(crate) fn readable(self) -> Result<(T, Receipt), Error> {
        let receipt = self.receipt;
        match self.value {
            Ok(value) => Ok((value, receipt)),
            Err(_) => Err(self.into_error(ErrorKind::Unreadable, receipt.outcome)),
        }
    }
}

/// One exchange of a call: one operation, as often as it is sent.
pub(crate) struct Exchange(Arc<State>);

struct State {
    core: Arc<Core>,
    options: Arc<Options>,
    operation: Operation,
    log: Arc<CallLog>,
    /// Whether it is the call's own operation, not a read beside it.
    is_own: bool,
    /// Time of the client's timer at which the exchange gives up.
    deadline: Duration,
    record: Mutex<Record>,
}

#[derive(Default)]
struct Record {
    effort: Effort,
    /// The next request sends the same again.
    is_retry: bool,
    ended: Option<Ended>,
    /// When the day's quota returns, where the last attempt met its end.
    resets_at: Option<DateTime<Utc>>,
}

/// How an exchange ended.
struct Ended {
    end: Result<Answer, Failure>,
    outcome: Outcome,
    /// An attempt before the last may have been carried out.
    unknown_before: bool,
    stop: StopReason,
}

/// No answer was had.
struct Failure {
    kind: ErrorKind,
    end: End,
    cause: Cause,
}

impl Exchange {
    /// Begins an exchange, which has until `deadline`.
    pub(crate) fn new(call: &Call, operation: Operation, deadline: Duration) -> Self {
        Self(Arc::new(State {
            core: Arc::clone(&call.core),
            options: Arc::clone(&call.options),
            operation,
            log: Arc::clone(&call.log),
            is_own: operation == call.operation,
            deadline,
            record: Mutex::default(),
        }))
    }

    /// Goes on from what the call has made so far, its retries included, and sends the same again.
    pub(crate) fn again_after(self, effort: Effort) -> Self {
        *self.0.record() = Record { effort, is_retry: true, ..Record::default() };
        self
    }

    pub(crate) fn conversations(&self) -> conversations::Client {
        let core = &self.0.core;
        conversations::Client::new_with_client(&core.base, core.http.clone(), Inner(self.0.clone()))
    }

    pub(crate) fn metadata_ingestion(&self) -> metadata_ingestion::Client {
        let core = &self.0.core;
        metadata_ingestion::Client::new_with_client(
            &core.base,
            core.http.clone(),
            Inner(self.0.clone()),
        )
    }

    /// Tells how the call went. A held write is a success, under 409 as under 2xx.
    pub(crate) fn finish<T>(
        &self,
        result: Result<ResponseValue<T>, RawError>,
    ) -> Result<Reply<T>, Error> {
        let (answer, told) = self.answer()?;
        Self::judge(answer, told, result)
    }

    /// The same for an operation whose 400 has the body of its success: results, and none of them good.
    pub(crate) fn finish_many<T: DeserializeOwned>(
        &self,
        result: Result<ResponseValue<T>, RawError>,
    ) -> Result<Reply<T>, Error> {
        let (answer, told) = self.answer()?;
        // Where an earlier attempt may have stored them, that all are refused now says nothing.
        let is_refusal = answer.status == StatusCode::BAD_REQUEST
            && answer.cut.is_none()
            && told.outcome == Outcome::Rejected;
        if !is_refusal {
            return Self::judge(answer, told, result);
        }
        let Ok(value) = serde_json::from_slice(&answer.body) else {
            return Self::judge(answer, told, result);
        };
        let receipt = told.effort.receipt(told.outcome);
        Ok(Reply { value: Ok(value), receipt, answer, told })
    }

    /// The answer, whatever it says, and all else that is known.
    fn answer(&self) -> Result<(Answer, Told), Error> {
        let State { operation, .. } = *self.0;
        let Record { effort, ended, resets_at, .. } = std::mem::take(&mut *self.0.record());
        let Some(Ended { end, outcome, unknown_before, stop }) = ended else {
            let cause = Cause::new("the generated client could not build the request");
            return Err(Error::failed(ErrorKind::Invalid, operation, Outcome::NotSent, cause));
        };
        let told = Told { operation, outcome, unknown_before, effort, stop, resets_at };
        match end {
            Ok(answer) => Ok((answer, told)),
            Err(Failure { kind, cause, .. }) => {
                Err(Error::failed(kind, operation, outcome, cause).told(told))
            }
        }
    }

    fn judge<T>(
        answer: Answer,
        told: Told,
        result: Result<ResponseValue<T>, RawError>,
    ) -> Result<Reply<T>, Error> {
        if !told.outcome.is_held() {
            let kind = match told.resets_at {
                Some(_) => ErrorKind::QuotaSpent,
                None => answer.kind(),
            };
            return Err(Error::answered(kind, told, answer));
        }
        let value = match result {
            Ok(_) if answer.is_something_else() => {
                Err(Cause::new("the body is an error's, or no object, under a status of success"))
            }
            Ok(value) => Ok(value.into_inner()),
            Err(error) => Err(unreadable(error, &answer)),
        };
        Ok(Reply { value, receipt: told.effort.receipt(told.outcome), answer, told })
    }
}

fn unreadable(error: RawError, answer: &Answer) -> Cause {
    match (&answer.cut, error) {
        (Some(cut), _) => cut.clone(),
        (None, RawError::InvalidResponsePayload(_, error)) => Cause::of_json(&error),
        _ => Cause::new("the answer has no body of the promised kind"),
    }
}

impl State {
    fn record(&self) -> MutexGuard<'_, Record> {
        // Nothing that holds the lock can leave the record half written.
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn left(&self, now: Duration) -> Duration {
        self.deadline.saturating_sub(now)
    }

    /// Sends the request, and sends it again for as long as that is decided.
    async fn exchange(&self, client: &reqwest::Client, request: &reqwest::Request) -> Ended {
        let mut unknown_before = false;
        loop {
            let end = self.attempt(client, request).await;
            match self.settle(end, &mut unknown_before) {
                ControlFlow::Break(ended) => return ended,
                ControlFlow::Continue(wait) => self.wait(wait).await,
            }
        }
    }

    /// How the exchange ended with an attempt, or the wait before the next.
    fn settle(
        &self,
        end: Result<Answer, Failure>,
        unknown_before: &mut bool,
    ) -> ControlFlow<Ended, Duration> {
        let now = self.core.timer.now();
        let seen = self.see(&end);
        let decision = self.decide(&seen, *unknown_before, now);
        self.note(&end, &seen, decision, now);
        match decision {
            Decision::Retry(wait) => {
                *unknown_before |= seen.end.outcome().may_be_held();
                ControlFlow::Continue(wait)
            }
            Decision::Stop(outcome, stop) => {
                if self.is_own {
                    self.log.settled(outcome);
                }
                ControlFlow::Break(Ended { end, outcome, unknown_before: *unknown_before, stop })
            }
        }
    }

    async fn wait(&self, wait: Duration) {
        let retry = self.core.budget.reserved();
        self.core.timer.sleep(wait).await;
        retry.spend();
        {
            let mut record = self.record();
            record.is_retry = true;
            record.effort.waits(wait);
        }
        self.log.waited(wait);
    }

    /// What the end of an attempt says, once limits and budget have learnt of it.
    fn see(&self, end: &Result<Answer, Failure>) -> Seen {
        let (core, api) = (&self.core, self.operation.api());
        let answer = match end {
            Ok(answer) => answer,
            Err(failure) => return Seen { end: failure.end, ..Seen::default() },
        };
        let problem =
            if answer.status.is_success() { Problem::default() } else { answer.problem() };
        let Problem { code, request_id, message } = problem;
        let retry_after = retry_after(&answer.headers, || core.timer.utc());
        let end = if answer.status == StatusCode::TOO_MANY_REQUESTS {
            let message = message.as_ref().map(Text::expose);
            let left_at = self.log.left_at().unwrap_or_else(|| core.timer.utc());
            match core.gate.throttled(api, left_at, code.as_deref(), message, retry_after) {
                None => End::Throttled,
                Some(resets_at) => {
                    self.record().resets_at = Some(resets_at);
                    End::QuotaSpent
                }
            }
        } else {
            core.gate.answered(api);
            answer.end(self.operation)
        };
        if end.is_settled() {
            core.budget.answered();
        }
        Seen { end, code, request_id, retry_after }
    }

    fn decide(&self, seen: &Seen, unknown_before: bool, now: Duration) -> Decision {
        let situation = Situation {
            safety: self.operation.write_safety(),
            posture: self.options.posture,
            end: seen.end,
            unknown_before,
            retries: self.record().effort.retries,
            left: self.left(now),
            budget: true,
            retry_after: seen.retry_after,
            draw: fastrand::f64(),
        };
        // Only a retry that is to be made is taken, so that no other call misses one that is not.
        match decide(&self.options.retry, &situation) {
            Decision::Retry(_) if !self.core.budget.take() => {
                decide(&self.options.retry, &Situation { budget: false, ..situation })
            }
            decision => decision,
        }
    }

    /// Counts a request that leaves now.
    fn depart(&self, request: &reqwest::Request, queued_at: Duration, began: Duration) -> InFlight {
        let (is_retry, resend) = {
            let mut record = self.record();
            let is_retry = record.is_retry;
            record.effort.leaves(is_retry);
            (is_retry, record.effort.retries)
        };
        self.log.departed(Departure {
            operation: self.operation,
            resend,
            is_retry,
            began_at: self.core.timer.utc(),
            began,
            queued: began.saturating_sub(queued_at),
            request_bytes: request.body().and_then(|body| body.as_bytes()).map_or(0, <[u8]>::len),
        });
        InFlight::new(&self.core)
    }

    /// Tells of the attempt, unless nothing left.
    fn note(&self, end: &Result<Answer, Failure>, seen: &Seen, decision: Decision, now: Duration) {
        let Some((number, departure)) = self.log.arrived() else { return };
        let answer = end.as_ref().ok();
        let (wait, stopped_by) = match decision {
            Decision::Retry(wait) => (Some(wait), None),
            Decision::Stop(_, reason) => (None, Some(reason)),
        };
        let attempt = Attempt {
            began_at: departure.began_at,
            operation: departure.operation,
            number,
            resend: departure.resend,
            status: answer.map(|answer| answer.status.as_u16()),
            outcome: seen.end.outcome(),
            error: seen.error(end),
            wait,
            stopped_by,
            queued: departure.queued,
            took: now.saturating_sub(departure.began),
            request_bytes: departure.request_bytes,
            response_bytes: answer.map_or(0, |answer| answer.body.len()),
            code: seen.code.clone(),
            request_id: seen.request_id.clone(),
        };
        telemetry::tell(&self.core, &self.log, attempt);
    }

    /// Sends the request and reads the answer, within the attempt's time and what the call has left.
    ///
    /// The only place that sends.
    async fn attempt(
        &self,
        client: &reqwest::Client,
        request: &reqwest::Request,
    ) -> Result<Answer, Failure> {
        const LATE: &str = "the time of the call was over before the request left";
        let late = || Failure::new(ErrorKind::Timeout, End::TooLate, LATE);
        let (core, options) = (&self.core, &self.options);
        let api = self.operation.api();
        let queued_at = core.timer.now();
        let left = self.left(queued_at);
        if left.is_zero() {
            return Err(late());
        }
        let permit = core.gate.pass(&*core.timer, left, api, options.traffic).await;
        let _permit = permit.map_err(|refusal| match refusal {
            Refusal::TooLate => late(),
            Refusal::OverQuota(resets_at) => {
                self.record().resets_at = Some(resets_at);
                Failure::new(
                    ErrorKind::QuotaSpent,
                    End::OverQuota,
                    "refused before sending, by the client's meter",
                )
            }
        })?;
        let began = core.timer.now();
        let time = self.left(began).min(options.attempt_timeout);
        if time.is_zero() {
            return Err(late());
        }
        // Its body is shared, not copied; only one that is streamed cannot be cloned, and none is.
        let Some(copy) = request.try_clone() else {
            return Err(Failure::new(ErrorKind::Invalid, End::Unsendable, "the body is streamed"));
        };
        let mut time = core.timer.sleep(time);
        let _in_flight = self.depart(request, queued_at, began);
        let mut response = tokio::select! {
            biased;
            response = client.execute(copy) => response.map_err(|error| failure(&error))?,
            () = &mut time => return Err(Failure::new(
                ErrorKind::Timeout,
                End::Broken,
                "no answer within the time of the attempt",
            )),
        };
        Ok(read(&mut response, core.longest_answer, &mut time).await)
    }
}

/// What the end of an attempt says.
#[derive(Default)]
struct Seen {
    end: End,
    code: Option<Token>,
    request_id: Option<Token>,
    retry_after: Option<Duration>,
}

impl Seen {
    fn error(&self, end: &Result<Answer, Failure>) -> Option<ErrorKind> {
        match (self.end, end) {
            (End::Success | End::Conflict, _) => None,
            (End::QuotaSpent, _) => Some(ErrorKind::QuotaSpent),
            (_, Ok(answer)) => Some(answer.kind()),
            (_, Err(failure)) => Some(failure.kind),
        }
    }
}

impl Failure {
    fn new(kind: ErrorKind, end: End, cause: &'static str) -> Self {
        Self { kind, end, cause: Cause::new(cause) }
    }
}

fn failure(error: &reqwest::Error) -> Failure {
    let (kind, end) = match error {
        e if e.is_builder() => (ErrorKind::Invalid, End::Unsendable),
        e if e.is_connect() => (ErrorKind::Connect, End::NeverSent),
        _ => (ErrorKind::Interrupted, End::Broken),
    };
    Failure { kind, end, cause: Cause::of_http(error) }
}

/// Reads the body as far as it comes: status and headers are known by now, and are not given up for it.
///
/// What it is lent, its future has no room of its own for.
async fn read(response: &mut reqwest::Response, longest: usize, time: &mut Sleep) -> Answer {
    let (mut body, mut is_too_long) = (BytesMut::new(), false);
    let cut = loop {
        let chunk = tokio::select! {
            biased;
            chunk = response.chunk() => chunk,
            () = &mut *time => break Some(Cause::new("the body did not end within the time of the attempt")),
        };
        match chunk {
            Ok(None) => break None,
            Ok(Some(chunk)) if body.len() + chunk.len() <= longest => {
                body.extend_from_slice(&chunk)
            }
            Ok(Some(chunk)) => {
                body.extend_from_slice(&chunk[..longest - body.len()]);
                is_too_long = true;
                break Some(Cause::new(format!("the body is longer than {longest} bytes")));
            }
            Err(error) => break Some(Cause::of_http(&error)),
        }
    };
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    Answer { status, headers, body: body.freeze(), cut, is_too_long }
}

impl Executor for State {
    fn execute<'a>(
        &'a self,
        client: &'a reqwest::Client,
        request: reqwest::Request,
        _: &'a OperationInfo,
    ) -> Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send + 'a>> {
        Box::pin(async move {
            let ended = self.exchange(client, &request).await;
            // What is read of it is status and body. Without a URL, one would be parsed to stand in.
            let response = http::Response::builder().url(request.url().clone());
            let response = match &ended.end {
                Ok(answer) => response.status(answer.status).body(answer.body.clone().into()),
                // Never looked at: the failure is told from the record.
                Err(_) => response.status(StatusCode::SERVICE_UNAVAILABLE).body(Body::default()),
            };
            self.record().ended = Some(ended);
            Ok(response.unwrap_or_default().into())
        })
    }
}
