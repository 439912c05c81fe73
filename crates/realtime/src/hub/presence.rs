//! Who is there and who types, told to the sockets of those who may know.

use std::time::Instant;

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, StreamId, UserId},
    presence::{Choice, Presence},
};

use super::{Hub, connection::Line};
use crate::{
    frame::encode,
    lock,
    presence::{LeaseId, Presences, RENEW_EVERY, Standing, Typists},
};

/// The presences of this node's people, and what goes with them.
#[derive(Debug)]
pub(super) struct Lobby {
    people: Presences,
    typists: Typists,
    /// Leases of sockets that went. A socket that is dropped knows no time: the next round does.
    gone: Vec<(UserId, LeaseId)>,
    renewed_at: Option<Instant>,
    watchers_max: usize,
}

impl Lobby {
    pub(super) fn new(watchers_max: usize) -> Self {
        Self {
            people: Presences::new(watchers_max),
            typists: Typists::default(),
            gone: Vec::new(),
            renewed_at: None,
            watchers_max,
        }
    }
}

impl Hub {
    /// Those of whom should be read what is stored; empty when of nobody. To be asked until then,
    /// and each answered by [`Hub::learn`] or [`Hub::reread`].
    pub fn take_wanted(&self) -> Vec<UserId> {
        lock(&self.0.lobby).people.take_wanted()
    }

    /// What is stored about people who are here.
    pub fn learn(&self, standings: Vec<Standing>) {
        let mut lobby = lock(&self.0.lobby);
        for standing in standings {
            lobby.people.learn(standing);
        }
    }

    /// What is stored about these people changed, or could not be read.
    pub fn reread(&self, users: &[UserId]) {
        let mut lobby = lock(&self.0.lobby);
        for user in users {
            lobby.people.reread(*user);
        }
    }

    /// Tells who came, went or looks different, each change to those who may know it.
    pub fn tell_presences(&self, now: Instant) {
        // Held until all is queued: when somebody's places have changed, nothing more is told by
        // what they were.
        let mut lobby = lock(&self.0.lobby);
        for (user, lease) in std::mem::take(&mut lobby.gone) {
            lobby.people.close(now, user, lease);
        }
        if lobby.renewed_at.is_none_or(|at| now >= at + RENEW_EVERY) {
            lobby.renewed_at = Some(now);
            for line in lock(&self.0.sockets).all() {
                if let Some(lease) = line.lease.get() {
                    lobby.people.renew(now, line.user, *lease);
                }
            }
        }
        for change in lobby.people.round(now) {
            let user = change.presence.user_id;
            let text = encode(&status(change.presence));
            for watcher in change.watchers {
                for line in lock(&self.0.sockets).of_user(watcher) {
                    line.outbox.presence(user, text.clone());
                }
            }
        }
    }

    /// How those of these people are seen who are not offline.
    pub fn presences_of(
        &self,
        users: impl IntoIterator<Item = UserId>,
        reader: UserId,
    ) -> Vec<Presence> {
        lock(&self.0.lobby).people.of(users, reader)
    }

    /// The same of everybody in these spaces and conversations.
    pub fn presences_among(&self, circles: &[StreamId], reader: UserId) -> Vec<Presence> {
        lock(&self.0.lobby).people.among(circles, reader)
    }

    /// Whether somebody is at a device of theirs that is connected here.
    pub fn attends(&self, user: UserId) -> bool {
        lock(&self.0.lobby).people.attends(user)
    }

    /// Somebody writes in a channel: those are told who follow it, unless they were just now or the
    /// writer hides.
    pub fn typing(&self, now: Instant, user: UserId, channel: ChannelId) {
        let watchers_max = {
            let mut lobby = lock(&self.0.lobby);
            if !lobby.people.shows(user) || !lobby.typists.begin(now, user, channel) {
                return;
            }
            lobby.watchers_max
        };
        if let Some(stream) = self.stream(channel.into()) {
            let event = Event::Typing {
                channel_id: channel,
                user_id: user,
            };
            stream.advise(user, watchers_max, &encode(&event));
        }
    }

    /// What somebody was writing in a channel is sent.
    pub fn typed(&self, user: UserId, channel: ChannelId) {
        lock(&self.0.lobby).typists.end(user, channel);
    }

    /// A space is gone: from here on its people are told of each other no more, unless they share
    /// another place.
    pub fn disband(&self, circle: StreamId) {
        lock(&self.0.lobby).people.disband(circle);
    }

    /// Somebody's places changed.
    pub(super) fn moved(&self, user: UserId) {
        lock(&self.0.lobby).people.moved(user);
    }

    /// A socket is let in.
    pub(super) fn arrive(&self, now: Instant, line: &Line) {
        let mut lobby = lock(&self.0.lobby);
        line.lease.get_or_init(|| lobby.people.open(now, line.user));
    }

    /// Whoever sits at a socket says how they want to be seen.
    pub(super) fn choose(&self, line: &Line, choice: Choice) {
        if let Some(lease) = line.lease.get() {
            let mut lobby = lock(&self.0.lobby);
            lobby.people.choose(line.user, *lease, choice);
        }
    }

    /// A socket went.
    pub(super) fn depart(&self, line: &Line) {
        if let Some(lease) = line.lease.get() {
            lock(&self.0.lobby).gone.push((line.user, *lease));
        }
    }
}

fn status(presence: Presence) -> Event {
    Event::UserStatus {
        user_id: presence.user_id,
        status: presence.status,
        status_text: presence.status_text,
    }
}
