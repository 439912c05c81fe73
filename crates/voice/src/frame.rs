//! Sound where only the WebSocket gets through: one Opus frame of 20 ms in one binary frame.
//!
//! One byte says the kind (1: Opus), two the slot, four the time on a clock of 48 kHz, two the number, all big-endian; the rest is Opus.
//! What a browser sends has, in the place of the slot, how loud it is: 0 (the loudest) to 127 (silence) decibel below full scale,
//! or 65,535 if it does not know.

use bytes::{BufMut, Bytes, BytesMut};

/// Kind, slot, time, number.
const HEADER_BYTES: usize = 1 + 2 + 4 + 2;
/// An Opus frame; other kinds may come later, and are ignored by who does not know them.
const OPUS: u8 = 1;
/// In the place of a level: the browser does not know it.
const LEVEL_UNKNOWN: u16 = u16::MAX;
/// The longest Opus frame there is, in bytes (RFC 6716, 3.4).
const OPUS_BYTES_MAX: usize = 1_275;

/// Whether this has the size of a frame of sound; of which kind it is does not matter.
pub fn is_frame(frame: &[u8]) -> bool {
    (HEADER_BYTES + 1..=HEADER_BYTES + OPUS_BYTES_MAX).contains(&frame.len())
}

/// What a browser sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spoken<'a> {
    /// In decibel below full scale, 0 to -127.
    pub(crate) level: Option<i8>,
    /// On a clock of 48 kHz.
    pub(crate) time: u32,
    /// Counted on with each frame.
    pub(crate) seq: u16,
    /// Opus.
    pub(crate) payload: &'a [u8],
}

/// Reads what a browser sent; nothing if it is of another kind, or nothing that could be heard.
pub(crate) fn spoken(frame: &[u8]) -> Option<Spoken<'_>> {
    let (header, payload) = frame.split_first_chunk::<HEADER_BYTES>()?;
    let [
        kind,
        level_high,
        level_low,
        t0,
        t1,
        t2,
        t3,
        seq_high,
        seq_low,
    ] = *header;
    let sounds = (1..=OPUS_BYTES_MAX).contains(&payload.len());
    if kind != OPUS || !sounds {
        return None;
    }
    let level = match u16::from_be_bytes([level_high, level_low]) {
        LEVEL_UNKNOWN => None,
        below => Some(-i8::try_from(below).unwrap_or(i8::MAX)),
    };
    Some(Spoken {
        level,
        time: u32::from_be_bytes([t0, t1, t2, t3]),
        seq: u16::from_be_bytes([seq_high, seq_low]),
        payload,
    })
}

/// What a browser shall play on one of its slots.
pub(crate) fn heard(slot: usize, (seq, time): (u64, u32), payload: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(HEADER_BYTES + payload.len());
    frame.put_u8(OPUS);
    frame.put_u16(u16::try_from(slot).unwrap_or(u16::MAX));
    frame.put_u32(time);
    // The number goes round, as in RTP.
    frame.put_slice(&seq.to_be_bytes()[6..]);
    frame.put_slice(payload);
    frame.freeze()
}

/// The numbers of one browser's frames. The WebSocket keeps order, so one that is not newer is a mistake and is not heard: no number
/// may mean two things to who gets it by SRTP.
#[derive(Debug, Default)]
pub(crate) struct Count {
    newest: Option<u64>,
}

impl Count {
    /// The whole number, if it is newer than all before.
    pub(crate) fn on(&mut self, seq: u16) -> Option<u64> {
        let whole = match self.newest {
            None => u64::from(seq),
            Some(newest) => {
                let low = u16::try_from(newest & 0xffff).unwrap_or_default();
                match seq.wrapping_sub(low) {
                    0 | 0x8000.. => return None,
                    ahead => newest + u64::from(ahead),
                }
            }
        };
        self.newest = Some(whole);
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_go_round_and_never_back() {
        let mut count = Count::default();
        let numbers: Vec<_> = [65_534, 65_535, 0, 0, 65_535, 3]
            .map(|seq| count.on(seq))
            .into();
        let whole = [
            Some(65_534),
            Some(65_535),
            Some(65_536),
            None,
            None,
            Some(65_539),
        ];
        assert_eq!(numbers, whole);
    }

    #[test]
    fn a_frame_without_sound_or_of_another_kind_is_none() {
        let mut frame = heard(0, (7, 960), &[1]).to_vec();
        assert!(spoken(&frame).is_some());
        assert!(is_frame(&frame));
        assert_eq!(spoken(&frame[..HEADER_BYTES]), None);
        assert!(!is_frame(&frame[..HEADER_BYTES]));
        frame[0] = 2;
        assert_eq!(spoken(&frame), None);
        let long = heard(0, (7, 960), &[0; OPUS_BYTES_MAX + 1]);
        assert_eq!(spoken(&long), None);
        assert!(!is_frame(&long));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            place in 0_u16..200,
            seq: u16,
            time: u32,
            payload in prop::collection::vec(any::<u8>(), 1..100),
        ) {
            let frame = heard(usize::from(place), (u64::from(seq) + 0x0003_0000, time), &payload);
            let payload = payload.as_slice();
            let level = Some(-i8::try_from(place).unwrap_or(127));
            prop_assert_eq!(spoken(&frame), Some(Spoken { level, time, seq, payload }));
        }

        #[test]
        fn no_frame_is_too_strange(frame in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(spoken) = spoken(&frame) {
                prop_assert!(frame.ends_with(spoken.payload));
            }
        }
    }
}
