//! The accept loop: plain `axum::serve` waits for ever for headers that never come, and takes as
//! many connections as there are file descriptors.

use std::{io, net::SocketAddr, time::Duration};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tower::ServiceExt;

use super::{
    client::Peer,
    connection::Connection,
    metrics,
    router::router,
    seats::{Seat, Seats},
};
use crate::app::Shared;

/// How long the headers of a request may take, and how long a connection may wait for its next
/// request.
pub const HEADERS_DEADLINE: Duration = Duration::from_secs(10);

/// The longest request line and headers, in bytes. Over it: 431.
const HEADERS_BYTES_MAX: usize = 32 * 1024;
/// What one connection may hold of what it reads or writes, in bytes.
const BUFFER_BYTES_MAX: usize = 64 * 1024;
/// How long newcomers are still served after the word to stop: whoever watches `/readyz` learns from
/// it that they should go elsewhere, before they find nobody.
const NOTICE: Duration = Duration::from_secs(1);
/// How long to wait when the system has no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Says when to stop. Dropping it says nothing: a server whose owner is gone serves on.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Hears when to stop.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Default for Stopper {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stopper {
    /// What hears it.
    pub fn hear(&self) -> Stop {
        Stop(self.0.subscribe())
    }

    /// Says it: idle connections end, busy ones finish their request, and a moment later new ones are
    /// refused.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether it was said.
    pub fn is_said(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is said.
    pub async fn said(&mut self) {
        if self.0.wait_for(|said| *said).await.is_err() {
            // Nobody is left who could say it.
            std::future::pending::<()>().await;
        }
    }
}

/// A server that has its address.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    seats: Seats,
    stop: Stop,
}

impl Server {
    /// Takes the address of the settings.
    ///
    /// # Errors
    /// Whatever the system refuses it with, such as that it is taken.
    pub async fn bind(app: Shared, stop: Stop) -> io::Result<Self> {
        let listener = TcpListener::bind(app.config.listen).await?;
        let seats = Seats::new(&app.config);
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            router: router(app, &stop, seats.clone()),
            seats,
            stop,
        })
    }

    /// Where it listens; with the port the system chose, if it was asked to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until it is stopped, [`NOTICE`] is over and every connection is gone. Sockets are not asked to go: that
    /// is the hub's to do. Dropping the future ends what is left.
    pub async fn run(self) {
        let mut connections = JoinSet::new();
        let mut stop = self.stop.clone();
        let mut over = std::pin::pin!(async {
            stop.said().await;
            tokio::time::sleep(NOTICE).await;
        });
        loop {
            tokio::select! {
                () = over.as_mut() => break,
                Some(_) = connections.join_next() => {}
                accepted = accept(&self.listener, &self.seats) => {
                    if let Some((stream, peer, seat)) = accepted {
                        let connection = Connection::new(stream, seat);
                        let router = self.router.clone();
                        connections.spawn(converse(connection, (peer, router), self.stop.clone()));
                    }
                }
            }
        }
        drop(self.listener);
        while connections.join_next().await.is_some() {}
        self.seats.all_free().await;
    }
}

/// The next connection, once there is a place for it. `None`: none this time.
async fn accept(listener: &TcpListener, seats: &Seats) -> Option<(TcpStream, SocketAddr, Seat)> {
    let room = seats.room().await;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let Some(seat) = seats.take(room, peer.ip()) else {
                metrics::count_refused_connection();
                return None;
            };
            // Small frames must not wait for each other. Where that cannot be had, they do.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, seat))
        }
        // The peer went away while it waited.
        Err(error) if is_about_the_peer(&error) => None,
        Err(error) => {
            tracing::error!(%error, "accept");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

fn is_about_the_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// Answers the requests of one connection.
async fn converse(connection: Connection, (peer, router): (SocketAddr, Router), mut stop: Stop) {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    // Who comes while it stops is answered once, and not kept.
    let stopping = stop.is_said();
    let conversation = http1::Builder::new()
        .keep_alive(!stopping)
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_DEADLINE)
        .max_header_size(HEADERS_BYTES_MAX)
        .max_buf_size(BUFFER_BYTES_MAX)
        .serve_connection(TokioIo::new(connection), service)
        .with_upgrades();
    let mut conversation = std::pin::pin!(conversation);
    let end = tokio::select! {
        end = conversation.as_mut() => end,
        () = stop.said(), if !stopping => {
            conversation.as_mut().graceful_shutdown();
            conversation.await
        }
    };
    if let Err(error) = end {
        // Peers that break off, are too slow or do not speak HTTP: their affair.
        tracing::debug!(%error, "connection");
    }
}
