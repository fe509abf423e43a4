//! Shows public values in every way in which they can be shown, and remembers of which types they were.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};

use asapp::{Error, SupportBundle};

use crate::sinks::{look, look_at, look_at_error};

/// Which values were shown.
#[derive(Default)]
pub(crate) struct Shown {
    /// Names of their types.
    pub(crate) types: BTreeSet<String>,
    /// Whether calls are dropped once before they are sent in earnest.
    pub(crate) drops: bool,
}

impl Shown {
    pub(crate) fn value<T: Debug>(&mut self, value: &T) {
        let name = name_of::<T>();
        look_at(&name, value);
        self.types.insert(name);
    }

    pub(crate) fn displayed<T: Debug + Display>(&mut self, value: &T) {
        look(&format!("Display of {}", name_of::<T>()), &value.to_string());
        self.value(value);
    }

    pub(crate) fn error(&mut self, error: &Error) {
        look_at_error("Error", error);
        self.displayed(error);
        self.displayed(&error.kind());
        self.displayed(&error.outcome());
        error.stopped_by().iter().for_each(|reason| self.displayed(reason));
        error.operation().iter().for_each(|operation| self.displayed(operation));
        for fault in error.faults() {
            self.displayed(fault);
            self.displayed(&fault.location);
            self.displayed(&fault.rule);
        }
        error.batches().iter().for_each(|batch| self.value(batch));
        error.records().iter().for_each(|record| self.value(record));
        self.bundle(&error.support_bundle());
        // The two that are shown word for word, for support.
        look("the code of an error", error.code().unwrap_or_default());
        look("the request id of an error", error.request_id().unwrap_or_default());
    }

    pub(crate) fn bundle(&mut self, bundle: &SupportBundle) {
        self.displayed(bundle);
        bundle.attempts().iter().for_each(|attempt| self.displayed(attempt));
    }

    pub(crate) fn result<T: Debug>(&mut self, result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(value) => {
                self.value(&value);
                Some(value)
            }
            Err(error) => {
                self.error(&error);
                None
            }
        }
    }
}

/// The type's own name, without its path and its parameters.
fn name_of<T>() -> String {
    let name = std::any::type_name::<T>();
    let name = name.split('<').next().unwrap_or(name);
    name.rsplit("::").next().unwrap_or(name).to_owned()
}
