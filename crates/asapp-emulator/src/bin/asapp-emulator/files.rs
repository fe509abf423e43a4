//! Files that others wait for: they appear whole or not at all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io, process};

/// The file that names the port, from when it is written until the program ends.
pub(crate) struct PortFile(PathBuf);

impl PortFile {
    /// Removes the file that a run before may have left behind: whoever waits for it would take it for this one's.
    pub(crate) fn at(path: PathBuf) -> io::Result<Self> {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(with_place(&path.display(), &error))
            }
            _ => Ok(Self(path)),
        }
    }

    /// Writes the port of the URL, and a line feed.
    pub(crate) fn write(&self, url: &str) -> io::Result<()> {
        let port = url.rsplit(':').next().unwrap_or_default();
        write_whole(&self.0, &format!("{port}\n"))
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
        with_place(&path.display(), &error)
    })
}

/// The error with the place where it happened.
pub(crate) fn with_place(place: &impl fmt::Display, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{place}: {error}"))
}
