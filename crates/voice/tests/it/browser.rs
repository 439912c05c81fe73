//! A browser's side of voice, by str0m: answers what is offered, speaks with packets that say who speaks, and writes down what it hears.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

use parlor_protocol::voice::VideoKind;
use parlor_voice::SeatId;
use str0m::{
    Candidate, Event, Input, Output, Rtc,
    change::SdpOffer,
    format::Codec,
    media::Mid,
    net::{Protocol, Receive, TcpType},
    rtp::{ExtensionValues, RtpPacket, RtpWrite, Ssrc},
};

use crate::camera::{Cameras, vp8};

/// Every 20 ms, a packet.
pub(crate) const PACKET: Duration = Duration::from_millis(20);
/// And so many ticks of its clock.
const PACKET_TICKS: u32 = 960;

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
    /// Where it thinks that it is.
    local: SocketAddr,
    protocol: Protocol,
    rtc: Rtc,
    pub(crate) due: Instant,
    mic: Option<Mid>,
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
        Self::by(seat, (Protocol::Udp, udp), now)
    }

    /// One that UDP does not reach.
    pub(crate) fn new_tcp(seat: SeatId, address: SocketAddr, now: Instant) -> Self {
        let tcp = Candidate::builder()
            .tcp()
            .host(address)
            .tcptype(TcpType::Active);
        Self::by(seat, (Protocol::Tcp, tcp.build().unwrap()), now)
    }

    fn by(seat: SeatId, (protocol, candidate): (Protocol, Candidate), now: Instant) -> Self {
        let address = candidate.addr();
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .build(now);
        rtc.add_local_candidate(candidate);
        Self {
            seat,
            address,
            local: address,
            protocol,
            rtc,
            due: now,
            mic: None,
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
        let offer = SdpOffer::from_sdp_string(sdp).unwrap();
        let answer = self.rtc.sdp_api().accept_offer(offer).unwrap();
        let sent = self.drain(now);
        (answer.to_sdp_string(), sent)
    }

    pub(crate) fn receive(&mut self, now: Instant, source: SocketAddr, bytes: &[u8]) -> Sent {
        let Ok(received) = Receive::new(self.protocol, source, self.local, bytes) else {
            return Vec::new();
        };
        let input = Input::Receive(now, received);
        if self.rtc.accepts(&input) {
            let _ = self.rtc.handle_input(input);
        }
        self.drain(now)
    }

    /// Does what it is time for.
    pub(crate) fn tick(&mut self, now: Instant) -> Sent {
        if self.next_word <= now {
            self.next_word = now + PACKET;
            self.speak(now);
            if self.connected {
                self.cameras.show(now, &mut self.rtc, self.seat);
            }
        }
        let _ = self.rtc.handle_input(Input::Timeout(now));
        let sent = self.drain(now);
        self.due = self
            .due
            .max(now + Duration::from_millis(1))
            .min(self.next_word);
        sent
    }

    /// Closes the connection, as a page does that is left.
    pub(crate) fn close(&mut self, now: Instant) -> Sent {
        let _ = self.rtc.close();
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
        let (Some(level), Some(mic), true) = (self.says, self.mic, self.connected) else {
            return;
        };
        let opus = self.rtc.codec_config().params().iter();
        let pt = opus
            .clone()
            .find(|params| params.spec().codec == Codec::Opus)
            .unwrap()
            .pt();
        let mut payload = self.seat.0.to_be_bytes().to_vec();
        payload.extend(self.said.to_be_bytes());
        let levels = ExtensionValues {
            audio_level: Some(level),
            voice_activity: Some(true),
            ..ExtensionValues::default()
        };
        let time = u32::try_from(self.said).unwrap().wrapping_mul(PACKET_TICKS);
        let packet = RtpWrite::new(pt, self.said.into(), time, now, payload).ext_vals(levels);
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(mic, None) {
            stream.write_rtp(packet);
        }
    }

    /// Sends something as video that is none.
    pub(crate) fn send_video(&mut self, now: Instant, kind: VideoKind, payload: &[u8]) -> Sent {
        self.cameras.send(now, &mut self.rtc, kind, payload);
        self.drain(now)
    }

    fn drain(&mut self, now: Instant) -> Sent {
        let mut sent = Vec::new();
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.due = at.min(self.next_word.max(now));
                    return sent;
                }
                Ok(Output::Transmit(datagram)) => {
                    sent.push((datagram.destination, datagram.contents.into()));
                }
                Ok(Output::Event(event)) => self.happened(now, event),
                Err(_) => return sent,
            }
        }
    }

    fn happened(&mut self, now: Instant, event: Event) {
        match event {
            Event::Connected => self.connected = true,
            Event::MediaAdded(added) if !added.direction.is_sending() => {}
            Event::MediaAdded(added) if added.kind.is_video() => self.cameras.added(&added),
            Event::MediaAdded(added) => self.mic = Some(added.mid),
            Event::KeyframeRequest(request) => self.cameras.asked(request),
            Event::RtpPacket(packet) => self.hear(now, &packet),
            _ => {}
        }
    }

    fn hear(&mut self, at: Instant, packet: &RtpPacket) {
        let ssrc = packet.header.ssrc;
        let stream = self
            .rtc
            .direct_api()
            .stream_rx(&ssrc)
            .map(|stream| stream.mid());
        let on = *self.lines.entry(ssrc).or_insert_with(|| stream.unwrap());
        if packet.header.payload_type == vp8(&self.rtc) {
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
