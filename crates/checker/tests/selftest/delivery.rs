//! How the simulated service tells what happened.

use std::collections::HashMap;

use parlor_checker::history::{Digest, What};
use parlor_client::follower::Follower;
use parlor_protocol::streams::Seq;
use rand::RngExt as _;

use crate::{
    bug::Bug,
    model::{CHANNELS, Model, Row},
};

/// Of whom nobody ever heard.
const NOBODY: i64 = 99;

impl Model {
    pub fn connect(&mut self, who: usize) {
        let person = &mut self.people[who];
        if person.open {
            return;
        }
        person.open = true;
        person.network.clear();
        let client = person.client;
        self.record(What::Opened { client });
        self.unfollow_server(who);
        if self.people[who].member {
            self.follow(who);
        }
    }

    pub fn disconnect(&mut self, who: usize) {
        let person = &mut self.people[who];
        if !person.open {
            return;
        }
        person.open = false;
        person.network.clear();
        person
            .followers
            .values_mut()
            .for_each(Follower::disconnected);
        let client = person.client;
        self.record(What::Ended { client, code: None });
    }

    fn unfollow_server(&mut self, who: usize) {
        self.people[who].told = HashMap::new();
    }

    /// The client follows nothing any more.
    pub fn unfollow(&mut self, who: usize) {
        self.unfollow_server(who);
        let client = self.people[who].client;
        for channel in CHANNELS {
            if self.people[who].followers.remove(&channel).is_some() {
                let stream = channel;
                self.record(What::Left { client, stream });
            }
        }
    }

    /// The client asks for everything after where it stands.
    pub fn follow(&mut self, who: usize) {
        if !self.people[who].open {
            return;
        }
        let client = self.people[who].client;
        for stream in CHANNELS {
            let follower = self.people[who].followers.remove(&stream);
            let follower = follower.unwrap_or_else(|| {
                let cursor = 0;
                self.record(What::Follows {
                    client,
                    stream,
                    cursor,
                });
                Follower::start_at(cursor)
            });
            let cursor = follower.cursor();
            self.people[who].followers.insert(stream, follower);
            self.people[who].told.insert(stream, cursor);
            self.record(What::Asked {
                client,
                stream,
                cursor,
            });
        }
    }

    pub fn deliver_all(&mut self) {
        for who in 0..self.people.len() {
            for channel in CHANNELS {
                self.tell(who, channel, false);
            }
            self.receive(who);
        }
    }

    /// Hands the network what a socket was not told yet. `all`: nothing is forgotten, because
    /// somebody looks.
    pub fn tell(&mut self, who: usize, channel: i64, all: bool) {
        let Some(told) = self.people[who].told.get(&channel).copied() else {
            return;
        };
        if !self.people[who].open {
            return;
        }
        let log = &self.channels[&channel];
        let burned = self.dice.random_bool(0.3);
        let ready = (told + 1..).take_while(|seq| log.log.contains_key(seq));
        let mut seqs: Vec<Seq> = ready.collect();
        if seqs.is_empty() {
            return;
        }
        let last = *seqs.last().unwrap();
        // A page, or one after the other.
        if all || seqs.len() > 2 || burned {
            let from = if told > 0 && self.has(Bug::PageOverlaps) {
                seqs.insert(0, told);
                told
            } else {
                told + 1
            };
            if seqs.len() > 2 && self.has(Bug::GapSkipped) {
                seqs.remove(1);
            }
            let events = seqs.into_iter();
            let events = events.map(|seq| (seq, self.digest(channel, seq, true)));
            let events: Vec<(Seq, Digest)> = events.collect();
            self.people[who].network.push_back((channel, from, events));
        } else {
            if seqs.len() > 1 && self.has(Bug::Swapped) {
                seqs.swap(0, 1);
            }
            for seq in seqs {
                let digest = self.digest(channel, seq, false);
                let frame = (channel, seq, vec![(seq, digest)]);
                self.people[who].network.push_back(frame);
            }
        }
        self.people[who].told.insert(channel, last);
    }

    /// What is told of a position today.
    pub fn digest(&mut self, channel: i64, seq: Seq, is_replay: bool) -> Digest {
        let row = self.channels[&channel].log[&seq].clone();
        let (Row::New(id) | Row::Edited(id) | Row::Deleted(id) | Row::Reacted(id, ..)) = row;
        let message = self.messages[&id].clone();
        if message.deleted {
            return Digest::Deleted { message: id };
        }
        match row {
            Row::Reacted(_, user, emoji) => Digest::Reaction {
                message: id,
                user,
                on: message.reactions.contains(&(emoji.clone(), user)),
                emoji,
            },
            Row::New(_) | Row::Edited(_) => {
                let edited = message.first != message.content;
                // The same at each position: the next one would put it right.
                let old = is_replay && edited && id % 2 == 0;
                let old = old && self.has_surely(Bug::EditForgottenOnReplay);
                Digest::Message {
                    message: id,
                    author: message.author,
                    content: if old { message.first } else { message.content },
                    new: matches!(row, Row::New(_)),
                }
            }
            Row::Deleted(_) => Digest::Deleted { message: id },
        }
    }

    /// Everything on its way to a client arrives.
    pub fn receive(&mut self, who: usize) {
        while let Some((stream, from, events)) = self.people[who].network.pop_front() {
            let client = self.people[who].client;
            for (seq, digest) in &events {
                let is_new = matches!(digest, Digest::Message { new: true, .. });
                self.too_late(who, digest);
                let foreign_nonce = is_new && self.has(Bug::ForeignNonce);
                let seq = *seq;
                self.record(What::Wire {
                    client,
                    stream,
                    seq,
                    foreign_nonce,
                });
            }
            // The clock of the follower matters only for when to ask.
            let now = std::time::Instant::now();
            let to = events.last().map_or(from, |(seq, _)| *seq);
            let events: Vec<(Seq, (Seq, Digest))> = events
                .into_iter()
                .map(|(seq, digest)| (seq, (seq, digest)))
                .collect();
            let Some(follower) = self.people[who].followers.get_mut(&stream) else {
                continue;
            };
            let applied = follower.receive_page(now, (from, to), events).apply;
            for (seq, digest) in applied {
                self.apply(who, stream, (seq, digest));
            }
        }
    }

    /// Whether this was written after its reader was thrown out.
    fn too_late(&mut self, who: usize, digest: &Digest) {
        if let (
            Some(since),
            Digest::Message {
                message, new: true, ..
            },
        ) = (self.people[who].removed, digest)
            && *message > since
        {
            self.happened = true;
            self.spoiled.insert(*message);
        }
    }

    fn apply(&mut self, who: usize, stream: i64, (seq, mut digest): (Seq, Digest)) {
        let client = self.people[who].client;
        let times = 1 + usize::from(self.has(Bug::AppliedTwice));
        if let Digest::Message { message, .. } = &mut digest
            && self.has(Bug::TwoStories)
        {
            let other = self.messages.keys().find(|id| **id != *message).copied();
            self.happened = other.is_some();
            *message = other.unwrap_or(*message);
        }
        for _ in 0..times {
            self.record(What::Applied {
                client,
                stream,
                seq,
                digest: digest.clone(),
            });
        }
    }

    /// A message that nobody wrote comes into the log.
    pub fn invent(&mut self) {
        if self.has(Bug::Invented) {
            self.write(NOBODY, CHANNELS[0], ("n0", "n0|boo"));
        }
    }
}
