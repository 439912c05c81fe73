//! Pages of others may not act in a visitor's name (cross-site request forgery).

use axum::http::{HeaderMap, HeaderValue, Method, header};
use parlor_protocol::error::Code;

use super::client::Client;
use crate::{
    config::{self, Origin},
    refusal::Refusal,
};

/// The instance's own origin: what is configured, else where this request was sent to.
pub fn own<'a>(http: &'a config::Http, client: &'a Client) -> Option<&'a Origin> {
    http.public_url.as_ref().or(client.reached.as_ref())
}

/// What an `Origin` header says about the page that asks.
enum Page {
    /// There is none: not a browser, or nothing that changes anything.
    Unsaid,
    Own,
    /// One of `http.allowed_origins`.
    Allowed,
    Foreign,
}

fn page(headers: &HeaderMap, http: &config::Http, client: &Client) -> Page {
    match said(headers) {
        None if headers.contains_key(header::ORIGIN) => Page::Foreign,
        None => Page::Unsaid,
        Some((_, origin)) if own(http, client) == Some(&origin) => Page::Own,
        Some((_, origin)) if http.allowed_origins.contains(&origin) => Page::Allowed,
        Some(_) => Page::Foreign,
    }
}

/// The one `Origin` header, as it came and as it is understood. `null`, which sandboxed pages
/// send, is no origin.
fn said(headers: &HeaderMap) -> Option<(&HeaderValue, Origin)> {
    let mut all = headers.get_all(header::ORIGIN).iter();
    let (Some(only), None) = (all.next(), all.next()) else {
        return None;
    };
    Some((only, only.to_str().ok()?.parse().ok()?))
}

/// The `Origin` header, where it names one of `http.allowed_origins`.
pub(super) fn allowed<'a>(headers: &'a HeaderMap, http: &config::Http) -> Option<&'a HeaderValue> {
    let (header, origin) = said(headers)?;
    http.allowed_origins.contains(&origin).then_some(header)
}

/// Whether a page of somebody else asks, going by `Origin` alone: for the socket, whose opening
/// is a GET and would not be looked at otherwise.
pub fn is_foreign(headers: &HeaderMap, http: &config::Http, client: &Client) -> bool {
    matches!(page(headers, http, client), Page::Foreign)
}

/// Lets through what changes nothing, and what a page of ours or no page at all sends.
///
/// # Errors
/// [`Code::Forbidden`].
pub(super) fn check(
    method: &Method,
    headers: &HeaderMap,
    (http, client): (&config::Http, &Client),
) -> Result<(), Refusal> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let same_site = headers
        .get_all("sec-fetch-site")
        .iter()
        .all(|site| site == "same-origin" || site == "none");
    match page(headers, http, client) {
        // Who allowed an origin knows that it is another one.
        Page::Allowed => Ok(()),
        Page::Own | Page::Unsaid if same_site => Ok(()),
        _ => Err(Refusal::new(
            Code::Forbidden,
            "A page of another site sent this. If it is yours, set `http.public_url` to the address \
             in the browser, or add its origin to `http.allowed_origins`.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    const NONE: &str = "";

    /// Whether a mutation passes: `Origin`, `Sec-Fetch-Site`, `http.public_url`.
    fn passes(origin: &str, site: &str, public_url: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "chat.example:8080".parse().unwrap());
        for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
            if value != NONE {
                headers.insert(name, value.parse().unwrap());
            }
        }
        let http = config::Http {
            public_url: (public_url != NONE).then(|| public_url.parse().unwrap()),
            allowed_origins: vec!["https://app.example".parse().unwrap()],
            ..config::Http::default()
        };
        let peer = SocketAddr::from(([192, 0, 2, 1], 4000));
        let client = Client::new(peer, &headers, &config::Http::default());
        let passes = |method| check(&method, &headers, (&http, &client)).is_ok();
        assert!(
            passes(Method::GET) && passes(Method::HEAD),
            "reading is free"
        );
        assert_eq!(passes(Method::POST), passes(Method::DELETE));
        passes(Method::POST)
    }

    /// Who is no browser says neither header and passes; who is one passes only from our pages.
    #[test]
    fn only_our_own_pages_change_things() {
        let own = "http://chat.example:8080";
        for (origin, site, expected) in [
            (NONE, NONE, true),
            (NONE, "same-origin", true),
            (NONE, "none", true),
            (NONE, "same-site", false),
            (NONE, "cross-site", false),
            (NONE, "nonsense", false),
            (own, NONE, true),
            (own, "same-origin", true),
            (own, "cross-site", false),
            ("https://chat.example:8080", NONE, false),
            ("http://chat.example", NONE, false),
            ("http://evil.example", NONE, false),
            ("http://evil.example", "same-origin", false),
            ("null", NONE, false),
            ("nonsense", NONE, false),
            ("https://app.example", NONE, true),
            ("https://app.example", "cross-site", true),
            ("http://app.example", "cross-site", false),
        ] {
            assert_eq!(passes(origin, site, NONE), expected, "{origin} {site}");
        }
    }

    /// A configured address is the only own one: behind a proxy the `Host` may be anything.
    #[test]
    fn a_configured_address_is_the_only_own_one() {
        let public = "https://chat.example";
        assert!(passes("https://chat.example", "same-origin", public));
        assert!(passes("https://CHAT.example:443", NONE, public));
        assert!(!passes("http://chat.example:8080", NONE, public));
    }

    /// Two `Origin` headers are one too many to know who asks.
    #[test]
    fn two_origins_are_foreign() {
        let mut headers = HeaderMap::new();
        headers.append(header::ORIGIN, "http://a.example".parse().unwrap());
        headers.append(header::ORIGIN, "http://a.example".parse().unwrap());
        headers.insert(header::HOST, "a.example".parse().unwrap());
        let peer = SocketAddr::from(([192, 0, 2, 1], 4000));
        let client = Client::new(peer, &headers, &config::Http::default());
        assert!(is_foreign(&headers, &config::Http::default(), &client));
    }
}
