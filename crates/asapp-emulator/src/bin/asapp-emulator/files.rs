//! Files that others wait for: they appear whole or not at all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io, process};

/// The file that names the port, for as long as the program runs.
pub(crate) struct PortFile(PathBuf);

impl PortFile {
    /// Writes the port of the URL, and a line feed, if there is a file to write to.
    pub(crate) fn write(path: Option<&Path>, url: &str) -> io::Result<Option<Self>> {
        let Some(path) = path else { return Ok(None) };
        let port = url.rsplit(':').next().unwrap_or_default();
        write_whole(path, &format!("{port}\n"))?;
        Ok(Some(Self(path.to_owned())))
    }
}

impl Drop for PortFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes a file beside the one that is meant, and puts it in its place.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut name = OsString::from(path);
    name.push(format!(".{}", process::id()));
    let beside = PathBuf::from(name);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        at(&path.display(), &error)
    })
}

/// The error with the place where it happened.
pub(crate) fn at(place: &impl fmt::Display, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{place}: {error}"))
}
