//! How many connections there may be: in all, and from one address.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::client::Prefix;
use crate::config::{Config, Network, canonical};

/// How many places each address has. std Mutex: held for one look-up, never across an await. Bounded
/// by the number of places.
type Counts = Mutex<HashMap<Prefix, usize>>;

/// One place for each connection the server takes.
#[derive(Clone)]
pub(super) struct Seats {
    free: Arc<Semaphore>,
    all: u32,
    per_address: usize,
    /// How many are taken; the room that waits for the next newcomer is not one of them.
    occupied: Arc<AtomicUsize>,
    counts: Arc<Counts>,
    /// Everybody behind a proxy has its address: it is bounded by `all` alone, and so is this
    /// machine itself, where a proxy may be that nobody named.
    proxies: Arc<[Network]>,
}

/// A free place, not yet anybody's.
pub(super) struct Room(#[expect(dead_code, reason = "held, not used")] OwnedSemaphorePermit);

/// A place that is taken until this is dropped. A socket keeps it for as long as it is open.
pub(super) struct Seat {
    _room: Room,
    occupied: Arc<AtomicUsize>,
    counted: Option<(Arc<Counts>, Prefix)>,
}

impl Seats {
    /// As many as `limits.connections_max`.
    pub(super) fn new(config: &Config) -> Self {
        let all = config.limits.connections_max;
        Self {
            free: Arc::new(Semaphore::new(all)),
            // The settings were checked to fit.
            all: u32::try_from(all).unwrap_or(u32::MAX),
            per_address: config.limits.connections_per_address_max,
            occupied: Arc::default(),
            counts: Arc::default(),
            proxies: config.http.trusted_proxies.clone().into(),
        }
    }

    /// Waits for a free place: until then, newcomers wait in the system's queue.
    pub(super) async fn room(&self) -> Room {
        let permit = Arc::clone(&self.free).acquire_owned().await;
        Room(permit.expect("the semaphore is never closed"))
    }

    /// Gives the place to an address; `None` when that has too many already.
    pub(super) fn take(&self, room: Room, address: IpAddr) -> Option<Seat> {
        if canonical(address).is_loopback()
            || self.proxies.iter().any(|proxy| proxy.contains(address))
        {
            return Some(self.seat(room, None));
        }
        let prefix = Prefix::of(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(prefix).or_default();
        if *count >= self.per_address {
            return None;
        }
        *count += 1;
        Some(self.seat(room, Some((Arc::clone(&self.counts), prefix))))
    }

    fn seat(&self, room: Room, counted: Option<(Arc<Counts>, Prefix)>) -> Seat {
        self.occupied.fetch_add(1, Ordering::Relaxed);
        Seat {
            _room: room,
            occupied: Arc::clone(&self.occupied),
            counted,
        }
    }

    /// How many are taken.
    pub(super) fn occupied(&self) -> usize {
        self.occupied.load(Ordering::Relaxed)
    }

    /// Waits until every connection is gone.
    pub(super) async fn all_free(&self) {
        let everything = self.free.acquire_many(self.all).await;
        drop(everything);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.occupied.fetch_sub(1, Ordering::Relaxed);
        let Some((counts, prefix)) = self.counted.take() else {
            return;
        };
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&prefix) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&prefix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(all: usize, per_address: usize) -> Seats {
        let mut config = Config::default();
        config.limits.connections_max = all;
        config.limits.connections_per_address_max = per_address;
        config.http.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        Seats::new(&config)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// One address fills its share and no more, whatever it calls itself; others have theirs; and
    /// a place that is given back can be taken again.
    #[tokio::test]
    async fn an_address_has_its_share() {
        let seats = seats(10, 2);
        let take = async |from: &str| seats.take(seats.room().await, address(from));
        let waiting = seats.room().await;
        assert_eq!(seats.occupied(), 0, "who waits is not there yet");
        drop(waiting);
        let first = take("2001:db8::1").await;
        let second = take("2001:db8::2").await;
        assert!(first.is_some() && second.is_some());
        assert!(take("2001:db8::3").await.is_none());
        let neighbour = take("2001:db8:0:1::1").await;
        assert!(neighbour.is_some());
        assert_eq!(seats.occupied(), 3);
        drop(neighbour);
        drop(first);
        assert!(take("2001:db8::3").await.is_some());
        drop(second);
        assert_eq!(seats.occupied(), 0);
        assert!(seats.counts.lock().unwrap().is_empty());
    }

    /// Behind a trusted proxy, and behind one on this machine, there may be everybody.
    #[tokio::test]
    async fn a_proxy_is_not_an_address() {
        let seats = seats(10, 1);
        let mut taken = Vec::new();
        for proxy in ["10.0.0.1", "127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            for _ in 0..2 {
                taken.push(seats.take(seats.room().await, address(proxy)));
            }
        }
        assert!(taken.iter().all(Option::is_some));
        assert_eq!(seats.occupied(), 8);
    }

    /// When all places are taken, the next one waits, and gets the first that is given back.
    #[tokio::test]
    async fn a_full_house_waits() {
        let seats = seats(1, 1);
        let only = seats.take(seats.room().await, address("192.0.2.1"));
        let mut waiting = std::pin::pin!(seats.room());
        let context = &mut std::task::Context::from_waker(std::task::Waker::noop());
        assert!(waiting.as_mut().poll(context).is_pending());
        drop(only);
        waiting.await;
        seats.all_free().await;
    }
}
