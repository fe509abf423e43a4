//! The process that is measured: it sends the same request again and again.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::runtime;
use tokio::task::JoinSet;

use crate::client::{Client, Line};
use crate::facade::Facade;
use crate::plain::Plain;
use crate::raw::Raw;
use crate::{Layer, Size};

/// What this process is to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job {
    pub(crate) size: Size,
    pub(crate) requests: usize,
    pub(crate) in_flight: usize,
    pub(crate) server: SocketAddr,
}

impl Job {
    pub(crate) fn run(self, layer: Layer) {
        match layer {
            Layer::Plain => self.send::<Plain>(),
            Layer::Raw => self.send::<Raw>(),
            Layer::Facade => self.send::<Facade>(),
        }
    }

    fn send<C: Client>(self) {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = C::new(self.server);
        // Connections, buffers and whatever is set up once.
        runtime.block_on(self.send_all(&client, self.batches::<C>(4 * self.in_flight)));
        let batches = self.batches::<C>(self.requests);
        let (began, busy_before) = (Instant::now(), busy());
        measured(|| runtime.block_on(self.send_all(&client, batches)));
        let (took, busy) = (began.elapsed(), busy() - busy_before);
        println!("{} {}", took.as_secs_f64(), busy.as_secs_f64());
    }

    fn batches<C: Client>(self, requests: usize) -> Vec<Vec<C::Message>> {
        let batch = |_| (0..self.size.messages()).map(Line::number).map(C::message).collect();
        (0..requests).map(batch).collect()
    }

    /// A request is taken up as soon as one before it is done.
    async fn send_all<C: Client>(self, client: &C, batches: Vec<Vec<C::Message>>) {
        if self.in_flight == 1 {
            for batch in batches {
                self.send_one(client, batch).await;
            }
            return;
        }
        let mut sending = JoinSet::new();
        for batch in batches {
            if sending.len() == self.in_flight {
                sending.join_next().await.unwrap().unwrap();
            }
            let client = client.clone();
            sending.spawn(async move { self.send_one(&client, batch).await });
        }
        sending.join_all().await;
    }

    async fn send_one<C: Client>(self, client: &C, mut batch: Vec<C::Message>) {
        match self.size {
            Size::Message => client.one(batch.remove(0)).await,
            Size::Batch => client.batch(batch).await,
        }
    }
}

/// Its name is what `callgrind` is told to count within.
#[inline(never)]
fn measured(send: impl FnOnce()) {
    send();
}

/// The processor's time that this thread, the only one that sends, has had: what else a machine does is not in it.
fn busy() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(told.split(' ').next().unwrap().parse().unwrap())
}
