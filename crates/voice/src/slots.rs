//! Who is heard on which of a listener's slots.

use std::time::{Duration, Instant};

use crate::{
    SeatId,
    forward::Track,
    limits::{AUDIBLE_DBOV, SLOT_HOLD, SLOT_IDLE, SLOT_MARGIN_DB},
};

/// The slots of one listener.
#[derive(Debug, Default)]
pub(crate) struct Slots(Vec<Slot>);

/// One of them.
#[derive(Debug)]
pub(crate) struct Slot {
    holder: Option<Holder>,
    /// Its numbers.
    pub(crate) track: Track,
}

#[derive(Debug, Clone, Copy)]
struct Holder {
    seat: SeatId,
    since: Instant,
}

/// How much a speaker is to be heard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    /// Smoothed, in decibel below full scale.
    pub(crate) loudness: f32,
    /// For how long nothing could be heard; nothing if never anything could.
    pub(crate) silent_for: Option<Duration>,
}

/// Where a speaker is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// On the slot of before.
    Same(usize),
    /// From now on here.
    New(usize),
    /// Others are louder.
    Nowhere,
}

impl Slots {
    /// One for each track.
    pub(crate) fn new(tracks: impl Iterator<Item = Track>) -> Self {
        let slot = |track| Slot {
            holder: None,
            track,
        };
        Self(tracks.map(slot).collect())
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Finds the speaker a place. `crowded`: there are more people than slots, so that silence has to make room.
    pub(crate) fn place(
        &mut self,
        speaker: SeatId,
        now: Instant,
        crowded: bool,
        voice: impl Fn(SeatId) -> Voice,
    ) -> Place {
        if let Some(slot) = self.slot_of(speaker) {
            return Place::Same(slot);
        }
        let own = voice(speaker);
        if crowded && (own.loudness < AUDIBLE_DBOV || own.silent_for != Some(Duration::ZERO)) {
            return Place::Nowhere;
        }
        let free = self.0.iter().position(|slot| slot.holder.is_none());
        let taken = || crowded.then(|| self.weakest(now, own, voice)).flatten();
        let Some(slot) = free.or_else(taken) else {
            return Place::Nowhere;
        };
        let seat = speaker;
        self.0[slot].holder = Some(Holder { seat, since: now });
        Place::New(slot)
    }

    /// Whose slot may be taken: the longest silent one, else the quietest one if it is much quieter.
    fn weakest(&self, now: Instant, own: Voice, voice: impl Fn(SeatId) -> Voice) -> Option<usize> {
        let holders = self.0.iter().enumerate().filter_map(|(slot, held)| {
            let holder = held.holder?;
            Some((slot, holder, voice(holder.seat)))
        });
        let idle = |voice: &Voice| voice.silent_for.unwrap_or(Duration::MAX);
        let (mut silent, mut quiet) = (None, None);
        for (slot, holder, voice) in holders {
            if now.saturating_duration_since(holder.since) < SLOT_HOLD {
                continue;
            }
            if idle(&voice) >= SLOT_IDLE && silent.is_none_or(|(_, most)| idle(&voice) > most) {
                silent = Some((slot, idle(&voice)));
            }
            if quiet.is_none_or(|(_, least)| voice.loudness < least) {
                quiet = Some((slot, voice.loudness));
            }
        }
        let beaten = quiet.filter(|(_, least)| least + SLOT_MARGIN_DB < own.loudness);
        silent
            .map(|(slot, _)| slot)
            .or(beaten.map(|(slot, _)| slot))
    }

    /// Frees the slot of somebody who is gone.
    pub(crate) fn free(&mut self, speaker: SeatId) -> Option<usize> {
        let slot = self.slot_of(speaker)?;
        self.0[slot].holder = None;
        Some(slot)
    }

    /// Frees all of them; their numbers go on all the same.
    pub(crate) fn clear(&mut self) {
        for slot in &mut self.0 {
            slot.holder = None;
            slot.track.cut();
        }
    }

    /// What is left out from now on is no loss.
    pub(crate) fn cut(&mut self) {
        for slot in &mut self.0 {
            slot.track.cut();
        }
    }

    /// One of them.
    pub(crate) fn get_mut(&mut self, slot: usize) -> Option<&mut Slot> {
        self.0.get_mut(slot)
    }

    /// Every slot that somebody holds.
    pub(crate) fn held(&self) -> impl Iterator<Item = (usize, SeatId)> {
        let slots = self.0.iter().enumerate();
        slots.filter_map(|(slot, held)| held.holder.map(|holder| (slot, holder.seat)))
    }

    fn slot_of(&self, speaker: SeatId) -> Option<usize> {
        self.held()
            .find(|(_, seat)| *seat == speaker)
            .map(|(slot, _)| slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOUD: Voice = Voice {
        loudness: -20.0,
        silent_for: Some(Duration::ZERO),
    };
    const SOFT: Voice = Voice {
        loudness: -40.0,
        silent_for: Some(Duration::ZERO),
    };
    const PAUSED: Voice = Voice {
        loudness: -120.0,
        silent_for: Some(SLOT_IDLE),
    };

    fn two() -> Slots {
        Slots::new([Track::new(0), Track::new(0)].into_iter())
    }

    #[test]
    fn a_small_room_gives_everybody_a_slot_at_once_and_for_good() {
        let mut slots = two();
        let now = Instant::now();
        let silent = |_| PAUSED;
        assert_eq!(slots.place(SeatId(1), now, false, silent), Place::New(0));
        assert_eq!(slots.place(SeatId(2), now, false, silent), Place::New(1));
        let later = now + Duration::from_mins(1);
        assert_eq!(slots.place(SeatId(1), later, false, silent), Place::Same(0));
    }

    #[test]
    fn a_crowd_gives_slots_to_who_can_be_heard() {
        let mut slots = two();
        let now = Instant::now();
        assert_eq!(
            slots.place(SeatId(1), now, true, |_| PAUSED),
            Place::Nowhere
        );
        assert_eq!(slots.place(SeatId(1), now, true, |_| SOFT), Place::New(0));
    }

    #[test]
    fn silence_makes_room_before_softness_does() {
        let mut slots = two();
        let now = Instant::now();
        slots.place(SeatId(1), now, true, |_| SOFT);
        slots.place(SeatId(2), now, true, |_| SOFT);
        let voice = |seat| if seat == SeatId(2) { PAUSED } else { SOFT };
        let at = now + SLOT_HOLD;
        assert_eq!(slots.place(SeatId(3), at, true, voice), Place::New(1));
    }

    #[test]
    fn only_much_louder_takes_a_slot_and_not_at_once() {
        let mut slots = two();
        let now = Instant::now();
        slots.place(SeatId(1), now, true, |_| SOFT);
        slots.place(SeatId(2), now, true, |_| SOFT);
        let voice = |seat| if seat == SeatId(3) { LOUD } else { SOFT };
        let early = now + SLOT_HOLD / 2;
        assert_eq!(slots.place(SeatId(3), early, true, voice), Place::Nowhere);
        let at = now + SLOT_HOLD;
        assert_eq!(slots.place(SeatId(4), at, true, |_| SOFT), Place::Nowhere);
        assert_eq!(slots.place(SeatId(3), at, true, voice), Place::New(0));
    }

    #[test]
    fn who_leaves_frees_the_slot() {
        let mut slots = two();
        slots.place(SeatId(1), Instant::now(), false, |_| LOUD);
        assert_eq!(slots.free(SeatId(1)), Some(0));
        assert_eq!(slots.free(SeatId(1)), None);
        assert_eq!(slots.held().count(), 0);
    }
}
