//! One device of one person: it writes, reads, comes and goes, and records all of it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use parlor_client::{Account, Live, Options, Secret, Server, live::Handle, outbox::Pending};
use parlor_protocol::{ids::StreamId, streams::Seq};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::{sync::mpsc, task::JoinSet};

use crate::history::{Action, Client, Op, What};

use super::{
    tap::tap,
    world::{Nudge, Phase, Standing, World},
};

/// A dead connection is noticed after at most two of these.
const HEARTBEAT: Duration = Duration::from_secs(4);

/// Somebody whose connection is away for this long looks at the screen, and it comes back.
const IMPATIENT_AFTER: Duration = Duration::from_millis(1_500);

/// Who a device belongs to and how it reaches the server.
#[derive(Clone)]
pub(super) struct Seat {
    pub(super) name: String,
    pub(super) user: i64,
    pub(super) password: Secret,
    pub(super) server: Server,
    /// The session in force, for whoever asks something of the server in this person's name.
    // std Mutex: held for a clone, never across an await.
    pub(super) session: Arc<Mutex<Account>>,
}

/// A message of one's own that stands.
#[derive(Debug, Clone)]
pub(super) struct Mine {
    pub(super) message: i64,
    pub(super) nonce: String,
}

/// What came of something that was done over HTTP.
pub(super) enum Done {
    /// A message stands.
    Written(Mine),
    /// A message may be changed again.
    Free(Mine),
    /// Nothing that matters later.
    Nothing,
}

/// Whether a stream is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Following {
    Yes,
    /// It was left, and what was told before is still on its way here.
    Leaving,
    No,
}

/// One device.
pub(super) struct Device {
    pub(super) world: Arc<World>,
    pub(super) seat: Seat,
    pub(super) dice: StdRng,
    pub(super) account: Account,
    pub(super) client: Client,
    pub(super) live: Live,
    pub(super) handle: Handle,
    pub(super) open: bool,
    pub(super) away_since: Instant,
    pub(super) member: bool,
    pub(super) cursors: BTreeMap<StreamId, Seq>,
    pub(super) following: BTreeMap<StreamId, Following>,
    /// Messages that wait in the client's outbox, by nonce.
    pub(super) pending: HashMap<String, (Op, Pending)>,
    /// Commands that wait for an answer on this connection, by `ref`.
    pub(super) commands: HashMap<String, Op>,
    pub(super) mine: Vec<Mine>,
    /// Messages of anybody that were seen lately.
    pub(super) seen: Vec<i64>,
    pub(super) tasks: JoinSet<Done>,
    pub(super) written: u64,
}

/// What is left of a device when all is over.
pub(super) struct Left {
    pub(super) user: i64,
    pub(super) account: Account,
}

impl Seat {
    fn account(&self) -> Account {
        let session = self.session.lock();
        session.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn signed_in(&self, account: Account) {
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = account;
    }
}

impl Device {
    /// A device that has signed in. It follows the streams that `streams` names, from there.
    pub(super) fn new(
        world: Arc<World>,
        seat: Seat,
        seed: u64,
        streams: BTreeMap<StreamId, Seq>,
    ) -> Self {
        let account = seat.account();
        let client = world.sign_in(seat.user);
        let live = connect(&world, &account, (client, seat.user), &streams);
        Self {
            handle: live.handle(),
            live,
            account,
            client,
            dice: StdRng::seed_from_u64(seed),
            open: false,
            away_since: Instant::now(),
            member: true,
            following: streams.keys().map(|id| (*id, Following::Yes)).collect(),
            cursors: streams,
            pending: HashMap::new(),
            commands: HashMap::new(),
            mine: Vec::new(),
            seen: Vec::new(),
            tasks: JoinSet::new(),
            written: 0,
            world,
            seat,
        }
    }

