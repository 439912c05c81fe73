//! All rooms of one socket: who is where, and what one says to the others. Without a socket, and without a clock.

mod carry;
mod hear;
mod reflect;
mod seat;
mod speaking;
mod video;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    time::Instant,
};

use parlor_protocol::ids::{ChannelId, UserId};

use crate::{
    Command, Event, Failure, Gate, Remote, SeatId,
    budget::Budget,
    due::Due,
    frame::Count,
    limits::DATAGRAM_BYTES_MAX,
    loudness::Loudness,
    mirror::Look,
    peer::{Drained, Maker, News, Packet, Peer, Place},
    slots::Slots,
    stun,
    video::{Source, Video},
};

/// What happens to the rooms.
#[derive(Debug)]
pub enum Input<'a> {
    /// The server asks for something.
    Command(Command),
    /// Something came on the socket.
    Datagram {
        /// From where.
        source: Remote,
        /// Its bytes.
        bytes: &'a [u8],
    },
    /// Time went by; see [`Rooms::due`].
    Time,
}

/// What the rooms want done.
#[derive(Debug)]
pub enum Output {
    /// The server is told.
    Event(Event),
    /// This goes out on the socket.
    Datagram {
        /// Where to.
        destination: Remote,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// How many, how much.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Audio slots a listener.
    pub slots: usize,
    /// Seats of all rooms together.
    pub seats_max: usize,
    /// Where connections of TCP are taken, at each address of a seat.
    pub tcp_port: Option<u16>,
}

/// All rooms.
#[derive(Debug)]
pub struct Rooms {
    shape: Shape,
    maker: Maker,
    seats: HashMap<SeatId, Seat>,
    channels: HashMap<ChannelId, Room>,
    by_ufrag: HashMap<String, SeatId>,
    by_address: HashMap<Remote, SeatId>,
    due: Due<Whose>,
    drained: Drained,
    /// A question that waits for its answer.
    look: Option<Look>,
    events: VecDeque<Event>,
}

/// One person's connection, and what is heard on it.
#[derive(Debug)]
struct Seat {
    room: ChannelId,
    gate: Gate,
    /// A later connection is told the same as the first.
    place: Place,
    /// The newest offer of all its connections.
    rev: u32,
    /// Nothing once the browser has closed it, which it may while sound goes by frames.
    peer: Option<Peer>,
    /// What is heard by WebRTC.
    slots: Slots,
    /// In place of it.
    frames: Option<Frames>,
    /// What it shows and sees, by WebRTC only.
    video: Video,
    /// The names it is asked for by: of the offer in use, and of one that waits.
    ufrags: Vec<String>,
}

/// A seat that hears and is heard by frames on its WebSocket.
#[derive(Debug)]
struct Frames {
    slots: Slots,
    count: Count,
}

/// One room.
#[derive(Debug, Default)]
struct Room {
    voices: BTreeMap<SeatId, Voice>,
    /// When it was last told who speaks.
    told: Option<Instant>,
}

/// One person, as the others hear him.
#[derive(Debug)]
struct Voice {
    user: UserId,
    loudness: Loudness,
    budget: Budget,
    /// How often the gate was shut, or the way changed by which the voice comes.
    silenced: u32,
    /// What the room was told last.
    speaks: bool,
}

/// Whose time comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Whose {
    Seat(SeatId),
    Room(i64),
    Mirror,
}

impl Rooms {
    /// No rooms yet. Nothing if no certificate can be made.
    pub fn new(shape: Shape) -> Option<Self> {
        Some(Self {
            maker: Maker::new(shape)?,
            shape,
            seats: HashMap::new(),
            channels: HashMap::new(),
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            due: Due::default(),
            drained: Drained::default(),
            look: None,
            events: VecDeque::new(),
        })
    }

    /// Something happens. Everything that follows from it is there to be polled when this returns.
    pub fn handle(&mut self, now: Instant, input: Input<'_>) {
        match input {
            Input::Command(command) => self.command(now, command),
            Input::Datagram { source, bytes } => {
                let length = bytes.len().min(DATAGRAM_BYTES_MAX);
                let bytes = &bytes[..length];
                self.datagram(now, Packet { source, bytes });
            }
            Input::Time => {
                while let Some(whose) = self.due.take(now) {
                    match whose {
                        Whose::Seat(seat) => self.turn(now, seat, Peer::tick),
                        Whose::Mirror => self.reflect_on(now),
                        Whose::Room(room) => self.tell_speaking(now, ChannelId::from_raw(room)),
                    }
                }
            }
        }
    }

