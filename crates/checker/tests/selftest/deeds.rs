//! What the simulated people do, and what the simulated service makes of it.

use std::collections::BTreeSet;

use parlor_checker::history::{Action, Client, Op, Outcome, What};
use parlor_protocol::{error::Code, streams::Seq};
use rand::{RngExt as _, seq::IndexedRandom as _};

use crate::{
    bug::Bug,
    model::{CHANNELS, Message, Model, Row},
};

const EMOJI: [&str; 2] = ["a", "b"];

impl Model {
    fn invoke(&mut self, who: usize, action: Action) -> Op {
        self.ops += 1;
        let (op, client) = (self.ops, self.people[who].client);
        self.record(What::Invoke { op, client, action });
        op
    }

    fn done(&mut self, op: Op, outcome: Outcome) {
        self.record(What::Ok { op, outcome });
    }

    pub fn send(&mut self, who: usize, channel: i64) {
        self.ids += 1;
        let nonce = format!("n{}", self.ids);
        let content = format!("{nonce}|hello");
        self.attempt(who, channel, (&nonce, &content));
        // What was refused and done all the same would be hidden by a good answer to a repeat.
        while self.dice.random_bool(0.15) && self.spoiled.is_empty() {
            self.attempt(who, channel, (&nonce, &content));
        }
    }

    fn attempt(&mut self, who: usize, channel: i64, (nonce, content): (&str, &str)) {
        let action = Action::Send {
            channel,
            nonce: nonce.to_owned(),
            content: content.to_owned(),
        };
        let op = self.invoke(who, action);
        let user = self.people[who].user;
        let before = self.nonces.get(&(user, nonce.to_owned())).copied();
        if before.is_none() && self.dice.random_bool(0.05) {
            let code = Some(Code::RateLimited);
            if self.has(Bug::RefusedAndDone) {
                let message = self.write(user, channel, (nonce, content));
                self.spoiled.insert(message);
            }
            return self.record(What::Fail { op, code });
        }
        if before.is_none() && self.has(Bug::AcknowledgedTooEarly) {
            self.ids += 1;
            let (message, seq) = (Some(self.ids), Some(self.channels[&channel].last + 1));
            let page = None;
            return self.done(op, Outcome { message, seq, page });
        }
        let message = match before {
            Some(message) if !self.has(Bug::NonceForgotten) => message,
            _ => self.write(user, channel, (nonce, content)),
        };
        let mut seq = self.messages[&message].seq;
        if self.dice.random_bool(0.1) {
            return self.record(What::Unknown { op });
        }
        if self.answered.contains(&message) && self.has(Bug::AnswerChanges) {
            seq += 1;
        }
        self.answered.insert(message);
        let known = self.acknowledged.entry(channel).or_default();
        *known = seq.max(*known);
        if !self.frozen.contains(&(user, channel)) {
            let mark = self.people[who].read.entry(channel).or_default();
            *mark = seq.max(*mark);
        }
        let (message, seq) = (Some(message), Some(seq));
        let page = None;
        self.done(op, Outcome { message, seq, page });
    }

    /// Commits a message; gives its id.
    pub fn write(&mut self, author: i64, channel: i64, (nonce, content): (&str, &str)) -> i64 {
        self.ids += 1;
        let id = self.ids;
        let mut text = content.to_owned();
        if self.has(Bug::Torn) {
            text.pop();
        }
        let place = if self.has(Bug::WrongChannel) {
            CHANNELS
                .into_iter()
                .find(|other| *other != channel)
                .unwrap()
        } else {
            channel
        };
        let seq = self.commit(place, Row::New(id), true);
        self.nonces.insert((author, nonce.to_owned()), id);
        let message = Message {
            channel: place,
            seq,
            author,
            first: text.clone(),
            content: text,
            deleted: false,
            reactions: BTreeSet::new(),
        };
        self.messages.insert(id, message);
        id
    }

