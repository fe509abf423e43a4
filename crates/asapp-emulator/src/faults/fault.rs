//! What can go wrong with one request.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;
use http::uri::Uri;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of one request that the API would have taken: which fault strikes it, and whether before or after the
/// commit, the moment at which what it brings is stored.
///
/// A fault strikes before the commit where that is possible, unless told otherwise. One that is answered with 2xx or
/// 409 always strikes after it, one with another 4xx or with 3xx always before: [`add_plan`](crate::Emulator::add_plan)
/// refuses anything else.
///
/// ```
/// use asapp_emulator::{Fault, FaultBody};
///
/// let outcomes = [
///     Fault::status(503, FaultBody::Gateway),
///     Fault::reset().after_commit(), // stored, and the client never heard of it
///     Fault::none(),
/// ];
/// assert_eq!(outcomes[1].to_string(), "reset after commit");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// What strikes; nothing unless given.
    #[serde(default)]
    pub(crate) fault: Kind,
    /// When it strikes; before the commit, where the fault can, unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    strikes: Option<Strikes>,
    /// The header `Retry-After` of a status, word for word: seconds, a date or junk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after: Option<String>,
    /// How long the answer is held back after the commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) latency: Option<Latency>,
}

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Kind {
    /// The API's own answer.
    #[default]
    None,
    /// This status, with this body.
    Status { code: u16, body: FaultBody },
    /// The connection is reset before the body is read.
    ResetBeforeReading,
    /// The connection is reset instead of an answer.
    Reset,
    /// The connection is reset in the middle of the answer's body, or of its head where it has no body.
    ResetMidBody,
    /// No answer ever comes; the connection stays open until the client closes it.
    Stall,
    /// The answer's body comes byte by byte.
    Dribble { pause_milliseconds: u64 },
    /// The answer's `Content-Length` is too long (or too short, below 0) by so many bytes. The connection is closed.
    WrongContentLength { by: i32 },
    /// The answer is chunked, and breaks off in a chunk whose length is no number.
    BrokenChunk,
    /// A redirect (307) to the same path of another origin.
    Redirect { origin: String },
    /// The answer is compressed by gzip, whether the client takes that or not.
    Gzip,
}

/// The body of a status that a fault answers.
///
/// ```
/// use asapp_emulator::{Fault, FaultBody};
///
/// assert_eq!(Fault::status(502, FaultBody::Html).to_string(), "status 502 (html) before commit");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum FaultBody {
    /// As the API answers: for an error its error body, for 2xx the operation's own answer.
    #[default]
    Api,
    /// JSON as an API gateway words its own faults: `{"fault": {"faultstring", "detail": {"errorcode"}}}`.
    Gateway,
    /// An HTML page, as a load balancer answers.
    Html,
    /// None at all.
    Empty,
    /// The API's JSON, which ends half-way though HTTP says that it is complete.
    Truncated,
}

/// When a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Strikes {
    /// Nothing is stored.
    BeforeCommit,
    /// What the request brings is stored.
    AfterCommit,
    /// What the request brings is stored only later.
    CommitsLate(Late),
}

/// When a late commit happens.
///
/// ```
/// use asapp_emulator::{Fault, FaultBody, Late};
///
/// // The client is told 503, reads the conversation back, and finds nothing; then the message is stored after all.
/// let fault = Fault::status(503, FaultBody::Api).commits_late(Late::AfterRequests(1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Late {
    /// Once so many more requests were answered that are addressed as this one was: to the same plan, or, of a fault
    /// that belongs to no plan, with the same API id. One or more.
    AfterRequests(u32),
    /// After so many milliseconds of the runtime's time, whatever the emulator's clock says.
    AfterMilliseconds(u64),
}

/// How long an answer is held back.
///
/// ```
/// use std::time::Duration;
///
/// use asapp_emulator::{Fault, Latency};
///
/// let slow = Fault::none().latency(Latency::fixed(Duration::from_millis(20)));
/// let jittered = Fault::none().latency(Latency::between(Duration::from_millis(5), Duration::from_millis(50)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Latency {
    /// In milliseconds.
    at_least: u64,
    /// In milliseconds. Between the two it is drawn by the seed of the plan or of the rates.
    at_most: u64,
}

