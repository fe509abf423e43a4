//! One cell of the matrix: what is sent how, what goes wrong, and what came of it.

use std::collections::BTreeSet;
use std::fmt;
use std::iter::repeat_n;
use std::time::Duration;

use asapp::{
    CallOptions, Client, Credentials, Operation, Outcome, Pacer, Posture, RetryPolicy, WriteSafety,
};
use asapp_emulator::{API_ID, API_SECRET, Emulator, Fault, FaultBody, Late, Plan, RepeatedMessage};

use crate::call::{Stage, Told};
use crate::stall_timer::{SHORTEST_LIMIT, StallTimer};

pub(crate) const POSTURES: [Posture; 3] =
    [Posture::Vendor, Posture::AtMostOnce, Posture::Reconcile];

/// Real time, for a cell that hangs.
const GUARD: Duration = Duration::from_secs(60);

/// The first request and the retries of the default policy.
const REQUESTS: usize = 4;

/// Which requests are struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Struck {
    First,
    FirstTwo,
    All,
    /// The first; the second is refused.
    FirstThenRefused,
    /// The first, and the first request that reads it back.
    FirstAndReadBack,
    /// The first, and all that read it back.
    FirstAndEveryReadBack,
    /// The first, of a client that sends nothing again.
    FirstWithoutRetries,
}

/// A fault, and when a commit that it puts off happens.
#[derive(Clone)]
pub(crate) struct Blow {
    pub(crate) label: String,
    fault: Fault,
    during_waits: fn(&Emulator),
}

#[derive(Clone)]
pub(crate) struct Cell {
    pub(crate) operation: Operation,
    pub(crate) posture: Posture,
    pub(crate) repeats: RepeatedMessage,
    pub(crate) struck: Struck,
    pub(crate) blow: Blow,
}

/// What came of a cell once everything that was put off is stored.
pub(crate) struct Measured {
    pub(crate) cell: Cell,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) attempts: u32,
    /// How often each thing that was sent is stored.
    pub(crate) stored: Vec<usize>,
    /// Requests that arrived.
    pub(crate) requests: u64,
    /// Requests of the operation that arrived.
    pub(crate) own_requests: usize,
    /// Faults that struck none of them.
    pub(crate) faults_left: usize,
    pub(crate) is_success: bool,
    pub(crate) is_retryable: bool,
    pub(crate) is_right: bool,
}

impl Blow {
    fn of(fault: Fault) -> Self {
        Self { label: fault.to_string(), fault, during_waits: |_| {} }
    }

    /// What the request brings is stored while the client waits before its next.
    fn in_the_wait(fault: Fault) -> Self {
        let label = fault.to_string().replace("before commit", "with a commit in the wait");
        let fault = fault.commits_late(Late::AfterRequests(u32::MAX));
        Self { label, fault, during_waits: Emulator::commit_late }
    }

    fn every() -> Vec<Self> {
        Fault::every_kind().into_iter().map(Self::of).collect()
    }

    /// Those that need a wait, which only messages are told by.
    fn every_on_messages() -> Vec<Self> {
        let waits = [Fault::reset(), Fault::stall(), Fault::status(503, FaultBody::Api)];
        let mut every = Self::every();
        every.extend(waits.map(Self::in_the_wait));
        every
    }

    /// The label without the body of a status.
    pub(crate) fn family(&self) -> String {
        match (self.label.find(" ("), self.label.find(')')) {
            (Some(from), Some(to)) => format!("{}{}", &self.label[..from], &self.label[to + 1..]),
            _ => self.label.clone(),
        }
    }
}

