//! VP8 counts pictures in its payload (RFC 7741). To a viewer they go on counting when another layer, or another camera, comes on
//! the same slot: decoders take what counts backwards for old.

use str0m::rtp::{Vp8Descriptor, Vp8Patch};

/// Pictures are counted in 15 bits, or in 7.
const PICTURE_MASK: u16 = 0x7fff;
const SHORT_MASK: u16 = 0x7f;

/// The counts of one slot.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pictures {
    /// Ours less the source's, wrapping.
    picture: u16,
    base: u8,
    /// The last that went out.
    last: Option<(u16, u8)>,
}

impl Pictures {
    /// What is written in place of the source's counts; `fresh`: the first of another source. Nothing where it counts nothing.
    pub(crate) fn patch(&mut self, descriptor: &Vp8Descriptor, fresh: bool) -> Option<Vp8Patch> {
        let picture = descriptor.picture_id();
        let base = descriptor.tl0_pic_idx();
        if let (true, Some((last, last_base))) = (fresh, self.last) {
            let next = last.wrapping_add(1);
            self.picture = next.wrapping_sub(picture.unwrap_or_default());
            let next = last_base.wrapping_add(1);
            self.base = next.wrapping_sub(base.unwrap_or_default());
        }
        let ours = picture.unwrap_or_default().wrapping_add(self.picture) & PICTURE_MASK;
        let ours_base = base.unwrap_or_default().wrapping_add(self.base);
        self.went(ours, ours_base);
        let build = |picture_id: u16| {
            let mut patch = descriptor.patch();
            if picture.is_some() {
                patch = patch.picture_id(picture_id);
            }
            if base.is_some() {
                patch = patch.tl0_pic_idx(ours_base);
            }
            patch.build().ok()
        };
        // One that counts in 7 bits has no room for more.
        build(ours).or_else(|| build(ours & SHORT_MASK))
    }

    /// Only what is newest moves the end: a late packet has its own place before it.
    fn went(&mut self, picture: u16, base: u8) {
        let is_newer = |last: u16| picture.wrapping_sub(last) & PICTURE_MASK <= PICTURE_MASK / 2;
        if self.last.is_none_or(|(last, _)| is_newer(last)) {
            self.last = Some((picture, base));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(pictures: &mut Pictures, payload: &[u8], fresh: bool) -> Option<Vp8Patch> {
        let descriptor = Vp8Descriptor::parse(payload).ok()?;
        pictures.patch(&descriptor, fresh)
    }

    /// A payload that counts in 15 bits.
    fn payload(picture: u16, base: u8) -> Vec<u8> {
        let [high, low] = (picture | 0x8000).to_be_bytes();
        vec![0x90, 0xe0, high, low, base, 0x00, 0x00]
    }

    #[test]
    fn another_source_goes_on_where_the_one_before_ended() {
        let mut pictures = Pictures::default();
        written(&mut pictures, &payload(100, 7), true);
        written(&mut pictures, &payload(101, 8), false);
        assert_eq!(pictures.last, Some((101, 8)));
        written(&mut pictures, &payload(30_000, 200), true);
        assert_eq!(pictures.last, Some((102, 9)));
        written(&mut pictures, &payload(30_002, 202), false);
        assert_eq!(pictures.last, Some((104, 11)));
        // Late: it has its place, and moves nothing.
        written(&mut pictures, &payload(30_001, 201), false);
        assert_eq!(pictures.last, Some((104, 11)));
    }

    #[test]
    fn counts_wrap() {
        let mut pictures = Pictures::default();
        written(&mut pictures, &payload(PICTURE_MASK, 255), true);
        written(&mut pictures, &payload(0, 0), false);
        assert_eq!(pictures.last, Some((0, 0)));
        written(&mut pictures, &payload(5, 5), true);
        assert_eq!(pictures.last, Some((1, 1)));
    }

    proptest! {
        /// Whatever somebody sends.
        #[test]
        fn nothing_breaks_it(payloads in prop::collection::vec(
            (prop::collection::vec(any::<u8>(), 0..12), any::<bool>()), 1..50,
        )) {
            let mut pictures = Pictures::default();
            for (payload, fresh) in payloads {
                written(&mut pictures, &payload, fresh);
            }
        }
    }
}
