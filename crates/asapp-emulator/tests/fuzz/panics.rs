//! Panics, which a server hides: the runtime catches them, and the connection is closed.

use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

static COUNTED: AtomicUsize = AtomicUsize::new(0);

/// Counts them from now on, anywhere in this process.
pub(crate) fn count() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            COUNTED.fetch_add(1, Ordering::SeqCst);
            report(info);
        }));
    });
}

pub(crate) fn none_so_far() -> bool {
    COUNTED.load(Ordering::SeqCst) == 0
}
