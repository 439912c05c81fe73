//! Redundant audio (RFC 2198): a payload that carries earlier frames before its own.

/// The frame that the packet is about, without the earlier ones; nothing if it is no such payload.
pub(crate) fn primary(payload: &[u8]) -> Option<&[u8]> {
    /// Follows: another block's header.
    const MORE: u8 = 0x80;
    const LONG_HEADER: usize = 4;
    let mut at = 0;
    let mut redundant = 0;
    while *payload.get(at)? & MORE != 0 {
        let header = payload.get(at..at + LONG_HEADER)?;
        redundant += usize::from(header[2] & 0x03) << 8 | usize::from(header[3]);
        at += LONG_HEADER;
    }
    payload.get(at + 1 + redundant..)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::primary;

    /// As browsers write it: each earlier frame with its type, offset and length, then ours.
    fn red(earlier: &[Vec<u8>], own: &[u8]) -> Vec<u8> {
        /// Opus, as we number it, and that more follows.
        const EARLIER: u8 = 0xef;
        let mut payload = Vec::new();
        for frame in earlier {
            let length = u16::try_from(frame.len()).unwrap().to_be_bytes();
            payload.extend([EARLIER, 0x0f, length[0], length[1]]);
        }
        payload.push(111);
        payload.extend(earlier.iter().flatten());
        payload.extend(own);
        payload
    }

    proptest! {
        #[test]
        fn the_own_frame_is_found(
            earlier in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..1023), 0..4),
            own in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let payload = red(&earlier, &own);
            prop_assert_eq!(primary(&payload), Some(own.as_slice()));
        }

        #[test]
        fn whatever_comes_is_a_part_of_it_or_nothing(payload in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Some(own) = primary(&payload) {
                prop_assert!(payload.ends_with(own));
            }
        }
    }
}
