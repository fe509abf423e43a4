//! Requests a second, by the clock and by the processor's time.

use std::net::SocketAddr;
use std::process::Command;

use crate::{Layer, Size};

/// Rounds of which the median counts; each has all layers in turn, so that what else goes on hits all alike.
const ROUNDS: usize = 9;

/// What a second is of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Second {
    Clock,
    Processor,
}

/// Requests of a second, by layer. All layers send from one thread.
pub(crate) fn of(second: Second, size: Size, in_flight: usize, server: SocketAddr) -> [f64; 3] {
    let requests = match size {
        Size::Message => 20_000,
        Size::Batch => 2_000,
    };
    let mut rates = [Layer::Plain, Layer::Raw, Layer::Facade].map(|layer| (layer, Vec::new()));
    for _ in 0..ROUNDS {
        for (layer, rates) in &mut rates {
            rates
                .push(requests as f64 / seconds(second, *layer, size, requests, in_flight, server));
        }
    }
    rates.map(|(_, mut rates)| {
        rates.sort_by(f64::total_cmp);
        rates[ROUNDS / 2]
    })
}

fn seconds(
    second: Second,
    layer: Layer,
    size: Size,
    requests: usize,
    in_flight: usize,
    server: SocketAddr,
) -> f64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(crate::arguments(layer, size, requests, in_flight, server));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout).unwrap();
    let mut seconds = told.split_whitespace().map(|seconds| seconds.parse().unwrap());
    seconds.nth(second as usize).unwrap()
}
