//! Sound that waits for one socket, in binary frames beside the text.
//!
//! It has room of its own: it takes none from the text, and no text waits for it. Where there is no more room the oldest
//! goes, because late sound is none.

use std::collections::VecDeque;

use bytes::Bytes;

/// How much sound may wait for one socket, in frames: half a second of eight voices. One more, and the oldest is lost.
pub const SOUNDS_MAX: usize = 200;

/// An empty queue keeps room for this many frames and gives the rest back.
const IDLE_SOUNDS_KEPT: usize = 16;

/// What waits, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Sounds(VecDeque<Bytes>);

impl Sounds {
    /// Queues one more; gives whether another was lost for it.
    pub(super) fn push(&mut self, frame: Bytes) -> bool {
        let is_full = self.0.len() >= SOUNDS_MAX;
        if is_full {
            self.0.pop_front();
        }
        self.0.push_back(frame);
        is_full
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Moves all of it.
    pub(super) fn take(&mut self, frames: &mut VecDeque<Bytes>) {
        frames.append(&mut self.0);
        self.0.shrink_to(IDLE_SOUNDS_KEPT);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use parlor_protocol::close::Close;

    use super::*;
    use crate::session::{Capacity, Next, Outbox};

    /// Of more than there is room for, the newest is kept, in order.
    #[test]
    fn the_oldest_sound_is_lost() {
        let mut sounds = Sounds::default();
        let mut lost = 0;
        for number in 0..SOUNDS_MAX + 3 {
            lost += usize::from(sounds.push(number.to_string().into()));
        }
        let mut frames = VecDeque::new();
        sounds.take(&mut frames);
        assert_eq!((lost, frames.len()), (3, SOUNDS_MAX));
        assert_eq!(frames.front().map(|frame| &frame[..]), Some(&b"3"[..]));
        assert!(sounds.is_empty());
    }

    /// However much sound waits, the text is all there, and however much text waits, so is the sound.
    #[test]
    fn neither_sound_nor_text_costs_the_other_room() {
        let capacity = Capacity {
            frames: 10,
            bytes: 1_000,
        };
        let outbox = Outbox::new(capacity);
        let mut lost = 0;
        for number in 0..10 * SOUNDS_MAX {
            if number.is_multiple_of(SOUNDS_MAX) {
                outbox.answer(number.to_string().into());
            }
            lost += usize::from(outbox.sound(vec![0; 1_000].into()));
        }
        let (mut texts, mut frames) = (Vec::new(), VecDeque::new());
        assert_eq!(outbox.take(&mut texts, usize::MAX, usize::MAX), Next::Write);
        outbox.take_sounds(&mut frames);
        assert_eq!((texts.len(), frames.len()), (10, SOUNDS_MAX));
        assert_eq!(lost, 9 * SOUNDS_MAX);
        // Who is closed hears nothing more.
        outbox.sound(vec![0].into());
        outbox.close(Close::Normal);
        outbox.sound(vec![0].into());
        outbox.take_sounds(&mut frames);
        assert_eq!(frames.len(), SOUNDS_MAX);
    }
}