    /// The next thing to do. What the server is told comes before the packets that it explains.
    pub fn poll(&mut self) -> Option<Output> {
        if let Some(event) = self.events.pop_front() {
            return Some(Output::Event(event));
        }
        let (destination, bytes) = self.drained.datagrams.pop_front()?;
        Some(Output::Datagram { destination, bytes })
    }

    /// When time must be told at the latest.
    pub fn due(&mut self) -> Option<Instant> {
        self.due.next()
    }

    fn command(&mut self, now: Instant, command: Command) {
        match command {
            Command::Join {
                seat,
                room,
                user,
                addresses,
                bitrate_bps,
                gate,
            } => {
                let place = Place {
                    addresses,
                    bitrate_bps,
                };
                if let Err(why) = self.join(now, (seat, room, user), place, gate) {
                    self.events.push_back(Event::Failed { seat, why });
                }
            }
            Command::Answer { seat, rev, sdp } => self.answer(now, seat, rev, &sdp),
            Command::Candidate { seat, candidate } => {
                tracing::trace!(?seat, candidate, "a browser may be found there");
            }
            Command::Gate { seat, gate } => self.gate(now, seat, gate),
            Command::RestartIce { seat } => self.restart_ice(now, seat),
            Command::Frame { seat, frame } => self.hear_frame(now, seat, &frame),
            Command::Carry { seat, by } => self.carry(seat, by),
            Command::Publish {
                seat,
                kind,
                bitrate_bps,
            } => self.publish(now, (seat, kind), bitrate_bps),
            Command::Unpublish { seat, kind } => self.unpublish(Source { seat, kind }),
            Command::Subscribe { seat, videos } => self.subscribe(now, seat, videos),
            Command::Look {
                mirror,
                transaction,
            } => self.reflect(now, Look::new(now, mirror, transaction)),
            Command::Leave { seat } => self.leave(seat),
        }
    }

    /// To whom it belongs: a request for a sign of life says so itself, all else is known by where it comes from.
    /// What is neither is dropped, and never answered.
    fn datagram(&mut self, now: Instant, packet: Packet<'_>) {
        if self.is_seen(packet) {
            return;
        }
        let seat = if stun::is_stun(packet.bytes) {
            stun::request(packet.bytes).and_then(|request| self.by_ufrag.get(request.ufrag))
        } else {
            self.by_address.get(&packet.source)
        };
        if let Some(seat) = seat.copied() {
            self.turn(now, seat, |peer, now, drained| {
                peer.receive(now, packet, drained)
            });
        }
    }

    /// Changes one connection, and carries on what comes of it.
    fn turn(
        &mut self,
        now: Instant,
        id: SeatId,
        change: impl FnOnce(&mut Peer, Instant, &mut Drained) -> Result<(), Failure>,
    ) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        let Some(peer) = &mut seat.peer else {
            return;
        };
        let changed = change(peer, now, &mut self.drained);
        self.due.at(Whose::Seat(id), peer.due());
        for news in std::mem::take(&mut self.drained.news) {
            self.learn(now, id, news);
        }
        if let Err(why) = changed {
            self.fail(id, why);
        }
    }

    fn learn(&mut self, now: Instant, seat: SeatId, news: News) {
        match news {
            News::Rtp(packet) => self.hear(now, seat, &packet),
            News::Video(packet) => self.show(now, seat, &packet),
            News::Lost(mid) => self.lost(now, seat, mid),
            News::Known(address) => {
                self.by_address.insert(address, seat);
            }
            News::Connected => self.events.push_back(Event::Connected { seat }),
            News::Disconnected => {
                if let Some(there) = self.seats.get_mut(&seat) {
                    there.slots.cut();
                    there.video.slots.cut();
                }
                self.events.push_back(Event::Disconnected { seat });
            }
            News::Quality(quality) => {
                if let (Some(loss), Some(there)) = (quality.video_loss, self.seats.get_mut(&seat)) {
                    there.video.pace.reported(now, loss);
                }
                // Without a report from the browser there is nothing to say.
                if let Some(rtt_ms) = quality.rtt_ms {
                    self.events.push_back(Event::Quality {
                        seat,
                        rtt_ms,
                        loss_up: quality.loss_up,
                        loss_down: quality.loss_down,
                        jitter_ms: quality.jitter_ms,
                    });
                }
            }
        }
    }

    fn fail(&mut self, seat: SeatId, why: Failure) {
        tracing::debug!(?seat, %why, "a connection of voice cannot go on");
        if self.keeps_without_connection(seat) {
            return;
        }
        self.leave(seat);
        self.events.push_back(Event::Failed { seat, why });
    }
}