impl Latency {
    /// Always so long, in whole milliseconds.
    pub fn fixed(latency: Duration) -> Self {
        Self::between(latency, latency)
    }

    /// Drawn evenly between the two, in whole milliseconds, by the seed of the plan or of the rates.
    pub fn between(at_least: Duration, at_most: Duration) -> Self {
        let milliseconds =
            |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self { at_least: milliseconds(at_least), at_most: milliseconds(at_most) }
    }

    pub(crate) fn draw(&self, random: &mut fastrand::Rng) -> Duration {
        Duration::from_millis(random.u64(self.at_least..=self.at_most.max(self.at_least)))
    }
}

impl Fault {
    fn new(fault: Kind) -> Self {
        Self { fault, ..Self::default() }
    }

    /// The API's own answer.
    pub fn none() -> Self {
        Self::default()
    }

    /// This status, 200 to 599, with this body.
    pub fn status(code: u16, body: FaultBody) -> Self {
        Self::new(Kind::Status { code, body })
    }

    /// The connection is reset as soon as the head of the request is read, its body unread.
    pub fn reset_before_reading() -> Self {
        Self::new(Kind::ResetBeforeReading)
    }

    /// The connection is reset instead of an answer.
    pub fn reset() -> Self {
        Self::new(Kind::Reset)
    }

    /// The connection is reset in the middle of the answer's body, or of its head where it has none.
    pub fn reset_mid_body() -> Self {
        Self::new(Kind::ResetMidBody)
    }

    /// No answer ever comes: the connection stays open, and silent, until the client closes it.
    pub fn stall() -> Self {
        Self::new(Kind::Stall)
    }

    /// The answer's body comes byte by byte, with this pause before each, in whole milliseconds.
    pub fn dribble(pause: Duration) -> Self {
        let pause_milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        Self::new(Kind::Dribble { pause_milliseconds })
    }

    /// The answer's `Content-Length` is too long by so many bytes, or too short where it is below 0, and the
    /// connection is closed after the answer.
    pub fn wrong_content_length(by: i32) -> Self {
        Self::new(Kind::WrongContentLength { by })
    }

    /// The answer is chunked and breaks off in a chunk whose length is no number.
    pub fn broken_chunk() -> Self {
        Self::new(Kind::BrokenChunk)
    }

    /// A redirect (307) to the same path and query of another origin, such as `http://127.0.0.1:4011`.
    pub fn redirect(origin: impl Into<String>) -> Self {
        Self::new(Kind::Redirect { origin: origin.into() })
    }

    /// The answer is compressed by gzip, whether the client takes that or not.
    pub fn gzip() -> Self {
        Self::new(Kind::Gzip)
    }

    /// Strikes before the commit: nothing is stored.
    #[must_use]
    pub fn before_commit(self) -> Self {
        Self { strikes: Some(Strikes::BeforeCommit), ..self }
    }

    /// Strikes after the commit: what the request brings is stored.
    #[must_use]
    pub fn after_commit(self) -> Self {
        Self { strikes: Some(Strikes::AfterCommit), ..self }
    }

    /// Strikes before the commit, which happens later all the same.
    #[must_use]
    pub fn commits_late(self, late: Late) -> Self {
        Self { strikes: Some(Strikes::CommitsLate(late)), ..self }
    }

    /// The header `Retry-After` of a status, word for word: seconds, a date or junk.
    #[must_use]
    pub fn retry_after(self, value: impl Into<String>) -> Self {
        Self { retry_after: Some(value.into()), ..self }
    }

    /// Holds the answer back, after the commit.
    #[must_use]
    pub fn latency(self, latency: Latency) -> Self {
        Self { latency: Some(latency), ..self }
    }

