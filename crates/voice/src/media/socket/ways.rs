//! The way back. A machine with several addresses must answer with the one that was asked: a browser takes nothing from another,
//! and would say "connecting" for ever. Left to itself, the system answers with the first of the network it goes out by.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
};

/// Senders that are remembered. More, and all are forgotten: whoever is not a stranger sends again within seconds.
const SENDERS_MAX: usize = 8_192;

/// By which of our addresses somebody reaches us.
#[derive(Debug, Default)]
pub(super) struct Ways(HashMap<SocketAddr, Way>);

#[derive(Debug)]
struct Way {
    ours: IpAddr,
    /// Whether the system would choose another; known when something is sent for the first time, as strangers are not sent anything.
    must_be_said: Option<bool>,
}

impl Ways {
    /// Something came.
    pub(super) fn came(&mut self, from: SocketAddr, ours: IpAddr) {
        if self.0.get(&from).is_some_and(|way| way.ours == ours) {
            return;
        }
        if self.0.len() >= SENDERS_MAX {
            self.0.clear();
        }
        let must_be_said = None;
        self.0.insert(from, Way { ours, must_be_said });
    }

    /// What must be said to answer from the right address, if the system would not choose it itself.
    pub(super) fn back(&mut self, to: SocketAddr) -> Option<IpAddr> {
        let way = self.0.get_mut(&to)?;
        let ours = way.ours;
        let must = || usual(to).is_some_and(|usual| usual != ours);
        way.must_be_said.get_or_insert_with(must).then_some(ours)
    }
}

/// From which address the system would send there. Nothing is sent to find out.
fn usual(to: SocketAddr) -> Option<IpAddr> {
    let any: IpAddr = match to {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect(to).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unusual_way_back_must_be_said() {
        let mut ways = Ways::default();
        let browser = SocketAddr::from(([127, 0, 0, 1], 9));
        let (usual, other) = ([127, 0, 0, 1].into(), [127, 0, 0, 2].into());
        assert_eq!(ways.back(browser), None);
        ways.came(browser, usual);
        assert_eq!(ways.back(browser), None);
        ways.came(browser, other);
        assert_eq!(ways.back(browser), Some(other));
    }

    #[test]
    fn senders_are_bounded() {
        let mut ways = Ways::default();
        for sender in 0..50_000_u32 {
            let from = SocketAddr::from((Ipv4Addr::from(sender), 9));
            ways.came(from, IpAddr::from([192, 0, 2, 1]));
            assert!(ways.0.len() <= SENDERS_MAX);
        }
    }
}
