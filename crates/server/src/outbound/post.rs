//! Handing something over.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request,
    header::{self, HeaderMap, HeaderValue},
};
use tokio::time::{Instant, timeout_at};
use url::{Position, Url};

use super::{
    Outbound, OutboundError, POSTER, TIME_MAX, connect,
    connect::Begun,
    target::{Target, judge},
};

/// What is handed over.
pub struct Post {
    /// What the body is, and all that is said about it.
    pub headers: HeaderMap,
    /// The bytes.
    pub body: Vec<u8>,
}

/// How the other side answered: of its body nothing is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The status.
    pub status: u16,
    /// When it wants to be asked again, as it says so (`Retry-After`).
    pub retry_after: Option<String>,
}

impl Outbound {
    /// Whether an address is one that may be posted to: `https`, or plain `http` to a place in the
    /// house that was opened by its address. Where a name leads is judged when it is gone to.
    pub fn may_post_to(&self, url: &Url) -> bool {
        let plain = url.username().is_empty() && url.password().is_none();
        let place = url.host().zip(url.port_or_known_default());
        let ip = match place {
            Some((url::Host::Ipv4(ip), port)) => Some((ip.into(), port)),
            Some((url::Host::Ipv6(ip), port)) => Some((ip.into(), port)),
            _ => None,
        };
        let closed = ip.is_some_and(|(ip, port)| judge(&[ip], port, &self.allow).is_err());
        let opened = ip.is_some_and(|(ip, port)| self.allow.iter().any(|to| to.has(ip, port)));
        plain
            && match url.scheme() {
                "https" => place.is_some() && !closed,
                "http" => opened,
                _ => false,
            }
    }

    /// Hands something over at an address, and follows nowhere.
    ///
    /// # Errors
    /// See [`OutboundError`]; whether it arrived is unknown then.
    pub async fn post(&self, url: &Url, post: Post) -> Result<Posted, OutboundError> {
        if !self.may_post_to(url) {
            return Err(OutboundError::NotAllowed);
        }
        let _turn = self.turn(url, TIME_MAX).await?;
        let until = Instant::now() + TIME_MAX;
        let asking = async {
            let target = Target::of(url, (&self.lookups, &self.allow)).await?;
            connect::ask(&target, &self.tls, request(url, post)?).await
        };
        let Begun { response, .. } = timeout_at(until, asking)
            .await
            .unwrap_or(Err(OutboundError::Slow))?;
        let retry_after = response.headers().get(header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok());
        Ok(Posted {
            status: response.status().as_u16(),
            retry_after: retry_after.map(str::to_owned),
        })
    }
}

fn request(url: &Url, post: Post) -> Result<Request<Full<Bytes>>, OutboundError> {
    let host = &url[Position::BeforeHost..Position::AfterPort];
    let request = Request::post(&url[Position::BeforePath..Position::AfterQuery])
        .header(header::HOST, host)
        .header(header::USER_AGENT, POSTER)
        .header(header::CONNECTION, HeaderValue::from_static("close"))
        .body(Full::from(post.body));
    let mut request = request.map_err(|_| OutboundError::NotAllowed)?;
    request.headers_mut().extend(post.headers);
    Ok(request)
}
