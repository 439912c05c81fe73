//! What is seen on which of a viewer's video slots.

use std::time::Instant;

use str0m::rtp::Vp8Patch;

use super::{Layer, Publication, Source, VideoPacket, numbers::Pictures};
use crate::forward::{self, Number, Stamp, Track};

/// The slots of one viewer.
#[derive(Debug, Default)]
pub(crate) struct VideoSlots(Vec<Slot>);

#[derive(Debug)]
struct Slot {
    holder: Option<Source>,
    /// What comes on it now; nothing until a picture came that stands for itself.
    layer: Option<Layer>,
    track: Track,
    pictures: Pictures,
}

/// How a packet goes out to one viewer.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) stamp: Stamp,
    pub(crate) patch: Option<Vp8Patch>,
}

/// What a viewer does with a packet.
#[derive(Debug)]
pub(crate) enum Pass {
    /// It is not for them.
    No,
    /// It is not for them, but would be if a picture came that stands for itself.
    Waits,
    /// On this slot, so.
    On(usize, Frame),
}

impl VideoSlots {
    /// One for each track.
    pub(crate) fn new(tracks: impl Iterator<Item = Track>) -> Self {
        let slot = |track| Slot {
            holder: None,
            layer: None,
            track,
            pictures: Pictures::default(),
        };
        Self(tracks.map(slot).collect())
    }

    /// Whether the browser has not agreed to any yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where something is seen.
    pub(crate) fn of(&self, source: Source) -> Option<usize> {
        self.0.iter().position(|slot| slot.holder == Some(source))
    }

    /// What is seen there, and in which layer.
    pub(crate) fn seen(&self, slot: usize) -> Option<(Source, Option<Layer>)> {
        let slot = self.0.get(slot)?;
        Some((slot.holder?, slot.layer))
    }

    /// What is seen.
    pub(crate) fn held(&self) -> impl Iterator<Item = (usize, Source)> {
        let slots = self.0.iter().enumerate();
        slots.filter_map(|(nth, slot)| Some((nth, slot.holder?)))
    }

    /// Gives something a free slot.
    pub(crate) fn take(&mut self, source: Source) -> Option<usize> {
        let free = self.0.iter().position(|slot| slot.holder.is_none())?;
        self.0[free].holder = Some(source);
        self.0[free].layer = None;
        Some(free)
    }

    /// Frees the slot of something that is not seen any more.
    pub(crate) fn free(&mut self, source: Source) -> Option<usize> {
        let slot = self.of(source)?;
        self.0[slot].holder = None;
        self.0[slot].layer = None;
        self.0[slot].track.cut();
        Some(slot)
    }

    /// What was left out cannot be continued: everything begins anew.
    pub(crate) fn cut(&mut self) {
        for slot in &mut self.0 {
            slot.layer = None;
            slot.track.cut();
        }
    }

    /// What a viewer who wants this much does with a packet. The layer changes only with a picture that stands for itself.
    pub(crate) fn pass(
        &mut self,
        now: Instant,
        (source, wanted): (Source, Layer),
        shown: &Publication,
        packet: &VideoPacket,
    ) -> Pass {
        let Some(nth) = self.of(source) else {
            return Pass::No;
        };
        let slot = &mut self.0[nth];
        if slot.layer != Some(packet.layer) {
            if shown.coming.best(wanted, now) != Some(packet.layer) {
                return Pass::No;
            }
            if !packet.begins() {
                return Pass::Waits;
            }
            slot.layer = Some(packet.layer);
        }
        let number = Number {
            source: forward::Source {
                seat: source.seat,
                silenced: shown.nth,
                ssrc: packet.ssrc,
            },
            seq: packet.seq,
            time: packet.time,
        };
        let Some(stamp) = slot.track.stamp(now, number) else {
            return Pass::No;
        };
        let patch = slot.pictures.patch(&packet.descriptor, stamp.fresh);
        Pass::On(nth, Frame { stamp, patch })
    }
}
