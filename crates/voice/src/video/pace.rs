//! How large a camera a viewer's line takes, by what the viewer reports as lost.

use std::time::Instant;

use super::Layer;
use crate::limits::{LOSS_CALM, LOSS_CALM_TIME, LOSS_HEAVY};

/// What one line takes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pace {
    /// Nothing: as much as is wanted.
    most: Option<Layer>,
    /// Since when little was lost.
    calm: Option<Instant>,
}

impl Pace {
    /// So much of what is wanted.
    pub(crate) fn of(&self, wanted: Layer) -> Layer {
        self.most.map_or(wanted, |most| most.min(wanted))
    }

    /// The part of the video that was lost since the last report, 0 to 1.
    pub(crate) fn reported(&mut self, now: Instant, loss: f32) {
        if loss > LOSS_HEAVY {
            self.most = Some(self.most.unwrap_or(Layer::High).smaller());
            self.calm = None;
            return;
        }
        if loss > LOSS_CALM {
            self.calm = None;
            return;
        }
        let since = *self.calm.get_or_insert(now);
        if now.saturating_duration_since(since) >= LOSS_CALM_TIME {
            self.most = self.most.map(Layer::larger);
            self.calm = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loss_makes_it_smaller_and_calm_larger_again() {
        let mut now = Instant::now();
        let mut pace = Pace::default();
        assert_eq!(pace.of(Layer::High), Layer::High);
        pace.reported(now, 0.3);
        pace.reported(now, 0.3);
        pace.reported(now, 0.3);
        assert_eq!(pace.of(Layer::High), Layer::Low);
        pace.reported(now, 0.0);
        assert_eq!(pace.of(Layer::High), Layer::Low);
        now += LOSS_CALM_TIME;
        pace.reported(now, 0.0);
        assert_eq!(pace.of(Layer::High), Layer::Mid);
        pace.reported(now + LOSS_CALM_TIME / 2, 0.05);
        pace.reported(now + LOSS_CALM_TIME, 0.0);
        assert_eq!(pace.of(Layer::High), Layer::Mid, "it was not calm");
        pace.reported(now + LOSS_CALM_TIME * 2, 0.0);
        assert_eq!(pace.of(Layer::High), Layer::High);
    }
}
