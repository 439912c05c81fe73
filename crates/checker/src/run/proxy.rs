//! What lies between a device and the server: a network that can be bad in many ways.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// How the network is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weather {
    /// Good.
    Clear,
    /// Everything comes in small pieces.
    Sliced,
    /// A few hundred bytes at a time.
    Crawling,
    /// Nothing passes, and nothing is lost.
    Stalled,
    /// Everything is swallowed; neither end is told.
    Swallowing,
    /// The next thing that passes is cut in its middle, and the connection is reset.
    Tearing,
}

/// How the network is, and how often it was cut.
#[derive(Debug, Clone, Copy)]
struct State {
    weather: Weather,
    cuts: u64,
    /// What was swallowed from is ended for good when this grows.
    burials: u64,
}

/// A network for one device.
pub(super) struct Proxy {
    /// The server at this end.
    pub(super) address: SocketAddr,
    state: watch::Sender<State>,
}

impl Proxy {
    /// A network that leads to the server; its dice are seeded.
    pub(super) async fn to(server: SocketAddr, seed: u64) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = watch::Sender::new(State {
            weather: Weather::Clear,
            cuts: 0,
            burials: 0,
        });
        let watched = state.clone();
        tokio::spawn(async move {
            let mut number = seed;
            while let Ok((near, _)) = listener.accept().await {
                number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let state = watched.subscribe();
                tokio::spawn(connection(near, server, (state, number)));
            }
        });
        Ok(Self { address, state })
    }

    /// From now on it is like this.
    pub(super) fn set(&self, weather: Weather) {
        self.state.send_modify(|state| state.weather = weather);
    }

    /// Ends every connection.
    pub(super) fn cut(&self) {
        self.state.send_modify(|state| state.cuts += 1);
    }

    /// Good again, and what was swallowed from is ended.
    pub(super) fn heal(&self) {
        self.state.send_modify(|state| {
            state.weather = Weather::Clear;
            state.burials += 1;
        });
    }
}

async fn connection(
    near: TcpStream,
    server: SocketAddr,
    (mut state, seed): (watch::Receiver<State>, u64),
) {
    let begun = *state.borrow();
    let Ok(far) = TcpStream::connect(server).await else {
        return;
    };
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    // Whether anything was swallowed: then the two ends will never understand each other again.
    let swallowed = Arc::new(AtomicBool::new(false));
    let torn = Arc::new(AtomicBool::new(false));
    let mut near = near;
    let mut far = far;
    {
        let (near_in, near_out) = near.split();
        let (far_in, far_out) = far.split();
        let flags = (Arc::clone(&swallowed), Arc::clone(&torn));
        let up = pump(near_in, far_out, (state.clone(), flags.clone(), seed));
        let down = pump(far_in, near_out, (state.clone(), flags, seed ^ 1));
        tokio::select! {
            () = up => {}
            () = down => {}
            _ = state.wait_for(|now| now.cuts > begun.cuts) => {}
        }
    }
    if torn.load(Ordering::Relaxed) {
        reset(&near);
        reset(&far);
    } else if swallowed.load(Ordering::Relaxed) {
        drop(near);
        bury(far, state, begun.burials).await;
    }
}

/// The near end has given up. The far end is not told: for it, this is a peer that has gone without
/// a word.
async fn bury(mut far: TcpStream, mut state: watch::Receiver<State>, before: u64) {
    let mut ignored = [0; 4096];
    loop {
        tokio::select! {
            read = far.read(&mut ignored) => if !matches!(read, Ok(1..)) { return },
            _ = state.wait_for(|now| now.burials > before) => return,
        }
    }
}

/// A reset instead of a goodbye.
fn reset(stream: &TcpStream) {
    let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

type Flags = (Arc<AtomicBool>, Arc<AtomicBool>);

/// One direction, until it ends.
async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    (mut state, (swallowed, torn), seed): (watch::Receiver<State>, Flags, u64),
) {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let Ok(length @ 1..) = from.read(&mut buffer).await else {
            return;
        };
        let mut rest = &buffer[..length];
        while !rest.is_empty() {
            let stalled = state.wait_for(|now| now.weather != Weather::Stalled).await;
            let Ok(weather) = stalled.map(|now| now.weather) else {
                return;
            };
            if swallowed.load(Ordering::Relaxed) || weather == Weather::Swallowing {
                swallowed.store(true, Ordering::Relaxed);
                break;
            }
            let most = match weather {
                Weather::Sliced => dice.random_range(1..=64),
                Weather::Crawling => dice.random_range(16..=512),
                Weather::Tearing => rest.len() / 2,
                _ => rest.len(),
            };
            let (piece, after) = rest.split_at(most.min(rest.len()));
            if to.write_all(piece).await.is_err() {
                return;
            }
            rest = after;
            match weather {
                Weather::Tearing => {
                    torn.store(true, Ordering::Relaxed);
                    return;
                }
                Weather::Crawling => {
                    let pause = Duration::from_millis(dice.random_range(10..50));
                    tokio::time::sleep(pause).await;
                }
                Weather::Sliced => tokio::task::yield_now().await,
                _ => {}
            }
        }
    }
}
