//! One call on the wire: the executor below the generated clients.
//!
//! A generated client can only fail with its HTTP library's error. What really happened is recorded here
//! and told by [`Exchange::finish`].

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use asapp_raw::progenitor_client::{Error as RawError, OperationInfo, ResponseValue};
use asapp_raw::{Executor, Inner, conversations, metadata_ingestion};
use bytes::BytesMut;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::client::Core;
use crate::error::Cause;
use crate::{Error, ErrorKind, Operation, Outcome, Receipt, Sleep};

/// A success: what was answered, or why it cannot be read although the service confirmed.
pub(crate) struct Reply<T> {
    pub(crate) value: Result<T, Cause>,
    pub(crate) receipt: Receipt,
    operation: Operation,
    answer: Answer,
}

impl<T> Reply<T> {
    /// The error that this success turns out to be.
    pub(crate) fn into_error(self, kind: ErrorKind, outcome: Outcome) -> Error {
        let error =
            Error::answered(kind, self.operation, outcome, self.receipt.attempts, self.answer);
        match self.value {
            Ok(_) => error,
            Err(cause) => error.because(cause),
        }
    }

    /// The part of the value that matters, or why it is missing.
    pub(crate) fn and_then<U>(self, part: impl FnOnce(T) -> Result<U, Cause>) -> Reply<U> {
        let Self { value, receipt, operation, answer } = self;
        Reply { value: value.and_then(part), receipt, operation, answer }
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

/// One call of one operation.
pub(crate) struct Exchange(Arc<State>);

struct State {
    core: Arc<Core>,
    operation: Operation,
    /// Time of the client's timer at which the call gives up.
    deadline: Duration,
    record: Mutex<Record>,
}

#[derive(Default)]
struct Record {
    attempts: u32,
    end: Option<Result<Answer, Failure>>,
}

/// No answer was had.
struct Failure {
    kind: ErrorKind,
    outcome: Outcome,
    cause: Cause,
}

impl Exchange {
    /// Begins a call, which has until `deadline`.
    pub(crate) fn new(core: &Arc<Core>, operation: Operation, deadline: Duration) -> Self {
        Self(Arc::new(State {
            core: Arc::clone(core),
            operation,
            deadline,
            record: Mutex::default(),
        }))
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
        let (answer, attempts) = self.answer()?;
        self.judge(answer, attempts, result)
    }

    /// The same for an operation whose 400 has the body of its success: results, and none of them good.
    pub(crate) fn finish_many<T: DeserializeOwned>(
        &self,
        result: Result<ResponseValue<T>, RawError>,
    ) -> Result<Reply<T>, Error> {
        let (answer, attempts) = self.answer()?;
        if answer.status != StatusCode::BAD_REQUEST || answer.cut.is_some() {
            return self.judge(answer, attempts, result);
        }
        let Ok(value) = serde_json::from_slice(&answer.body) else {
            return self.judge(answer, attempts, result);
        };
        let receipt = Receipt { outcome: Outcome::Rejected, attempts };
        Ok(Reply { value: Ok(value), receipt, operation: self.0.operation, answer })
    }

    /// The answer, whatever it says, and the number of requests that it took.
    fn answer(&self) -> Result<(Answer, u32), Error> {
        let State { operation, .. } = *self.0;
        let Record { attempts, end } = std::mem::take(&mut *self.0.record());
        let failure = match end {
            Some(Ok(answer)) => return Ok((answer, attempts)),
            Some(Err(failure)) => failure,
            None => Failure {
                kind: ErrorKind::Invalid,
                outcome: Outcome::NotSent,
                cause: Cause::new("the generated client could not build the request"),
            },
        };
        let Failure { kind, outcome, cause } = failure;
        Err(Error::failed(kind, operation, outcome, attempts, cause))
    }

    fn judge<T>(
        &self,
        answer: Answer,
        attempts: u32,
        result: Result<ResponseValue<T>, RawError>,
    ) -> Result<Reply<T>, Error> {
        let State { operation, .. } = *self.0;
        let outcome = answer.outcome(operation);
        if !outcome.is_held() {
            return Err(Error::answered(answer.kind(), operation, outcome, attempts, answer));
        }
        let value = match result {
            Ok(_) if answer.is_something_else() => {
                Err(Cause::new("the body is an error's, or no object, under a status of success"))
            }
            Ok(value) => Ok(value.into_inner()),
            Err(error) => Err(unreadable(error, &answer)),
        };
        Ok(Reply { value, receipt: Receipt { outcome, attempts }, operation, answer })
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

    /// Sends the request and reads the answer, within the attempt's time and what the call has left.
    ///
    /// The only place that sends: a retry is another turn of this, decided on its result.
    async fn attempt(
        &self,
        client: &reqwest::Client,
        request: reqwest::Request,
    ) -> Result<Answer, Failure> {
        let left = self.deadline.saturating_sub(self.core.timer.now());
        if left.is_zero() {
            return Err(Failure {
                kind: ErrorKind::Timeout,
                outcome: Outcome::NotSent,
                cause: Cause::new("the time of the call was over before the request left"),
            });
        }
        let mut time = self.core.timer.sleep(left.min(self.core.attempt_timeout));
        self.record().attempts += 1;
        let response = tokio::select! {
            biased;
            response = client.execute(request) => response.map_err(|error| failure(&error))?,
            () = &mut time => return Err(Failure {
                kind: ErrorKind::Timeout,
                outcome: Outcome::Unknown,
                cause: Cause::new("no answer within the time of the attempt"),
            }),
        };
        Ok(read(response, self.core.longest_answer, time).await)
    }
}

fn failure(error: &reqwest::Error) -> Failure {
    let (kind, outcome) = match error {
        e if e.is_builder() => (ErrorKind::Invalid, Outcome::NotSent),
        e if e.is_connect() => (ErrorKind::Connect, Outcome::NotSent),
        _ => (ErrorKind::Interrupted, Outcome::Unknown),
    };
    Failure { kind, outcome, cause: Cause::of_http(error) }
}

/// Reads the body as far as it comes: status and headers are known by now, and are not given up for it.
async fn read(mut response: reqwest::Response, longest: usize, mut time: Sleep) -> Answer {
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let (mut body, mut is_too_long) = (BytesMut::new(), false);
    let cut = loop {
        let chunk = tokio::select! {
            biased;
            chunk = response.chunk() => chunk,
            () = &mut time => break Some(Cause::new("the body did not end within the time of the attempt")),
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
    Answer { status, headers, body: body.freeze(), cut, is_too_long }
}

impl Executor for State {
    fn execute<'a>(
        &'a self,
        client: &'a reqwest::Client,
        mut request: reqwest::Request,
        _: &'a OperationInfo,
    ) -> Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send + 'a>> {
        Box::pin(async move {
            self.core.complete(request.headers_mut());
            let end = self.attempt(client, request).await;
            let mut response = http::Response::new(reqwest::Body::default());
            match &end {
                Ok(answer) => {
                    *response.body_mut() = answer.body.clone().into();
                    *response.status_mut() = answer.status;
                    *response.headers_mut() = answer.headers.clone();
                }
                // Never looked at: the failure is told from the record.
                Err(_) => *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE,
            }
            self.record().end = Some(end);
            Ok(response.into())
        })
    }
}
