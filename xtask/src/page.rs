//! One reference page of the vendor: Markdown around a fenced OpenAPI fragment.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::folder;

/// A page as published, and the OpenAPI fragment that it carries.
#[derive(Debug)]
pub(crate) struct Page {
    /// File name, without folder.
    pub(crate) file: String,
    /// The first heading.
    pub(crate) title: String,
    /// The address in the page's own source line, where it has one.
    pub(crate) source: Option<String>,
    /// The page, byte for byte.
    pub(crate) text: String,
    /// The OpenAPI fragment.
    pub(crate) fragment: Value,
}

/// Reads every page of `folder`, in the order of their names.
pub(crate) fn read_all(folder: &Path) -> Result<Vec<Page>> {
    let files = read_names(folder)?;
    ensure!(!files.is_empty(), "no page (*.md) in {}", folder.display());
    files
        .into_iter()
        .map(|file| {
            let bytes =
                std::fs::read(folder.join(&file)).with_context(|| format!("page {file}"))?;
            let text =
                String::from_utf8(bytes).with_context(|| format!("page {file}: not UTF-8"))?;
            parse(&file, text).with_context(|| format!("page {file}"))
        })
        .collect()
}

/// The file names of the pages (`*.md`) in `folder`, sorted. Anything else may be a page that would be missed.
pub(crate) fn read_names(folder: &Path) -> Result<Vec<String>> {
    let files = folder::names(folder)?;
    let other = files.iter().find(|file| !file.ends_with(".md"));
    let Some(other) = other else { return Ok(files) };
    bail!("{other} in {}: is no page (*.md); rename or remove it", folder.display())
}

fn parse(file: &str, text: String) -> Result<Page> {
    let (first_line, yaml) = fence(&text)?;
    let fragment = crate::yaml::parse(yaml, first_line)?;
    ensure!(fragment.is_object(), "line {first_line}: the fence does not hold an OpenAPI document");
    let title =
        text.lines().find_map(|line| line.strip_prefix("# ").filter(|t| !t.starts_with("Source:")));
    let title = title.context("no heading")?.trim().to_owned();
    let source =
        text.lines().find_map(|line| line.strip_prefix("# Source:")).map(|s| s.trim().to_owned());
    Ok(Page { file: file.to_owned(), title, source, text, fragment })
}

/// The content of the one YAML fence, and the line on which it begins.
///
/// The info string after `yaml` varies from page to page and carries nothing that the fragment lacks.
fn fence(text: &str) -> Result<(u64, &str)> {
    let mut found = None;
    let mut open: Option<(&str, bool, u64, usize)> = None;
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index as u64 + 1;
        let (start, end) = (offset, offset + line.len());
        offset = end;
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        if let Some((opening, is_yaml, first_line, begin)) = open {
            if ticks.len() < opening.len() || line.trim_end() != ticks {
                continue;
            }
            open = None;
            if is_yaml {
                ensure!(found.is_none(), "line {first_line}: a second YAML fence");
                found = Some((first_line, &text[begin..start]));
            }
        } else if ticks.len() >= 3 {
            let is_yaml = line[ticks.len()..].split_whitespace().next() == Some("yaml");
            open = Some((ticks, is_yaml, number + 1, end));
        }
    }
    if let Some((_, _, first_line, _)) = open {
        bail!("line {}: the fence is not closed", first_line - 1);
    }
    found.context("no YAML fence with an OpenAPI fragment")
}
