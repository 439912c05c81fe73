//! How a socket ends, and how nobody is let in.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use parlor_protocol::{close::Close, event::Event};
use parlor_realtime::frame::encode;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes, protocol::CloseFrame};

use super::upgrade::Socket;
use crate::{auth::AuthenticateError, refusal::Refusal};

/// How long both sides may take to close.
const FAREWELL_MAX: Duration = Duration::from_secs(2);
/// How long somebody who did not read may take to begin again, and find out why he was closed.
const FAREWELL_TO_SLOW_MAX: Duration = Duration::from_secs(20);

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
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// We close it.
    Close(Close),
    /// The other side does not speak RFC 6455; this close code of its section 7.4.1 says how.
    Protocol(u16),
    /// The other side closed it because it is done (1000).
    Done,
    /// The other side closed it otherwise, or is gone.
    Gone,
}

impl End {
    fn frame(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Close(close) => (close.code(), close.reason()),
            Self::Protocol(code) => (code, ""),
            Self::Done | Self::Gone => return None,
        };
        let reason = Utf8Bytes::from_static(reason);
        Some(CloseFrame {
            code: code.into(),
            reason,
        })
    }

    const fn patience(self) -> Duration {
        match self {
            Self::Close(Close::Slow) => FAREWELL_TO_SLOW_MAX,
            Self::Close(_) | Self::Protocol(_) | Self::Done | Self::Gone => FAREWELL_MAX,
        }
    }
}

/// Says why nobody is let in, and closes.
pub(super) async fn refuse(socket: Socket, Refused { refusal, close }: Refused) {
    refuse_with(socket, encode(&error(refusal)), close).await;
}

/// The same in the words of another language.
pub(super) async fn refuse_with(mut socket: Socket, error: Bytes, close: Close) {
    // What is encoded is JSON, so it is always UTF-8.
    if let Ok(error) = Utf8Bytes::try_from(error) {
        // Whoever does not take it does not take the close either, and then is gone.
        let _ = timeout(FAREWELL_MAX, socket.send(Message::Text(error))).await;
    }
    farewell(socket, End::Close(close)).await;
}

/// A refusal as the socket tells it.
fn error(refusal: Refusal) -> Event {
    let in_ms = |wait: Duration| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    Event::Error {
        reference: None,
        nonce: None,
        code: refusal.code,
        detail: refusal.detail,
        retry_after_ms: refusal.retry_after.map(in_ms),
    }
}

/// Closes, and listens until the other side has closed too: what it sent meanwhile is not
/// answered.
pub(super) async fn farewell(mut socket: Socket, end: End) {
    let both = async {
        if let Some(frame) = end.frame() {
            socket.send(Message::Close(Some(frame))).await.ok()?;
        }
        // A close of theirs is answered by the next read, which is the last.
        while let Some(Ok(_)) = socket.next().await {}
        Some(())
    };
    // Whoever does not close in time is gone.
    let _ = timeout(end.patience(), both).await;
}
