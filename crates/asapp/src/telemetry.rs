//! What can be seen of a call from outside: an allow-list, never content.

mod attempt;

pub(crate) use attempt::AttemptRecord;
