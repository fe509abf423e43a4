//! Path templates such as `/conversations/{conversationId}/messages`.

use super::PathParameters;
use crate::uri::decode;

/// Sorts so that of two templates that fit one path the more literal comes first. The names of the parameters count
/// last, so that templates which differ in them alone are neighbours.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PathTemplate {
    segments: Vec<Segment>,
    names: Vec<String>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(String),
    Parameter,
}

impl PathTemplate {
    /// # Errors
    ///
    /// A brace elsewhere than around a whole segment, a parameter without a name, and a name met twice.
    pub(crate) fn new(template: &str) -> Result<Self, &'static str> {
        let mut read = Self { segments: Vec::new(), names: Vec::new() };
        for segment in template.split('/') {
            read.push(segment)?;
        }
        Ok(read)
    }

    fn push(&mut self, segment: &str) -> Result<(), &'static str> {
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            if segment.contains(['{', '}']) {
                return Err("a parameter must be a whole segment");
            }
            self.segments.push(Segment::Literal(segment.to_owned()));
            return Ok(());
        };
        if name.is_empty() || name.contains(['{', '}']) || self.has(name) {
            return Err("a parameter must have a name of its own");
        }
        self.segments.push(Segment::Parameter);
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Whether there is a parameter of this name.
    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Whether the parameters are these, in any order.
    pub(super) fn has_exactly(&self, names: &[&str]) -> bool {
        self.names.iter().all(|name| names.contains(&name.as_str()))
            && names.iter().all(|name| self.has(name))
    }

    /// Whether both fit the same paths.
    pub(super) fn fits_like(&self, other: &Self) -> bool {
        self.segments == other.segments
    }

    /// The parameters' values where the path, given by its decoded segments, fits.
    pub(crate) fn parameters(&self, path: &[String]) -> Option<PathParameters> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (expected, given) in self.segments.iter().zip(path) {
            match expected {
                Segment::Literal(literal) if literal == given => {}
                Segment::Parameter if !given.is_empty() => values.push(given.clone()),
                _ => return None,
            }
        }
        Some(PathParameters(self.names.iter().cloned().zip(values).collect()))
    }
}

/// The decoded segments of a path, or none where one is not properly encoded.
pub(crate) fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/').map(decode).collect()
}
