//! What the packages stand on, and that the committed copy of the generated code is the generated code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::process::Command;

/// Crates that only generating needs. A name that ends in `*` stands for all that begin so.
const GENERATOR: [&str; 7] = [
    "progenitor",
    "progenitor-impl",
    "progenitor-macro",
    "typify*",
    "openapiv3",
    "prettyplease",
    "serde-saphyr",
];

/// TLS implementations other than rustls.
const OTHER_TLS: [&str; 5] =
    ["native-tls", "hyper-tls", "tokio-native-tls", "openssl", "openssl-sys"];

/// The names of the crates that `cargo tree` lists.
fn tree(arguments: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--offline", "--locked", "--prefix", "none", "--format", "{p}"])
        .args(arguments.split(' '))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

fn found<'a>(tree: &BTreeSet<String>, names: &[&'a str]) -> Vec<&'a str> {
    let is_there = |name: &str| match name.strip_suffix('*') {
        Some(start) => tree.iter().any(|it| it.starts_with(start)),
        None => tree.contains(name),
    };
    names.iter().copied().filter(|name| is_there(name)).collect()
}

#[test]
fn without_codegen_no_generator_is_built() {
    for package in ["asapp-raw", "asapp"] {
        let tree = tree(&format!("-p {package} --no-default-features --edges normal,build"));
        assert!(tree.contains("progenitor-client"), "{package}: {tree:?}");
        assert!(found(&tree, &GENERATOR).is_empty(), "{package}: {:?}", found(&tree, &GENERATOR));
    }
}

#[test]
fn by_default_the_generator_is_built_and_only_for_the_build() {
    for package in ["asapp-raw", "asapp"] {
        let built = tree(&format!("-p {package} --edges normal,build"));
        let needed = ["progenitor", "progenitor-impl", "typify*", "openapiv3", "prettyplease"];
        assert_eq!(found(&built, &needed), needed, "{package}");
        assert!(built.contains("serde-saphyr"), "{package}");
        let linked = tree(&format!("-p {package} --edges normal"));
        assert!(
            found(&linked, &GENERATOR).is_empty(),
            "{package}: {:?}",
            found(&linked, &GENERATOR)
        );
    }
}

#[test]
fn tls_is_rustls_alone() {
    let tree = tree("--workspace --all-features --edges normal");
    assert!(tree.contains("rustls"), "{tree:?}");
    assert!(found(&tree, &OTHER_TLS).is_empty(), "{:?}", found(&tree, &OTHER_TLS));
}

#[test]
fn the_build_script_stays_short() {
    let lines = include_str!("../build.rs").lines().count();
    assert!(lines <= 61, "build.rs has {lines} lines");
}

#[cfg(feature = "codegen")]
#[test]
fn the_snapshot_is_what_this_build_generated() {
    for (name, generated, committed) in [
        (
            "conversations.rs",
            include_str!(concat!(env!("OUT_DIR"), "/conversations.rs")),
            include_str!("../src/generated/conversations.rs"),
        ),
        (
            "metadata_ingestion.rs",
            include_str!(concat!(env!("OUT_DIR"), "/metadata_ingestion.rs")),
            include_str!("../src/generated/metadata_ingestion.rs"),
        ),
    ] {
        assert!(generated == committed, "src/generated/{name}: run `cargo xtask regenerate`");
    }
}
