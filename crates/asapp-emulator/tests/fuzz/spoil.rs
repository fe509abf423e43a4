//! Bodies of any kind, most of them close to a valid one.

use proptest::prelude::{Rng, RngExt};
use proptest::test_runner::TestRng;
use serde_json::{Map, Value, json};

use crate::mangle::mangle;

const DEPTH: u32 = 4;

pub(crate) fn body(valid: &Value, random: &mut TestRng) -> Vec<u8> {
    match random.random_range(0..8) {
        0 => any(random, DEPTH).to_string().into_bytes(),
        1 | 2 => {
            let mut bytes = valid.to_string().into_bytes();
            mangle(&mut bytes, random);
            bytes
        }
        3 => valid.to_string().into_bytes(),
        _ => {
            let mut value = valid.clone();
            spoil(&mut value, random);
            value.to_string().into_bytes()
        }
    }
}

/// Changes one place of a value: itself, or one of its members or items.
fn spoil(value: &mut Value, random: &mut TestRng) {
    match value {
        Value::Object(members) if !members.is_empty() && random.random_range(0..8) > 0 => {
            let name = members.keys().nth(random.random_range(0..members.len())).unwrap().clone();
            match random.random_range(0..4) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(format!("{name}x"), any(random, 1))),
                _ => spoil(&mut members[&name], random),
            }
        }
        Value::Array(items) if !items.is_empty() && random.random_range(0..8) > 0 => {
            let at = random.random_range(0..items.len());
            match random.random_range(0..4) {
                0 => drop(items.remove(at)),
                1 => items.insert(at, any(random, 2)),
                _ => spoil(&mut items[at], random),
            }
        }
        _ => *value = any(random, DEPTH),
    }
}

fn any(random: &mut TestRng, depth: u32) -> Value {
    match random.random_range(0..if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(random.random_range(0..2) == 0),
        2 => json!(random.next_u64()),
        3 => json!(f64::from_bits(random.next_u64())),
        4 => json!(text(random)),
        5 => json!("2021-11-23T12:13:14+05:30"),
        6 => (0..random.random_range(0..4)).map(|_| any(random, depth - 1)).collect(),
        _ => Value::Object(
            (0..random.random_range(0..4))
                .map(|_| (text(random), any(random, depth - 1)))
                .collect::<Map<_, _>>(),
        ),
    }
}

fn text(random: &mut TestRng) -> String {
    let length = [0, 1, 7, 40, 300][random.random_range(0..5)];
    (0..length).map(|_| char::from_u32(random.next_u32() % 0x11_0000).unwrap_or('x')).collect()
}
