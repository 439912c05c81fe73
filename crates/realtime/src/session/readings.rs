//! How far one reader stands in each stream he follows.
//!
//! A reading is live, or it lags: then events are not queued, only their existence is noted, and
//! pages of the log are wanted until nothing is missing. Joining and falling behind are the same
//! state, so nothing is lost or doubled between history and live.

use std::collections::VecDeque;

use parlor_protocol::{ids::StreamId, streams::Seq};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Whether the reader may read is not known yet, so nothing of it reaches him.
    Asking {
        number: u64,
        /// Where he stands; `None` = he asks for no past.
        after: Option<Seq>,
        tip: Seq,
    },
    /// Everything up to `cursor` was queued; what is above it, up to `tip`, is in the log.
    Behind { number: u64, cursor: Seq, tip: Seq },
    /// Everything up to `cursor` was queued, and the next event will be.
    Live { cursor: Seq },
}

/// A page of the log that a reader lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    /// Of which stream.
    pub stream: StreamId,
    /// What comes after this; `None`: only where the stream stands.
    pub after: Option<Seq>,
    /// Tells this asking from earlier ones: an answer that comes after the reader left, or was
    /// shut out, must not let him in again.
    number: u64,
}

/// What asking for a stream led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing is missing up to here, and what follows comes live.
    Live(Seq),
    /// Pages are wanted first.
    Waiting {
        /// The reader does not believe to follow it already: a refusal is all he has to be told.
        is_new: bool,
    },
}

/// What the end of a fetch led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// Nothing is missing any more.
    Live,
    /// There is more to fetch.
    Behind,
    /// The fetch is no longer wanted.
    Stale,
}

/// What becomes of an event that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Push {
    /// It is the next one for a live reader.
    Next,
    /// It is known already, or will come by a page, or nobody reads it.
    NotNow,
}

/// All streams of one reader.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// Sorted by stream: small, and looked up for every event.
    entries: Vec<(StreamId, Reading)>,
    /// Streams that lag, in the order their pages are wanted. May hold streams that no longer do.
    wants: VecDeque<StreamId>,
    /// Streams the reader was shut out of, until the session hears of it.
    lost: Vec<StreamId>,
    /// Makes the numbers of askings.
    asked: u64,
    /// Something lags or was lost since the session last looked.
    attention: bool,
}

impl Readings {
    /// Begins to read `stream` after a position, or from now on. A stream that is read already is
    /// gone back in only where the reader lacks something that no longer waits in the queue, of
    /// which `oldest` is the first position. `first`: before what else is wanted.
    pub(super) fn ask(
        &mut self,
        stream: StreamId,
        after: Option<Seq>,
        oldest: Option<Seq>,
        first: bool,
    ) -> Asked {
        let found = self.find(stream);
        let known = found.ok().map(|at| self.entries[at].1);
        let is_ahead = |cursor: Seq| {
            let covers = |after: Seq| after <= cursor && after >= oldest.map_or(cursor, |s| s - 1);
            after.is_none_or(covers)
        };
        let keeps = match known {
            Some(Reading::Live { cursor }) if is_ahead(cursor) => return Asked::Live(cursor),
            Some(Reading::Behind { cursor, .. }) => is_ahead(cursor),
            Some(Reading::Asking { after: had, .. }) => after.is_none() || after == had,
            Some(Reading::Live { .. }) | None => false,
        };
        if !keeps {
            let tip = match known {
                Some(Reading::Asking { tip, .. } | Reading::Behind { tip, .. }) => tip,
                Some(Reading::Live { cursor }) => cursor,
                None => 0,
            };
            let number = self.next_number();
            let asking = Reading::Asking { number, after, tip };
            self.lost.retain(|lost| *lost != stream);
            match found {
                Ok(at) => self.entries[at].1 = asking,
                Err(at) => self.entries.insert(at, (stream, asking)),
            }
        }
        if first || !keeps {
            self.want_again(stream, first);
        }
        Asked::Waiting {
            is_new: known.is_none(),
        }
    }

