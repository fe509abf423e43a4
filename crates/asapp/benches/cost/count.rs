//! Instructions and allocations, which are the same on every run but for the seeds of hash maps.

use std::net::SocketAddr;
use std::process::Command;

use crate::{Layer, Size};

const LAYERS: [Layer; 3] = [Layer::Plain, Layer::Raw, Layer::Facade];

/// Requests that are counted.
const REQUESTS: usize = 200;

/// Instructions of a request, from a message that is there to the answer that is read, by layer. What goes on in the
/// kernel is not counted.
pub(crate) fn instructions(size: Size, server: SocketAddr) -> [f64; 3] {
    let tool = ["--tool=callgrind", "--toggle-collect=cost::sending::measured*"];
    let out = ["--callgrind-out-file=/dev/null"];
    LAYERS.map(|layer| {
        let told = valgrind(&[tool.as_slice(), &out].concat(), layer, size, REQUESTS, server);
        number_after(&told, "Collected : ") / REQUESTS as f64
    })
}

/// Allocations of a request, by layer. What the caller's messages take is taken off.
pub(crate) fn allocations(size: Size, server: SocketAddr) -> [f64; 3] {
    let tool = ["--tool=dhat", "--dhat-out-file=/dev/null"];
    LAYERS.map(|layer| {
        let [few, many] = [REQUESTS, 2 * REQUESTS].map(|requests| {
            let told = valgrind(&tool, layer, size, requests, server);
            number_after(told.split_once("Total:").unwrap().1, "bytes in ")
        });
        // The list, and for each message its text and its sender's key.
        let given = 1 + 2 * size.messages();
        (many - few) / REQUESTS as f64 - given as f64
    })
}

fn valgrind(
    tool: &[&str],
    layer: Layer,
    size: Size,
    requests: usize,
    server: SocketAddr,
) -> String {
    let mut command = Command::new("valgrind");
    command.args(tool).arg(std::env::current_exe().unwrap());
    command.args(crate::arguments(layer, size, requests, 1, server));
    let output = command.output().expect("valgrind is needed to count");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    told
}

fn number_after(told: &str, what: &str) -> f64 {
    let (_, rest) = told.split_once(what).unwrap_or_else(|| panic!("no {what:?} in {told}"));
    let digits = rest.chars().take_while(|c| c.is_ascii_digit() || *c == ',');
    digits.filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}
