//! Who is in which call on this node, and what follows from every change of that.
//!
//! Nothing here waits, reads a clock or sends a datagram: time is an argument, and what the media
//! side has to do is left in [`VoiceConnectionManager::take_commands`].

mod checks;
mod events;
mod frames;
#[cfg(test)]
mod tests;
mod video;

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
    time::Instant,
};

use parlor_auth::resume_token::ResumeToken;
use parlor_protocol::{
    close::Close,
    ids::{ChannelId, SessionId, UserId, VoiceSessionId},
    users::User,
    voice::{
        Participant, Transport, VoiceChange, VoiceDeparture, VoiceEvent, VoiceLimits, VoiceRoom,
        VoiceState,
    },
};
use parlor_voice::{Command, SeatId};

pub(super) use checks::{CHECK_TIME, Trial};

use super::{
    news::{Item, News},
    seat::{Connection, Place, Seat, encode, gate},
    tenure::Tenure,
};

/// Somebody who comes into a call.
#[derive(Debug)]
pub struct Entry {
    /// Where.
    pub place: Place,
    /// Who.
    pub user: User,
    /// On which device.
    pub session: SessionId,
    /// By what they are told.
    pub connection: Connection,
    /// How they begin.
    pub state: VoiceState,
    /// Whether they may show their camera and their screen.
    pub may_show: bool,
    /// What they may use; as many may be in the call.
    pub limits: VoiceLimits,
    /// Where the browser finds the media socket.
    pub addresses: Vec<SocketAddr>,
    /// The name of the stay on the wire, and what proves that one comes back to it.
    pub stay: (VoiceSessionId, ResumeToken),
}

/// There is no seat for one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSeat {
    /// As many are in the call as may.
    #[error("the call is full")]
    Call,
    /// As many are in all calls as may.
    #[error("the server is full")]
    Server,
}

/// How a stay ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// What the others are told.
    pub reason: VoiceDeparture,
    /// What the person is told.
    pub own_reason: VoiceDeparture,
    /// Where they were moved to; only they are told.
    pub to: Option<ChannelId>,
    /// How their socket is closed.
    pub close: Close,
}

impl Ending {
    /// One without a place to go to.
    pub const fn new(reason: VoiceDeparture, close: Close) -> Self {
        Self {
            reason,
            own_reason: reason,
            to: None,
            close,
        }
    }
}

/// Who is in which call on this node. A person is in one call at a time.
#[derive(Debug)]
pub struct VoiceConnectionManager {
    /// Everybody's seat.
    active_connections: HashMap<UserId, Seat>,
    /// Who is in each call, in the order they came; no call is empty.
    channel_participants: BTreeMap<ChannelId, Vec<UserId>>,
    /// How everybody takes part.
    voice_states: HashMap<UserId, VoiceState>,
    /// Whose seat it is, by its name on the media side.
    seats: HashMap<SeatId, UserId>,
    /// How many seats there may be.
    seats_max: usize,
    /// The name of the seat that was made last.
    last_seat: u64,
    checks: checks::Checks,
    /// The number of the last change that is told on `/ws`.
    version: u64,
    news: News,
    commands: Vec<Command>,
}

impl VoiceConnectionManager {
    /// No calls. Changes are counted from `version` on, which is above all of earlier processes.
    pub fn new(seats_max: usize, version: u64) -> Self {
        Self {
            active_connections: HashMap::new(),
            channel_participants: BTreeMap::new(),
            voice_states: HashMap::new(),
            seats: HashMap::new(),
            seats_max,
            last_seat: 0,
            checks: checks::Checks::default(),
            version,
            news: News::default(),
            commands: Vec::new(),
        }
    }

    /// Somebody comes into a call. Their seat elsewhere, or on another device, is given up.
    ///
    /// # Errors
    /// [`NoSeat`]; nothing was changed then.
    pub fn connect(&mut self, entry: Entry) -> Result<(), NoSeat> {
        let (channel, user) = (entry.place.channel, entry.user.id);
        let here = self.channel_participants.get(&channel);
        let others = here.map_or(0, |here| here.iter().filter(|it| **it != user).count());
        if others >= usize::try_from(entry.limits.participants).unwrap_or(usize::MAX) {
            return Err(NoSeat::Call);
        }
        let is_new = !self.active_connections.contains_key(&user);
        if is_new && self.active_connections.len() >= self.seats_max {
            return Err(NoSeat::Server);
        }
        // The other device is not to follow.
        let mut ending = Ending::new(VoiceDeparture::Replaced, Close::Normal);
        if self
            .place(user)
            .is_some_and(|place| place.channel != channel)
        {
            ending.reason = VoiceDeparture::Moved;
        }
        self.disconnect(user, ending);
        self.seat(entry);
        Ok(())
    }

