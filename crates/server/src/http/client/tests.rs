//! Whom headers may make us believe in.

use axum::http::{HeaderName, HeaderValue};

use super::*;

fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(
            HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    headers
}

fn client(peer: &str, trusted: &[&str], lines: &[(&'static str, &str)]) -> Client {
    let http = config::Http {
        trusted_proxies: trusted.iter().map(|text| text.parse().unwrap()).collect(),
        ..config::Http::default()
    };
    with(peer, &http, lines)
}

fn with(peer: &str, http: &config::Http, lines: &[(&'static str, &str)]) -> Client {
    let peer = SocketAddr::new(peer.parse().unwrap(), 4000);
    Client::new(peer, &headers(lines), http)
}

fn address(peer: &str, trusted: &[&str], forwarded: &[&str]) -> String {
    let lines: Vec<_> = forwarded
        .iter()
        .map(|value| ("x-forwarded-for", *value))
        .collect();
    client(peer, trusted, &lines).address.to_string()
}

/// Whoever is no trusted proxy can write what he likes: his own address counts, loopback included.
#[test]
fn strangers_are_not_believed() {
    assert_eq!(address("192.0.2.1", &[], &["203.0.113.9"]), "192.0.2.1");
    assert_eq!(address("127.0.0.1", &[], &["203.0.113.9"]), "127.0.0.1");
    assert_eq!(
        address("192.0.2.1", &["10.0.0.0/8"], &["203.0.113.9"]),
        "192.0.2.1"
    );
}

/// The chain is read from the right; what the client itself wrote on the left counts for nothing.
#[test]
fn the_first_untrusted_from_the_right_counts() {
    let trusted = ["10.0.0.0/8", "::1"];
    let from = |forwarded: &[&str]| address("10.0.0.1", &trusted, forwarded);
    assert_eq!(from(&["203.0.113.9"]), "203.0.113.9");
    assert_eq!(from(&["198.51.100.7, 203.0.113.9"]), "203.0.113.9");
    assert_eq!(
        from(&["198.51.100.7, 203.0.113.9, 10.0.0.2"]),
        "203.0.113.9"
    );
    assert_eq!(
        from(&["198.51.100.7", "203.0.113.9", "10.0.0.2"]),
        "203.0.113.9"
    );
    assert_eq!(from(&["203.0.113.9:5000"]), "203.0.113.9");
    assert_eq!(from(&["[2001:db8::9]:5000"]), "2001:db8::9");
    assert_eq!(from(&["::ffff:203.0.113.9"]), "203.0.113.9");
    assert_eq!(
        address("::ffff:10.0.0.1", &trusted, &["203.0.113.9"]),
        "203.0.113.9"
    );
}

/// Without a readable client the proxy that failed to name one is who asks; nobody else's limits
/// are touched.
#[test]
fn an_unreadable_chain_ends_at_the_last_trusted() {
    let trusted = ["10.0.0.0/8"];
    assert_eq!(address("10.0.0.1", &trusted, &[]), "10.0.0.1");
    assert_eq!(address("10.0.0.1", &trusted, &["unknown"]), "10.0.0.1");
    assert_eq!(
        address("10.0.0.1", &trusted, &["203.0.113.9, unknown, 10.0.0.2"]),
        "10.0.0.2"
    );
    assert_eq!(
        address("10.0.0.1", &trusted, &["10.0.0.3, 10.0.0.2"]),
        "10.0.0.3"
    );
}

/// The scheme is what the nearest trusted proxy says, and `http` for everybody else.
#[test]
fn the_scheme_comes_from_the_proxy() {
    let reached = |peer: &str, proto: &str| {
        let lines = [("host", "Chat.example"), ("x-forwarded-proto", proto)];
        let reached = client(peer, &["10.0.0.0/8"], &lines).reached;
        reached.unwrap().to_string()
    };
    assert_eq!(reached("10.0.0.1", "https"), "https://chat.example");
    assert_eq!(reached("10.0.0.1", "https, http"), "http://chat.example");
    assert_eq!(reached("192.0.2.1", "https"), "http://chat.example");
}

/// Local is only who sits at this machine, calls it by its own name, and came through nothing.
#[test]
fn local_is_this_machine_alone() {
    let local = |peer: &str, lines: &[(&'static str, &str)]| client(peer, &[], lines).local;
    assert!(local("127.0.0.1", &[("host", "localhost:8080")]));
    assert!(local("::1", &[("host", "[::1]:8080")]));
    assert!(local("::ffff:127.0.0.1", &[("host", "127.0.0.1")]));
    assert!(!local("192.0.2.1", &[("host", "localhost")]));
    assert!(!local("127.0.0.1", &[("host", "chat.example")]));
    assert!(!local("127.0.0.1", &[]));
    for name in [
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-anything",
        "x-real-ip",
    ] {
        assert!(
            !local("127.0.0.1", &[("host", "localhost"), (name, "")]),
            "{name}"
        );
    }
}

/// Where the settings say that people come by another name or through a proxy, nobody is local: a
/// bare proxy on this machine looks as if it were the operator.
#[test]
fn behind_a_proxy_nobody_is_local() {
    let local = |public_url: &str, trusted: &[&str]| {
        let http = config::Http {
            public_url: public_url.parse().ok(),
            trusted_proxies: trusted.iter().map(|text| text.parse().unwrap()).collect(),
            ..config::Http::default()
        };
        with("127.0.0.1", &http, &[("host", "127.0.0.1:8080")]).local
    };
    assert!(local("", &[]));
    assert!(local("http://localhost:8080", &[]));
    assert!(!local("https://chat.example", &[]));
    assert!(!local("", &["127.0.0.1"]));
    assert!(!local("", &["10.0.0.0/8"]));
}

/// IPv6 is counted by household, IPv4 by address, and IPv4 in IPv6 clothes as IPv4.
#[test]
fn limits_count_prefixes() {
    let prefix = |text: &str| Prefix::of(text.parse().unwrap());
    assert_eq!(prefix("2001:db8:0:1::1"), prefix("2001:db8:0:1:ffff::2"));
    assert_ne!(prefix("2001:db8:0:1::1"), prefix("2001:db8:0:2::1"));
    assert_ne!(prefix("192.0.2.1"), prefix("192.0.2.2"));
    assert_eq!(prefix("::ffff:192.0.2.1"), prefix("192.0.2.1"));
}

/// What a browser calls itself is stored and shown to people: short, and nothing that moves a
/// cursor.
#[test]
fn the_user_agent_is_short_and_printable() {
    let long = "a".repeat(1000);
    let agent = |value: &str| client("192.0.2.1", &[], &[("user-agent", value)]).user_agent;
    assert_eq!(agent(&long).len(), USER_AGENT_CHARS_MAX);
    assert_eq!(agent("Fire\tfox"), "Firefox");
    assert_eq!(client("192.0.2.1", &[], &[]).user_agent, "");
}
