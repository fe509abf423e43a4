//! The whole chain: pages → upstream documents → contract → generator input → generated code.
//!
//! Everything is worked out before the first file is written, so that bad input changes nothing.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::assemble::{Document, assemble};
use crate::changes::Changes;
use crate::page::Page;
use crate::{codegen, hoist, limits, operation_ids, overlay, page, provenance, snapshot, yaml};

const UPSTREAM: &str = "specs/upstream";
const PAGES: &str = "specs/upstream/pages";

const DIGESTS: &str = "\
//! Which of the vendor's documents this crate was made from: SHA-256 of each file of specs/upstream.
// Written by `cargo xtask regenerate`. Not to be edited.
";

#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing: print what would change as a unified diff, and exit with 1 where there is any.
    #[arg(long)]
    check: bool,
    /// Take the pages from this folder, a whole new download, instead of specs/upstream/pages.
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
    /// The folder whose specs are read and whose files are written.
    #[arg(long, value_name = "DIR", hide = true, default_value_os_t = crate::workspace())]
    root: PathBuf,
}

#[allow(clippy::print_stdout, reason = "the notices are part of the answer")]
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut notices = Vec::new();
    let is_changed = carry_out(options, &mut notices);
    // Told of a failed run too: what the vendor says differently may be why it failed.
    print!("{}", notices.concat());
    let is_done = !is_changed? && notices.is_empty();
    Ok(if is_done || !options.check { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Shows or makes the changes, and answers whether there are any.
#[allow(clippy::print_stdout, reason = "the diff and the list of files are the answer")]
fn carry_out(options: &Options, notices: &mut Vec<String>) -> Result<bool> {
    let root = &options.root;
    let changes = plan(root, options.pages.as_deref(), notices)?.effective(root)?;
    if options.check {
        print!("{}", changes.diff(root)?);
    } else {
        changes.apply(root)?;
        for file in changes.files() {
            println!("{file}");
        }
    }
    Ok(!changes.is_empty())
}

/// `notices` tell what the user has to do by hand.
fn plan(root: &Path, new_pages: Option<&Path>, notices: &mut Vec<String>) -> Result<Changes> {
    let mut changes = Changes::default();
    let known = provenance::read(root)?;
    let pages = page::read_all(new_pages.unwrap_or(&root.join(PAGES)))?;
    match new_pages {
        None => known.verify(&pages)?,
        Some(_) => take_in(root, &pages, &known, &mut changes)?,
    }

    let upstream = assemble(&pages)?;
    let names: Vec<_> = upstream.iter().map(|document| document.name).collect();
    overlay::refuse_strays(root, &["contract", "codegen"], &names)?;
    let mut contract = upstream.clone();
    for Document { name, value } in &mut contract {
        overlay::apply(root, "contract", name, value, notices)?;
    }
    operation_ids::ensure_unique_in_contract(&contract)
        .context("an action of specs/overlays/contract gives a wrong operationId")?;
    operation_ids::ensure_complete_in_contract(&contract)?;
    let input = contract
        .iter()
        .map(|document| generator_input(root, document, notices))
        .collect::<Result<Vec<_>>>()?;

    let mut printed = Vec::new();
    for (documents, folder, origin) in [
        (&upstream, UPSTREAM, "assembled from specs/upstream/pages"),
        (&contract, "specs/contract", "specs/upstream with specs/overlays/contract"),
        (
            &input,
            "specs",
            "specs/contract with specs/overlays/codegen, what build.rs generates the client from",
        ),
    ] {
        for Document { name, value } in documents {
            let comment =
                format!("Written by `cargo xtask regenerate`: {origin}. Not to be edited.");
            let text = yaml::print(&comment, value)?;
            if folder == UPSTREAM {
                printed.push((*name, provenance::digest(&text)));
            }
            changes.write(format!("{folder}/{name}.yaml"), text);
        }
    }
    for Document { name, value } in &contract {
        let json = serde_json::to_string_pretty(value)? + "\n";
        changes.write(format!("crates/asapp-emulator/contract/{name}.json"), json);
    }
    changes.write("crates/asapp/src/limits.rs", limits::generate(&contract)?);
    changes.write("crates/asapp/src/specs.rs", digests(&printed));
    snapshot::take(&input, &mut changes)?;
    Ok(changes)
}

/// The digests of the upstream documents, as constants for the facade.
fn digests(documents: &[(&str, String)]) -> String {
    let rows: String =
        documents.iter().map(|(name, digest)| format!("    ({name:?}, {digest:?}),\n")).collect();
    format!("{DIGESTS}\npub(crate) const DIGESTS: &[(&str, &str)] = &[\n{rows}];\n")
}

/// The new pages replace the old ones; a page that is gone from the download is gone here.
fn take_in(
    root: &Path,
    pages: &[Page],
    known: &provenance::Provenance,
    changes: &mut Changes,
) -> Result<()> {
    for old in page::read_names(&root.join(PAGES))? {
        changes.remove(format!("{PAGES}/{old}"));
    }
    for page in pages {
        changes.write(format!("{PAGES}/{}", page.file), page.text.clone());
    }
    changes.write(provenance::FILE, known.of(pages)?.print()?);
    Ok(())
}

fn generator_input(
    root: &Path,
    contract: &Document,
    notices: &mut Vec<String>,
) -> Result<Document> {
    let mut input = contract.clone();
    codegen::success_only(&mut input.value)
        .with_context(|| format!("specs/contract/{}.yaml", contract.name))?;
    overlay::apply(root, "codegen", input.name, &mut input.value, notices)?;
    hoist::hoist(&mut input.value)
        .with_context(|| format!("specs/overlays/codegen/{}.yaml", contract.name))?;
    Ok(input)
}
