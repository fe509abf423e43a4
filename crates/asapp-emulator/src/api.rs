//! A request from its headers to its answer: the checks and their order, the faults, and the record of it all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::Method;
use http::header::{CONTENT_ENCODING, HeaderMap};
use http::request::Parts;
use hyper::body::Incoming;
use serde_json::Value;

use crate::answer::Answer;
use crate::clock::Clock;
use crate::contract::{Contract, Operation, PathParameters, Route, single_content_type};
use crate::control::Snapshots;
use crate::delivery::Delivery;
use crate::faults::{Address, Faults, Late, LateCommits, PLAN_HEADER, Strikes, Struck, strike};
use crate::journal::{Commit, Journal, JournalEntry, Secrets, masked};
use crate::json;
use crate::keys::{Key, Keys};
use crate::limits::{Limits, Meter, refuse};
use crate::media_type::is_json;
use crate::operations::{self, Input, Work};
use crate::payload::Payload;
use crate::refusal;
use crate::seed::{Seed, SeedError};
use crate::settings::{Live, Settings, ZonelessTimestamps};
use crate::store::{Snapshot, Store};
use crate::timestamp::assume_utc;
use crate::uri::Query;

/// Both APIs behind one door.
pub(crate) struct Api {
    contract: &'static Contract,
    pub(crate) clock: Arc<Clock>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) journal: Journal,
    pub(crate) keys: Keys,
    pub(crate) late: LateCommits,
    meter: Mutex<Meter>,
    pub(crate) settings: Live,
    pub(crate) snapshots: Snapshots,
    pub(crate) store: Store,
    start: Start,
}

/// What an emulator is started with, and goes back to.
pub(crate) struct Start {
    pub(crate) keys: Vec<Key>,
    pub(crate) settings: Settings,
    pub(crate) seed: Option<Seed>,
}

/// An answer on its way.
pub(crate) struct Outgoing {
    pub(crate) delivery: Delivery,
    /// To be waited before anything of it is sent.
    pub(crate) latency: Duration,
    /// Whether the connection can carry another request.
    pub(crate) is_read_to_its_end: bool,
}

/// A request whose head is in order.
struct Screened {
    operation: &'static Operation,
    path: PathParameters,
    address: Address,
}

/// What a request comes to, before it is recorded.
struct Outcome {
    delivery: Delivery,
    latency: Duration,
    commit: Commit,
    code: Option<String>,
    fault: Option<String>,
    /// What is put off.
    late: Option<(Late, Work)>,
}

impl Api {
    pub(crate) fn new(clock: Clock, start: Start) -> Self {
        let clock = Arc::new(clock);
        let api = Self {
            contract: Contract::published(),
            faults: Arc::default(),
            journal: Journal::default(),
            keys: Keys::new(start.keys.clone()),
            late: LateCommits::default(),
            meter: Mutex::default(),
            settings: Live::new(start.settings.clone()),
            snapshots: Snapshots::default(),
            store: Store::new(Arc::clone(&clock)),
            clock,
            start,
        };
        api.apply_start();
        api
    }

    /// Back to how it was started: nothing stored or recorded, no faults, the keys and settings of the start, then its seed.
    pub(crate) fn reset(&self) {
        self.faults.reset();
        self.late.clear();
        self.meter().reset();
        self.clock.reset();
        self.keys.reset(self.start.keys.clone());
        self.settings.change(|settings| settings.clone_from(&self.start.settings));
        self.store.reset();
        self.journal.reset();
        self.apply_start();
    }

    // The settings of the seed are among those of the start.
    fn apply_start(&self) {
        // Its plans are in order, and no others are in force.
        if let Some(seed) = &self.start.seed {
            let _ = seed.follow(&self.faults);
            seed.store(self);
        }
    }

    /// Adds what a seed brings, its settings included.
    pub(crate) fn seed(&self, seed: &Seed) -> Result<(), SeedError> {
        seed.follow(&self.faults)?;
        self.settings.change(|settings| seed.change_settings(settings));
        seed.store(self);
        Ok(())
    }

    /// Puts back what was stored; what is not stored yet never will be.
    pub(crate) fn restore(&self, snapshot: &Snapshot) {
        self.late.clear();
        self.store.restore(snapshot);
    }

    pub(crate) async fn serve(self: &Arc<Self>, head: &Parts, body: Incoming) -> Outgoing {
        let arrived = self.clock.now();
        let settings = self.settings.get();
        let screened = self.screen(head, &settings.limits);
        if let Ok(screened) = &screened
            && let Some(struck) =
                self.faults.take_before_reading(&screened.address, screened.operation.id())
        {
            let outcome = Outcome::unread(struck);
            return self.record(
                head,
                arrived,
                &Payload::Unread,
                Some(screened),
                outcome,
                &settings,
            );
        }
        let payload = Payload::read(body, settings.longest_body).await;
        let (screened, outcome) = match screened {
            Err(refusal) => (None, Outcome::refused(refusal)),
            Ok(screened) => {
                let outcome = match self.prepare(&screened, head, &payload, &settings) {
                    Err(refusal) => Outcome::refused(refusal),
                    Ok(work) => self.carry_out(&screened, head, work),
                };
                (Some(screened), outcome)
            }
        };
        self.record(head, arrived, &payload, screened.as_ref(), outcome, &settings)
    }

