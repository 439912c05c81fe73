//! A few connections that ask over HTTP, each as soon as it was answered.

use std::{net::SocketAddr, thread, time::Duration};

use crate::{clock, histogram::Histogram, http::Client, trouble::Trouble};

/// One after the other until then, on as many threads as there are askers; gives how long each
/// took. An asker tells whether the answer counts.
pub(super) fn swarm<A>(
    address: SocketAddr,
    askers: Vec<A>,
    time: Duration,
) -> Result<Histogram, Trouble>
where
    A: FnMut(&mut Client) -> Result<bool, Trouble> + Send,
{
    let end = clock::after(time);
    thread::scope(|scope| {
        let threads: Vec<_> = askers
            .into_iter()
            .map(|ask| scope.spawn(move || ask_until(address, ask, end)))
            .collect();
        let mut all = Histogram::default();
        for thread in threads {
            let one = thread
                .join()
                .map_err(|_| Trouble::broken("an asker panicked"))?;
            all.add(&one?);
        }
        Ok(all)
    })
}

fn ask_until(
    address: SocketAddr,
    mut ask: impl FnMut(&mut Client) -> Result<bool, Trouble>,
    end: u64,
) -> Result<Histogram, Trouble> {
    let mut client = Client::connect(address)?;
    let mut took = Histogram::default();
    loop {
        let begin = clock::micros();
        if begin >= end {
            return Ok(took);
        }
        if ask(&mut client)? {
            took.record(clock::micros() - begin);
        }
    }
}
