//! Which way to a browser: the one that it chose, proven by ICE.

use std::time::Instant;

use crate::{
    Remote,
    limits::{ADDRESSES_MAX, PATH_QUIET},
    stun::Request,
};

/// The ways to one browser.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// Where it has proven to be, the newest last.
    known: Vec<Remote>,
    chosen: Option<Chosen>,
    /// What is being asked just now.
    asked: Option<Asked>,
}

#[derive(Debug, Clone, Copy)]
struct Chosen {
    address: Remote,
    heard: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    source: Remote,
    nominates: bool,
}

impl Path {
    /// A sign of life is asked for from there, or something else came.
    pub(super) fn asked(&mut self, source: Remote, request: Option<Request<'_>>) {
        self.asked = request.map(|request| Asked {
            source,
            nominates: request.nominates,
        });
    }

    /// Something that only media and keys are came from there.
    pub(super) fn heard(&mut self, source: Remote, now: Instant) {
        if let Some(chosen) = &mut self.chosen
            && chosen.address == source
        {
            chosen.heard = now;
        }
    }

    /// What was asked from there had the right password. Tells whether the address is new.
    ///
    /// str0m follows the address of the highest priority until it has been dead for 15 seconds. A browser whose NAT gave it
    /// another port would hear nothing for so long; so the browser's own choice counts as soon as the way of before is quiet.
    pub(super) fn proven(&mut self, to: Remote, now: Instant) -> bool {
        let Some(asked) = self.asked.take().filter(|asked| asked.source == to) else {
            return false;
        };
        let address = asked.source;
        match &mut self.chosen {
            Some(chosen) if chosen.address == address => chosen.heard = now,
            Some(chosen) if now.saturating_duration_since(chosen.heard) < PATH_QUIET => {}
            _ if asked.nominates => {
                let heard = now;
                self.chosen = Some(Chosen { address, heard });
            }
            _ => {}
        }
        self.remember(address)
    }

    /// Where what is not an answer to a sign of life goes to.
    pub(super) fn chosen(&self) -> Option<Remote> {
        self.chosen.map(|chosen| chosen.address)
    }

    /// Where it has proven to be.
    pub(super) fn known(&self) -> &[Remote] {
        &self.known
    }

    fn remember(&mut self, address: Remote) -> bool {
        if self.known.contains(&address) {
            return false;
        }
        if self.known.len() == ADDRESSES_MAX {
            let chosen = self.chosen();
            let oldest = self.known.iter().position(|known| Some(*known) != chosen);
            self.known.remove(oldest.unwrap_or(0));
        }
        self.known.push(address);
        true
    }
}

#[cfg(test)]
mod tests {
    use std::{net::SocketAddr, time::Duration};

    use super::*;

    fn address(port: u16) -> Remote {
        Remote::Udp(SocketAddr::from(([192, 0, 2, 1], port)))
    }

    fn ask(path: &mut Path, port: u16, nominates: bool, now: Instant) -> bool {
        let ufrag = "ours";
        path.asked(address(port), Some(Request { ufrag, nominates }));
        path.proven(address(port), now)
    }

    #[test]
    fn the_browser_chooses_and_may_move_when_the_old_way_is_quiet() {
        let (mut path, now) = (Path::default(), Instant::now());
        assert!(ask(&mut path, 1, false, now));
        assert_eq!(path.chosen(), None);
        assert!(!ask(&mut path, 1, true, now));
        assert_eq!(path.chosen(), Some(address(1)));
        ask(&mut path, 2, true, now + PATH_QUIET / 2);
        assert_eq!(path.chosen(), Some(address(1)), "the old way is alive");
        ask(&mut path, 2, true, now + PATH_QUIET);
        assert_eq!(path.chosen(), Some(address(2)));
    }

    #[test]
    fn an_answer_to_another_address_proves_nothing() {
        let (mut path, now) = (Path::default(), Instant::now());
        let ufrag = "ours";
        let nominates = true;
        path.asked(address(1), Some(Request { ufrag, nominates }));
        assert!(!path.proven(address(2), now));
        assert_eq!(path.chosen(), None);
    }

    #[test]
    fn addresses_are_bounded_and_the_chosen_one_stays() {
        let (mut path, mut now) = (Path::default(), Instant::now());
        ask(&mut path, 1, true, now);
        for port in 2..100 {
            now += Duration::from_millis(1);
            ask(&mut path, port, false, now);
        }
        assert_eq!(path.known().len(), ADDRESSES_MAX);
        assert!(path.known().contains(&address(1)));
    }
}
