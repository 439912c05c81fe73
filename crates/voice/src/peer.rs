//! One browser: its WebRTC connection, without IO.
//!
//! str0m has one contract: whatever changes it, it is drained before it is changed again. Here every
//! method changes and drains, so that nobody can forget.

mod drain;
mod offer;
mod path;
mod video;

use std::{
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use str0m::{
    Input, Rtc, RtcError,
    media::{Mid, Pt},
    net::Receive,
    rtp::{ExtensionValues, RtpWrite, Ssrc},
};

pub(crate) use drain::{Drained, News, Packet};
pub(crate) use offer::{Maker, Offer, Place};

use crate::{
    Failure, Remote,
    forward::{Heard, Sound, Stamp},
    limits::{AUDIBLE_DBOV, SILENCE_MAX, STEP_MIN},
    stun,
};
use offer::Negotiation;
use path::Path;
use video::Lines;

/// One browser.
#[derive(Debug)]
pub(crate) struct Peer {
    rtc: Rtc,
    /// Where it thinks that we are.
    local: Vec<Remote>,
    negotiation: Negotiation,
    slots: Vec<Line>,
    video: Lines,
    types: Option<Types>,
    path: Path,
    link: Link,
    /// When the connection wants to be looked at.
    rtc_due: Instant,
}

/// A slot as the connection knows it.
#[derive(Debug)]
struct Line {
    mid: Mid,
    /// Known when the browser has agreed to it.
    ssrc: Option<Ssrc>,
}

/// How the browser numbers what it can hear.
#[derive(Debug, Clone, Copy)]
struct Types {
    opus: Pt,
    redundant: Option<Pt>,
    video: Option<Pt>,
}

/// Whether anything gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// Not yet.
    New,
    /// It did, last at this time.
    Up(Instant),
    /// It did once.
    Down,
}

impl Peer {
    /// Whether sound gets through: the keys are made, and the browser has asked for a sign of life not long ago. Who does not
    /// ask gets nothing (RFC 7675), as somebody else may have his address by now.
    pub(crate) fn is_connected(&self) -> bool {
        matches!(self.link, Link::Up(_))
    }

    /// Whether a packet of this type carries earlier frames before its own.
    pub(crate) fn is_redundant(&self, pt: Pt) -> bool {
        self.types.is_some_and(|types| types.redundant == Some(pt))
    }

    /// How many slots the browser agreed to.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Ssrc> {
        self.slots.iter().filter_map(|line| line.ssrc)
    }

    /// What the browser calls a slot.
    pub(crate) fn mid(&self, slot: usize) -> String {
        self.line(slot)
            .map(|line| line.mid.to_string())
            .unwrap_or_default()
    }

    /// When it must be looked at next.
    pub(crate) fn due(&self) -> Instant {
        match self.link {
            Link::Up(heard) => self.rtc_due.min(heard + SILENCE_MAX),
            Link::New | Link::Down => self.rtc_due,
        }
    }

    /// A datagram from an address that is its own or claims to be.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        packet: Packet<'_>,
        drained: &mut Drained,
    ) -> Result<(), Failure> {
        let Some(destination) = self.towards(packet.source) else {
            return Ok(());
        };
        let received = Receive::new(
            packet.source.protocol(),
            packet.source.address(),
            destination,
            packet.bytes,
        );
        let Ok(received) = received else {
            return Ok(());
        };
        self.path.asked(packet.source, stun::request(packet.bytes));
        if !stun::is_stun(packet.bytes) {
            self.path.heard(packet.source, now);
        }
        self.turn(now, drained, |rtc| {
            rtc.handle_input(Input::Receive(now, received))
        })?;
        self.lives(now, drained);
        Ok(())
    }

    /// Time has come.
    pub(crate) fn tick(&mut self, now: Instant, drained: &mut Drained) -> Result<(), Failure> {
        if self.rtc_due <= now {
            self.turn(now, drained, |rtc| rtc.handle_input(Input::Timeout(now)))?;
            // A deadline that is over already would have us look at nothing else.
            self.rtc_due = self.rtc_due.max(now + STEP_MIN);
        }
        if let Link::Up(heard) = self.link
            && now.saturating_duration_since(heard) >= SILENCE_MAX
        {
            self.link = Link::Down;
            drained.news.push(News::Disconnected);
        }
        Ok(())
    }

    /// Sends a packet of somebody else on one of its slots.
    pub(crate) fn write(
        &mut self,
        now: Instant,
        slot: usize,
        (stamp, heard): (Stamp, &Heard),
        drained: &mut Drained,
    ) -> Result<(), Failure> {
        let ssrc = self.line(slot).and_then(|line| line.ssrc);
        let (Some(ssrc), Some(types)) = (ssrc, self.types) else {
            return Ok(());
        };
        let (pt, payload) = match (&heard.sound, types.redundant) {
            // The earlier frames of the first packet were not meant for this listener.
            (Sound::Redundant { whole, .. }, Some(pt)) if !stamp.fresh => (pt, whole),
            (sound, _) => (types.opus, sound.own()),
        };
        let levels = ExtensionValues {
            audio_level: heard.level,
            voice_activity: heard.level.map(|level| f32::from(level) >= AUDIBLE_DBOV),
            ..ExtensionValues::default()
        };
        let packet = RtpWrite::new(pt, stamp.seq.into(), stamp.time, now, payload.clone())
            .marker(heard.marker || stamp.fresh)
            .ext_vals(levels);
        self.turn(now, drained, |rtc| {
            // Queued; the time that follows sends it.
            if let Some(stream) = rtc.direct_api().stream_tx(&ssrc) {
                stream.write_rtp(packet);
            }
            rtc.handle_input(Input::Timeout(now))
        })
    }

    fn line(&self, slot: usize) -> Option<&Line> {
        self.slots
            .iter()
            .filter(|line| line.ssrc.is_some())
            .nth(slot)
    }

    /// To which of our addresses that came: there is one socket of a kind, so the first that it could be.
    fn towards(&self, source: Remote) -> Option<SocketAddr> {
        let alike = |ours: &Remote| ours.protocol() == source.protocol();
        let kin = |ours: &SocketAddr| ours.is_ipv4() == source.address().is_ipv4();
        let ours = || {
            self.local
                .iter()
                .copied()
                .filter(alike)
                .map(Remote::address)
        };
        ours().find(kin).or_else(|| ours().next())
    }

    /// Changes the connection and drains it. A panic in it costs this seat and no other: the connection is dropped
    /// with it, so that nobody sees what it left behind.
    fn turn(
        &mut self,
        now: Instant,
        drained: &mut Drained,
        change: impl FnOnce(&mut Rtc) -> Result<(), RtcError>,
    ) -> Result<(), Failure> {
        let turned = catch_unwind(AssertUnwindSafe(|| {
            if let Err(error) = change(&mut self.rtc) {
                tracing::debug!(%error, "a browser sent what cannot be used");
            }
            self.drain(now, drained)
        }));
        turned.unwrap_or_else(|_| {
            tracing::error!("a connection of voice broke; the seat is closed");
            Err(Failure::Broken)
        })
    }

    fn lives(&mut self, now: Instant, drained: &mut Drained) {
        match self.link {
            Link::New => {}
            Link::Up(_) => self.link = Link::Up(now),
            Link::Down => {
                self.link = Link::Up(now);
                drained.news.push(News::Connected);
            }
        }
    }
}
