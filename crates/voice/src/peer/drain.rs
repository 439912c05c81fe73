//! What comes out of a connection.

use std::{collections::VecDeque, time::Instant};

use str0m::{Event, Output, media::Mid, rtp::RtpPacket, stats::MediaEgressStats};

use super::{Link, Peer};
use crate::{Failure, Remote, stun, video::VideoPacket};

/// A datagram as it came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packet<'a> {
    /// From where.
    pub(crate) source: Remote,
    /// Its bytes.
    pub(crate) bytes: &'a [u8],
}

/// What a connection gave since somebody took it.
#[derive(Debug, Default)]
pub(crate) struct Drained {
    /// For the socket.
    pub(crate) datagrams: VecDeque<(Remote, Vec<u8>)>,
    /// For the room.
    pub(crate) news: Vec<News>,
}

/// What a room must know of a connection.
#[derive(Debug)]
pub(crate) enum News {
    /// A packet of voice came.
    Rtp(Box<RtpPacket>),
    /// A packet of a camera or a screen came.
    Video(Box<VideoPacket>),
    /// The browser cannot go on with what it is sent on this line.
    Lost(Mid),
    /// The browser has proven to be there.
    Known(Remote),
    /// Sound can flow, for the first time or again.
    Connected,
    /// Nothing comes any more.
    Disconnected,
    /// How well it gets through, as far as it could be measured.
    Quality(Quality),
}

/// What the reports of both sides say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quality {
    pub(crate) rtt_ms: Option<f32>,
    pub(crate) loss_up: f32,
    pub(crate) loss_down: f32,
    pub(crate) jitter_ms: f32,
    /// Of video, on the way to the viewer.
    pub(crate) video_loss: Option<f32>,
}

impl Quality {
    /// What the browser reports of one video slot.
    fn video_slot(&mut self, stats: &MediaEgressStats) {
        if let Some(loss) = stats.loss {
            self.video_loss = Some(self.video_loss.unwrap_or_default().max(loss));
        }
    }

    /// What the browser reports of one slot; the worst of all is what is heard.
    fn slot(&mut self, stats: &MediaEgressStats) {
        if let Some(rtt) = stats.rtt {
            let rtt_ms = rtt.as_secs_f32() * 1_000.0;
            self.rtt_ms = Some(self.rtt_ms.map_or(rtt_ms, |before| before.max(rtt_ms)));
        }
        self.loss_down = self.loss_down.max(stats.loss.unwrap_or_default());
        if let Some(remote) = &stats.remote {
            let ticks = u16::try_from(remote.jitter).unwrap_or(u16::MAX);
            self.jitter_ms = self.jitter_ms.max(f32::from(ticks) / TICKS_PER_MS);
        }
    }
}

/// More errors in one drain than this, and the connection is broken.
const ERRORS_MAX: usize = 8;
/// Ticks of Opus in a millisecond.
const TICKS_PER_MS: f32 = 48.0;

impl Peer {
    /// Everything that the last change brought about.
    pub(super) fn drain(&mut self, now: Instant, drained: &mut Drained) -> Result<(), Failure> {
        let mut errors = 0;
        let mut quality = None;
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.rtc_due = at;
                    break;
                }
                Ok(Output::Transmit(datagram)) => {
                    let to = Remote::new(datagram.proto, datagram.destination);
                    self.transmit(now, to, datagram.contents.into(), drained);
                }
                Ok(Output::Event(event)) => self.happened(now, event, &mut quality, drained),
                Err(error) => {
                    tracing::debug!(%error, "a connection of voice has an error");
                    errors += 1;
                    if errors == ERRORS_MAX || !self.rtc.is_alive() {
                        return Err(Failure::NoEncryption);
                    }
                }
            }
        }
        drained.news.extend(quality.map(News::Quality));
        if self.rtc.is_alive() {
            Ok(())
        } else {
            Err(Failure::Ended)
        }
    }

    fn transmit(
        &mut self,
        now: Instant,
        destination: Remote,
        bytes: Vec<u8>,
        drained: &mut Drained,
    ) {
        if !stun::is_stun(&bytes) {
            if self.link == Link::Down {
                return;
            }
            let destination = self.path.chosen().unwrap_or(destination);
            drained.datagrams.push_back((destination, bytes));
            return;
        }
        if stun::is_success(&bytes) && self.path.proven(destination, now) {
            drained.news.push(News::Known(destination));
        }
        drained.datagrams.push_back((destination, bytes));
    }

    fn happened(
        &mut self,
        now: Instant,
        event: Event,
        quality: &mut Option<Quality>,
        drained: &mut Drained,
    ) {
        match event {
            Event::Connected => {
                self.link = Link::Up(now);
                drained.news.push(News::Connected);
            }
            Event::RtpPacket(packet) if self.is_video(&packet) => {
                let packet = self.video_packet(&packet).map(Box::new);
                drained.news.extend(packet.map(News::Video));
            }
            Event::RtpPacket(packet) => drained.news.push(News::Rtp(Box::new(packet))),
            Event::KeyframeRequest(request) => drained.news.push(News::Lost(request.mid)),
            Event::MediaIngressStats(stats) if !self.video.has(stats.mid) => {
                quality.get_or_insert_default().loss_up = stats.loss.unwrap_or_default();
            }
            Event::MediaEgressStats(stats) if self.video.has(stats.mid) => {
                quality.get_or_insert_default().video_slot(&stats);
            }
            Event::MediaEgressStats(stats) => quality.get_or_insert_default().slot(&stats),
            _ => {}
        }
    }
}
