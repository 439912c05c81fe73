//! The end of a simulated run: everybody catches up, and what is there is told.

use parlor_checker::history::{Stored, What};

use crate::{
    bug::Bug,
    model::{CHANNELS, Model},
};

impl Model {
    pub fn finish(&mut self) {
        self.record(What::Calm);
        self.invent();
        for who in 0..self.people.len() {
            if !self.people[who].member {
                continue;
            }
            self.connect(who);
            for channel in CHANNELS {
                self.fill_reserved(who, channel);
            }
        }
        // The first person is never thrown out: there is something last in every channel.
        for channel in CHANNELS {
            self.send(0, channel);
        }
        if self.bug == Some(Bug::EditForgottenOnReplay) {
            // A later edit may have put right what was told before: only what is told last counts.
            self.happened = false;
            self.sign_out(0);
        }
        for who in 0..self.people.len() {
            for channel in CHANNELS {
                self.last_words(who, channel);
            }
        }
        // So that there is somebody who is not there.
        self.disconnect(self.leaver);
        self.stands();
        self.presence();
        self.audit();
    }

    /// What is reserved for ever would be a hole, which is another bug.
    fn fill_reserved(&mut self, who: usize, channel: i64) {
        if self.channels[&channel].reserved.is_some() {
            self.send(who, channel);
            self.channels.get_mut(&channel).unwrap().reserved = None;
        }
    }

    fn last_words(&mut self, who: usize, channel: i64) {
        let stays = who != self.leaver;
        let behind = self.people[who].told.get(&channel).copied();
        let last = self.channels[&channel].last;
        if stays && behind.is_some_and(|told| told < last) && self.has(Bug::LastEventLost) {
            return;
        }
        self.tell(who, channel, true);
        self.receive(who);
    }

    fn stands(&mut self) {
        for who in 0..self.people.len() {
            let client = self.people[who].client;
            if !self.people[who].open {
                continue;
            }
            self.record(What::There { client });
            for stream in CHANNELS {
                if let Some(follower) = self.people[who].followers.get(&stream) {
                    let cursor = follower.cursor();
                    self.record(What::Stands {
                        client,
                        stream,
                        cursor,
                    });
                }
            }
        }
    }

    fn presence(&mut self) {
        let (ghost, unseen) = (self.has(Bug::Ghost), self.has(Bug::Unseen));
        let people = self.people.iter();
        let online = people.filter(|person| person.open || ghost);
        let mut users: Vec<i64> = online.map(|person| person.user).collect();
        if unseen {
            users.remove(0);
        }
        self.record(What::Online { users });
    }

    fn audit(&mut self) {
        for channel in CHANNELS {
            let last_seq = self.channels[&channel].last;
            self.record(What::Tip { channel, last_seq });
            let seqs: Vec<u64> = self.channels[&channel].log.keys().copied().collect();
            for seq in seqs {
                let digest = self.digest(channel, seq, false);
                self.record(What::Log {
                    channel,
                    seq,
                    digest,
                });
            }
            let stored = self.stored(channel);
            self.unread(channel, &stored);
            for message in stored {
                self.record(What::Stored { channel, message });
            }
        }
    }

    fn stored(&mut self, channel: i64) -> Vec<Stored> {
        let there = self.messages.clone();
        let there = there.into_iter();
        let there = there.filter(|(_, message)| message.channel == channel && !message.deleted);
        there
            .map(|(id, message)| {
                let mut reactions: Vec<(String, u32)> = Vec::new();
                for (emoji, _) in &message.reactions {
                    match reactions.last_mut() {
                        Some((last, count)) if last == emoji => *count += 1,
                        _ => reactions.push((emoji.clone(), 1)),
                    }
                }
                if !reactions.is_empty() && self.has(Bug::ReactionLost) {
                    reactions.pop();
                }
                Stored {
                    message: id,
                    seq: message.seq,
                    author: message.author,
                    content: message.content,
                    reactions,
                }
            })
            .collect()
    }

    fn unread(&mut self, channel: i64, stored: &[Stored]) {
        for who in 0..self.people.len() {
            let user = self.people[who].user;
            let read_seq = self.people[who].read.get(&channel).copied().unwrap_or(0);
            let after = stored.iter();
            let after = after.filter(|message| message.seq > read_seq && message.author != user);
            let unread =
                u32::try_from(after.count()).unwrap() + u32::from(self.has(Bug::Miscounted));
            self.record(What::Unread {
                user,
                channel,
                read_seq,
                unread,
            });
        }
    }
}
