//! A copy of what `regenerate` reads and writes, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The workspace that holds the program under test.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What a run may write, below the workspace.
pub(crate) const WRITTEN: [&str; 5] = [
    "specs",
    "src/generated",
    "crates/asapp/src/limits.rs",
    "crates/asapp/src/specs.rs",
    "crates/asapp-emulator/contract",
];

pub(crate) fn regenerate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("regenerate").args(arguments).output().unwrap()
}

/// Every file at or below `path` with its content.
pub(crate) fn tree(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    if path.is_file() {
        return BTreeMap::from([(path.to_owned(), fs::read(path).unwrap())]);
    }
    let entries = fs::read_dir(path).unwrap();
    entries.flat_map(|entry| tree(&entry.unwrap().path())).collect()
}

/// Two folders: `root`, a copy of what a run reads and writes, and `pages`, a download to be taken in.
pub(crate) struct Scratch(TempDir);

impl Scratch {
    pub(crate) fn new() -> Scratch {
        let scratch = Scratch(tempfile::tempdir().unwrap());
        for path in WRITTEN {
            copy(&workspace().join(path), &scratch.path("root").join(path));
        }
        copy(&workspace().join("specs/upstream/pages"), &scratch.path("pages"));
        scratch
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    pub(crate) fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        tree(self.0.path())
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    pub(crate) fn append(&self, file: &str, text: &str) {
        self.write(file, &(self.read(file) + text));
    }

    /// Replaces the first `from`, which must be there.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} holds no {from:?}");
        self.write(file, &text.replacen(from, to, 1));
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    pub(crate) fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).unwrap();
    }

    /// The number, from 1, of the last line that starts with `start`.
    pub(crate) fn line(&self, file: &str, start: &str) -> usize {
        let text = self.read(file);
        let count = text.lines().count();
        count - text.lines().rev().position(|line| line.starts_with(start)).unwrap()
    }

    /// Runs on `root`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let root = self.path("root");
        regenerate(&[&["--root", root.to_str().unwrap()], arguments].concat())
    }

    /// Runs on `root` with the pages of `pages`.
    pub(crate) fn run_with_pages(&self, arguments: &[&str]) -> Output {
        let pages = self.path("pages");
        self.run(&[&["--pages", pages.to_str().unwrap()], arguments].concat())
    }
}

fn copy(from: &Path, to: &Path) {
    for (file, content) in tree(from) {
        let target = match file.strip_prefix(from).unwrap() {
            same if same.as_os_str().is_empty() => to.to_owned(),
            below => to.join(below),
        };
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, content).unwrap();
    }
}
