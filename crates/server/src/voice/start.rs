//! Switching voice on: taking the media socket.

use std::{net::SocketAddr, sync::Arc};

use parlor_voice::{Media, Settings};
use tokio::task::JoinSet;

use super::{
    background::{self, ear},
    mirror,
    selftest::{Found, selftest},
};
use crate::{app::Shared, config::Config};

/// Takes the media socket and starts what goes on in the background until the set is dropped. Where
/// it cannot be had, chat works on, the log says why in one sentence, and `/instance` tells clients
/// that there is no voice. `listening` is where HTTP is served.
pub async fn start(app: &Shared, listening: SocketAddr, tasks: &mut JoinSet<()>) {
    if !app.config.voice.enabled {
        return;
    }
    let listen = media_address(&app.config, listening);
    // Where any free port is taken, nobody was told of one.
    if listen.port() != 0
        && let Ok(found @ Found::Nowhere(_)) = selftest(&app.config, listen).await
    {
        tracing::warn!("{}", found.sentence());
    }
    let (ear, heard) = ear(Arc::clone(&app.voice.frames_lost));
    let settings = Settings {
        listen_tcp: app.config.voice.tcp_listen,
        seats_max: usize::try_from(app.config.limits.voice_seats_max).unwrap_or(usize::MAX),
        ..Settings::at(listen)
    };
    match Media::start(settings, move |event| ear.hear(event)) {
        Ok(media) => {
            tracing::info!(listening = %media.local_addr(), "voice is carried by UDP");
            app.voice.switch_on(media);
            background::start(app, heard, tasks);
            if let Some(stun) = mirror::chosen(&app.config).cloned() {
                tasks.spawn(mirror::watch(Arc::clone(app), stun));
            }
        }
        Err(error) => tracing::warn!(
            %error,
            "voice is off: set `voice.udp_listen` to an address and UDP port that are free (and \
             `voice.tcp_listen`, where it is used, to such a TCP port), or `voice.enabled` to false"
        ),
    }
}

/// Where the media socket is: what is configured, else the address and port number of HTTP. Who asked
/// for any free TCP port has planned no UDP port either.
pub fn media_address(config: &Config, listening: SocketAddr) -> SocketAddr {
    let default = if config.listen.port() == 0 {
        SocketAddr::new(listening.ip(), 0)
    } else {
        listening
    };
    config.voice.udp_listen.unwrap_or(default)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One port number for both is what people open in a firewall.
    #[test]
    fn the_port_is_that_of_http() {
        let mut config = Config::default();
        let listening: SocketAddr = "127.0.0.1:8080".parse().unwrap();
        assert_eq!(media_address(&config, listening), listening);
        config.listen.set_port(0);
        assert_eq!(
            media_address(&config, listening),
            "127.0.0.1:0".parse().unwrap()
        );
        config.voice.udp_listen = Some("0.0.0.0:7000".parse().unwrap());
        assert_eq!(
            media_address(&config, listening),
            "0.0.0.0:7000".parse().unwrap()
        );
    }
}