    /// Lives until all is over. Who leaves early goes before the count.
    pub(super) async fn run(
        mut self,
        mut nudges: mpsc::Receiver<Nudge>,
        leaves_early: bool,
    ) -> Left {
        let mut phase = self.world.phase.subscribe();
        let mut next_at = Instant::now() + self.pause();
        loop {
            let now = *phase.borrow_and_update();
            if now == Phase::Over || (now == Phase::Leaving && leaves_early) {
                break;
            }
            tokio::select! {
                update = self.live.next() => match update {
                    Some(update) => self.hear(update).await,
                    None => self.sign_in_again().await,
                },
                Some(nudge) = nudges.recv() => self.obey(nudge).await,
                Some(done) = self.tasks.join_next() => self.done(done.unwrap_or(Done::Nothing)),
                () = tokio::time::sleep_until(next_at.into()) => {
                    if now == Phase::Busy && self.member {
                        self.act().await;
                    }
                    self.impatient().await;
                    next_at = Instant::now() + self.pause();
                }
                changed = phase.changed() => if changed.is_err() { break },
            }
            self.tell_standing();
        }
        self.world.gone(self.client);
        let left = Left {
            user: self.seat.user,
            account: self.account.clone(),
        };
        self.live.close().await;
        left
    }

    /// Full jitter around the plan's pause.
    fn pause(&mut self) -> Duration {
        let dice: f64 = self.dice.random_range(0.1..2.0);
        self.world.plan.pause.mul_f64(dice)
    }

    /// As somebody who looks at the screen again.
    async fn impatient(&mut self) {
        if !self.open && self.away_since.elapsed() > IMPATIENT_AFTER {
            self.away_since = Instant::now();
            let _ = self.handle.reconnect().await;
        }
    }

    fn tell_standing(&self) {
        let cursors = self.cursors.iter();
        let followed = cursors.filter(|(id, _)| self.following.get(id) == Some(&Following::Yes));
        let standing = Standing {
            open: self.open,
            waiting: self.pending.len() + self.commands.len() + self.tasks.len(),
            cursors: followed.map(|(id, seq)| (id.raw(), *seq)).collect(),
        };
        self.world.stands(self.client, standing);
    }

    /// From where one stood before.
    pub(super) async fn follow_again(&mut self, stream: StreamId) {
        let cursor = self.cursors.get(&stream).copied().unwrap_or(0);
        self.following.insert(stream, Following::Yes);
        self.world.recorder.record(What::Follows {
            client: self.client,
            stream: stream.raw(),
            cursor,
        });
        let _ = self.handle.follow(stream, cursor).await;
    }

    /// Hands a message to the client's outbox.
    pub(super) async fn write(&mut self, message: Pending) {
        let action = Action::Send {
            channel: message.channel_id.raw(),
            nonce: message.nonce.clone(),
            content: message.content.clone(),
        };
        let op = self.world.recorder.invoke(self.client, action);
        // Known before it goes out: the answer may come at once.
        let nonce = message.nonce.clone();
        self.pending.insert(nonce.clone(), (op, message.clone()));
        if self.handle.write(message).await.is_err() {
            self.pending.remove(&nonce);
            self.world.recorder.record(What::Unknown { op });
        }
    }

    fn done(&mut self, done: Done) {
        match done {
            Done::Written(mine) | Done::Free(mine) => self.mine.push(mine),
            Done::Nothing => {}
        }
    }
}

/// A connection that follows these streams, on record.
pub(super) fn connect(
    world: &Arc<World>,
    account: &Account,
    (client, user): (Client, i64),
    streams: &BTreeMap<StreamId, Seq>,
) -> Live {
    for (stream, cursor) in streams {
        world.recorder.record(What::Follows {
            client,
            stream: stream.raw(),
            cursor: *cursor,
        });
    }
    account.live(Options {
        streams: streams.clone(),
        heartbeat_max: Some(HEARTBEAT),
        tap: Some(tap(Arc::clone(world), client, user)),
        ..Options::default()
    })
}
