//! Every operation × every fault × every posture: what the client says of a call is held against what the service has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod call;
mod cell;
mod judge;
mod stall_timer;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use self::cell::{Cell, Measured, POSTURES, is_message};

/// More than cores: some wait for the byte after next.
const WORKERS: usize = 8;

/// All cells, measured once for all tests.
static MATRIX: LazyLock<Vec<Measured>> = LazyLock::new(|| {
    let (cells, next) = (Cell::all(), AtomicUsize::new(0));
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut measured = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(cell) = cells.get(at) else { return measured };
            measured.push((at, runtime.block_on(cell.clone().run())));
        }
    };
    let mut all: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, measured)| measured).collect()
});

#[test]
fn what_the_client_says_is_so() {
    let violations: Vec<_> = MATRIX.iter().flat_map(judge::violations).collect();
    assert!(violations.is_empty(), "{} violations\n{}", violations.len(), violations.join("\n"));
}

#[test]
fn every_named_cell_occurs() {
    for named in &judge::NAMED {
        for fault in named.faults {
            let mut cells = MATRIX.iter().filter(|measured| named.names(measured, fault));
            let is_seen = cells.any(Measured::is_doubled);
            assert!(is_seen, "{}, {fault}: never stored twice", named.posture);
        }
    }
}

#[test]
fn postures_concern_messages_alone() {
    let others = || MATRIX.iter().filter(|measured| !is_message(measured.cell.operation));
    let mut told: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for measured in others() {
        let Cell { operation, struck, blow, .. } = &measured.cell;
        let cell = format!("{operation}, {}, {struck:?}", blow.label);
        told.entry(cell).or_default().insert(measured.to_string());
    }
    assert_eq!(told.len() * POSTURES.len(), others().count());
    for (cell, told) in told {
        assert_eq!(told.len(), 1, "{cell}: {told:?}");
    }
}

/// `ASAPP_WRITE_DOCS=1` writes the tables anew.
#[test]
fn the_documented_outcomes_are_those_measured() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/outcomes.md");
    let written = fs::read_to_string(&file).unwrap();
    let (head, _) = written.split_once(table::BEGIN).unwrap();
    let measured = format!("{head}{}\n{}", table::BEGIN, table::all(&MATRIX));
    println!("{}", table::all(&MATRIX));
    if std::env::var_os("ASAPP_WRITE_DOCS").is_some() {
        fs::write(&file, &measured).unwrap();
        return;
    }
    let differs = written.lines().zip(measured.lines()).find(|(written, now)| written != now);
    assert!(differs.is_none(), "docs/outcomes.md is not what was measured: {differs:#?}");
    assert_eq!(written.lines().count(), measured.lines().count(), "docs/outcomes.md is not whole");
}
