//! Damage to bytes.

use proptest::prelude::{Rng, RngExt};
use proptest::test_runner::TestRng;

/// What parsers trip over.
const TELLING: &[u8] = b"\0\r\n \t:;,/?%#{}[]\"\\0\x7f\x80\xc3\xff";

/// One to four changes of a kind each. One case in eight stays whole, but for where it is cut up when sent.
pub(crate) fn mangle(bytes: &mut Vec<u8>, random: &mut TestRng) {
    if random.random_range(0..8) == 0 {
        return;
    }
    for _ in 0..random.random_range(1..=4) {
        if !bytes.is_empty() {
            change(bytes, random);
        }
    }
}

fn change(bytes: &mut Vec<u8>, random: &mut TestRng) {
    let at = random.random_range(0..bytes.len());
    let end = (at + random.random_range(1..40)).min(bytes.len());
    match random.random_range(0..7) {
        0 => bytes[at] ^= 1 << random.random_range(0..8),
        1 => bytes[at] = telling(random),
        2 => bytes.insert(at, telling(random)),
        3 => bytes.insert(at, random.next_u32().to_le_bytes()[0]),
        4 => drop(bytes.drain(at..end)),
        5 => {
            let copy = bytes[at..end].to_vec();
            let to = random.random_range(0..=bytes.len());
            bytes.splice(to..to, copy);
        }
        _ => bytes.truncate(at),
    }
}

fn telling(random: &mut TestRng) -> u8 {
    TELLING[random.random_range(0..TELLING.len())]
}