    // 401, 403, 429, 404 path, 405, 415: what the head alone decides, in the API's order.
    fn screen(&self, head: &Parts, limits: &Limits) -> Result<Screened, Answer> {
        let api_id = self.keys.check(&head.headers, head.uri.path())?;
        self.limit(&api_id, limits)?;
        let (operation, path) = self.route(head)?;
        if operation.has_request_body() {
            check_content(&head.headers)?;
        }
        let address = self.faults.address(&api_id, head.headers.get_all(PLAN_HEADER));
        let address = address.map_err(|_| {
            refusal::malformed(operation, "The header emulator-plan names no plan, or is doubled")
        })?;
        Ok(Screened { operation, path, address })
    }

    fn limit(&self, api_id: &str, limits: &Limits) -> Result<(), Answer> {
        let mut meter = self.meter();
        // Asked while the meter is locked, so that times follow the order of arrival.
        let now = self.clock.now();
        meter.check(api_id, now, limits).map_err(|too_many| refuse(&too_many, now, limits))
    }

    /// How many requests the daily quota leaves to this API id; none where there is no quota.
    pub(crate) fn quota_left(&self, api_id: &str) -> Option<u64> {
        let limits = &self.settings.get().limits;
        self.meter().quota_left(api_id, self.clock.now(), limits)
    }

    fn meter(&self) -> MutexGuard<'_, Meter> {
        self.meter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn route(&self, head: &Parts) -> Result<(&'static Operation, PathParameters), Answer> {
        match self.contract.route(head.method.as_str(), head.uri.path()) {
            Route::Operation { operation, parameters } => Ok((operation, parameters)),
            Route::MethodNotAllowed { allow } => Err(Answer::method_not_allowed(&allow)),
            Route::UnknownPath => Err(Answer::not_found("Not Found")),
        }
    }

    // 413, 400, 404 entity: what the body and the state decide.
    fn prepare(
        &self,
        screened: &Screened,
        head: &Parts,
        payload: &Payload,
        settings: &Settings,
    ) -> Result<Work, Answer> {
        let operation = screened.operation;
        let body = match payload {
            Payload::TooLong { .. } => return Err(Answer::too_large()),
            Payload::Complete(body) => body.as_slice(),
            Payload::Broken { .. } | Payload::Unread => {
                return Err(refusal::malformed(operation, "The body broke off"));
            }
        };
        let input = judge(screened, head.uri.query().unwrap_or_default(), body, settings)?;
        let handler = operations::handler(operation.id()).ok_or_else(Answer::internal)?;
        handler(&self.store, input)
    }

    fn carry_out(&self, screened: &Screened, head: &Parts, work: Work) -> Outcome {
        let Some(struck) = self.faults.take(&screened.address, screened.operation.id()) else {
            return Outcome::of(work(&self.store), screened.operation);
        };
        let Struck { fault, latency } = struck;
        let (own, commit, late) = match fault.strikes() {
            Strikes::BeforeCommit => (None, Commit::None, None),
            Strikes::AfterCommit => {
                let own = work(&self.store);
                if !own.is_held() {
                    return Outcome::refused(own);
                }
                let commit = commit_of(&own, screened.operation);
                (Some(own), commit, None)
            }
            // A read has nothing to store.
            Strikes::CommitsLate(_) if !screened.operation.has_request_body() => {
                (None, Commit::None, None)
            }
            Strikes::CommitsLate(late) => (None, Commit::Late, Some((late, work))),
        };
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let delivery = strike(&fault, screened.operation, target, own);
        let code = delivery.code();
        Outcome { delivery, latency, commit, code, fault: Some(fault.to_string()), late }
    }

    fn put_off(self: &Arc<Self>, late: Late, address: &Address, work: Work) {
        match late {
            Late::AfterRequests(requests) => {
                self.late.after_requests(address.clone(), requests, work)
            }
            Late::AfterMilliseconds(milliseconds) => {
                let number = self.late.on_call(work);
                let api = Arc::downgrade(self);
                tokio::spawn(commit_after(Duration::from_millis(milliseconds), api, number));
            }
        }
    }