impl Cell {
    /// Every operation × every fault × every posture, and in how many requests it strikes.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for &operation in Operation::ALL {
            for posture in POSTURES {
                for (repeats, struck) in Self::variants(operation, posture) {
                    let blows = if is_message(operation) {
                        Blow::every_on_messages()
                    } else {
                        Blow::every()
                    };
                    let cell = |blow| Self { operation, posture, repeats, struck, blow };
                    all.extend(blows.into_iter().map(cell));
                }
            }
        }
        all
    }

    fn variants(operation: Operation, posture: Posture) -> Vec<(RepeatedMessage, Struck)> {
        if !is_message(operation) {
            return [Struck::First, Struck::All].map(|one| (RepeatedMessage::Store, one)).into();
        }
        let mut struck = vec![
            Struck::First,
            Struck::FirstTwo,
            Struck::All,
            Struck::FirstThenRefused,
            Struck::FirstWithoutRetries,
        ];
        if posture == Posture::Reconcile {
            struck.extend([Struck::FirstAndReadBack, Struck::FirstAndEveryReadBack]);
        }
        let both = [RepeatedMessage::Store, RepeatedMessage::Conflict];
        both.into_iter().flat_map(|repeats| struck.iter().map(move |one| (repeats, *one))).collect()
    }

    pub(crate) async fn run(self) -> Measured {
        let measured = tokio::time::timeout(GUARD, self.clone().measure()).await;
        measured.unwrap_or_else(|_| panic!("{self} hangs"))
    }

    async fn measure(self) -> Measured {
        let Self { operation, posture, repeats, struck, .. } = self;
        // A service that refuses repeats would take equal messages for one.
        let has_equals = repeats == RepeatedMessage::Store;
        let stage = Stage::new(|settings| settings.repeated_message = repeats, has_equals).await;
        let emulator = &stage.emulator;
        let faults = |times| repeat_n(self.blow.fault.clone(), times);
        let own: Vec<_> = match struck {
            Struck::FirstThenRefused => {
                faults(1).chain([Fault::status(400, FaultBody::Api)]).collect()
            }
            _ => faults(struck.times()).collect(),
        };
        let plan = Plan::new().api_id(API_ID).on(operation.id(), own);
        let plan = plan.on(Operation::GetMessages.id(), faults(struck.read_backs()));
        let plan = emulator.add_plan(plan).unwrap();
        let retry = match struck {
            Struck::FirstWithoutRetries => RetryPolicy::none(),
            _ => RetryPolicy::vendor(),
        };
        let options = CallOptions::new()
            .posture(posture)
            .retry(retry)
            .attempt_timeout(SHORTEST_LIMIT)
            .total_timeout(SHORTEST_LIMIT * 100);
        let client = Client::builder()
            .credentials(Credentials::new(API_ID, API_SECRET))
            .host(emulator.url())
            .options(options)
            .pacer(Pacer::unlimited())
            .timer(StallTimer::new(emulator, self.blow.during_waits))
            .build()
            .unwrap();
        let Told { outcomes, attempts, is_success, is_retryable, is_right } =
            stage.call(&client, operation).await;
        emulator.commit_late();
        let counters = emulator.counters();
        let own_requests = counters.operations.get(operation.id()).copied().unwrap_or_default();
        let left = plan.remaining();
        Measured {
            outcomes,
            attempts,
            stored: stage.stored(operation),
            requests: counters.requests,
            own_requests: own_requests.try_into().unwrap(),
            faults_left: left.get(operation.id()).map_or(0, Vec::len),
            is_success,
            is_retryable,
            is_right,
            cell: self,
        }
    }
}

impl Measured {
    pub(crate) fn is_doubled(&self) -> bool {
        self.stored.iter().any(|times| *times > 1)
    }
}

/// As the tables tell it.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { outcomes, stored, requests, is_success, .. } = self;
        if stored.is_empty() {
            return write!(f, "{}, {requests}", if *is_success { "read" } else { "error" });
        }
        let outcomes: BTreeSet<_> = outcomes.iter().map(Outcome::to_string).collect();
        let outcomes: Vec<_> = outcomes.into_iter().collect();
        let stored: BTreeSet<_> = stored.iter().map(|times| format!("{times}×")).collect();
        let stored: Vec<_> = stored.into_iter().collect();
        write!(f, "{}, {requests}, {}", outcomes.join(" / "), stored.join(" / "))
    }
}

impl Struck {
    /// How many requests of the operation itself are to be struck.
    pub(crate) const fn times(self) -> usize {
        match self {
            Self::First
            | Self::FirstAndReadBack
            | Self::FirstAndEveryReadBack
            | Self::FirstWithoutRetries => 1,
            Self::FirstTwo | Self::FirstThenRefused => 2,
            Self::All => REQUESTS,
        }
    }

    /// How many requests that read back are to be struck.
    const fn read_backs(self) -> usize {
        match self {
            Self::First
            | Self::FirstTwo
            | Self::All
            | Self::FirstThenRefused
            | Self::FirstWithoutRetries => 0,
            Self::FirstAndReadBack => 1,
            Self::FirstAndEveryReadBack => REQUESTS,
        }
    }
}

pub(crate) fn is_message(operation: Operation) -> bool {
    operation.write_safety() == WriteSafety::OnceOnly
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, posture, repeats, struck, blow } = self;
        write!(f, "{operation}, {posture}, {}, {struck:?}, repeats: {repeats:?}", blow.label)
    }
}