    fn seat(&mut self, entry: Entry) {
        let (place, user) = (entry.place, entry.user);
        let user_id = user.id;
        self.last_seat += 1;
        let id = SeatId(self.last_seat);
        let begins = !self.channel_participants.contains_key(&place.channel);
        self.broadcast(
            place.channel,
            &VoiceEvent::Join {
                user_id,
                user: user.clone(),
                state: entry.state,
            },
        );
        let here = self.channel_participants.entry(place.channel);
        here.or_default().push(user_id);
        self.voice_states.insert(user_id, entry.state);
        self.seats.insert(id, user_id);
        self.commands.push(Command::Join {
            seat: id,
            room: place.channel,
            user: user_id,
            addresses: entry.addresses,
            bitrate_bps: entry.limits.bitrate,
            gate: gate(entry.state),
        });
        let (session_id, token) = entry.stay;
        let seat = Seat {
            id,
            session_id,
            token,
            place,
            session: entry.session,
            user,
            tenure: Tenure::Connected(entry.connection),
            limits: entry.limits,
            transport: Transport::Udp,
            may_show: entry.may_show,
            offer: None,
            slots: BTreeMap::new(),
            video_slots: BTreeMap::new(),
        };
        self.active_connections.insert(user_id, seat);
        if let Some(seat) = self.active_connections.get(&user_id) {
            self.greet(seat);
        }
        self.tell(
            user_id,
            VoiceChange::Joined,
            begins && place.space.is_none(),
        );
    }

    /// Somebody comes back to a seat they lost; `false`: it is not there, or not theirs.
    pub fn resume(
        &mut self,
        (user, channel, session): (UserId, ChannelId, SessionId),
        (stay, token): (VoiceSessionId, &str),
        connection: Connection,
    ) -> bool {
        let Some(seat) = self.active_connections.get_mut(&user) else {
            return false;
        };
        let is_it = seat.session_id == stay && seat.session == session;
        if !is_it || seat.place.channel != channel || !seat.token.is(token) {
            return false;
        }
        if let Some(old) = seat.tenure.resume(connection) {
            old.0.close(Close::Normal);
        }
        if let Some(seat) = self.active_connections.get(&user) {
            self.greet(seat);
            seat.tell_again();
        }
        true
    }

    fn greet(&self, seat: &Seat) {
        let participants = self.participants(seat.place.channel);
        seat.tell(&VoiceEvent::Ready {
            self_id: seat.user.id,
            session_id: seat.session_id,
            resume_token: seat.token.to_text(),
            participants: participants.clone(),
            ice_servers: Vec::new(),
            limits: seat.told_limits(),
            transport: seat.transport,
        });
        seat.tell(&VoiceEvent::ParticipantsList { participants });
    }

    /// A socket was lost: its seat waits for a while, if it has not been taken by another socket.
    pub fn lose(&mut self, now: Instant, user: UserId, connection: &Connection) {
        if let Some(seat) = self.active_connections.get_mut(&user) {
            seat.tenure.lose(now, connection);
        }
    }

    /// Somebody's stay ends: they are told and closed, and the others are told. `false`: they were
    /// in no call.
    pub fn disconnect(&mut self, user: UserId, ending: Ending) -> bool {
        let Some(seat) = self.active_connections.remove(&user) else {
            return false;
        };
        let channel = seat.place.channel;
        self.seats.remove(&seat.id);
        self.commands.push(Command::Leave { seat: seat.id });
        if let Some(here) = self.channel_participants.get_mut(&channel) {
            here.retain(|it| *it != user);
            if here.is_empty() {
                self.channel_participants.remove(&channel);
            }
        }
        let state = self.voice_states.remove(&user).unwrap_or_default();
        let left = |reason, channel_id| VoiceEvent::Leave {
            user_id: user,
            reason,
            channel_id,
        };
        if let Some(Connection(outbox)) = seat.tenure.connection() {
            outbox.answer(encode(&left(ending.own_reason, ending.to)));
            outbox.finish(ending.close);
        }
        self.broadcast(channel, &left(ending.reason, None));
        let state = VoiceState {
            speaking: false,
            ..state
        };
        self.add_news((channel, user), (VoiceChange::Left, state), None, false);
        true
    }

    /// Whether it is by this connection that they are in a call.
    pub fn is_by(&self, user: UserId, connection: &Connection) -> bool {
        let seat = self.active_connections.get(&user);
        seat.is_some_and(|seat| seat.tenure.connection() == Some(connection))
    }

    /// Tells everybody in a call who is there.
    pub fn broadcast(&self, channel: ChannelId, event: &VoiceEvent) {
        let text = encode(event);
        for connection in self.connections(channel) {
            connection.0.answer(text.clone());
        }
    }

