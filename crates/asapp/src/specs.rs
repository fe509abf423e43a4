//! Which of the vendor's documents this crate was made from: SHA-256 of each file of specs/upstream.
// Written by `cargo xtask regenerate`. Not to be edited.

pub(crate) const DIGESTS: &[(&str, &str)] = &[
    ("conversations", "f8603dda1d86eeb7cf993967be9c1b981de89d41ff0e14b34ab20d04c1bc5134"),
    ("metadata-ingestion", "e09b75cad3b64e2b82de25cda7e3c160e59efe2cafee5b3b2cb934606e439cf6"),
];
