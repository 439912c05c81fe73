//! What a request must pass before any feature sees it.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, Version, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use parlor_auth::access_token;
use parlor_protocol::{error::Code, limits::Limits};

use super::{
    client::{Client, Prefix},
    extract, origin,
};
use crate::{
    app::{App, Shared},
    auth, clock,
    rate::{Rate, Rates},
    refusal::Refusal,
};

/// The window of `limits.anonymous_requests_per_min`.
const WINDOW: Duration = Duration::from_mins(1);

/// The short names of four calls under `/api/v1/auth`; other methods there are pages.
pub(super) const ALIASES: [&str; 4] = ["/register", "/login", "/refresh", "/logout"];

/// What the guard remembers.
pub(super) struct Guard {
    app: Shared,
    /// Requests without a session.
    strangers: Rates<Prefix>,
}

impl Guard {
    pub(super) fn new(app: Shared) -> Self {
        let strangers = Rates::new(Rate {
            count: app.config.limits.anonymous_requests_per_min,
            per: WINDOW,
        });
        Self { app, strangers }
    }
}

/// Whether this belongs to the API rather than to the web client.
pub(super) fn is_api(method: &Method, path: &str) -> bool {
    let under = |root: &str| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    under("/api") || under("/ws") || is_alias(method, path) || super::health::PATHS.contains(&path)
}

fn is_alias(method: &Method, path: &str) -> bool {
    !matches!(*method, Method::GET | Method::HEAD) && ALIASES.contains(&path)
}

/// Lets a request through to its feature.
pub(super) async fn guard(
    State(guard): State<std::sync::Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let client = request.extensions().get::<Client>();
    let passed = client.ok_or_else(Refusal::overloaded);
    match passed.and_then(|client| guard.check(&request, client)) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

impl Guard {
    fn check(&self, request: &Request, client: &Client) -> Result<(), Refusal> {
        let (config, headers) = (&self.app.config, request.headers());
        check_host(request)?;
        origin::check(request.method(), headers, (&config.http, client))?;
        let path = request.uri().path();
        check_length(headers, length_max(request.method(), path, &config.limits))?;
        let counted = is_api(request.method(), path) && !super::health::PATHS.contains(&path);
        if counted && !has_session(&self.app, request) {
            self.strangers
                .take(client.prefix(), clock::instant())
                .map_err(|wait| Refusal::rate_limited("requests", wait))?;
        }
        Ok(())
    }
}

/// Exactly one `Host`, from HTTP/1.1 on, and one that can be a host (RFC 9112 section 3.2).
fn check_host(request: &Request) -> Result<(), Refusal> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_host(host.as_bytes()) => Ok(()),
        (None, _) if request.version() < Version::HTTP_11 => Ok(()),
        _ => Err(Refusal::new(
            Code::Malformed,
            "A request needs exactly one `Host` header, with a host in it.",
        )),
    }
}

fn is_host(text: &[u8]) -> bool {
    !text.contains(&b'@') && Authority::try_from(text).is_ok()
}

/// Whether a `POST` or `PUT` to this path brings a file.
fn takes_a_file(path: &str) -> bool {
    let icon_of = path.strip_prefix("/api/v1/spaces/");
    matches!(path, "/api/v1/attachments" | "/api/v1/users/me/avatar")
        || icon_of.is_some_and(|rest| rest.ends_with("/icon"))
}

/// What stands around a file in the body that brings it, in bytes.
const AROUND_A_FILE: usize = 64 * 1024;

/// How long a body may say it is.
fn length_max(method: &Method, path: &str, limits: &Limits) -> usize {
    let brings_a_file = matches!(*method, Method::POST | Method::PUT) && takes_a_file(path);
    if brings_a_file {
        let file = usize::try_from(limits.upload_bytes_max).unwrap_or(usize::MAX);
        file.saturating_add(AROUND_A_FILE)
    } else {
        limits.request_bytes_max
    }
}

/// What says that it is too large is not even read.
fn check_length(headers: &HeaderMap, bytes_max: usize) -> Result<(), Refusal> {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match length {
        Some(length) if length > bytes_max as u64 => Err(extract::too_large(bytes_max)),
        _ => Ok(()),
    }
}

/// Whether the request carries what only a session can have: a good access token, or a ticket that
/// was not spent. This only spares its owner the limit for strangers; whether the session still
/// lives is looked up where it matters.
fn has_session(app: &App, request: &Request) -> bool {
    let is_good = |token: &str| access_token::verify(&app.keys, token, clock::now()).is_ok();
    let query = request.uri().query().unwrap_or_default();
    extract::bearer(request.headers()).is_some_and(is_good)
        || form_urlencoded::parse(query.as_bytes()).any(|(name, value)| match &*name {
            "token" => is_good(&value),
            "ticket" => auth::is_ticket(app, &value),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The alias paths are the API's only where they are called; to look at, they are pages.
    #[test]
    fn the_api_ends_where_the_client_begins() {
        for path in [
            "/api",
            "/api/",
            "/api/v1/x",
            "/ws",
            "/ws/voice/1",
            "/healthz",
        ] {
            assert!(is_api(&Method::GET, path), "{path}");
        }
        for path in [
            "/",
            "/login",
            "/apix",
            "/wsx",
            "/spaces/1",
            "/assets/api.js",
        ] {
            assert!(!is_api(&Method::GET, path), "{path}");
        }
        assert!(is_api(&Method::POST, "/login"));
        assert!(is_api(&Method::PUT, "/logout"));
        assert!(!is_api(&Method::POST, "/login/x"));
    }

    /// Every name that a network may know is a host, whatever its characters; what would change
    /// the meaning of an address is none.
    #[test]
    fn a_host_is_a_host() {
        for text in [
            "localhost",
            "chat.example:8080",
            "parlor_app:80",
            "[::1]:8080",
            "192.0.2.1",
        ] {
            assert!(is_host(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "a b",
            "a/b",
            "a?b",
            "a#b",
            "ada@chat.example",
            "[::1",
            "ä",
        ] {
            assert!(!is_host(text.as_bytes()), "{text}");
        }
    }
}
