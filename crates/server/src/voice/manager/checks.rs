//! Trying the ways to the media side, without a call: seats in rooms of their own, where nobody says or hears anything.

use std::{
    collections::HashMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::{ChannelId, UserId},
    voice::{BITRATE, Transport},
};
use parlor_voice::{Command, Gate, SeatId};
use tokio::sync::oneshot;

use super::{NoSeat, VoiceConnectionManager};

/// How many people may try at the same time. One more: `OVERLOADED`.
const CHECKS_MAX: usize = 32;

/// How long a try may take. Browsers need a second or two.
pub(crate) const CHECK_TIME: Duration = Duration::from_secs(20);

/// Where an offer goes that was waited for.
type Offers = oneshot::Sender<Vec<(Transport, String)>>;

/// What is tried.
#[derive(Debug)]
pub(crate) struct Trial {
    /// By which ways.
    pub(crate) ways: Vec<Transport>,
    /// Where the browser finds the media socket.
    pub(crate) addresses: Vec<SocketAddr>,
    /// Until when.
    pub(crate) until: Instant,
    /// Who waits for the offers; they are dropped when there will be none.
    pub(crate) offers: Offers,
}

/// All that is being tried, by who tries.
#[derive(Debug, Default)]
pub(super) struct Checks {
    by_user: HashMap<UserId, Check>,
    seats: HashMap<SeatId, UserId>,
}

#[derive(Debug)]
struct Check {
    until: Instant,
    seats: Vec<Tried>,
    offers: Option<Offers>,
}

#[derive(Debug)]
struct Tried {
    way: Transport,
    seat: SeatId,
    offer: Option<(u32, String)>,
}

impl VoiceConnectionManager {
    /// Somebody tries which ways lead here. What they tried before is over.
    ///
    /// # Errors
    /// As many try as may.
    pub(crate) fn begin_check(&mut self, user: UserId, trial: Trial) -> Result<(), NoSeat> {
        self.end_check(user);
        if self.checks.by_user.len() >= CHECKS_MAX {
            return Err(NoSeat::Server);
        }
        let mut seats = Vec::new();
        for way in trial.ways {
            self.last_seat += 1;
            let seat = SeatId(self.last_seat);
            self.commands.push(Command::Join {
                seat,
                // No channel has such an id.
                room: ChannelId::from_raw(-i64::try_from(seat.0).unwrap_or(i64::MAX)),
                user,
                addresses: trial.addresses.clone(),
                bitrate_bps: BITRATE,
                gate: Gate {
                    heard: false,
                    hears: false,
                },
            });
            self.checks.seats.insert(seat, user);
            seats.push(Tried {
                way,
                seat,
                offer: None,
            });
        }
        let check = Check {
            until: trial.until,
            seats,
            offers: Some(trial.offers),
        };
        self.checks.by_user.insert(user, check);
        Ok(())
    }

    /// Somebody's browser answers what was offered for a way; `false`: they try nothing, or not this.
    pub(crate) fn answer_check(&mut self, user: UserId, (way, sdp): (Transport, String)) -> bool {
        let check = self.checks.by_user.get(&user);
        let tried = check.and_then(|check| check.seats.iter().find(|it| it.way == way));
        let offered = tried.and_then(|it| it.offer.as_ref().map(|(rev, _)| (it.seat, *rev)));
        let Some((seat, rev)) = offered else {
            return false;
        };
        self.commands.push(Command::Answer { seat, rev, sdp });
        true
    }

    /// What is tried for too long is over.
    pub(super) fn tick_checks(&mut self, now: Instant) {
        let over = self.checks.by_user.iter();
        let over = over.filter(|(_, check)| check.until <= now);
        let over: Vec<UserId> = over.map(|(user, _)| *user).collect();
        for user in over {
            self.end_check(user);
        }
    }

    /// The media side offers something for a try; `false`: it is none of a try.
    pub(super) fn check_offered(&mut self, seat: SeatId, offer: (u32, &str)) -> bool {
        let Some(user) = self.checks.seats.get(&seat) else {
            return false;
        };
        if let Some(check) = self.checks.by_user.get_mut(user) {
            for tried in check.seats.iter_mut().filter(|it| it.seat == seat) {
                tried.offer = Some((offer.0, offer.1.to_owned()));
            }
            check.tell();
        }
        true
    }

