//! THE CALLER: a browser's side of a call, by str0m: answers what is offered, speaks, and tells what comes. It has no socket and
//! no clock, so that a simulation, a test with real sockets and a load of a thousand people share it.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use str0m::{
    Candidate, Event, Input, Output, Rtc,
    change::SdpOffer,
    format::Codec,
    media::{MediaKind, Mid, Pt},
    net::{Protocol, Receive},
    rtp::{ExtensionValues, RtpWrite},
};

/// A packet of voice is so long.
pub const PACKET: Duration = Duration::from_millis(20);
/// And so many ticks of its clock.
pub const PACKET_TICKS: u32 = 960;

/// Why an offer cannot be answered.
#[derive(Debug, thiserror::Error)]
#[error("the offer cannot be answered: {0}")]
pub struct BadOffer(String);

/// What a line wants done, or tells.
#[expect(clippy::large_enum_variant, reason = "it is taken apart at once")]
#[derive(Debug)]
pub enum Told {
    /// To be sent.
    Datagram(SocketAddr, Vec<u8>),
    /// What happened.
    Event(Event),
}

/// A packet of voice.
#[derive(Debug)]
pub struct Word {
    /// Which one, counted from any number.
    pub number: u64,
    /// How loud, in decibel below full scale.
    pub level: i8,
    /// What would be Opus.
    pub payload: Vec<u8>,
}

/// One connection. After each change, everything that [`Line::poll`] tells is to be taken.
#[derive(Debug)]
pub struct Line {
    rtc: Rtc,
    local: SocketAddr,
    protocol: Protocol,
    mic: Option<Mid>,
    connected: bool,
    due: Instant,
}

impl Line {
    /// One that is found there, and thinks so itself.
    pub fn new(candidate: Candidate, now: Instant) -> Self {
        let (local, protocol) = (candidate.addr(), candidate.proto());
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .build(now);
        rtc.add_local_candidate(candidate);
        Self {
            rtc,
            local,
            protocol,
            mic: None,
            connected: false,
            due: now,
        }
    }

    /// The answer to an offer.
    pub fn answer(&mut self, offer: &str) -> Result<String, BadOffer> {
        let offer = SdpOffer::from_sdp_string(offer);
        let offer = offer.map_err(|error| BadOffer(error.to_string()))?;
        let answer = self.rtc.sdp_api().accept_offer(offer);
        let answer = answer.map_err(|error| BadOffer(error.to_string()))?;
        Ok(answer.to_sdp_string())
    }

    /// Something came.
    pub fn receive(&mut self, now: Instant, source: SocketAddr, bytes: &[u8]) {
        let Ok(received) = Receive::new(self.protocol, source, self.local, bytes) else {
            return;
        };
        let input = Input::Receive(now, received);
        if self.rtc.accepts(&input) {
            let _ = self.rtc.handle_input(input);
        }
    }

    /// Time goes on.
    pub fn pass(&mut self, now: Instant) {
        let _ = self.rtc.handle_input(Input::Timeout(now));
    }

    /// Says something, once there is a connection.
    pub fn say(&mut self, now: Instant, word: Word) {
        let (Some(mic), Some(opus), true) = (self.mic, self.number_of(Codec::Opus), self.connected)
        else {
            return;
        };
        let levels = ExtensionValues {
            audio_level: Some(word.level),
            voice_activity: Some(true),
            ..ExtensionValues::default()
        };
        #[expect(clippy::cast_possible_truncation, reason = "a clock that goes round")]
        let time = (word.number as u32).wrapping_mul(PACKET_TICKS);
        let packet = RtpWrite::new(opus, word.number.into(), time, now, word.payload);
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(mic, None) {
            stream.write_rtp(packet.ext_vals(levels));
        }
    }

    /// What is next to be done or to be known; when there is nothing more, [`Line::due`] holds.
    pub fn poll(&mut self) -> Option<Told> {
        match self.rtc.poll_output() {
            Ok(Output::Timeout(at)) => {
                self.due = at;
                None
            }
            Ok(Output::Transmit(datagram)) => Some(Told::Datagram(
                datagram.destination,
                datagram.contents.into(),
            )),
            Ok(Output::Event(event)) => {
                self.learn(&event);
                Some(Told::Event(event))
            }
            Err(_) => None,
        }
    }

    fn learn(&mut self, event: &Event) {
        match event {
            Event::Connected => self.connected = true,
            Event::MediaAdded(added)
                if added.kind == MediaKind::Audio && added.direction.is_sending() =>
            {
                self.mic = Some(added.mid);
            }
            _ => {}
        }
    }

    /// When [`Line::pass`] is due.
    pub fn due(&self) -> Instant {
        self.due
    }

    /// Whether sound can flow.
    pub fn is_connected(&self) -> bool {
        self.connected
    }

    /// How packets of it are marked.
    pub fn number_of(&self, codec: Codec) -> Option<Pt> {
        let mut params = self.rtc.codec_config().params().iter();
        Some(params.find(|it| it.spec().codec == codec)?.pt())
    }

    /// For what only one of those who use it needs.
    pub fn rtc(&mut self) -> &mut Rtc {
        &mut self.rtc
    }
}
