//! The committed copy of the generated code, taken from the OUT_DIR of a real build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::assemble::Document;
use crate::changes::Changes;
use crate::yaml;

/// A target folder of its own: a check must not make the next ordinary build start anew.
const TARGET: &str = "target/regenerate";

pub(crate) fn take(input: &[Document], changes: &mut Changes) -> Result<()> {
    let target = crate::workspace().join(TARGET);
    // The build reads the new specs from here, for they are not written to their place before it succeeds.
    let specs = target.join("specs");
    fs::create_dir_all(&specs)?;
    // cargo locks only the build: another run must not exchange these specs before it, or its output after it.
    let lock = fs::File::create(target.join("lock"))?;
    lock.lock().context("cannot lock target/regenerate")?;
    for Document { name, value } in input {
        let file = specs.join(format!("{name}.yaml"));
        let text = yaml::print("Input of the snapshot build.", value)?;
        // An unchanged file keeps its time, so that nothing is built again.
        if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
            fs::write(&file, text)?;
        }
    }
    let out_dir = build(&specs)?;
    for Document { name, .. } in input {
        let file = format!("{}.rs", name.replace('-', "_"));
        let code = fs::read_to_string(out_dir.join(&file))
            .with_context(|| format!("the build wrote no {file}"))?;
        changes.write(format!("src/generated/{file}"), code);
    }
    Ok(())
}

/// Builds `asapp-raw` from `specs` and answers its OUT_DIR. It is built in this workspace whatever files
/// are being worked on, for the generator is this workspace's.
fn build(specs: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(crate::workspace())
        .args(["check", "--quiet", "--locked", "--package", "asapp-raw", "--features", "codegen"])
        .args(["--message-format", "json-render-diagnostics", "--target-dir", TARGET])
        .env("ASAPP_RAW_SPECS", std::path::absolute(specs)?)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(output.status.success(), "asapp-raw does not build from the new specs (see above)");
    let messages = String::from_utf8(output.stdout)?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "build-script-executed")
        .find(|message| message["package_id"].as_str().is_some_and(|id| id.contains("asapp-raw")))
        .and_then(|message| message["out_dir"].as_str().map(PathBuf::from))
        .context("cargo did not say where asapp-raw's OUT_DIR is")
}
