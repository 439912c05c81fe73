//! HTTP: one call, one answer.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Method, StatusCode, Uri, header};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use parlor_protocol::{
    auth::Token,
    error::{Code, Problem},
    instance::Instance,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{Account, Error, Secret};

/// How long a connection may take to be made.
pub const CONNECT_MAX: Duration = Duration::from_secs(10);

/// How long an answer may take, its body included.
pub const ANSWER_MAX: Duration = Duration::from_secs(30);

/// The longest answer that is read, in bytes.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How long "not now" (429, 503) is waited for in one call, all waits together.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How long to wait where a server says "not now" and not how long.
const WAIT: Duration = Duration::from_secs(1);

pub(crate) type Connector = HttpsConnector<HttpConnector>;

/// One server. Clones share their connections.
#[derive(Clone)]
pub struct Server {
    base: String,
    client: Client<Connector, Full<Bytes>>,
    connector: Connector,
    patience: Duration,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Call {
    method: Method,
    path: String,
    bearer: Option<Secret>,
    body: Option<Bytes>,
    repeatable: bool,
}

impl Call {
    /// A call without a body, of a path such as `/api/v1/sync`.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            repeatable: method != Method::POST,
            method,
            path: path.into(),
            bearer: None,
            body: None,
        }
    }

    /// With a body, as JSON.
    ///
    /// # Panics
    /// When `body` cannot be written as JSON, such as a map whose keys are no strings.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("what we send is JSON");
        self.body = Some(body.into());
        self
    }

    /// As the one whose access token this is.
    #[must_use]
    pub fn bearer(mut self, token: Secret) -> Self {
        self.bearer = Some(token);
        self
    }

    /// To do it twice is to do it once: it may be sent again after a 503. So is everything but POST;
    /// a POST is when it carries a nonce.
    #[must_use]
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }
}

impl Server {
    /// The server at an address such as `https://chat.example.org`.
    pub fn new(address: &str) -> Result<Self, Error> {
        let bad = || Error::Address(address.to_owned());
        let base = address.trim_end_matches('/');
        let uri: Uri = base.parse().map_err(|_| bad())?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none() {
            return Err(bad());
        }
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT_MAX));
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .timer(TokioTimer::new())
            .build(connector.clone());
        Ok(Self {
            base: base.to_owned(),
            client,
            connector,
            patience: PATIENCE,
        })
    }

    /// The same, which waits this long for "not now" instead of [`PATIENCE`].
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The address, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn connector(&self) -> Connector {
        self.connector.clone()
    }

    /// What anybody may know of the server.
    pub async fn instance(&self) -> Result<Instance, Error> {
        self.call(&Call::new(Method::GET, "/api/v1/instance")).await
    }

    /// Signs in.
    pub async fn login(&self, username: &str, password: &Secret) -> Result<Account, Error> {
        let body = json!({"username": username, "password": password.expose()});
        self.token_of("/api/v1/auth/login", &body).await
    }

    /// Makes an account by an invite, or without one where registration is open.
    pub async fn register(
        &self,
        username: &str,
        password: &Secret,
        invite: Option<&str>,
    ) -> Result<Account, Error> {
        let mut body = json!({"username": username, "password": password.expose()});
        if let Some(invite) = invite {
            body["invite"] = invite.into();
        }
        self.token_of("/api/v1/auth/register", &body).await
    }

    /// Makes the first account of a new server, which owns everything.
    pub async fn set_up(
        &self,
        username: &str,
        password: &Secret,
        setup_token: &Secret,
    ) -> Result<Account, Error> {
        let body = json!({
            "username": username, "password": password.expose(), "setupToken": setup_token.expose(),
        });
        self.token_of("/api/v1/auth/register", &body).await
    }

    async fn token_of(&self, path: &str, body: &Value) -> Result<Account, Error> {
        let token: Token = self.call(&Call::new(Method::POST, path).json(body)).await?;
        Ok(Account::new(self.clone(), token))
    }

    /// Makes a call and reads its answer; an answer without a body (204) reads as `null`.
    pub async fn call<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Error> {
        let mut left = self.patience;
        loop {
            let wait = match self.once(call).await {
                Ok(body) => return read(&body),
                Err(error) => not_now(&error, call.repeatable)
                    .filter(|wait| *wait <= left)
                    .ok_or(error)?,
            };
            left -= wait;
            tokio::time::sleep(wait).await;
        }
    }

    async fn once(&self, call: &Call) -> Result<Bytes, Error> {
        tokio::time::timeout(ANSWER_MAX, self.exchange(call))
            .await
            .unwrap_or(Err(Error::TimedOut(ANSWER_MAX)))
    }

    async fn exchange(&self, call: &Call) -> Result<Bytes, Error> {
        let mut request = hyper::Request::builder()
            .method(call.method.clone())
            .uri(format!("{}{}", self.base, call.path));
        if let Some(token) = &call.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", token.expose()));
        }
        if call.body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request
            .body(Full::new(call.body.clone().unwrap_or_default()))
            .map_err(|_| Error::Address(format!("{}{}", self.base, call.path)))?;
        let answer = self.client.request(request).await.map_err(unreachable)?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
        let body = body.map_err(|error| Error::Unreachable(error.to_string()))?;
        if head.status.is_success() {
            return Ok(body.to_bytes());
        }
        Err(refusal(head.status, &head.headers, &body.to_bytes()))
    }
}