    /// One fault of each kind, in each way in which it can strike, for matrices and soak runs. The statuses are 400,
    /// 409, 429, 500 and 503, late commits wait for one request, and pauses take one millisecond.
    pub fn every_kind() -> Vec<Self> {
        use FaultBody::{Api, Empty, Gateway, Html, Truncated};
        let mut kinds = vec![
            Kind::ResetBeforeReading,
            Kind::Reset,
            Kind::ResetMidBody,
            Kind::Stall,
            Kind::Dribble { pause_milliseconds: 1 },
            Kind::WrongContentLength { by: 10 },
            Kind::WrongContentLength { by: -1 },
            Kind::BrokenChunk,
            Kind::Redirect { origin: "http://127.0.0.1:9".to_owned() },
            Kind::Gzip,
        ];
        for code in [400, 409, 429, 500, 503] {
            kinds.extend(
                [Api, Gateway, Html, Empty, Truncated].map(|body| Kind::Status { code, body }),
            );
        }
        kinds.extend([Html, Empty, Truncated].map(|body| Kind::Status { code: 200, body }));
        let every = [
            Strikes::BeforeCommit,
            Strikes::AfterCommit,
            Strikes::CommitsLate(Late::AfterRequests(1)),
        ];
        let with_each = |kind: &Kind| {
            every.map(|strikes| Self { strikes: Some(strikes), ..Self::new(kind.clone()) })
        };
        kinds.iter().flat_map(with_each).filter(|fault| fault.problems().is_empty()).collect()
    }

    pub(crate) fn strikes(&self) -> Strikes {
        let earliest = match self.fault.commit() {
            Commit::Always => Strikes::AfterCommit,
            Commit::Never | Commit::Either => Strikes::BeforeCommit,
        };
        self.strikes.unwrap_or(earliest)
    }

    /// What is wrong with the fault: the field, and what to do.
    pub(crate) fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let mut found = Vec::new();
        match (self.fault.commit(), self.strikes()) {
            (Commit::Always, Strikes::AfterCommit) | (Commit::Either, _) => {}
            (Commit::Never, Strikes::BeforeCommit) => {}
            (Commit::Always, _) => {
                found.push((
                    "strikes",
                    "its answer says that the entity is stored, so it must strike after the commit",
                ));
            }
            (Commit::Never, _) => {
                found.push((
                    "strikes",
                    "nothing may be stored by it, so it must strike before the commit",
                ));
            }
        }
        if self.strikes() == Strikes::CommitsLate(Late::AfterRequests(0)) {
            found.push(("strikes/commitsLate/afterRequests", "must be 1 or more"));
        }
        match &self.fault {
            Kind::Status { code, .. } if !(200..=599).contains(code) => {
                found.push(("fault/status/code", "must be 200 to 599"));
            }
            Kind::Redirect { origin } if !is_origin(origin) => {
                found.push((
                    "fault/redirect/origin",
                    "must be a scheme and an authority, such as http://127.0.0.1:4011",
                ));
            }
            Kind::WrongContentLength { by: 0 } => {
                found.push(("fault/wrongContentLength/by", "must not be 0"));
            }
            _ => {}
        }
        if let Some(value) = &self.retry_after {
            if !matches!(self.fault, Kind::Status { .. }) {
                found.push(("retryAfter", "belongs to a status alone"));
            } else if HeaderValue::from_str(value).is_err() {
                found.push(("retryAfter", "must be text that a header can carry"));
            }
        }
        if self.latency.is_some_and(|latency| latency.at_least > latency.at_most) {
            found.push(("latency", "must not be at least more than at most"));
        }
        found
    }
}

fn is_origin(text: &str) -> bool {
    let Ok(uri) = text.parse::<Uri>() else { return false };
    uri.scheme().is_some()
        && uri.authority().is_some()
        && uri.path() == "/"
        && uri.query().is_none()
        && !text.ends_with('/')
}

/// Whether a fault can strike without or with what the request brings being stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Commit {
    Never,
    Either,
    Always,
}

