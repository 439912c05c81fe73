//! Who writes: a few tasks for all sockets, not each socket for itself.
//!
//! A message to a thousand readers makes a thousand outboxes ring. Were each to wake the task of its
//! socket, a thousand tasks would run, and the first would write a single frame while the rest of the
//! same commit is still being handed round. A writer is woken once, lets what is runnable run, and
//! then writes to one socket after the other what has gathered there. What a socket does not take at
//! once is the affair of its own task, so nobody waits for a slow reader.

use std::{
    collections::VecDeque,
    num::NonZero,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use bytes::Bytes;
use tokio::{
    sync::Notify,
    task::{JoinSet, yield_now},
};

use super::{batch::Batch, wire::Wire};

/// After how many sockets the others on this thread have their turn: about half a millisecond.
const SOCKETS_A_TURN: usize = 64;
/// So many wires a writer that rests keeps room for.
const WIRES_KEPT: usize = 1_024;

/// All writers of a server.
pub struct Writers {
    writers: Vec<Arc<Writer>>,
    /// Counts the sockets, so that they are spread evenly.
    opened: AtomicUsize,
}

/// One of them.
#[derive(Default)]
pub(super) struct Writer {
    /// To whom something is to be written: each wire rings once until it was looked at, so there are
    /// at most a few times as many as sockets. std Mutex: held to add one or to take all.
    due: Mutex<Vec<Arc<Wire>>>,
    rung: Notify,
}

/// What a writer puts frames together in.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) frames: Vec<Bytes>,
    pub(super) sounds: VecDeque<Bytes>,
    pub(super) batch: Batch,
}

impl Default for Writers {
    /// One for two cores, since whoever is written to needs the other.
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            writers: (0..cores.div_ceil(2)).map(|_| Arc::default()).collect(),
            opened: AtomicUsize::new(0),
        }
    }
}

impl Writers {
    /// Starts them, until the set is dropped.
    pub fn start(&self, tasks: &mut JoinSet<()>) {
        for writer in &self.writers {
            tasks.spawn(Arc::clone(writer).run());
        }
    }

    /// The one who writes to a new socket.
    pub(super) fn next(&self) -> Arc<Writer> {
        let opened = self.opened.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&self.writers[opened % self.writers.len()])
    }
}

impl Writer {
    /// Something waits for this wire.
    pub(super) fn ring(&self, wire: Arc<Wire>) {
        let mut due = self.due();
        due.push(wire);
        let is_first = due.len() == 1;
        drop(due);
        if is_first {
            self.rung.notify_one();
        }
    }

    fn due(&self) -> MutexGuard<'_, Vec<Arc<Wire>>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(self: Arc<Self>) {
        let mut desk = Desk::default();
        let mut wires = Vec::new();
        loop {
            self.rung.notified().await;
            // What is being handed round right now goes into the same writes.
            yield_now().await;
            std::mem::swap(&mut wires, &mut *self.due());
            for (at, wire) in wires.drain(..).enumerate() {
                if at % SOCKETS_A_TURN == SOCKETS_A_TURN - 1 {
                    yield_now().await;
                }
                wire.write(&mut desk);
            }
            wires.shrink_to(WIRES_KEPT);
        }
    }
}
