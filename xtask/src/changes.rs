//! The files that a run would write: written all together, or shown as a diff.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use similar::TextDiff;

/// New content by path below the workspace; `None` removes the file.
#[derive(Debug, Default)]
pub(crate) struct Changes(BTreeMap<String, Option<String>>);

impl Changes {
    pub(crate) fn write(&mut self, file: impl Into<String>, content: String) {
        self.0.insert(file.into(), Some(content));
    }

    pub(crate) fn remove(&mut self, file: impl Into<String>) {
        self.0.insert(file.into(), None);
    }

    /// Only what differs from the files on disk.
    pub(crate) fn effective(self, root: &Path) -> Result<Changes> {
        let mut effective = BTreeMap::new();
        for (file, content) in self.0 {
            if current(root, &file)? != content {
                effective.insert(file, content);
            }
        }
        Ok(Changes(effective))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn apply(&self, root: &Path) -> Result<()> {
        for (file, content) in &self.0 {
            let path = root.join(file);
            match content {
                Some(content) => {
                    let folder = path.parent().context("a file outside every folder")?;
                    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, content))
                }
                None => std::fs::remove_file(&path),
            }
            .with_context(|| format!("cannot write {file}"))?;
        }
        Ok(())
    }

    pub(crate) fn diff(&self, root: &Path) -> Result<String> {
        let mut diff = String::new();
        for (file, content) in &self.0 {
            let before = current(root, file)?;
            let name = |side: &str, content: &Option<String>| {
                content.as_ref().map_or("/dev/null".to_owned(), |_| format!("{side}/{file}"))
            };
            let (old, new) = (name("a", &before), name("b", content));
            let (before, after) = (before.unwrap_or_default(), content.clone().unwrap_or_default());
            diff += &TextDiff::from_lines(&before, &after)
                .unified_diff()
                .header(&old, &new)
                .to_string();
        }
        Ok(diff)
    }
}

fn current(root: &Path, file: &str) -> Result<Option<String>> {
    match std::fs::read(root.join(file)) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {file}")),
    }
}
