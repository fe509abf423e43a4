//! What a folder holds, hidden files apart: those are the file manager's.

use std::path::Path;

use anyhow::{Context, Result};

/// The names in `folder`, sorted.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>> {
    let list = || format!("cannot list {}", folder.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(list)? {
        names.push(entry.with_context(list)?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn hidden_files_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.md", ".DS_Store", "a.mdx"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("c")).unwrap();
        assert_eq!(names(folder.path()).unwrap(), ["a.mdx", "b.md", "c"]);
    }
}
