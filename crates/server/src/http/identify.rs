//! The outermost layer: an id for each request, a line in the log, and what every answer carries.

use std::{fmt, net::IpAddr, time::Duration};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use rand::Rng;
use tracing::Instrument;

use super::{
    client::{Client, Peer},
    error, guard, metrics,
};
use crate::{app::Shared, clock};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Only our own scripts, styles and pictures, nobody's frames; no string becomes markup
/// (Content Security Policy level 3, Trusted Types).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
    worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'";

/// On every answer, unless it has a stricter one of its own.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), display-capture=(self), microphone=(self), geolocation=()",
    ),
];

/// A year of TLS only (RFC 6797); said where `http.public_url` promises TLS.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What to quote when asking for help: in the answer's header, in problem documents, in the log.
#[derive(Debug, Clone)]
pub(super) struct RequestId(String);

impl RequestId {
    /// Made by us: an id from outside could be made to collide, or to carry text into the log.
    fn new() -> Self {
        Self(format!("{:016x}", clock::rng().next_u64()))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Wraps everything, so that no answer leaves without its id and headers.
pub(super) async fn identify(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = RequestId::new();
    // Only the accept loop makes requests, and it says whose they are.
    if let Some(Peer(peer)) = request.extensions().get::<Peer>().copied() {
        let client = Client::new(peer, request.headers(), &app.config.http);
        request.extensions_mut().insert(client);
    }
    let seen = Seen::of(&request);
    let is_api = guard::is_api(&seen.method, request.uri().path());
    let started = clock::instant();
    let span = tracing::info_span!("request", id = %id);
    let response = next.run(request).instrument(span.clone()).await;

    let mut response = error::render(response, &id.0);
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id.0) {
        headers.insert(REQUEST_ID, id);
    }
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if is_api {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    let public_url = app.config.http.public_url.as_ref();
    if public_url.is_some_and(crate::config::Origin::is_secure) {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    let took = clock::instant().saturating_duration_since(started);
    span.in_scope(|| seen.tell(response.status().as_u16(), took));
    response
}

/// What the log and the metrics say of a request: its route, never its path or query, which may
/// hold invites and tickets.
struct Seen {
    method: Method,
    route: Option<MatchedPath>,
    address: Option<IpAddr>,
}

impl Seen {
    fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
            address: request
                .extensions()
                .get::<Client>()
                .map(|client| client.address),
        }
    }

    fn tell(&self, status: u16, took: Duration) {
        let route = self.route.as_ref().map_or("other", MatchedPath::as_str);
        metrics::count_request(&self.method, route, (status, took));
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let address = self.address.map(tracing::field::display);
        let method = metrics::method(&self.method);
        if status >= 500 {
            tracing::warn!(method, route, status, ms, address, "answered");
        } else {
            tracing::info!(method, route, status, ms, address, "answered");
        }
    }
}
