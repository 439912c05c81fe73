//! What all devices of a run share.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use parlor_client::Error;
use parlor_protocol::{ids::ChannelId, streams::Seq};
use tokio::sync::watch;

use crate::history::{Client, Op, Outcome, Recorder, What};

/// How a run shall be.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What all dice are seeded with.
    pub seed: u64,
    /// For how long people write and faults happen.
    pub length: Duration,
    /// How many people; every third has two devices.
    pub people: usize,
    /// How many channels; each device follows about half of them.
    pub channels: usize,
    /// How many faults, spread over the length.
    pub faults: usize,
    /// How long a device waits between two things it does, on average.
    pub pause: Duration,
}

/// What time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// People come in.
    Gathering,
    /// People write, faults happen.
    Busy,
    /// Nobody does anything new; everybody catches up.
    Calm,
    /// Some have gone for good; the others wait to be counted.
    Leaving,
    /// All go.
    Over,
}

/// What somebody does to a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nudge {
    /// Fetch another access token and renew the socket's credential.
    Renew,
    /// Sign out and in again.
    SignOut,
    /// The place will throw this person out.
    Removed,
    /// The place takes this person back.
    Admitted,
    /// Drop the socket and come back at once.
    Reconnect,
}

/// Where a device stands.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Whether its socket is open.
    pub open: bool,
    /// What it asked for and has no answer to.
    pub waiting: usize,
    /// The channels it follows, and up to where.
    pub cursors: BTreeMap<i64, Seq>,
}

/// What all devices share.
pub struct World {
    /// The history.
    pub recorder: Recorder,
    /// The plan.
    pub plan: Plan,
    /// Every channel.
    pub channels: Vec<ChannelId>,
    /// What time it is.
    pub phase: watch::Sender<Phase>,
    // std Mutex: held for a map operation, never across an await.
    board: Mutex<HashMap<Client, Standing>>,
    clients: AtomicU32,
}

impl World {
    /// A world in which nothing has happened.
    pub fn new(recorder: Recorder, plan: Plan, channels: Vec<ChannelId>) -> Self {
        Self {
            recorder,
            plan,
            channels,
            phase: watch::Sender::new(Phase::Gathering),
            board: Mutex::default(),
            clients: AtomicU32::new(0),
        }
    }

    /// A number for a device that signs in.
    pub fn sign_in(&self, user: i64) -> Client {
        let client = self.clients.fetch_add(1, Ordering::Relaxed) + 1;
        self.recorder.record(What::SignedIn { client, user });
        client
    }

    /// A device says where it stands.
    pub fn stands(&self, client: Client, standing: Standing) {
        self.board().insert(client, standing);
    }

    /// A device is no more.
    pub fn gone(&self, client: Client) {
        self.board().remove(&client);
    }

    /// Where everybody stands.
    pub fn standings(&self) -> HashMap<Client, Standing> {
        self.board().clone()
    }

    /// Records how something ended that was asked for.
    pub fn settle(&self, op: Op, result: Result<Outcome, &Error>) {
        self.recorder.record(match result {
            Ok(outcome) => What::Ok { op, outcome },
            Err(error) if error.is_certain() => What::Fail {
                op,
                code: error.code(),
            },
            Err(_) => What::Unknown { op },
        });
    }

    fn board(&self) -> std::sync::MutexGuard<'_, HashMap<Client, Standing>> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
