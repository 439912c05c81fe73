//! Whether the server finds itself where browsers are told that it is.

use std::{io, net::SocketAddr, time::Duration};

use rand::RngExt as _;
use tokio::{net::UdpSocket, time::timeout};

use super::address;
use crate::{clock, config::Config};

/// A datagram that comes back does so at once, also by way of a router.
const BACK_MAX: Duration = Duration::from_millis(500);
/// What is sent: nobody else's datagram is taken for it.
const MARK_BYTES: usize = 16;

/// What a server learns of its own UDP address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No address is set: browsers are told those that they use and those of this machine.
    NotSet,
    /// What is set leads here.
    Here(SocketAddr),
    /// What is set leads nowhere, as far as this machine can tell.
    Nowhere(Vec<SocketAddr>),
}

impl Found {
    /// The same in a sentence that says what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotSet => "Browsers are told the address that they use, and those of this machine. Behind a router that \
                translates addresses, set `voice.public_address` or `voice.stun`."
                .to_owned(),
            Self::Here(address) => format!("What is sent to {address} by UDP arrives here."),
            Self::Nowhere(addresses) if addresses.is_empty() => {
                "The name in `voice.public_address` or `http.public_url` leads to no address: nobody finds the port for voice."
                    .to_owned()
            }
            Self::Nowhere(addresses) => {
                let all: Vec<_> = addresses.iter().map(ToString::to_string).collect();
                let ports: Vec<_> = addresses.iter().map(|it| it.port().to_string()).collect();
                format!(
                    "What is sent to {} by UDP does not come back to this machine. Some routers never let a machine reach itself \
                     so; else open UDP port {}, in the firewall and in the router, or correct `voice.public_address`. \
                     \"Check voice\" in the settings of the page tries it from outside.",
                    all.join(" and "),
                    ports.first().map_or("", String::as_str)
                )
            }
        }
    }
}

/// Sends a datagram to each address that the settings name, from the one where the media socket will be. It must be free.
///
/// # Errors
/// It cannot be had.
pub async fn selftest(config: &Config, listen: SocketAddr) -> io::Result<Found> {
    let socket = UdpSocket::bind(listen).await?;
    let addresses = address::told(config, socket.local_addr()?).await;
    let is_set = config.voice.public_address.is_some() || config.http.public_url.is_some();
    if !is_set {
        return Ok(Found::NotSet);
    }
    let mark: [u8; MARK_BYTES] = clock::rng().random();
    for (at, address) in addresses.iter().enumerate() {
        let datagram = [&mark[..], &at.to_be_bytes()].concat();
        // What cannot be sent does not come back.
        let _ = socket.send_to(&datagram, address).await;
    }
    let back = timeout(BACK_MAX, comes_back(&socket, &mark, &addresses)).await;
    Ok(back.ok().map_or(Found::Nowhere(addresses), Found::Here))
}

/// The first of the addresses at which something comes back.
async fn comes_back(socket: &UdpSocket, mark: &[u8], addresses: &[SocketAddr]) -> SocketAddr {
    let mut bytes = [0; 2 * MARK_BYTES];
    loop {
        let Ok((length, _)) = socket.recv_from(&mut bytes).await else {
            continue;
        };
        let at = bytes[..length].strip_prefix(mark);
        let at = at
            .and_then(|at| at.try_into().ok())
            .map(usize::from_be_bytes);
        if let Some(address) = at.and_then(|at| addresses.get(at)) {
            return *address;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn found(public_address: Option<&str>) -> Found {
        let mut config = Config::default();
        config.voice.public_address = public_address.map(|it| it.parse().unwrap());
        let listen = "127.0.0.1:0".parse().unwrap();
        selftest(&config, listen).await.unwrap()
    }

    /// What leads here is found, what leads elsewhere is not, and nothing is asked of who set nothing.
    #[tokio::test]
    async fn a_server_finds_itself_or_not() {
        assert_eq!(found(None).await, Found::NotSet);
        assert!(matches!(found(Some("127.0.0.1")).await, Found::Here(_)));
        let elsewhere = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = elsewhere.local_addr().unwrap();
        let nowhere = found(Some(&address.to_string())).await;
        assert_eq!(nowhere, Found::Nowhere(vec![address]));
        let told = nowhere.sentence();
        assert!(
            told.contains(&format!("UDP port {}", address.port())),
            "{told}"
        );
    }
}