/// The cause says more than "client error (Connect)".
#[expect(clippy::needless_pass_by_value, reason = "the shape of `map_err`")]
fn unreachable(error: hyper_util::client::legacy::Error) -> Error {
    let mut cause: &dyn std::error::Error = &error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Error::Unreachable(cause.to_string())
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let body = if body.is_empty() { b"null" } else { body };
    serde_json::from_slice(body).map_err(|error| Error::Strange(error.to_string()))
}

/// The problem document; where something in between has answered in its place, one like it.
fn refusal(status: StatusCode, headers: &hyper::HeaderMap, body: &[u8]) -> Error {
    let retry_after_ms = headers
        .get(header::RETRY_AFTER)
        .and_then(|seconds| seconds.to_str().ok()?.parse::<u64>().ok())
        .map(|seconds| seconds.saturating_mul(1_000));
    if let Ok(mut problem) = serde_json::from_slice::<Problem>(body) {
        problem.retry_after_ms = problem.retry_after_ms.or(retry_after_ms);
        return Error::Refused(Box::new(problem));
    }
    let code = match status.as_u16() {
        429 => Code::RateLimited,
        502..=504 => Code::Overloaded,
        500.. => Code::Internal,
        _ => return Error::Strange(format!("status {status} without a problem document")),
    };
    Error::Refused(Box::new(Problem {
        kind: "about:blank".to_owned(),
        title: code.title().to_owned(),
        status: status.as_u16(),
        detail: format!("Something before the server answered {status}."),
        code,
        fields: std::collections::BTreeMap::new(),
        reasons: std::collections::BTreeMap::new(),
        retry_after_ms,
        request_id: String::new(),
    }))
}

/// How long to wait before the call is made again, if it may be.
fn not_now(error: &Error, repeatable: bool) -> Option<Duration> {
    let Error::Refused(problem) = error else {
        return None;
    };
    let again = match problem.code {
        Code::RateLimited => true,
        Code::Overloaded => repeatable,
        _ => false,
    };
    again.then(|| problem.retry_after_ms.map_or(WAIT, Duration::from_millis))
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({})", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_http_and_has_a_host() {
        assert_eq!(
            Server::new("https://a.example/").unwrap().base(),
            "https://a.example"
        );
        for bad in ["", "a.example", "ftp://a.example", "/path", "http://"] {
            assert!(matches!(Server::new(bad), Err(Error::Address(_))), "{bad}");
        }
    }

    /// A proxy that answers for a server that is away is understood; a page in HTML is not.
    #[test]
    fn what_is_no_problem_document_is_read_by_its_status() {
        let mut headers = hyper::HeaderMap::new();
        headers.insert(header::RETRY_AFTER, "2".parse().unwrap());
        let error = refusal(StatusCode::BAD_GATEWAY, &headers, b"<html>");
        assert_eq!(error.code(), Some(Code::Overloaded));
        assert_eq!(not_now(&error, true), Some(Duration::from_secs(2)));
        assert_eq!(not_now(&error, false), None, "it may have been done");
        let error = refusal(StatusCode::NOT_FOUND, &headers, b"<html>");
        assert!(matches!(error, Error::Strange(_)));
    }
}