    /// An event happened.
    pub(super) fn push(&mut self, stream: StreamId, seq: Seq) -> Push {
        let Ok(at) = self.find(stream) else {
            return Push::NotNow;
        };
        match &mut self.entries[at].1 {
            Reading::Asking { tip, .. } | Reading::Behind { tip, .. } => *tip = seq.max(*tip),
            Reading::Live { cursor } if seq == *cursor + 1 => {
                *cursor = seq;
                return Push::Next;
            }
            Reading::Live { cursor } if seq > *cursor => {
                let cursor = *cursor;
                self.lag(at, cursor, seq);
            }
            Reading::Live { .. } => {}
        }
        Push::NotNow
    }

    /// What was queued after `cursor` is queued no longer.
    pub(super) fn fall_behind(&mut self, stream: StreamId, cursor: Seq) {
        if let Ok(at) = self.find(stream)
            && let Reading::Live { cursor: tip } = self.entries[at].1
        {
            self.lag(at, cursor, tip);
        }
    }

    /// What was queued after `cursor` is queued no longer, pages of the log included.
    pub(super) fn go_back(&mut self, stream: StreamId, cursor: Seq) {
        let Ok(at) = self.find(stream) else { return };
        if let Reading::Live { cursor: tip } | Reading::Behind { tip, .. } = self.entries[at].1 {
            self.lag(at, cursor, tip);
        }
    }

    /// Whether everything of a stream up to this position was queued.
    pub(super) fn has_reached(&self, stream: StreamId, seq: Seq) -> bool {
        let at = self.find(stream);
        at.is_ok_and(|at| match self.entries[at].1 {
            Reading::Behind { cursor, .. } | Reading::Live { cursor } => cursor >= seq,
            Reading::Asking { .. } => false,
        })
    }

    fn lag(&mut self, at: usize, cursor: Seq, tip: Seq) {
        let number = self.next_number();
        let (stream, reading) = &mut self.entries[at];
        *reading = Reading::Behind {
            number,
            cursor,
            tip,
        };
        let stream = *stream;
        self.want_again(stream, false);
        self.attention = true;
    }

    /// Stops reading.
    pub(super) fn remove(&mut self, stream: StreamId) {
        self.wants.retain(|wanted| *wanted != stream);
        self.lost.retain(|lost| *lost != stream);
        if let Ok(at) = self.find(stream) {
            self.entries.remove(at);
        }
    }

    /// The session will hear that the reader was shut out.
    pub(super) fn lost(&mut self, stream: StreamId) {
        self.lost.push(stream);
        self.attention = true;
    }

    /// The streams that were lost; from here on nothing needs attention.
    pub(super) fn attend(&mut self) -> Vec<StreamId> {
        self.attention = false;
        std::mem::take(&mut self.lost)
    }

    /// Whether [`Readings::attend`] should be called.
    pub(super) fn needs_attention(&self) -> bool {
        self.attention
    }

    /// Whether there may be a page that is wanted.
    pub(super) fn wants_pages(&self) -> bool {
        !self.wants.is_empty()
    }

    /// The next page wanted.
    pub(super) fn want(&mut self) -> Option<Want> {
        while let Some(stream) = self.wants.pop_front() {
            let reading = self.find(stream).map(|at| self.entries[at].1);
            let (number, after) = match reading {
                Ok(Reading::Asking { number, after, .. }) => (number, after),
                Ok(Reading::Behind { number, cursor, .. }) => (number, Some(cursor)),
                Ok(Reading::Live { .. }) | Err(_) => continue,
            };
            return Some(Want {
                stream,
                after,
                number,
            });
        }
        None
    }

    /// A fetch failed: it is wanted again, after the others.
    pub(super) fn put_back(&mut self, want: &Want) {
        if self.wanted(want).is_some() {
            self.want_again(want.stream, false);
        }
    }

    /// Whether what a fetch brings is still wanted.
    pub(super) fn is_wanted(&self, want: &Want) -> bool {
        self.wanted(want).is_some()
    }

    /// Where the reader stands in a stream that is being fetched; `None` when the fetch is stale,
    /// or asked for no past.
    pub(super) fn cursor(&self, want: &Want) -> Option<Seq> {
        match self.entries[self.wanted(want)?].1 {
            Reading::Asking { after, .. } => after,
            Reading::Behind { cursor, .. } | Reading::Live { cursor } => Some(cursor),
        }
    }

