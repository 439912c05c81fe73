//! Requests to other people's servers, at addresses that other people write.
//!
//! Whoever can make a server ask for an address can make it knock at doors that only it can reach:
//! the database beside it, the router's page, the cloud's metadata. So:
//!
//! - Only `http` and `https`, only ports 80 and 443. A name is looked up once, **all** its
//!   addresses must be out in the open, and the connection goes to the addresses that were judged.
//! - Every redirect is judged again in the same way; there are at most [`REDIRECTS_MAX`]. What is
//!   posted follows none.
//! - So many requests at a time go to one host as whoever made the way out says; the next one waits.
//!   All that it waits is [`TIME_MAX`] at most, and all that it then takes as well, redirects included, however slowly the other side
//!   speaks. It reads no more than its caller asks for. Packed answers are refused.
//! - [`LOOKUPS_AT_ONCE`] names are looked up at the same time: the system does not stop looking
//!   when nobody waits any more, and each look-up has a thread.
//! - Nothing of ours goes along: no cookie, no referrer, no credential.
//! - Places in the house can be opened one by one: setting `outbound.allow`.
//!
//! There is no other way out: a connection is made in `connect` alone, Clippy refuses it anywhere
//! else, and `connect` takes only a `Target`, which only the judgement makes.

mod address;
mod connect;
mod post;
mod reply;
mod target;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Response,
    body::Incoming,
    header::{self, HeaderValue},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};
use tokio_rustls::TlsConnector;
use url::{Position, Url};

use self::{connect::Begun, target::Target};
pub use self::{
    post::{Post, Posted},
    reply::Reply,
};
use crate::config::Destination;

/// How long a request may take, from looking up the first name to the last byte that is read.
const TIME_MAX: Duration = Duration::from_secs(5);
/// How many times one may be sent on.
const REDIRECTS_MAX: usize = 3;
/// Names that are looked up at the same time.
const LOOKUPS_AT_ONCE: usize = 32;
/// Who asks.
const USER_AGENT: &str = concat!("Parlor/", env!("CARGO_PKG_VERSION"), " (link previews)");
/// Who posts.
const POSTER: &str = concat!("Parlor/", env!("CARGO_PKG_VERSION"));

/// Why there is no answer. Says nothing of what was found there: who sent the link could read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// It is a place where nobody goes.
    #[error("the address is not to be gone to")]
    NotAllowed,
    /// Nobody has that name.
    #[error("nobody has that name")]
    Unknown,
    /// It took too long.
    #[error("no answer in time")]
    Slow,
    /// It was not reached, did not speak HTTP, or answered with something else than a page.
    #[error("no answer that is one")]
    Failed,
    /// It sent on too often.
    #[error("sent on too often")]
    SentAround,
}

/// The way out.
pub struct Outbound {
    allow: Vec<Destination>,
    tls: TlsConnector,
    /// How many requests go to one host at a time.
    at_once: usize,
    /// Those that are asked or waited for now: as many as there are requests. std Mutex: held for
    /// one look-up, never across an await.
    hosts: std::sync::Mutex<HashMap<String, Arc<Semaphore>>>,
    lookups: Arc<Semaphore>,
}

impl Outbound {
    /// With these places in the house open, and so many requests at a time to one host.
    ///
    /// # Errors
    /// When TLS cannot be set up, which no setting brings about.
    pub fn new(allow: Vec<Destination>, at_once: usize) -> Result<Self, rustls::Error> {
        Ok(Self {
            allow,
            tls: connect::tls()?,
            at_once,
            hosts: std::sync::Mutex::default(),
            lookups: Arc::new(Semaphore::new(LOOKUPS_AT_ONCE)),
        })
    }

    /// Asks for what is at an address, and follows where it leads.
    ///
    /// # Errors
    /// See [`OutboundError`].
    pub async fn get(&self, url: &Url, accept: &'static str) -> Result<Reply, OutboundError> {
        let mut url = url.clone();
        let (mut left, mut patience) = (TIME_MAX, TIME_MAX);
        for _ in 0..=REDIRECTS_MAX {
            let came = Instant::now();
            let host = self.turn(&url, patience).await?;
            let began = Instant::now();
            patience = patience.saturating_sub(began - came);
            let until = began + left;
            let Begun {
                response,
                connection,
            } = timeout_at(until, self.ask(&url, accept))
                .await
                .unwrap_or(Err(OutboundError::Slow))?;
            left = left.saturating_sub(began.elapsed());
            if let Some(next) = sent_on(&url, &response) {
                url = next;
                continue;
            }
            if !response.status().is_success() || !reply::is_plain(response.headers()) {
                return Err(OutboundError::Failed);
            }
            let content_type = response.headers().get(header::CONTENT_TYPE);
            let content_type = content_type.and_then(|value| value.to_str().ok());
            return Ok(Reply {
                url,
                content_type: content_type.map(str::to_owned),
                body: response.into_body(),
                bytes: Vec::new(),
                until,
                _connection: connection,
                _host: host,
            });
        }
        Err(OutboundError::SentAround)
    }

    /// Decides where an address leads, and asks there: nowhere else is anybody asked.
    async fn ask(&self, url: &Url, accept: &'static str) -> Result<Begun, OutboundError> {
        let target = Target::of(url, (&self.lookups, &self.allow)).await?;
        connect::ask(&target, &self.tls, request(url, accept)?).await
    }

    /// Waits until not too many others ask this host.
    async fn turn(
        &self,
        url: &Url,
        patience: Duration,
    ) -> Result<OwnedSemaphorePermit, OutboundError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let turns = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            // Those that nobody asks and nobody waits for.
            hosts.retain(|_, turns| Arc::strong_count(turns) > 1);
            let turns = hosts.entry(host);
            Arc::clone(turns.or_insert_with(|| Arc::new(Semaphore::new(self.at_once))))
        };
        let turn = timeout(patience, turns.acquire_owned()).await;
        let turn = turn.map_err(|_| OutboundError::Slow)?;
        turn.map_err(|_| OutboundError::Failed)
    }
}

fn request(url: &Url, accept: &'static str) -> Result<Request<Full<Bytes>>, OutboundError> {
    let host = &url[Position::BeforeHost..Position::AfterPort];
    Request::get(&url[Position::BeforePath..Position::AfterQuery])
        .header(header::HOST, host)
        .header(header::USER_AGENT, USER_AGENT)
        .header(header::ACCEPT, accept)
        .header(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("identity"),
        )
        .header(header::CONNECTION, HeaderValue::from_static("close"))
        .body(Full::default())
        .map_err(|_| OutboundError::NotAllowed)
}

/// Where an answer leads, if it is one that does (RFC 9110 section 15.4).
fn sent_on(url: &Url, response: &Response<Incoming>) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let place = response.headers().get(header::LOCATION)?;
    url.join(place.to_str().ok()?).ok()
}
