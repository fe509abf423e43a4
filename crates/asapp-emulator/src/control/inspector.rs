//! The inspector page: three files of the program's own, and what they may show.

use http::StatusCode;
use http::header::CONTENT_SECURITY_POLICY;
use schemars::JsonSchema;
use serde::Serialize;

use super::route::{Call, Json};
use crate::answer::Answer;
use crate::delivery::Content;

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
pub(super) const CSS: &str = "text/css; charset=utf-8";

/// Nothing but the page's own files and the control API, and no text that is read as markup.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

pub(super) fn page() -> Content {
    file(HTML, include_str!("../inspector/index.html"))
}

pub(super) fn script() -> Content {
    file(JAVASCRIPT, include_str!("../inspector/inspector.js"))
}

pub(super) fn style() -> Content {
    file(CSS, include_str!("../inspector/inspector.css"))
}

fn file(media_type: &'static str, text: &str) -> Content {
    let content = Content::new(StatusCode::OK, media_type, text.as_bytes().to_vec());
    content.with(CONTENT_SECURITY_POLICY, POLICY)
}

/// What the inspector page has to know beside what others read.
#[derive(Serialize, JsonSchema)]
pub(super) struct Inspection {
    /// Whether texts and bodies are shown: only while loopback alone is listened on.
    texts: bool,
    /// Another number whenever a seed, a snapshot or a reset has changed what is stored: the journal does not tell.
    revision: u64,
}

pub(super) fn inspection(call: &Call<'_>) -> Result<Json<Inspection>, Answer> {
    Ok(Json(Inspection { texts: call.is_loopback, revision: call.api.journal.revision() }))
}
