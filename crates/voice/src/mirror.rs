//! How the media socket is seen from outside. A mirror (a STUN server, RFC 8489) of the owner's own choosing is asked by the socket
//! itself, as a router gives each socket its own address, and answers from where it was asked.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use crate::{
    limits::{MIRROR_TRIES, MIRROR_TRY},
    stun,
};

/// What one question is told from others by; by chance, so that nobody who does not see it can answer.
pub type Transaction = [u8; stun::TRANSACTION_BYTES];

/// One question, asked again until it is answered.
#[derive(Debug)]
pub struct Look {
    mirror: SocketAddr,
    transaction: Transaction,
    tries: u32,
    due: Instant,
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// This goes to the mirror.
    Ask(Vec<u8>),
    /// Nothing, until then.
    Wait(Instant),
    /// It does not answer.
    Over,
}

/// What the mirror says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was asked from there.
    Seen(SocketAddr),
    /// It will not say.
    Refused,
}

impl Look {
    /// Begins to ask.
    pub fn new(now: Instant, mirror: SocketAddr, transaction: Transaction) -> Self {
        Self {
            mirror,
            transaction,
            tries: 0,
            due: now,
        }
    }

    /// Whom it asks.
    pub fn mirror(&self) -> SocketAddr {
        self.mirror
    }

    /// Time goes on. Each try waits twice as long as the one before.
    pub fn step(&mut self, now: Instant) -> Step {
        if now < self.due {
            return Step::Wait(self.due);
        }
        if self.tries == MIRROR_TRIES {
            return Step::Over;
        }
        self.due = now + MIRROR_TRY * 2_u32.saturating_pow(self.tries);
        self.tries += 1;
        Step::Ask(stun::question(&self.transaction))
    }

    /// What something that came says, if it is the answer: from the mirror itself, and to this question.
    pub fn answer(&self, source: SocketAddr, datagram: &[u8]) -> Option<Answer> {
        if source != self.mirror {
            return None;
        }
        stun::answer(datagram, &self.transaction)
    }

    /// How long it takes until it is [`Step::Over`].
    pub fn patience() -> Duration {
        MIRROR_TRY * (2_u32.saturating_pow(MIRROR_TRIES) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIRROR: ([u8; 4], u16) = ([198, 51, 100, 1], 3478);

    /// It is asked again and again, more and more seldom, and then no more.
    #[test]
    fn who_does_not_answer_is_asked_a_few_times() {
        let begin = Instant::now();
        let mut look = Look::new(begin, MIRROR.into(), [7; 12]);
        let (mut now, mut asked) = (begin, Vec::new());
        loop {
            match look.step(now) {
                Step::Ask(_) => asked.push((now - begin).as_millis()),
                Step::Wait(until) => now = until,
                Step::Over => break,
            }
        }
        assert_eq!(asked, [0, 500, 1_500, 3_500, 7_500]);
        assert_eq!(now - begin, Look::patience());
    }

    /// Only who is asked, and only what is asked.
    #[test]
    fn an_answer_is_that_of_the_mirror_to_the_question() {
        let begin = Instant::now();
        let ours = SocketAddr::from(([203, 0, 113, 9], 40_000));
        let (good, transaction) = stun::tests::success(ours);
        let look = Look::new(begin, MIRROR.into(), transaction);
        assert_eq!(look.answer(MIRROR.into(), &good), Some(Answer::Seen(ours)));
        assert_eq!(look.answer(([198, 51, 100, 1], 3479).into(), &good), None);
        assert_eq!(look.answer(([198, 51, 100, 2], 3478).into(), &good), None);
        let (other, _) = stun::tests::success(ours);
        assert_eq!(look.answer(MIRROR.into(), &other), None);
    }
}
