//! The order of calls on one conversation.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use tokio::sync::{Mutex, OwnedMutexGuard};

/// Calls that are carried out one after the other, in the order in which they were begun.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lane(Arc<Mutex<()>>);

/// A place in a lane. Dropped, it makes way for the next.
pub(crate) struct Turn(Place);

enum Place {
    Waiting(Pin<Box<dyn Future<Output = OwnedMutexGuard<()>> + Send>>),
    First { _guard: OwnedMutexGuard<()> },
}

impl Lane {
    /// The place behind all that were taken before.
    pub(crate) fn line_up(&self) -> Turn {
        let mut waiting: Pin<Box<dyn Future<Output = _> + Send>> =
            Box::pin(Arc::clone(&self.0).lock_owned());
        // The first poll is what takes the place: left to the caller, tasks that are spawned would race for it.
        match waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(first) => Turn(Place::First { _guard: first }),
            Poll::Pending => Turn(Place::Waiting(waiting)),
        }
    }
}

impl Turn {
    /// Waits until all before are done or dropped.
    pub(crate) async fn come(&mut self) {
        if let Place::Waiting(waiting) = &mut self.0 {
            self.0 = Place::First { _guard: waiting.await };
        }
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_first = matches!(self.0, Place::First { .. });
        f.debug_struct("Turn").field("is_first", &is_first).finish()
    }
}