    /// A fetch has brought the reader to `cursor`; `false` when it is stale.
    pub(super) fn advance(&mut self, want: &Want, to: Seq) -> bool {
        let Some(at) = self.wanted(want) else {
            return false;
        };
        let reading = &mut self.entries[at].1;
        if let Reading::Asking { number, tip, .. } | Reading::Behind { number, tip, .. } = *reading
        {
            *reading = Reading::Behind {
                number,
                cursor: to,
                tip,
            };
        }
        true
    }

    /// A fetch is over, and no page of it is wanted: the stream is live from where it stands, at
    /// `last_seq` or above. `None` when the fetch is stale.
    pub(super) fn jump(&mut self, want: &Want, last_seq: Seq) -> Option<Seq> {
        let at = self.wanted(want)?;
        let reading = &mut self.entries[at].1;
        let (Reading::Asking { tip, .. }
        | Reading::Behind { tip, .. }
        | Reading::Live { cursor: tip }) = *reading;
        let cursor = tip.max(last_seq);
        *reading = Reading::Live { cursor };
        Some(cursor)
    }

    /// A fetch is over; the log ended at `last_seq` then.
    pub(super) fn settle(&mut self, want: &Want, last_seq: Seq) -> Settled {
        let Some(at) = self.wanted(want) else {
            return Settled::Stale;
        };
        let reading = &mut self.entries[at].1;
        let (number, cursor, tip) = match *reading {
            // He was let in; where nothing came, he stands where he said.
            Reading::Asking {
                number,
                after: Some(cursor),
                tip,
            }
            | Reading::Behind {
                number,
                cursor,
                tip,
            } => (number, cursor, tip),
            Reading::Asking { after: None, .. } | Reading::Live { .. } => return Settled::Stale,
        };
        if cursor >= last_seq.max(tip) {
            *reading = Reading::Live { cursor };
            return Settled::Live;
        }
        *reading = Reading::Behind {
            number,
            cursor,
            tip,
        };
        self.want_again(want.stream, true);
        Settled::Behind
    }

    /// The streams followed.
    pub(super) fn streams(&self) -> Vec<StreamId> {
        self.entries.iter().map(|(stream, _)| *stream).collect()
    }

    /// How many streams are followed.
    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    /// Whether the stream is followed.
    pub(super) fn contains(&self, stream: StreamId) -> bool {
        self.find(stream).is_ok()
    }

    /// Whether the stream is followed from a position whose events were not queued yet.
    pub(super) fn is_asking(&self, stream: StreamId) -> bool {
        let at = self.find(stream);
        at.is_ok_and(|at| matches!(self.entries[at].1, Reading::Asking { .. }))
    }

    /// Whether the stream is followed and nothing is missing.
    pub(super) fn is_live(&self, stream: StreamId) -> bool {
        let at = self.find(stream);
        at.is_ok_and(|at| matches!(self.entries[at].1, Reading::Live { .. }))
    }

    /// Whether the reader was let into a stream.
    pub(super) fn is_let_in(&self, stream: StreamId) -> bool {
        let at = self.find(stream);
        at.is_ok_and(|at| !matches!(self.entries[at].1, Reading::Asking { .. }))
    }

    /// The streams the reader was let into, and how far he stands.
    pub(super) fn positions(&self) -> Vec<(StreamId, Seq)> {
        let granted = self.entries.iter().filter_map(|(stream, reading)| {
            let (Reading::Behind { cursor, .. } | Reading::Live { cursor }) = reading else {
                return None;
            };
            Some((*stream, *cursor))
        });
        granted.collect()
    }

    fn find(&self, stream: StreamId) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&stream, |(id, _)| *id)
    }

    /// The entry of a fetch that is still wanted.
    fn wanted(&self, want: &Want) -> Option<usize> {
        let at = self.find(want.stream).ok()?;
        match self.entries[at].1 {
            Reading::Asking { number, .. } | Reading::Behind { number, .. } => {
                (number == want.number).then_some(at)
            }
            Reading::Live { .. } => None,
        }
    }

    fn next_number(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    fn want_again(&mut self, stream: StreamId, first: bool) {
        self.wants.retain(|wanted| *wanted != stream);
        if first {
            self.wants.push_front(stream);
        } else {
            self.wants.push_back(stream);
        }
    }
}