    fn connections(&self, channel: ChannelId) -> impl Iterator<Item = &Connection> {
        let here = self.channel_participants.get(&channel);
        let seats = here.into_iter().flatten();
        let seats = seats.filter_map(|user| self.active_connections.get(user));
        seats.filter_map(|seat| seat.tenure.connection())
    }

    /// Somebody takes part in another way from now on: what is heard follows at once. `false`: they
    /// are in no call.
    pub fn update_voice_state(
        &mut self,
        user: UserId,
        change: impl FnOnce(&mut VoiceState),
    ) -> bool {
        let (Some(seat), Some(state)) = (
            self.active_connections.get(&user),
            self.voice_states.get_mut(&user),
        ) else {
            return false;
        };
        let before = *state;
        change(state);
        let state = *state;
        if state == before {
            return true;
        }
        let (id, channel) = (seat.id, seat.place.channel);
        if gate(state) != gate(before) {
            self.commands.push(Command::Gate {
                seat: id,
                gate: gate(state),
            });
        }
        self.broadcast(
            channel,
            &VoiceEvent::VoiceState {
                user_id: user,
                state,
            },
        );
        self.tell(user, VoiceChange::StateChanged, false);
        true
    }

    /// Seats whose people did not come back are given up.
    pub fn tick(&mut self, now: Instant) {
        self.tick_checks(now);
        let seats = self.active_connections.values();
        let over = seats.filter(|seat| seat.tenure.is_over(now));
        let over: Vec<UserId> = over.map(|seat| seat.user.id).collect();
        for user in over {
            self.disconnect(user, Ending::new(VoiceDeparture::Timeout, Close::Heartbeat));
        }
    }

    /// Where somebody is.
    pub fn place(&self, user: UserId) -> Option<Place> {
        self.active_connections.get(&user).map(|seat| seat.place)
    }

    /// How many are in calls by each way.
    pub fn ways(&self) -> [(Transport, usize); 3] {
        [Transport::Udp, Transport::Tcp, Transport::Ws].map(|way| {
            let seats = self.active_connections.values();
            (way, seats.filter(|seat| seat.transport == way).count())
        })
    }

    /// The calls there are.
    pub fn channels(&self) -> Vec<ChannelId> {
        self.channel_participants.keys().copied().collect()
    }

    /// Who is in a call, in the order they came.
    pub fn users(&self, channel: ChannelId) -> Vec<UserId> {
        let here = self.channel_participants.get(&channel);
        here.cloned().unwrap_or_default()
    }

    /// Those who are in a call on one of these devices.
    pub fn of_sessions(&self, sessions: &[SessionId]) -> Vec<UserId> {
        let seats = self.active_connections.values();
        let theirs = seats.filter(|seat| sessions.contains(&seat.session));
        theirs.map(|seat| seat.user.id).collect()
    }

    /// Who is in a call and how, in the order they came.
    pub fn participants(&self, channel: ChannelId) -> Vec<Participant> {
        let here = self.channel_participants.get(&channel);
        let here = here.into_iter().flatten();
        here.filter_map(|user| self.participant(*user)).collect()
    }

    fn participant(&self, user: UserId) -> Option<Participant> {
        Some(Participant {
            user: self.active_connections.get(&user)?.user.clone(),
            state: *self.voice_states.get(&user)?,
        })
    }

    /// These calls, and the number of the last change that is in them.
    pub fn rooms(&self, channels: &[ChannelId]) -> (u64, Vec<VoiceRoom>) {
        let rooms = channels.iter().map(|channel| VoiceRoom {
            channel_id: *channel,
            participants: self.participants(*channel),
        });
        let rooms = rooms.filter(|room| !room.participants.is_empty());
        (self.version, rooms.collect())
    }

    /// What the media side has to do, in order.
    pub fn take_commands(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.commands)
    }

    /// What is to be told on `/ws`.
    pub(super) fn news(&mut self) -> &mut News {
        &mut self.news
    }

    fn tell(&mut self, user: UserId, change: VoiceChange, ring: bool) {
        let place = self.place(user);
        let (Some(Place { channel, .. }), Some(Participant { user, state })) =
            (place, self.participant(user))
        else {
            return;
        };
        self.add_news((channel, user.id), (change, state), Some(user), ring);
    }

    fn add_news(
        &mut self,
        about: (ChannelId, UserId),
        (change, state): (VoiceChange, VoiceState),
        user: Option<User>,
        ring: bool,
    ) {
        self.version += 1;
        let item = Item {
            change,
            state,
            user,
            version: self.version,
            ring,
        };
        self.news.add(about, item);
    }
}
