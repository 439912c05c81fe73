//! Asking a STUN server of the owner's own choosing how the media socket is seen from outside.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use parlor_voice::{
    Command,
    mirror::{Answer, Look, Step, Transaction},
};
use rand::RngExt as _;
use tokio::{
    net::UdpSocket,
    time::{sleep, timeout},
};

use super::address::look_up;
use crate::{
    app::Shared,
    clock,
    config::{Config, PublicAddress},
};

/// Where STUN is spoken when nothing else is said (RFC 8489).
const PORT: u16 = 3478;
/// How often it is asked: a router may forget an address that is not used for two minutes (RFC 4787).
const EVERY: Duration = Duration::from_secs(100);
/// How long to wait after it did not answer; each time twice as long, up to [`EVERY`].
const RETRY_FIRST: Duration = Duration::from_secs(5);
/// More than the media side takes to give up.
const ANSWER_MAX: Duration = Duration::from_secs(30);
/// The command line does not wait for the last tries.
const SHELL_MAX: Duration = Duration::from_secs(5);

/// What a mirror said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reflection {
    /// The socket is seen there.
    Seen(SocketAddr),
    /// Its name leads to no address that the socket can reach.
    NoName,
    /// It does not answer, or refuses.
    Silent,
}

impl Reflection {
    /// The same in a sentence that says what to do.
    pub fn sentence(self, stun: &PublicAddress) -> String {
        match self {
            Self::Seen(address) => {
                format!("{stun} sees the UDP port of voice as {address}; browsers are told that.")
            }
            Self::NoName => format!(
                "The name in `voice.stun`, {stun}, leads to no address that the UDP port of voice can reach. Correct it, or set \
                 `voice.public_address`."
            ),
            Self::Silent => format!(
                "{stun} does not answer by STUN. See whether it is the right name and port and whether UDP goes out, choose another \
                 one in `voice.stun`, or set `voice.public_address`."
            ),
        }
    }
}

/// Who is to be asked, if anybody.
pub fn chosen(config: &Config) -> Option<&PublicAddress> {
    let voice = &config.voice;
    let asks = voice.enabled && voice.public_address.is_none();
    voice.stun.as_ref().filter(|_| asks)
}

/// Asks by the media socket for as long as there is one. What was seen last holds until something else is.
pub(super) async fn watch(app: Shared, stun: PublicAddress) {
    let (mut retry, mut before) = (RETRY_FIRST, None);
    while let Some(bound) = app.voice.media_address() {
        let reflection = ask(&app, &stun, bound).await;
        if before.replace(reflection) != Some(reflection) {
            let sentence = reflection.sentence(&stun);
            if let Reflection::Seen(_) = reflection {
                tracing::info!("{sentence}");
            } else {
                tracing::warn!("{sentence}");
            }
        }
        let wait = if matches!(reflection, Reflection::Seen(_)) {
            retry = RETRY_FIRST;
            EVERY
        } else {
            let next = (retry * 2).min(EVERY);
            std::mem::replace(&mut retry, next)
        };
        sleep(wait).await;
    }
}

async fn ask(app: &Shared, stun: &PublicAddress, bound: SocketAddr) -> Reflection {
    let Some(mirror) = find(stun, bound).await else {
        return Reflection::NoName;
    };
    let look = Command::Look {
        mirror,
        transaction: transaction(),
    };
    // It is told when the answer is there, or when none will come.
    let told = app.voice.looked.notified();
    if !app.voice.look(look) || timeout(ANSWER_MAX, told).await.is_err() {
        return Reflection::Silent;
    }
    app.voice
        .last_look()
        .map_or(Reflection::Silent, Reflection::Seen)
}

/// Asks by a socket of its own where the media socket will be, which must be free.
///
/// # Errors
/// It cannot be had.
pub async fn reflection(stun: &PublicAddress, listen: SocketAddr) -> io::Result<Reflection> {
    let socket = UdpSocket::bind(listen).await?;
    let Some(mirror) = find(stun, listen).await else {
        return Ok(Reflection::NoName);
    };
    let look = Look::new(now(), mirror, transaction());
    let answer = timeout(SHELL_MAX, by_socket(&socket, listen, look)).await;
    Ok(answer.unwrap_or(Reflection::Silent))
}

async fn by_socket(socket: &UdpSocket, listen: SocketAddr, mut look: Look) -> Reflection {
    let mut bytes = [0; 2_000];
    loop {
        let until = match look.step(now()) {
            Step::Over => return Reflection::Silent,
            Step::Wait(until) => until,
            Step::Ask(question) => {
                // What cannot be sent is not answered.
                let _ = socket
                    .send_to(&question, reached(look.mirror(), listen))
                    .await;
                continue;
            }
        };
        let wait = until.saturating_duration_since(now());
        let Ok(Ok((length, from))) = timeout(wait, socket.recv_from(&mut bytes)).await else {
            continue;
        };
        let from = SocketAddr::new(from.ip().to_canonical(), from.port());
        match look.answer(from, &bytes[..length]) {
            Some(Answer::Seen(address)) => return Reflection::Seen(address),
            Some(Answer::Refused) => return Reflection::Silent,
            None => {}
        }
    }
}

/// How a socket that is bound like this reaches an address: one of IPv6 that takes all reaches those
/// of IPv4 as mapped ones (RFC 4291, section 2.5.5.2).
fn reached(address: SocketAddr, bound: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if bound.is_ipv6() => {
            SocketAddr::new(ip.to_ipv6_mapped().into(), address.port())
        }
        _ => address,
    }
}

/// Its first address that a socket which is bound like this can reach; where it reaches all, one of
/// IPv4 before others, since those are what routers translate.
async fn find(stun: &PublicAddress, bound: SocketAddr) -> Option<SocketAddr> {
    let mut all = look_up(&stun.host, stun.port.unwrap_or(PORT)).await;
    let reaches_all = bound.is_ipv6() && bound.ip().is_unspecified();
    all.retain(|address| reaches_all || address.is_ipv4() == bound.is_ipv4());
    all.sort_by_key(SocketAddr::is_ipv6);
    all.into_iter().next()
}

fn transaction() -> Transaction {
    clock::rng().random()
}

fn now() -> Instant {
    clock::instant()
}
