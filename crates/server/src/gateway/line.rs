//! The WebSocket itself (RFC 6455): frames in, frames out, and how it ends.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use parlor_protocol::{close::Close, event::Event};
use parlor_realtime::frame::encode;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite;

use crate::{auth::AuthenticateError, refusal::Refusal};

/// How long a reader may take nothing of what is written to him.
const STALL_MAX: Duration = Duration::from_secs(10);
/// How long both sides may take to close.
const FAREWELL_MAX: Duration = Duration::from_secs(2);

/// Why nobody was let in.
#[derive(Debug)]
pub(super) struct Refused {
    /// What he is told.
    pub(super) refusal: Refusal,
    /// How the socket is closed.
    pub(super) close: Close,
}

impl From<AuthenticateError> for Refused {
    fn from(error: AuthenticateError) -> Self {
        let close = match error {
            AuthenticateError::Invalid | AuthenticateError::Ended => Close::Unauthenticated,
            AuthenticateError::Storage(_) => Close::Overloaded,
        };
        let refusal = error.into();
        Self { refusal, close }
    }
}

/// How a socket ends.
#[derive(Debug)]
pub(super) enum End {
    /// We close it.
    Close(Close),
    /// The other side does not speak RFC 6455; this close code of its section 7.4.1 says how.
    Protocol(u16),
    /// The other side closed it, or is gone.
    Gone,
}

impl End {
    fn frame(&self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Close(close) => (close.code(), close.reason()),
            Self::Protocol(code) => (*code, ""),
            Self::Gone => return None,
        };
        let reason = Utf8Bytes::from_static(reason);
        Some(CloseFrame { code, reason })
    }
}

/// The text of a frame we made.
fn text(frame: Bytes) -> Option<Message> {
    // What `encode` makes is JSON, so it is always UTF-8.
    Utf8Bytes::try_from(frame).ok().map(Message::Text)
}

/// Writes frames together.
pub(super) async fn write(
    socket: &mut WebSocket,
    frames: impl Iterator<Item = Bytes>,
) -> Result<(), End> {
    let all = async {
        for message in frames.filter_map(text) {
            socket.feed(message).await?;
        }
        socket.flush().await
    };
    match timeout(STALL_MAX, all).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::Close(Close::Slow)),
    }
}

/// Asks the machine on the other side whether it is still there.
pub(super) async fn ping(socket: &mut WebSocket) -> Result<(), End> {
    match timeout(STALL_MAX, socket.send(Message::Ping(Bytes::new()))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::Close(Close::Slow)),
    }
}

/// What a failed read means.
pub(super) fn failed(error: axum::Error) -> End {
    let error = error.into_inner();
    match error.downcast_ref::<tungstenite::Error>() {
        Some(tungstenite::Error::Capacity(_)) => End::Close(Close::TooLarge),
        Some(tungstenite::Error::Utf8(_)) => End::Protocol(1007),
        Some(tungstenite::Error::Protocol(
            tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
        )) => End::Gone,
        Some(tungstenite::Error::Protocol(_)) => End::Protocol(1002),
        _ => End::Gone,
    }
}

/// Says why nobody is let in, and closes.
pub(super) async fn refuse(mut socket: WebSocket, Refused { refusal, close }: Refused) {
    let error = error(refusal);
    let end = match write(&mut socket, std::iter::once(encode(&error))).await {
        Ok(()) => End::Close(close),
        Err(end) => end,
    };
    farewell(socket, &end).await;
}

/// A refusal as the socket tells it.
fn error(refusal: Refusal) -> Event {
    Event::Error {
        reference: None,
        nonce: None,
        code: refusal.code,
        detail: refusal.detail,
        retry_after_ms: refusal
            .retry_after
            .map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
    }
}

/// Closes, and listens until the other side has closed too: what it sent meanwhile is not
/// answered.
pub(super) async fn farewell(mut socket: WebSocket, end: &End) {
    let Some(frame) = end.frame() else {
        // A close of theirs is answered by the next read.
        let _ = timeout(FAREWELL_MAX, socket.recv()).await;
        return;
    };
    let both = async {
        socket.send(Message::Close(Some(frame))).await.ok()?;
        while let Some(Ok(_)) = socket.recv().await {}
        Some(())
    };
    // Whoever does not close in time is gone.
    let _ = timeout(FAREWELL_MAX, both).await;
}