impl Kind {
    fn commit(&self) -> Commit {
        match self {
            Self::Status { code: 200..=299 | 409, .. } => Commit::Always,
            Self::Status { code: 300..=499, .. } => Commit::Never,
            Self::Status { .. } | Self::Reset | Self::Stall => Commit::Either,
            Self::ResetBeforeReading | Self::Redirect { .. } => Commit::Never,
            // They give the operation's own answer.
            Self::None
            | Self::ResetMidBody
            | Self::Dribble { .. }
            | Self::WrongContentLength { .. }
            | Self::BrokenChunk
            | Self::Gzip => Commit::Always,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Kind::None => return f.write_str("none"),
            Kind::Status { code, body } => {
                let body = match body {
                    FaultBody::Api => "api",
                    FaultBody::Gateway => "gateway",
                    FaultBody::Html => "html",
                    FaultBody::Empty => "empty",
                    FaultBody::Truncated => "truncated",
                };
                write!(f, "status {code} ({body})")?;
            }
            Kind::ResetBeforeReading => f.write_str("reset before reading")?,
            Kind::Reset => f.write_str("reset")?,
            Kind::ResetMidBody => f.write_str("reset mid-body")?,
            Kind::Stall => f.write_str("stall")?,
            Kind::Dribble { .. } => f.write_str("dribble")?,
            Kind::WrongContentLength { by } => write!(f, "content length wrong by {by}")?,
            Kind::BrokenChunk => f.write_str("broken chunk")?,
            Kind::Redirect { .. } => f.write_str("redirect")?,
            Kind::Gzip => f.write_str("gzip")?,
        }
        match self.strikes() {
            Strikes::BeforeCommit => f.write_str(" before commit"),
            Strikes::AfterCommit => f.write_str(" after commit"),
            Strikes::CommitsLate(_) => f.write_str(" with a late commit"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn when_a_fault_may_strike() {
        let late = Late::AfterMilliseconds(5);
        let status = |code| Fault::status(code, FaultBody::Api);
        let rows = [
            (Fault::none(), [false, true, false]),
            (status(200), [false, true, false]),
            (status(204), [false, true, false]),
            (status(307), [true, false, false]),
            (status(400), [true, false, false]),
            (status(408), [true, false, false]),
            (status(409), [false, true, false]),
            (status(429), [true, false, false]),
            (status(500), [true, true, true]),
            (status(599), [true, true, true]),
            (Fault::reset_before_reading(), [true, false, false]),
            (Fault::reset(), [true, true, true]),
            (Fault::reset_mid_body(), [false, true, false]),
            (Fault::stall(), [true, true, true]),
            (Fault::dribble(Duration::ZERO), [false, true, false]),
            (Fault::wrong_content_length(1), [false, true, false]),
            (Fault::broken_chunk(), [false, true, false]),
            (Fault::redirect("http://127.0.0.1:1"), [true, false, false]),
            (Fault::gzip(), [false, true, false]),
        ];
        for (fault, expected) in rows {
            assert_eq!(fault.problems(), [], "{fault}: the default is one that may be");
            let each = [
                fault.clone().before_commit(),
                fault.clone().after_commit(),
                fault.clone().commits_late(late),
            ];
            assert_eq!(each.map(|one| one.problems().is_empty()), expected, "{fault}");
            assert_eq!(fault.strikes() == Strikes::BeforeCommit, expected[0], "{fault}");
        }
    }

    #[test]
    fn what_else_is_refused() {
        let slow =
            |from, to| Latency::between(Duration::from_millis(from), Duration::from_millis(to));
        let rows = [
            (Fault::status(199, FaultBody::Api), "fault/status/code"),
            (Fault::status(600, FaultBody::Api), "fault/status/code"),
            (Fault::redirect("/elsewhere"), "fault/redirect/origin"),
            (Fault::redirect("http://127.0.0.1:1/"), "fault/redirect/origin"),
            (Fault::redirect("http://127.0.0.1:1/path"), "fault/redirect/origin"),
            (Fault::wrong_content_length(0), "fault/wrongContentLength/by"),
            (Fault::reset().retry_after("1"), "retryAfter"),
            (Fault::status(503, FaultBody::Api).retry_after("a\nb"), "retryAfter"),
            (Fault::none().latency(slow(2, 1)), "latency"),
            (
                Fault::reset().commits_late(Late::AfterRequests(0)),
                "strikes/commitsLate/afterRequests",
            ),
        ];
        for (fault, place) in rows {
            let places: Vec<_> = fault.problems().into_iter().map(|(place, _)| place).collect();
            assert_eq!(places, [place], "{fault}");
        }
        let fine = Fault::status(503, FaultBody::Api).retry_after("soon").latency(slow(1, 1));
        assert_eq!(fine.problems(), []);
    }

    #[test]
    fn faults_as_json() {
        let rows = [
            (json!({}), Fault::none()),
            (json!({"fault": "reset", "strikes": "afterCommit"}), Fault::reset().after_commit()),
            (
                json!({"fault": {"status": {"code": 503, "body": "html"}}, "retryAfter": "soon"}),
                Fault::status(503, FaultBody::Html).retry_after("soon"),
            ),
            (
                json!({"fault": "stall", "strikes": {"commitsLate": {"afterRequests": 2}}}),
                Fault::stall().commits_late(Late::AfterRequests(2)),
            ),
            (
                json!({"fault": {"dribble": {"pauseMilliseconds": 3}}, "latency": {"atLeast": 1, "atMost": 2}}),
                Fault::dribble(Duration::from_millis(3))
                    .latency(Latency::between(Duration::from_millis(1), Duration::from_millis(2))),
            ),
        ];
        for (text, fault) in rows {
            let read: Fault = serde_json::from_value(text).unwrap();
            assert_eq!(read, fault);
            let again: Fault = serde_json::from_value(json!(fault)).unwrap();
            assert_eq!(again, fault);
        }
        let refused: [Value; 3] = [
            json!({"fault": "unknown"}),
            json!({"unknown": 1}),
            json!({"fault": {"reset": {"a": 1}}}),
        ];
        for text in refused {
            assert!(serde_json::from_value::<Fault>(text).is_err());
        }
    }

    #[test]
    fn every_kind_is_told_once() {
        let every = Fault::every_kind();
        let mut told: Vec<_> = every.iter().map(Fault::to_string).collect();
        let count = told.len();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), count);
        for kind in [
            "reset after commit",
            "reset with a late commit",
            "stall before commit",
            "gzip after commit",
            "redirect before commit",
            "status 409 (api) after commit",
            "status 503 (gateway) with a late commit",
        ] {
            assert!(told.iter().any(|one| one == kind), "{kind}");
        }
    }

    // No kind can be added without being told here, and so in `every_kind`.
    fn name(kind: &Kind) -> &'static str {
        match kind {
            Kind::None => "none",
            Kind::Status { .. } => "status",
            Kind::ResetBeforeReading => "resetBeforeReading",
            Kind::Reset => "reset",
            Kind::ResetMidBody => "resetMidBody",
            Kind::Stall => "stall",
            Kind::Dribble { .. } => "dribble",
            Kind::WrongContentLength { .. } => "wrongContentLength",
            Kind::BrokenChunk => "brokenChunk",
            Kind::Redirect { .. } => "redirect",
            Kind::Gzip => "gzip",
        }
    }

