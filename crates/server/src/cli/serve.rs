//! `parlor serve`: from the settings to the last goodbye.

use std::{net::SocketAddr, sync::Arc};

use super::{
    Failure,
    drain::{Signals, drain},
    print,
};
use crate::{
    app::App,
    config::{Config, Loaded},
    http::serve::{Server, Stopper},
    start, telemetry, voice,
};

/// Runs until a signal, then takes leave.
pub(super) async fn serve(loaded: Loaded) -> Result<(), Failure> {
    let Loaded {
        mut config,
        ignored,
        ..
    } = loaded;
    telemetry::start(&config.log);
    start::make_room(&mut config.limits.connections_max);
    if !ignored.is_empty() {
        tracing::warn!(
            ?ignored,
            "these environment variables begin with PARLOR_ and mean nothing"
        );
    }
    let mut signals = Signals::new()?;
    let started = tokio::select! {
        started = App::start(config) => started,
        // Whoever stops a server that waits for its database need not wait too.
        () = signals.next() => return Ok(()),
    };
    // The lock is held to the end: until then nobody else may open the database.
    let (app, _lock) = started?;
    let address = app.config.listen;
    let stopper = Stopper::default();
    let server = Server::bind(Arc::clone(&app), stopper.hear())
        .await
        .map_err(|cause| Failure::Listen { address, cause })?;
    let listening = server.address();
    let mut background = start::background(&app);
    voice::start(&app, listening, &mut background).await;
    announce(&app, listening).await?;
    let serving = tokio::spawn(server.run());
    signals.next().await;
    drain(&app, (stopper, serving, background), signals).await;
    Ok(())
}

/// The lines a person, or a program that started us, waits for.
async fn announce(app: &App, listening: SocketAddr) -> Result<(), Failure> {
    let mut setup = String::new();
    if !app.storage.accounts().has_owner().await? {
        let address = address(&app.config, listening);
        setup = format!("setup: {address}/setup#token={}\n", app.setup.token());
    }
    tracing::info!(%listening, version = env!("CARGO_PKG_VERSION"), "serving");
    print(&format!("{setup}listening: http://{listening}\n"))
}

/// What people type to get here: what is configured, else where we listen. Who listens everywhere
/// is reached by this machine's own name.
pub(super) fn address(config: &Config, listening: SocketAddr) -> String {
    if let Some(url) = &config.http.public_url {
        return url.to_string();
    }
    if listening.ip().is_unspecified() {
        format!("http://localhost:{}", listening.port())
    } else {
        format!("http://{listening}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link that is printed can be opened.
    #[test]
    fn an_address_can_be_opened() {
        let mut config = Config::default();
        for (listening, expected) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("0.0.0.0:8080", "http://localhost:8080"),
            ("[::]:80", "http://localhost:80"),
            ("[2001:db8::1]:80", "http://[2001:db8::1]:80"),
        ] {
            assert_eq!(address(&config, listening.parse().unwrap()), expected);
        }
        config.http.public_url = Some("https://chat.example.org".parse().unwrap());
        let listening = "0.0.0.0:8080".parse().unwrap();
        assert_eq!(address(&config, listening), "https://chat.example.org");
    }
}
