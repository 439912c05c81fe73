//! From a request to a socket (RFC 6455, section 4.2).

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header, request::Parts,
    },
};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use parlor_protocol::error::Code;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::derive_accept_key,
        protocol::{Role, WebSocketConfig},
    },
};

use super::wire::{Side, Wire};
use crate::{app::App, http::Connection, refusal::Refusal};

/// The version of RFC 6455.
const VERSION: &str = "13";
/// What a socket reads at once, in bytes. People say little; the library's own default costs 128 KiB
/// a socket.
const READ_BYTES: usize = 1024;
/// What the library may hold that the system does not take yet, in bytes: answers to pings, a close,
/// and the one event that tells why nobody is let in.
const UNWRITTEN_BYTES_MAX: usize = 16 * 1024;

/// A socket. What the library says goes its way; events go past it.
pub(super) type Socket = WebSocketStream<Side>;

/// A request that may become a socket.
pub(super) struct Upgrade {
    connection: OnUpgrade,
    accept: HeaderValue,
}

impl Upgrade {
    /// Takes the connection of a request that asks for a socket.
    ///
    /// # Errors
    /// It does not, or not as it should.
    pub(super) fn of(parts: &mut Parts) -> Result<Self, Refusal> {
        let headers = &parts.headers;
        let asks = parts.method == Method::GET
            && has_word(headers, &header::CONNECTION, "upgrade")
            && has_word(headers, &header::UPGRADE, "websocket")
            && has_word(headers, &header::SEC_WEBSOCKET_VERSION, VERSION);
        let accept = headers
            .get(header::SEC_WEBSOCKET_KEY)
            .and_then(|key| derive_accept_key(key.as_bytes()).parse().ok());
        match (asks, accept, parts.extensions.remove()) {
            (true, Some(accept), Some(connection)) => Ok(Self { connection, accept }),
            _ => Err(Refusal::new(
                Code::Malformed,
                "Open this address as a WebSocket, version 13.",
            )),
        }
    }

    /// The answer that makes it a socket, which is then served.
    pub(super) fn on<F>(
        self,
        app: &App,
        serve: impl FnOnce(Socket) -> F + Send + 'static,
    ) -> Response<Body>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let Self { connection, accept } = self;
        let writer = app.writers.next();
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(UNWRITTEN_BYTES_MAX)
            .max_frame_size(Some(app.config.limits.frame_bytes_max))
            .max_message_size(Some(app.config.limits.frame_bytes_max));
        tokio::spawn(async move {
            // Who goes away before he is answered has no socket.
            let Ok((connection, read)) = connection.await.map(taken_apart) else {
                return;
            };
            let side = Side(Wire::new(connection, writer));
            let (role, config) = (Role::Server, Some(config));
            serve(WebSocketStream::from_partially_read(side, read, role, config).await).await;
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
        response
    }
}

/// The connection, and what was read of it beyond the request.
fn taken_apart(upgraded: Upgraded) -> (Connection, Vec<u8>) {
    let parts = upgraded
        .downcast::<TokioIo<Connection>>()
        .expect("every connection is one of ours");
    (parts.io.into_inner(), parts.read_buf.into())
}

/// Whether one of the words of this header is this one, in any case.
fn has_word(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).into_iter();
    let mut words = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    words.any(|said| said.trim().eq_ignore_ascii_case(word))
}