    #[test]
    fn no_kind_is_forgotten() {
        use std::collections::BTreeSet;

        let every = Fault::every_kind();
        let mut told: BTreeSet<_> = every.iter().map(|fault| name(&fault.fault)).collect();
        assert!(told.insert(name(&Kind::None)), "nothing is no fault");
        let schema = json!(schemars::schema_for!(Fault));
        let kinds = schema["$defs"]["Kind"]["oneOf"].as_array().unwrap();
        let known: BTreeSet<_> = kinds
            .iter()
            .map(|kind| kind["const"].as_str().or_else(|| kind["required"][0].as_str()).unwrap())
            .collect();
        assert_eq!(told, known);

        // Each in every way in which it can strike.
        for fault in &every {
            for way in [fault.clone().before_commit(), fault.clone().after_commit()] {
                assert!(!way.problems().is_empty() || every.contains(&way), "{way}");
            }
            let late = fault.clone().commits_late(Late::AfterRequests(1));
            assert!(!late.problems().is_empty() || every.contains(&late), "{late}");
        }
    }

    #[test]
    fn latency_is_drawn_by_the_seed() {
        let latency = Latency::between(Duration::from_millis(5), Duration::from_millis(50));
        let draw = |seed| {
            let mut random = fastrand::Rng::with_seed(seed);
            [(); 20].map(|()| latency.draw(&mut random))
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        let drawn = draw(3);
        assert!(drawn.iter().all(|one| (5..=50).contains(&one.as_millis())), "{drawn:?}");
    }
}
