//! A small service in memory, in virtual time, with the people who use it: it writes the same history
//! as a run against the real one.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use parlor_checker::history::{Client, Digest, Entry, Op, What};
use parlor_client::follower::Follower;
use parlor_protocol::streams::Seq;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use crate::bug::Bug;

pub const CHANNELS: [i64; 2] = [101, 102];
const PEOPLE: i64 = 4;
const STEPS: usize = 180;

/// What came of it.
pub struct Run {
    pub entries: Vec<Entry>,
    /// Whether the planted bug had its chance.
    pub happened: bool,
}

/// What stands at a position; what is told of it is made from today's message.
#[derive(Clone)]
pub enum Row {
    New(i64),
    Edited(i64),
    Deleted(i64),
    Reacted(i64, i64, String),
}

#[derive(Clone)]
pub struct Message {
    pub channel: i64,
    pub seq: Seq,
    pub author: i64,
    pub content: String,
    pub first: String,
    pub deleted: bool,
    /// (emoji, user)
    pub reactions: BTreeSet<(String, i64)>,
}

#[derive(Default)]
pub struct Channel {
    pub log: BTreeMap<Seq, Row>,
    pub last: Seq,
    /// A position that was given out and is not used yet.
    pub reserved: Option<Seq>,
}

/// Events on their way: of which channel, from where on, what.
pub type Page = (i64, Seq, Vec<(Seq, Digest)>);

pub struct Person {
    pub user: i64,
    pub client: Client,
    pub open: bool,
    pub member: bool,
    /// The last message before they were thrown out.
    pub removed: Option<i64>,
    /// Up to where the server has told this socket.
    pub told: HashMap<i64, Seq>,
    pub followers: HashMap<i64, Follower<(Seq, Digest)>>,
    /// On its way to the client.
    pub network: VecDeque<Page>,
    pub read: HashMap<i64, Seq>,
    pub last_read: HashMap<i64, Seq>,
}

pub struct Model {
    pub dice: StdRng,
    pub entries: Vec<Entry>,
    pub channels: BTreeMap<i64, Channel>,
    pub messages: BTreeMap<i64, Message>,
    pub people: Vec<Person>,
    pub bug: Option<Bug>,
    pub happened: bool,
    at: u64,
    pub ops: Op,
    pub ids: i64,
    clients: Client,
    /// (author, nonce) -> message
    pub nonces: HashMap<(i64, String), i64>,
    pub acknowledged: HashMap<i64, Seq>,
    /// Messages that were acknowledged.
    pub answered: BTreeSet<i64>,
    /// Messages that show the bug as long as their author leaves them alone.
    pub spoiled: BTreeSet<i64>,
    /// (user, channel) whose marks are lost: a later one would hide that.
    pub frozen: BTreeSet<(i64, i64)>,
    /// Who goes at the end.
    pub leaver: usize,
}

impl Model {
    pub fn new(seed: u64, bug: Option<Bug>) -> Self {
        let mut model = Self {
            dice: StdRng::seed_from_u64(seed),
            entries: Vec::new(),
            channels: CHANNELS
                .into_iter()
                .map(|id| (id, Channel::default()))
                .collect(),
            messages: BTreeMap::new(),
            people: Vec::new(),
            bug,
            happened: false,
            at: 0,
            ops: 0,
            ids: 1_000,
            clients: 0,
            nonces: HashMap::new(),
            acknowledged: HashMap::new(),
            answered: BTreeSet::new(),
            spoiled: BTreeSet::new(),
            frozen: BTreeSet::new(),
            leaver: 0,
        };
        for user in 1..=PEOPLE {
            let person = model.signed_in(user);
            model.people.push(person);
        }
        model.leaver = model.dice.random_range(1..model.people.len());
        model
    }

    /// Some hours of four people, then the end.
    pub fn run(mut self) -> Run {
        for who in 0..self.people.len() {
            self.connect(who);
        }
        for _ in 0..STEPS {
            self.at += self.dice.random_range(1..5_000_000);
            self.step();
        }
        self.finish();
        Run {
            entries: self.entries,
            happened: self.happened,
        }
    }

    pub fn record(&mut self, what: What) {
        self.at += 1;
        self.entries.push(Entry { at: self.at, what });
    }

    /// Whether the bug happens here.
    pub fn has(&mut self, bug: Bug) -> bool {
        let happens = self.bug == Some(bug) && self.dice.random_bool(0.5);
        self.happened |= happens;
        happens
    }

    /// The same, every time.
    pub fn has_surely(&mut self, bug: Bug) -> bool {
        self.happened |= self.bug == Some(bug);
        self.bug == Some(bug)
    }

    pub fn signed_in(&mut self, user: i64) -> Person {
        self.clients += 1;
        let client = self.clients;
        self.record(What::SignedIn { client, user });
        Person {
            user,
            client,
            open: false,
            member: true,
            removed: None,
            told: HashMap::new(),
            followers: HashMap::new(),
            network: VecDeque::new(),
            read: HashMap::new(),
            last_read: HashMap::new(),
        }
    }

    fn step(&mut self) {
        let who = self.dice.random_range(0..self.people.len());
        let channel = CHANNELS[self.dice.random_range(0..CHANNELS.len())];
        let member = self.people[who].member;
        match self.dice.random_range(0..100) {
            0..30 if member => self.send(who, channel),
            30..38 if member => self.edit(who),
            38..41 if member => self.delete(who),
            41..52 if member => self.react(who, channel),
            52..58 if member => self.mark(who, channel),
            58..66 if member => {
                self.page(who, channel);
                self.page(who, channel);
            }
            66..70 => self.disconnect(who),
            70..72 => self.membership(who),
            72..74 => self.sign_out(who),
            _ => self.deliver_all(),
        }
        if self.dice.random_bool(0.6) {
            self.deliver_all();
        }
        if !self.people[who].open && self.dice.random_bool(0.5) {
            self.connect(who);
        }
    }
}