    fn commit(&mut self, channel: i64, row: Row, is_send: bool) -> Seq {
        let burned = self.has(Bug::PositionBurned);
        let reserves = is_send && self.has(Bug::PositionReserved);
        let channel = self.channels.get_mut(&channel).unwrap();
        if let Some(seq) = channel.reserved.take().filter(|_| is_send) {
            channel.log.insert(seq, row);
            return seq;
        }
        if reserves {
            channel.last += 1;
            channel.reserved = Some(channel.last);
        }
        channel.last += 1 + Seq::from(burned);
        channel.log.insert(channel.last, row);
        channel.last
    }

    fn own(&mut self, who: usize) -> Option<i64> {
        let user = self.people[who].user;
        let mine = self.messages.iter();
        let mine = mine.filter(|(id, message)| {
            message.author == user && !message.deleted && !self.spoiled.contains(id)
        });
        let mine: Vec<i64> = mine.map(|(id, _)| *id).collect();
        mine.choose(&mut self.dice).copied()
    }

    pub fn edit(&mut self, who: usize) {
        let Some(message) = self.own(who) else { return };
        self.ids += 1;
        let first = &self.messages[&message].first;
        let nonce = first.split_once('|').unwrap().0;
        let content = format!("{nonce}|edit {}", self.ids);
        let action = Action::Edit {
            message,
            content: content.clone(),
        };
        let op = self.invoke(who, action);
        let channel = self.messages[&message].channel;
        let seq = self.commit(channel, Row::Edited(message), false);
        if !self.has(Bug::EditLost) {
            self.messages.get_mut(&message).unwrap().content = content;
        }
        let (message, seq, page) = (Some(message), Some(seq), None);
        self.done(op, Outcome { message, seq, page });
    }

    pub fn delete(&mut self, who: usize) {
        let Some(message) = self.own(who) else { return };
        let op = self.invoke(who, Action::Delete { message });
        if self.has(Bug::DeletionLost) {
            // Not asked for again: a deletion that works would hide it.
            self.spoiled.insert(message);
        } else {
            self.messages.get_mut(&message).unwrap().deleted = true;
            let channel = self.messages[&message].channel;
            self.commit(channel, Row::Deleted(message), false);
        }
        self.done(op, Outcome::default());
    }

    pub fn react(&mut self, who: usize, channel: i64) {
        let there = self.messages.iter();
        let there = there.filter(|(_, message)| message.channel == channel && !message.deleted);
        let there: Vec<i64> = there.map(|(id, _)| *id).collect();
        let Some(message) = there.choose(&mut self.dice).copied() else {
            return;
        };
        let user = self.people[who].user;
        let emoji = EMOJI[self.dice.random_range(0..EMOJI.len())].to_owned();
        let reaction = (emoji.clone(), user);
        let on = !self.messages[&message].reactions.contains(&reaction);
        let action = Action::React {
            message,
            emoji: emoji.clone(),
            on,
        };
        let op = self.invoke(who, action);
        let row = self.messages.get_mut(&message).unwrap();
        if on {
            row.reactions.insert(reaction);
        } else {
            row.reactions.remove(&reaction);
        }
        self.commit(channel, Row::Reacted(message, user, emoji), false);
        self.done(op, Outcome::default());
    }

    pub fn mark(&mut self, who: usize, channel: i64) {
        let seq = self.dice.random_range(0..=self.channels[&channel].last);
        let op = self.invoke(who, Action::MarkRead { channel, seq });
        let place = (self.people[who].user, channel);
        let known = self.people[who].read.get(&channel).copied().unwrap_or(0);
        if seq > known && self.has(Bug::MarkLost) {
            self.frozen.insert(place);
        }
        let lost = self.frozen.contains(&place);
        let mark = self.people[who].read.entry(channel).or_default();
        let before = *mark;
        if !lost {
            *mark = seq.max(before);
        }
        let read_seq = *mark;
        self.done(op, Outcome::default());
        let client = self.people[who].client;
        self.record(What::ReadState {
            client,
            channel,
            read_seq,
        });
        if read_seq > 0 && self.has(Bug::ReadStateGoesBack) {
            self.record(What::ReadState {
                client,
                channel,
                read_seq: read_seq - 1,
            });
        }
    }

