//! What an outsider who saw every refresh knows: the judge of the simulation, which shares no line
//! with what it judges.

use std::collections::HashMap;

use parlor_auth::refresh_token::{Digest, GRACE_MS, RefreshToken};
use parlor_protocol::time::Timestamp;

/// Who was presented first when, and what it bought.
#[derive(Default)]
pub(crate) struct Ledger {
    first: HashMap<Digest, (Timestamp, Option<Digest>)>,
    /// Whether a token came that nobody honest can hold any more.
    pub(crate) late_reuse: bool,
}

impl Ledger {
    /// Whether only a thief, or his victim, would present this now: used longer ago than the
    /// grace, and its successor used since.
    pub(crate) fn late(&self, token: &RefreshToken, now: Timestamp) -> bool {
        let Some((at, Some(next))) = self.first.get(&token.digest()) else {
            return false;
        };
        now.millis_since(*at) > GRACE_MS && self.first.contains_key(next)
    }

    /// Notes a refresh.
    pub(crate) fn note(
        &mut self,
        token: &RefreshToken,
        next: Option<&RefreshToken>,
        now: Timestamp,
    ) {
        self.late_reuse |= self.late(token, now);
        let bought = next.map(RefreshToken::digest);
        let (_, known) = *self.first.entry(token.digest()).or_insert((now, bought));
        if let (Some(known), Some(bought)) = (known, bought) {
            assert_eq!(known, bought, "one token, two successors");
        }
    }
}
