//! Speaking with a push service (RFC 8030).

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

use crate::{
    clock,
    outbound::{Outbound, OutboundError, Post, Posted},
};

/// How long a push service keeps a message for a browser that is off, in seconds: a day.
const TTL_SECONDS: &str = "86400";

const TTL: HeaderName = HeaderName::from_static("ttl");
const URGENCY: HeaderName = HeaderName::from_static("urgency");
const TOPIC: HeaderName = HeaderName::from_static("topic");

/// An encrypted message, and what is said about it.
pub(super) struct Told {
    pub(super) authorization: String,
    /// Takes the place of an earlier one with the same.
    pub(super) topic: String,
    /// Whether it is worth waking a device that saves power.
    pub(super) urgent: bool,
    pub(super) body: Vec<u8>,
}

/// What the push service said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Taken,
    /// Nobody is there any more.
    Gone,
    /// Not now; perhaps it said when.
    NotNow(Option<Duration>),
    /// Never, for a reason that is not the browser's.
    Refused(u16),
}

impl Told {
    pub(super) async fn post(
        self,
        outbound: &Outbound,
        url: &Url,
    ) -> Result<Answer, OutboundError> {
        let mut headers = HeaderMap::new();
        let mut authorization =
            HeaderValue::from_str(&self.authorization).map_err(|_| OutboundError::NotAllowed)?;
        authorization.set_sensitive(true);
        let topic = HeaderValue::from_str(&self.topic).map_err(|_| OutboundError::NotAllowed)?;
        let octets = HeaderValue::from_static("application/octet-stream");
        headers.insert(header::AUTHORIZATION, authorization);
        headers.insert(header::CONTENT_TYPE, octets);
        let coding = HeaderValue::from_static("aes128gcm");
        headers.insert(header::CONTENT_ENCODING, coding);
        headers.insert(TTL, HeaderValue::from_static(TTL_SECONDS));
        let urgency = if self.urgent { "high" } else { "normal" };
        headers.insert(URGENCY, HeaderValue::from_static(urgency));
        headers.insert(TOPIC, topic);
        let body = self.body;
        let posted = outbound.post(url, Post { headers, body }).await?;
        Ok(answer(&posted, clock::system()))
    }
}

fn answer(
    Posted {
        status,
        retry_after,
    }: &Posted,
    now: SystemTime,
) -> Answer {
    match status {
        200..=299 => Answer::Taken,
        404 | 410 => Answer::Gone,
        408 | 425 | 429 | 500.. => {
            let wait = retry_after.as_deref();
            Answer::NotNow(wait.and_then(|text| wait_of(text, now)))
        }
        status => Answer::Refused(*status),
    }
}

/// Seconds, or a date (RFC 9110 section 10.2.3).
fn wait_of(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, retry_after: Option<&str>) -> Answer {
        let posted = Posted {
            status,
            retry_after: retry_after.map(str::to_owned),
        };
        let noon = httpdate::parse_http_date("Sat, 28 Nov 2026 12:00:00 GMT").unwrap();
        answer(&posted, noon)
    }

    /// Who is gone, what is refused for good, and what is worth another try, and when.
    #[test]
    fn answers_are_told_apart() {
        assert_eq!(said(201, None), Answer::Taken);
        for gone in [404, 410] {
            assert_eq!(said(gone, None), Answer::Gone);
        }
        for refused in [301, 307, 400, 401, 403, 413] {
            assert_eq!(said(refused, None), Answer::Refused(refused));
        }
        for (text, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sat, 28 Nov 2026 12:00:30 GMT", Some(30)),
            ("Sat, 28 Nov 2026 11:00:00 GMT", Some(0)),
            ("-1", None),
            ("soon", None),
            ("99999999999999999999", None),
        ] {
            let wait = seconds.map(Duration::from_secs);
            assert_eq!(said(429, Some(text)), Answer::NotNow(wait), "{text}");
        }
        assert_eq!(said(503, None), Answer::NotNow(None));
    }
}
