//! Path templates such as `/conversations/{conversationId}/messages`.

use super::PathParameters;
use crate::uri::decode;

/// Sorts so that of two templates that fit one path the more literal comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PathTemplate {
    segments: Vec<Segment>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(String),
    Parameter(String),
}

impl PathTemplate {
    pub(super) fn new(template: &str) -> Self {
        Self { segments: template.split('/').map(Segment::new).collect() }
    }

    /// The parameters' values where the path fits.
    pub(super) fn parameters(&self, path: &str) -> Option<PathParameters> {
        let segments: Vec<_> = path.split('/').map(decode).collect::<Option<_>>()?;
        if segments.len() != self.segments.len() {
            return None;
        }
        let mut parameters = PathParameters::default();
        for (expected, given) in self.segments.iter().zip(segments) {
            match expected {
                Segment::Literal(literal) if *literal == given => {}
                Segment::Parameter(name) if !given.is_empty() => {
                    parameters.0.push((name.clone(), given))
                }
                _ => return None,
            }
        }
        Some(parameters)
    }
}

impl Segment {
    fn new(segment: &str) -> Self {
        match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => Self::Parameter(name.to_owned()),
            None => Self::Literal(segment.to_owned()),
        }
    }
}
