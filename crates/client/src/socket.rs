//! One WebSocket.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use hyper::Uri;
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Message,
        protocol::{CloseFrame, WebSocketConfig, frame::coding::CloseCode},
    },
};
use tower::ServiceExt as _;

use crate::{Error, Secret, Server, command::Frame, server::CONNECT_MAX};

/// The longest frame that is read, in bytes: a page of the log is far under it.
const FRAME_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Small buffers: a program may hold thousands of sockets.
const BUFFER_BYTES: usize = 4 * 1024;

/// How much may wait to be written, in bytes, before the socket counts as broken.
const WRITE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How long one frame may take to be written.
const WRITE_MAX: Duration = Duration::from_secs(10);

type Stream = WebSocketStream<TokioIo<MaybeHttpsStream<TokioIo<TcpStream>>>>;

/// One open WebSocket.
pub struct Socket(Stream);

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A text frame.
    Text(String),
    /// The end; with the code of the close frame, if there was one.
    End(Option<u16>),
}

impl Socket {
    /// Opens `/ws` with a ticket.
    pub async fn open(server: &Server, ticket: &Secret) -> Result<Self, Error> {
        tokio::time::timeout(CONNECT_MAX, Self::dial(server, ticket))
            .await
            .unwrap_or(Err(Error::TimedOut(CONNECT_MAX)))
    }

    async fn dial(server: &Server, ticket: &Secret) -> Result<Self, Error> {
        let broken = |error: &dyn std::fmt::Display| Error::Unreachable(error.to_string());
        let bad = |_| Error::Address(server.base().to_owned());
        let base: Uri = server.base().parse().map_err(bad)?;
        let stream = server.connector().oneshot(base).await;
        let stream = stream.map_err(|error| broken(&error))?;
        let request = format!("{}/ws?v=1&ticket={}", server.base(), ticket.expose());
        // `http` becomes `ws`, `https` becomes `wss`.
        let request = request.replacen("http", "ws", 1);
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(WRITE_BYTES_MAX)
            .max_message_size(Some(FRAME_BYTES_MAX))
            .max_frame_size(Some(FRAME_BYTES_MAX));
        let opened = client_async_with_config(request, TokioIo::new(stream), Some(config)).await;
        let (stream, _) = opened.map_err(|error| broken(&error))?;
        Ok(Self(stream))
    }

    /// Writes a command.
    pub async fn send(&mut self, frame: &Frame) -> Result<(), Error> {
        let sent = self.0.send(Message::text(frame.text()));
        match tokio::time::timeout(WRITE_MAX, sent).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Error::Unreachable(error.to_string())),
            Err(_) => Err(Error::TimedOut(WRITE_MAX)),
        }
    }

    /// What comes next. May be given up and called again: nothing is lost by it.
    pub async fn next(&mut self) -> Incoming {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Incoming::Text(text.as_str().to_owned()),
                Some(Ok(Message::Close(frame))) => {
                    return Incoming::End(frame.map(|frame| frame.code.into()));
                }
                // Pings are answered by the library; the server sends no binary frames here.
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Incoming::End(None),
            }
        }
    }

    /// Says goodbye; the server need not wait for its own.
    pub async fn close(mut self) {
        let frame = CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        };
        let _ = tokio::time::timeout(WRITE_MAX, self.0.close(Some(frame))).await;
    }
}
