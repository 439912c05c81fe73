//! Cameras and screens: what of them goes to whom, in which size, under which numbers.

mod layer;
mod numbers;
mod pace;
mod publication;
mod slots;

pub(crate) use layer::Layer;
pub(crate) use publication::Publication;
pub(crate) use slots::{Frame, Pass, VideoSlots};

use std::{collections::BTreeMap, sync::Arc};

use parlor_protocol::{
    ids::UserId,
    voice::{VideoKind, VideoWish},
};
use str0m::rtp::{RtpPacket, Vp8Descriptor};

use crate::SeatId;
use pace::Pace;

/// What one seat shows and sees.
#[derive(Debug, Default)]
pub(crate) struct Video {
    /// What it shows.
    pub(crate) published: BTreeMap<VideoKind, Publication>,
    /// How often it began to show something.
    pub(crate) shows: u32,
    /// What it wants to see, the most important first; no more than there are slots.
    pub(crate) wants: Vec<VideoWish>,
    /// On what it sees.
    pub(crate) slots: VideoSlots,
    /// How much gets through to it.
    pub(crate) pace: Pace,
}

impl Video {
    /// How much of this it wants to be sent, and its line takes.
    pub(crate) fn wants(&self, user: UserId, kind: VideoKind) -> Option<Layer> {
        let mut wishes = self.wants.iter();
        let wish = wishes.find(|wish| wish.user_id == user && wish.kind == kind)?;
        Some(self.pace.of(Layer::wanted(wish.quality)))
    }
}

/// Whose video, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Source {
    pub(crate) seat: SeatId,
    pub(crate) kind: VideoKind,
}

/// A packet of a video as it came.
#[derive(Debug)]
pub(crate) struct VideoPacket {
    pub(crate) kind: VideoKind,
    pub(crate) layer: Layer,
    pub(crate) ssrc: u32,
    pub(crate) seq: u64,
    pub(crate) time: u32,
    pub(crate) marker: bool,
    /// All viewers share it.
    pub(crate) payload: Arc<[u8]>,
    pub(crate) descriptor: Vp8Descriptor,
}

impl VideoPacket {
    /// Reads what is needed; nothing if it is no VP8.
    pub(crate) fn read(kind: VideoKind, layer: Layer, packet: &RtpPacket) -> Option<Self> {
        let descriptor = Vp8Descriptor::parse(&packet.payload).ok()?;
        Some(Self {
            kind,
            layer,
            ssrc: *packet.header.ssrc,
            seq: *packet.seq_no,
            time: packet.header.timestamp,
            marker: packet.header.marker,
            payload: Arc::clone(&packet.payload),
            descriptor,
        })
    }

    /// Whether a viewer who has seen nothing yet can begin with it.
    pub(crate) fn begins(&self) -> bool {
        self.descriptor.starts_keyframe(&self.payload)
    }
}
