//! Taking leave: nobody new, a word to those who listen, time to finish, then the doors close.

use std::{process, time::Duration};

use parlor_protocol::close::Close;
use rand::RngExt;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::{JoinHandle, JoinSet},
    time::{Instant, sleep, timeout, timeout_at},
};

use crate::{app::App, clock, http::serve::Stopper};

/// How long connections may take to finish; the contract gives 30 s for everything.
const CONNECTIONS_MAX: Duration = Duration::from_secs(25);
/// How long the database may take to commit what waits, and to close.
const STORAGE_MAX: Duration = Duration::from_secs(4);
/// How long sockets go on after they were told, so that what they sent just now is answered.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// How often sockets that came in at the last moment are closed too.
const SWEEP_EVERY: Duration = Duration::from_millis(500);

/// When sockets shall come back, in milliseconds from now: not all at once.
const COME_BACK_MS: std::ops::Range<u64> = 500..5_000;

/// What a process that was told twice to end ends with.
const IMPATIENT: i32 = 130;

/// SIGTERM and SIGINT.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From here on they no longer end the process by themselves.
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for either.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Ends the server politely within 30 s, or at once on another signal. Everything acknowledged is
/// on disk either way.
pub(super) async fn drain(
    app: &App,
    (stopper, serving, background): (Stopper, JoinHandle<()>, JoinSet<()>),
    mut signals: Signals,
) {
    tracing::info!("stopping");
    tokio::spawn(async move {
        signals.next().await;
        process::exit(IMPATIENT);
    });
    stopper.stop();
    app.hub.drain("The server restarts.", || {
        Duration::from_millis(clock::rng().random_range(COME_BACK_MS))
    });
    app.voice.drain("The server restarts.", || {
        clock::rng().random_range(COME_BACK_MS)
    });
    sleep(LAST_WORDS).await;
    if !finish(app, serving).await {
        tracing::warn!("some connections did not finish in time");
    }
    drop(background);
    if timeout(STORAGE_MAX, app.storage.close()).await.is_err() {
        tracing::warn!("the database did not close in time");
    }
    tracing::info!("stopped");
}

/// Whether every connection was gone in time.
async fn finish(app: &App, mut serving: JoinHandle<()>) -> bool {
    let end = Instant::now() + CONNECTIONS_MAX;
    loop {
        app.hub.finish(Close::Restart);
        let next = end.min(Instant::now() + SWEEP_EVERY);
        if timeout_at(next, &mut serving).await.is_ok() {
            return true;
        }
        if Instant::now() >= end {
            serving.abort();
            return false;
        }
    }
}
