//! Where each page came from, and the digest that proves that it is unchanged.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::page::Page;

/// The file, relative to the workspace.
pub(crate) const FILE: &str = "specs/upstream/provenance.yaml";

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Provenance {
    pages: Vec<Entry>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    title: String,
    /// Path on the vendor's documentation site.
    path: String,
    sha256: String,
}

pub(crate) fn read(root: &Path) -> Result<Provenance> {
    let text =
        std::fs::read_to_string(root.join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
    serde_json::from_value(crate::yaml::parse(&text, 1).context(FILE)?).context(FILE)
}

impl Provenance {
    /// Every page is listed with its digest and title, and every listed page is there.
    pub(crate) fn verify(&self, pages: &[Page]) -> Result<()> {
        for page in pages {
            let file = &page.file;
            let entry =
                self.entry(file).with_context(|| format!("page {file}: not listed in {FILE}"))?;
            let actual = digest(&page.text);
            ensure!(
                entry.sha256 == actual,
                "page {file}: its sha256 is {actual}, but {FILE} says {}; restore the page, or take a new download in with --pages",
                entry.sha256
            );
            ensure!(
                entry.title == page.title,
                "page {file}: its title is {:?}, but {FILE} says {:?}",
                page.title,
                entry.title
            );
        }
        for entry in &self.pages {
            ensure!(
                pages.iter().any(|page| page.file == entry.file),
                "page {}: listed in {FILE}, but missing",
                entry.file
            );
        }
        Ok(())
    }

    /// The provenance of a new set of pages. A page's path is the one it names itself, else the one known before.
    pub(crate) fn of(&self, pages: &[Page]) -> Result<Provenance> {
        let pages = pages.iter().map(|page| {
            let named = page.source.as_deref().and_then(|source| {
                let path = source
                    .split_once("://")
                    .map_or(source, |(_, rest)| &rest[rest.find('/').unwrap_or(rest.len())..]);
                Some(path).filter(|path| !path.is_empty()).map(str::to_owned)
            });
            let known = self.entry(&page.file).map(|entry| entry.path.clone());
            let path = named.or(known).with_context(|| {
                format!(
                    "page {}: its path on the vendor's site is not known; list it in {FILE} first",
                    page.file
                )
            })?;
            Ok(Entry {
                file: page.file.clone(),
                title: page.title.clone(),
                path,
                sha256: digest(&page.text),
            })
        });
        Ok(Provenance { pages: pages.collect::<Result<_>>()? })
    }

    pub(crate) fn print(&self) -> Result<String> {
        let comment = "Where specs/upstream/pages came from. Written by `cargo xtask regenerate --pages DIR`.";
        crate::yaml::print(comment, &serde_json::to_value(self)?)
    }

    fn entry(&self, file: &str) -> Option<&Entry> {
        self.pages.iter().find(|entry| entry.file == file)
    }
}

pub(crate) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