    /// A try cannot go on.
    pub(super) fn check_failed(&mut self, seat: SeatId) {
        if let Some(user) = self.checks.seats.remove(&seat)
            && let Some(check) = self.checks.by_user.get_mut(&user)
        {
            check.seats.retain(|it| it.seat != seat);
            if check.seats.iter().any(|it| it.offer.is_none()) || check.seats.is_empty() {
                check.offers = None;
            }
        }
    }

    fn end_check(&mut self, user: UserId) {
        let check = self.checks.by_user.remove(&user);
        for Tried { seat, .. } in check.into_iter().flat_map(|check| check.seats) {
            self.checks.seats.remove(&seat);
            self.commands.push(Command::Leave { seat });
        }
    }
}

impl Check {
    /// Gives the offers to who waits for them, once all are there.
    fn tell(&mut self) {
        let offer = |it: &Tried| Some((it.way, it.offer.as_ref()?.1.clone()));
        let offers: Option<Vec<_>> = self.seats.iter().map(offer).collect();
        if let Some(offers) = offers
            && let Some(waiting) = self.offers.take()
        {
            // Whoever waited may have gone.
            let _ = waiting.send(offers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning() -> Instant {
        Instant::now()
    }

    fn trial(until: Instant) -> (Trial, oneshot::Receiver<Vec<(Transport, String)>>) {
        let (offers, waiting) = oneshot::channel();
        let trial = Trial {
            ways: vec![Transport::Udp, Transport::Tcp],
            addresses: Vec::new(),
            until,
            offers,
        };
        (trial, waiting)
    }

    /// As many people try as may, each once; who begins anew takes nobody's place, and what takes too long is over.
    #[test]
    fn tries_are_bounded() {
        let mut manager = VoiceConnectionManager::new(1, 0);
        let start = beginning();
        let tries = i64::try_from(CHECKS_MAX).unwrap();
        let until = start + CHECK_TIME;
        for user in 1..=tries {
            let (trial, _) = trial(until);
            manager.begin_check(UserId::from_raw(user), trial).unwrap();
        }
        let late = UserId::from_raw(tries + 1);
        let refused = manager.begin_check(late, trial(until).0);
        assert_eq!(refused, Err(NoSeat::Server));
        let again = UserId::from_raw(1);
        manager.begin_check(again, trial(until).0).unwrap();
        manager.take_commands();

        manager.tick(until);
        let ended = manager.take_commands();
        let leaves = ended.iter().all(|it| matches!(it, Command::Leave { .. }));
        assert!(leaves && ended.len() == 2 * CHECKS_MAX, "{ended:?}");
        manager.begin_check(late, trial(until).0).unwrap();
    }

    /// Whoever waits gets the offers when all are there, and nothing when one never comes.
    #[test]
    fn offers_come_together_or_not_at_all() {
        let mut manager = VoiceConnectionManager::new(1, 0);
        let (ada, bo) = (UserId::from_raw(1), UserId::from_raw(2));
        let until = beginning() + CHECK_TIME;
        let (first, mut waiting) = trial(until);
        manager.begin_check(ada, first).unwrap();
        assert!(manager.check_offered(SeatId(1), (1, "udp")));
        assert!(waiting.try_recv().is_err());
        assert!(manager.check_offered(SeatId(2), (1, "tcp")));
        let offers = waiting.try_recv().unwrap();
        let expected = [(Transport::Udp, "udp"), (Transport::Tcp, "tcp")];
        assert_eq!(offers, expected.map(|(way, sdp)| (way, sdp.to_owned())));
        manager.take_commands();
        assert!(manager.answer_check(ada, (Transport::Tcp, "answer".to_owned())));
        let asked = manager.take_commands();
        let [Command::Answer { seat, rev: 1, .. }] = asked[..] else {
            panic!("{asked:?}")
        };
        assert_eq!(seat, SeatId(2));
        assert!(!manager.answer_check(bo, (Transport::Tcp, "answer".to_owned())));

        let (second, mut waiting) = trial(until);
        manager.begin_check(bo, second).unwrap();
        manager.check_failed(SeatId(4));
        assert!(manager.check_offered(SeatId(3), (1, "udp")));
        assert!(matches!(
            waiting.try_recv(),
            Err(oneshot::error::TryRecvError::Closed)
        ));
        assert!(!manager.check_offered(SeatId(99), (1, "")));
    }
}