    fn record(
        self: &Arc<Self>,
        head: &Parts,
        arrived: DateTime<Utc>,
        payload: &Payload,
        screened: Option<&Screened>,
        outcome: Outcome,
        settings: &Settings,
    ) -> Outgoing {
        let Outcome { delivery, latency, commit, code, fault, late } = outcome;
        if let Some(screened) = screened {
            self.late.answered(&screened.address, &self.store);
            if let Some((late, work)) = late {
                self.put_off(late, &screened.address, work);
            }
        }
        let header = |name: &str| {
            head.headers.get(name).and_then(|value| Some(value.to_str().ok()?.to_owned()))
        };
        let operation = match screened {
            Some(screened) => Some(screened.operation),
            None => self.route(head).ok().map(|(operation, _)| operation),
        };
        let entry = JournalEntry {
            number: 0,
            arrived,
            method: if is_of_http(&head.method) { head.method.to_string() } else { "*".to_owned() },
            path: masked(head.uri.path()),
            operation: operation.map(|operation| operation.id().to_owned()),
            plan: screened.and_then(|screened| screened.address.plan().map(str::to_owned)),
            fault,
            status: delivery.status().map(|status| status.as_u16()),
            code,
            commit,
            request_length: payload.length(),
            answer_length: delivery.body().len(),
            secrets: Secrets {
                target: head.uri.path_and_query().map_or("", |target| target.as_str()).to_owned(),
                api_id: header("asapp-api-id"),
                request_body: Secrets::excerpt(payload.bytes()),
                answer_body: Secrets::excerpt(delivery.body()),
            },
        };
        self.journal.add(entry, settings.journal_entries);
        Outgoing { delivery, latency, is_read_to_its_end: payload.is_read_to_its_end() }
    }
}

impl Outcome {
    fn refused(refusal: Answer) -> Self {
        Self::plain(refusal, Commit::None)
    }

    fn of(answer: Answer, operation: &Operation) -> Self {
        let commit = commit_of(&answer, operation);
        Self::plain(answer, commit)
    }

    fn plain(answer: Answer, commit: Commit) -> Self {
        let code = answer.code().map(str::to_owned);
        Self {
            delivery: Delivery::Content(answer.into()),
            latency: Duration::ZERO,
            commit,
            code,
            fault: None,
            late: None,
        }
    }

    fn unread(struck: Struck) -> Self {
        let Struck { fault, latency } = struck;
        let fault = Some(fault.to_string());
        Self {
            delivery: Delivery::Reset,
            latency,
            commit: Commit::None,
            code: None,
            fault,
            late: None,
        }
    }
}

fn commit_of(answer: &Answer, operation: &Operation) -> Commit {
    if operation.has_request_body() && answer.is_held() { Commit::Done } else { Commit::None }
}

// Another may be any text.
fn is_of_http(method: &Method) -> bool {
    [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
        .iter()
        .chain(&[Method::HEAD, Method::OPTIONS, Method::TRACE, Method::CONNECT])
        .any(|known| known == method)
}

async fn commit_after(pause: Duration, api: Weak<Api>, number: u64) {
    tokio::time::sleep(pause).await;
    if let Some(api) = api.upgrade() {
        api.late.commit(number, &api.store);
    }
}

pub(crate) fn check_content(headers: &HeaderMap) -> Result<(), Answer> {
    if !single_content_type(headers).is_some_and(is_json) {
        return Err(Answer::unsupported_media_type());
    }
    let is_identity = |value: &[u8]| value.eq_ignore_ascii_case(b"identity");
    if !headers.get_all(CONTENT_ENCODING).iter().all(|value| is_identity(value.as_bytes())) {
        return Err(Answer::unsupported_encoding());
    }
    Ok(())
}

fn judge<'a>(
    screened: &'a Screened,
    query: &str,
    body: &[u8],
    settings: &'a Settings,
) -> Result<Input<'a>, Answer> {
    let Screened { operation, path, .. } = screened;
    let query = Query::parse(query);
    let length = body.len();
    let mut body = match operation.has_request_body() {
        true => parse(operation, body)?,
        false => Value::Null,
    };
    if settings.zoneless_timestamps == ZonelessTimestamps::AssumeUtc {
        timestamp_field(operation).into_iter().for_each(|field| assume_utc(&mut body, field));
    }
    let mut violations = operation.judge_parameters(path, &query);
    violations.extend(operation.judge_body(&body, length));
    if !violations.is_empty() {
        return Err(refusal::invalid(operation, &body, &violations));
    }
    Ok(Input { operation, path: path.clone(), query, body, length, settings })
}

/// The field of the operation's requests that holds a timestamp. Elsewhere a field of that name is the caller's own.
fn timestamp_field(operation: &Operation) -> Option<&'static str> {
    match operation.id() {
        "createOrUpdateConversation" | "createMessage" | "createBatchMessages" => Some("timestamp"),
        "singleAgentMetadata" | "manyAgentMetadata" => Some("startTs"),
        _ => None,
    }
}

fn parse(operation: &Operation, body: &[u8]) -> Result<Value, Answer> {
    json::parse(body).map_err(|json::Malformed { line, column }| {
        let message = format!("The body is not well-formed JSON: line {line}, column {column}");
        refusal::malformed(operation, &message)
    })
}
