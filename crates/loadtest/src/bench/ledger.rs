//! Who has heard which message: nothing may be missing, doubled or out of order.

use memchr::memmem::Finder;

use crate::{
    crowd::{Heard, Hears},
    histogram::Histogram,
    marker::{Marker, Reader},
};

/// How many people write.
pub(super) const WRITERS: usize = 4;

/// What became of the messages of a crowd.
pub(super) struct Ledger {
    reader: Reader,
    /// Of each socket and writer, the number of the last message heard.
    last: Vec<[u32; WRITERS]>,
    /// Of each writer and message, how many sockets have heard it.
    reached: [Vec<u32>; WRITERS],
    /// Writers one of whose messages has just reached everybody.
    whole: Vec<usize>,
    /// How many sockets hear nothing: the last ones.
    deaf: usize,
    seqs: Seqs,
    pub(super) counts: Counts,
    pub(super) latency: Histogram,
    pub(super) frame_bytes: usize,
}

/// What was heard.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) deliveries: u64,
    /// Never heard.
    pub(super) lost: u64,
    /// Heard again, or after a later one.
    pub(super) wrong: u64,
    /// Pages of the log: a socket was too slow for live events.
    pub(super) pages: u64,
}

impl Ledger {
    pub(super) fn new(sockets: usize) -> Self {
        Self {
            reader: Reader::default(),
            last: vec![[0; WRITERS]; sockets],
            reached: Default::default(),
            whole: Vec::new(),
            deaf: 0,
            seqs: Seqs::new(sockets),
            counts: Counts::default(),
            latency: Histogram::default(),
            frame_bytes: 0,
        }
    }

    /// The last socket hears nothing any more.
    pub(super) fn deafen_last(&mut self) {
        self.deaf = 1;
    }

    fn readers(&self) -> usize {
        self.last.len() - self.deaf
    }

    /// Takes the writers one of whose messages has reached everybody since it was asked.
    pub(super) fn whole(&mut self, into: &mut Vec<usize>) {
        into.append(&mut self.whole);
    }

    /// Whether everybody has heard as many messages of each writer as were sent.
    pub(super) fn is_settled(&self, sent: &[u32; WRITERS]) -> bool {
        self.last[..self.readers()].iter().all(|last| last == sent)
    }

    /// What is still missing is lost.
    pub(super) fn settle(&mut self, sent: &[u32; WRITERS]) {
        for last in &self.last[..self.readers()] {
            let missing = last
                .iter()
                .zip(sent)
                .map(|(last, sent)| sent.saturating_sub(*last));
            self.counts.lost += u64::from(missing.sum::<u32>());
        }
    }

    fn heard(&mut self, seat: usize, marker: Marker, now: u64) {
        let writer = usize::from(marker.writer) % WRITERS;
        let last = &mut self.last[seat][writer];
        // A host that pushes by itself may have begun before this socket was there.
        if *last > 0 && marker.number > *last + 1 {
            self.counts.lost += u64::from(marker.number - *last - 1);
        }
        if marker.number <= *last {
            self.counts.wrong += 1;
            return;
        }
        *last = marker.number;
        self.counts.deliveries += 1;
        self.latency.record(now.saturating_sub(marker.due));
        let at = usize::try_from(marker.number).unwrap_or(usize::MAX);
        let reached = &mut self.reached[writer];
        if reached.len() <= at {
            reached.resize(at + 1, 0);
        }
        reached[at] += 1;
        if reached[at] as usize == self.last.len() - self.deaf {
            self.whole.push(writer);
        }
    }
}

impl Hears for Ledger {
    fn hear(&mut self, heard: &Heard<'_>) {
        let before = self.counts.deliveries;
        // The reader is given back at once; it is taken out so that what it finds can be counted.
        let reader = std::mem::take(&mut self.reader);
        for marker in reader.markers(heard.payload) {
            self.heard(heard.seat, marker, heard.now);
        }
        self.reader = reader;
        if self.counts.deliveries > before {
            self.frame_bytes = heard.payload.len();
        }
        self.seqs.hear(heard, &mut self.counts);
    }
}

/// The positions that Parlor and others name in their events.
struct Seqs {
    last: Vec<u64>,
    seq: Finder<'static>,
    to: Finder<'static>,
}

const LIVE: &[u8] = br#"{"type":"NEW_MESSAGE""#;
const PAGE: &[u8] = br#"{"type":"SYNC","#;

impl Seqs {
    fn new(sockets: usize) -> Self {
        Self {
            last: vec![0; sockets],
            seq: Finder::new(br#""seq":"#),
            to: Finder::new(br#""to":"#),
        }
    }

    fn hear(&mut self, heard: &Heard<'_>, counts: &mut Counts) {
        let (frame, last) = (heard.payload, &mut self.last[heard.seat]);
        if frame.starts_with(LIVE) {
            let seq = after(&self.seq, frame);
            // NATS has none of its own: what it carries is numbered by each writer.
            if *last > 0 && seq != *last + 1 && seq != *last {
                counts.wrong += 1;
            }
            *last = seq;
        } else if frame.starts_with(PAGE) {
            counts.pages += 1;
            *last = after(&self.to, frame);
        }
    }
}

/// The number that follows a name.
fn after(name: &Finder<'_>, frame: &[u8]) -> u64 {
    let Some(at) = name.find(frame) else {
        return 0;
    };
    let digits = frame[at + name.needle().len()..].iter();
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::message;

    fn hear(ledger: &mut Ledger, seat: usize, number: u32) {
        let text = message(Marker {
            writer: 1,
            number,
            due: 5,
        });
        let payload = text.as_bytes();
        ledger.hear(&Heard {
            seat,
            payload,
            now: 7,
        });
    }

    /// What is missing, doubled or late is counted as that, and nothing else is.
    #[test]
    fn what_goes_wrong_is_counted() {
        let mut good = Ledger::new(2);
        for number in 1..=3 {
            hear(&mut good, 0, number);
            hear(&mut good, 1, number);
        }
        let mut whole = Vec::new();
        good.whole(&mut whole);
        assert_eq!(whole, [1, 1, 1]);
        let sent = [0, 3, 0, 0];
        assert!(good.is_settled(&sent));
        good.settle(&sent);
        assert_eq!(
            (good.counts.deliveries, good.counts.lost, good.counts.wrong),
            (6, 0, 0)
        );
        assert_eq!(good.latency.per_mille(1_000).as_micros(), 2);

        let mut gap = Ledger::new(1);
        hear(&mut gap, 0, 1);
        hear(&mut gap, 0, 3);
        assert_eq!((gap.counts.lost, gap.counts.wrong), (1, 1));
        let mut tail = Ledger::new(1);
        hear(&mut tail, 0, 1);
        tail.settle(&sent);
        assert_eq!(tail.counts.lost, 2);
        let mut doubled = Ledger::new(1);
        for number in [1, 2, 2, 1] {
            hear(&mut doubled, 0, number);
        }
        assert!(doubled.counts.wrong >= 2 && doubled.counts.lost == 0);
    }
}
