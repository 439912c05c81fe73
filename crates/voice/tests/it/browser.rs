//! A browser's side of voice, by str0m: answers what is offered, speaks with packets that say who speaks, and writes down what it hears.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

pub(crate) use parlor_caller::PACKET;
use parlor_caller::{Line, PACKET_TICKS, Told, Word};
use parlor_protocol::voice::VideoKind;
use parlor_voice::SeatId;
use str0m::{
    Candidate, Event,
    media::Mid,
    net::TcpType,
    rtp::{RtpPacket, Ssrc},
};

use crate::camera::{Cameras, vp8};

/// A packet that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(crate) at: Instant,
    pub(crate) ssrc: u32,
    pub(crate) seq: u64,
    pub(crate) time: u32,
    /// Who said it, and how many he had said before: what the payload says.
    pub(crate) who: SeatId,
    pub(crate) number: u64,
    pub(crate) on: Mid,
}

/// One browser.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) seat: SeatId,
    /// Where the network sees it.
    pub(crate) address: SocketAddr,
    line: Line,
    pub(crate) due: Instant,
    /// In decibel below full scale; nothing is sent without.
    pub(crate) says: Option<i8>,
    said: u64,
    next_word: Instant,
    pub(crate) heard: Vec<Sound>,
    pub(crate) connected: bool,
    lines: BTreeMap<Ssrc, Mid>,
    /// Sound goes by frames on the WebSocket; how often it changed to that.
    pub(crate) by_frames: Option<u32>,
    /// What it said so and nobody took yet.
    pub(crate) frames: Vec<Vec<u8>>,
    /// What it shows and sees.
    pub(crate) cameras: Cameras,
}

/// A frame of the WebSocket that says who speaks, and how many he had said before.
pub(crate) fn frame(level: u16, who: SeatId, number: u64) -> Vec<u8> {
    let mut frame = vec![1];
    frame.extend(level.to_be_bytes());
    let time = u32::try_from(number).unwrap().wrapping_mul(PACKET_TICKS);
    frame.extend(time.to_be_bytes());
    frame.extend(&number.to_be_bytes()[6..]);
    frame.extend(who.0.to_be_bytes());
    frame.extend(number.to_be_bytes());
    frame
}

/// What it sends.
pub(crate) type Sent = Vec<(SocketAddr, Vec<u8>)>;

impl Browser {
    pub(crate) fn new(seat: SeatId, address: SocketAddr, now: Instant) -> Self {
        let udp = Candidate::host(address, "udp").unwrap();
        Self::by(seat, udp, now)
    }

    /// One that UDP does not reach.
    pub(crate) fn new_tcp(seat: SeatId, address: SocketAddr, now: Instant) -> Self {
        let tcp = Candidate::builder()
            .tcp()
            .host(address)
            .tcptype(TcpType::Active);
        Self::by(seat, tcp.build().unwrap(), now)
    }

    fn by(seat: SeatId, candidate: Candidate, now: Instant) -> Self {
        Self {
            seat,
            address: candidate.addr(),
            line: Line::new(candidate, now),
            due: now,
            says: None,
            said: 0,
            next_word: now,
            heard: Vec::new(),
            connected: false,
            lines: BTreeMap::new(),
            by_frames: None,
            frames: Vec::new(),
            cameras: Cameras::default(),
        }
    }

    /// Answers.
    pub(crate) fn offered(&mut self, now: Instant, sdp: &str) -> (String, Sent) {
        let answer = self.line.answer(sdp).unwrap();
        let sent = self.drain(now);
        (answer, sent)
    }

    pub(crate) fn receive(&mut self, now: Instant, source: SocketAddr, bytes: &[u8]) -> Sent {
        self.line.receive(now, source, bytes);
        self.drain(now)
    }

    /// Does what it is time for.
    pub(crate) fn tick(&mut self, now: Instant) -> Sent {
        if self.next_word <= now {
            self.next_word = now + PACKET;
            self.speak(now);
            if self.connected {
                self.cameras.show(now, self.line.rtc(), self.seat);
            }
        }
        self.line.pass(now);
        let sent = self.drain(now);
        self.due = self
            .due
            .max(now + Duration::from_millis(1))
            .min(self.next_word);
        sent
    }

