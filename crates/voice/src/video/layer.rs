//! The sizes in which a camera comes (RFC 8853), and which of them a viewer gets.

use std::time::Instant;

use parlor_protocol::voice::VideoQuality;

use crate::limits::LAYER_IDLE;

/// One of them, the smallest first. What comes in one size only is [`Layer::High`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    Low,
    Mid,
    High,
}

impl Layer {
    /// All, the smallest first.
    pub(crate) const ALL: [Self; 3] = [Self::Low, Self::Mid, Self::High];

    /// As the offer names it.
    pub(crate) const fn rid(self) -> &'static str {
        match self {
            Self::Low => "l",
            Self::Mid => "m",
            Self::High => "h",
        }
    }

    /// The one of this name; nothing if there is none.
    pub(crate) fn named(rid: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.rid() == rid)
    }

    /// The largest that somebody wants.
    pub(crate) const fn wanted(quality: VideoQuality) -> Self {
        match quality {
            VideoQuality::Low => Self::Low,
            VideoQuality::Mid => Self::Mid,
            VideoQuality::High => Self::High,
        }
    }

    /// One size smaller, if there is one.
    pub(crate) const fn smaller(self) -> Self {
        match self {
            Self::Low | Self::Mid => Self::Low,
            Self::High => Self::Mid,
        }
    }

    /// One size larger, if there is one.
    pub(crate) const fn larger(self) -> Self {
        match self {
            Self::Low => Self::Mid,
            Self::Mid | Self::High => Self::High,
        }
    }
}

/// When each layer came last.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Coming([Option<Instant>; 3]);

impl Coming {
    /// A packet of it came.
    pub(crate) fn came(&mut self, layer: Layer, now: Instant) {
        self.0[layer as usize] = Some(now);
    }

    /// What a viewer gets who wants this much: the largest that comes and is not larger, else the smallest that comes. A browser
    /// sends fewer sizes when its own line is narrow.
    pub(crate) fn best(&self, wanted: Layer, now: Instant) -> Option<Layer> {
        let comes = |layer: &Layer| {
            self.0[*layer as usize]
                .is_some_and(|came| now.saturating_duration_since(came) < LAYER_IDLE)
        };
        let mut coming = Layer::ALL.into_iter().filter(comes);
        let smallest = coming.next()?;
        let largest = coming.rfind(|layer| *layer <= wanted);
        Some(largest.unwrap_or(smallest))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_wanted_is_given_where_it_comes() {
        let now = Instant::now();
        let mut coming = Coming::default();
        assert_eq!(coming.best(Layer::High, now), None);
        coming.came(Layer::Mid, now);
        assert_eq!(coming.best(Layer::Low, now), Some(Layer::Mid));
        coming.came(Layer::Low, now);
        assert_eq!(coming.best(Layer::Low, now), Some(Layer::Low));
        assert_eq!(coming.best(Layer::High, now), Some(Layer::Mid));
        let later = now + LAYER_IDLE;
        coming.came(Layer::Low, later);
        assert_eq!(coming.best(Layer::High, later), Some(Layer::Low));
        assert_eq!(
            coming.best(Layer::High, later + Duration::from_millis(1)),
            Some(Layer::Low)
        );
    }

    #[test]
    fn names_are_read_as_they_are_offered() {
        for layer in Layer::ALL {
            assert_eq!(Layer::named(layer.rid()), Some(layer));
        }
        assert_eq!(Layer::named("x"), None);
    }
}