    pub fn page(&mut self, who: usize, channel: i64) {
        let op = self.invoke(who, Action::Read { channel });
        let mut last = self.channels[&channel].last;
        let acknowledged = self.acknowledged.get(&channel).copied().unwrap_or(0);
        let before = self.people[who]
            .last_read
            .get(&channel)
            .copied()
            .unwrap_or(0);
        if acknowledged > 0 && self.has(Bug::StaleRead) {
            last = acknowledged - 1;
        } else if before > acknowledged && self.has(Bug::ReadsGoBack) {
            last = acknowledged.max(1);
        }
        self.people[who].last_read.insert(channel, last.max(before));
        let there = self.messages.values();
        let there = there.filter(|message| {
            message.channel == channel && !message.deleted && message.seq <= last
        });
        let mut page: Vec<Seq> = there.map(|message| message.seq).collect();
        page.sort_unstable();
        self.leave_out(&mut page, channel);
        let outcome = Outcome {
            message: None,
            seq: Some(last),
            page: Some(page),
        };
        self.done(op, outcome);
    }

    /// One that was acknowledged, and not the first: a page may begin anywhere.
    fn leave_out(&mut self, page: &mut Vec<Seq>, channel: i64) {
        if self.bug != Some(Bug::PageLeavesOut) {
            return;
        }
        let acknowledged = self.entries.iter().filter_map(|entry| match &entry.what {
            What::Ok { outcome, .. } => Some((outcome.message?, outcome.seq?)),
            _ => None,
        });
        let acknowledged: BTreeSet<Seq> = acknowledged
            .filter(|(id, seq)| {
                let message = self.messages.get(id);
                message.is_some_and(|m| m.channel == channel && m.seq == *seq)
            })
            .map(|(_, seq)| seq)
            .collect();
        let mut later = page.iter().skip(1);
        if let Some(seq) = later.find(|seq| acknowledged.contains(seq)).copied()
            && self.has(Bug::PageLeavesOut)
        {
            page.retain(|other| *other != seq);
        }
    }

    pub fn membership(&mut self, who: usize) {
        let user = self.people[who].user;
        // The first person looks after the place.
        if who == 0 {
            return;
        }
        if self.people[who].member {
            let streams = CHANNELS.to_vec();
            let op = self.invoke(0, Action::Remove { user, streams });
            self.done(op, Outcome::default());
            self.people[who].member = false;
            self.people[who].removed = Some(self.ids);
            if self.bug != Some(Bug::ToldAfterRemoval) {
                self.people[who].network.clear();
                self.unfollow(who);
            }
        } else {
            let op = self.invoke(0, Action::Admit { user });
            self.people[who].member = true;
            self.people[who].removed = None;
            self.done(op, Outcome::default());
            self.unfollow(who);
            self.follow(who);
        }
    }

    pub fn sign_out(&mut self, who: usize) {
        let old = self.people[who].client;
        let op = self.invoke(who, Action::Logout);
        self.done(op, Outcome::default());
        let user = self.people[who].user;
        let (member, read) = (self.people[who].member, self.people[who].read.clone());
        let mut person = self.signed_in(user);
        person.member = member;
        person.read = read;
        self.people[who] = person;
        if member && self.bug == Some(Bug::ToldAfterLogout) {
            self.tell_old_device(who, old);
        }
        self.connect(who);
    }

    /// Writes something, and tells a device that has signed out.
    fn tell_old_device(&mut self, who: usize, client: Client) {
        let stream = CHANNELS[0];
        self.ids += 1;
        let before = self.ids;
        let nonce = format!("n{before}");
        self.attempt(who, stream, (&nonce, &format!("{nonce}|late")));
        let seq = self.channels[&stream].last;
        if let Some(Row::New(message)) = self.channels[&stream].log.get(&seq)
            && *message > before
        {
            self.happened = true;
            self.spoiled.insert(*message);
            self.record(What::Wire {
                client,
                stream,
                seq,
                foreign_nonce: false,
            });
        }
    }
}