    /// Closes the connection, as a page does that is left.
    pub(crate) fn close(&mut self, now: Instant) -> Sent {
        let _ = self.line.rtc().close();
        self.drain(now)
    }

    /// Its clock of packets goes on whether or not it says something.
    fn speak(&mut self, now: Instant) {
        self.said += 1;
        if let (Some(level), Some(_)) = (self.says, self.by_frames) {
            let level = u16::from(level.unsigned_abs());
            self.frames.push(frame(level, self.seat, self.said));
            return;
        }
        let Some(level) = self.says else {
            return;
        };
        let mut payload = self.seat.0.to_be_bytes().to_vec();
        payload.extend(self.said.to_be_bytes());
        let number = self.said;
        let word = Word {
            number,
            level,
            payload,
        };
        self.line.say(now, word);
    }

    /// Sends something as video that is none.
    pub(crate) fn send_video(&mut self, now: Instant, kind: VideoKind, payload: &[u8]) -> Sent {
        self.cameras.send(now, self.line.rtc(), kind, payload);
        self.drain(now)
    }

    fn drain(&mut self, now: Instant) -> Sent {
        let mut sent = Vec::new();
        while let Some(told) = self.line.poll() {
            match told {
                Told::Datagram(to, bytes) => sent.push((to, bytes)),
                Told::Event(event) => self.happened(now, event),
            }
        }
        self.due = self.line.due().min(self.next_word.max(now));
        sent
    }

    fn happened(&mut self, now: Instant, event: Event) {
        match event {
            Event::Connected => self.connected = true,
            Event::MediaAdded(added) if !added.direction.is_sending() => {}
            Event::MediaAdded(added) if added.kind.is_video() => self.cameras.added(&added),
            Event::KeyframeRequest(request) => self.cameras.asked(request),
            Event::RtpPacket(packet) => self.hear(now, &packet),
            _ => {}
        }
    }

    fn hear(&mut self, at: Instant, packet: &RtpPacket) {
        let ssrc = packet.header.ssrc;
        let stream = self
            .line
            .rtc()
            .direct_api()
            .stream_rx(&ssrc)
            .map(|stream| stream.mid());
        let on = *self.lines.entry(ssrc).or_insert_with(|| stream.unwrap());
        if packet.header.payload_type == vp8(self.line.rtc()) {
            self.cameras.see(at, on, packet);
            return;
        }
        let (who, number) = packet.payload.split_first_chunk::<8>().unwrap();
        self.heard.push(Sound {
            at,
            ssrc: *ssrc,
            seq: *packet.seq_no,
            time: packet.header.timestamp,
            who: SeatId(u64::from_be_bytes(*who)),
            number: u64::from_be_bytes(number.try_into().unwrap()),
            on,
        });
    }

    /// A frame came on its WebSocket.
    pub(crate) fn hear_frame(&mut self, at: Instant, frame: &[u8]) {
        let changes = self.by_frames.unwrap();
        let (header, payload) = frame.split_first_chunk::<9>().unwrap();
        let [1, high, low, t0, t1, t2, t3, n0, n1] = *header else {
            panic!("another kind: {frame:?}")
        };
        let slot = u16::from_be_bytes([high, low]);
        let (who, number) = payload.split_first_chunk::<8>().unwrap();
        self.heard.push(Sound {
            at,
            // A stream that no RTP has, and another one after each change.
            ssrc: 0x8000_0000 | changes << 16 | u32::from(slot),
            seq: u16::from_be_bytes([n0, n1]).into(),
            time: u32::from_be_bytes([t0, t1, t2, t3]),
            who: SeatId(u64::from_be_bytes(*who)),
            number: u64::from_be_bytes(number.try_into().unwrap()),
            on: slot.to_string().as_str().into(),
        });
    }

    /// Whom it heard since.
    pub(crate) fn hears(&self, who: SeatId, since: Instant) -> usize {
        let sounds = self.heard.iter();
        sounds
            .filter(|sound| sound.who == who && sound.at >= since)
            .count()
    }
}
