//! One WebSocket.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

/// No answer of a living server takes this long, also on a loaded machine.
const ANSWER_MAX: Duration = Duration::from_secs(30);

/// One open socket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Every text frame that came, in order.
    pub seen: Vec<Value>,
    /// The code of the close frame, once it came.
    pub closed: Option<u16>,
}

impl Socket {
    /// Opens `/ws?<query>`.
    pub async fn open(base: &str, query: &str) -> Self {
        Self::try_open(base, query, &[]).await.expect("the upgrade")
    }

    /// Opens `/ws?<query>` with headers; the error holds the HTTP answer when it is refused.
    pub async fn try_open(
        base: &str,
        query: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Box<Error>> {
        let address = format!("{}/ws?{query}", base.replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("a good address");
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(*name, value.parse().expect("a good header"));
        }
        let (stream, _) = connect_async(request).await.map_err(Box::new)?;
        Ok(Self {
            stream,
            seen: Vec::new(),
            closed: None,
        })
    }

    pub async fn send(&mut self, command: Value) {
        self.send_raw(Message::text(command.to_string())).await;
    }

    /// The same, for a server that may be gone; tells whether it went out.
    pub async fn try_send(&mut self, command: Value) -> bool {
        self.stream
            .send(Message::text(command.to_string()))
            .await
            .is_ok()
    }

    pub async fn send_raw(&mut self, message: Message) {
        self.stream.send(message).await.expect("the socket is open");
    }

    /// The next text frame; `None` once the socket is closed.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let message = tokio::time::timeout(ANSWER_MAX, self.stream.next())
                .await
                .expect("a frame in time");
            match message {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).expect("JSON");
                    self.seen.push(frame.clone());
                    return Some(frame);
                }
                Some(Ok(Message::Close(frame))) => {
                    self.closed = frame.map(|frame| frame.code.into());
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// Reads until a frame of this type comes; `None` once the socket is closed.
    pub async fn next_of(&mut self, kind: &str) -> Option<Value> {
        while let Some(frame) = self.next().await {
            if frame["type"] == kind {
                return Some(frame);
            }
        }
        None
    }

    /// Reads until a frame of this type comes.
    #[track_caller]
    pub fn expect(&mut self, kind: &str) -> impl Future<Output = Value> {
        let caller = std::panic::Location::caller();
        async move {
            if let Some(frame) = self.next_of(kind).await {
                return frame;
            }
            panic!(
                "{caller}: closed ({:?}) before {kind}; saw {:#?}",
                self.closed, self.seen
            )
        }
    }

    /// Reads until the server closes; gives the close code.
    pub async fn expect_close(&mut self) -> Option<u16> {
        while self.next().await.is_some() {}
        self.closed
    }

    /// Follows a channel from `seq`, and waits until that is done.
    pub async fn join(&mut self, channel: &str, seq: Option<u64>) -> Value {
        self.send(json!({"type": "join_channel", "channelId": channel, "seq": seq}))
            .await;
        self.expect("CHANNEL_JOINED").await
    }

    /// Closes from this side, politely.
    pub async fn close(mut self) {
        let _ = self.stream.close(None).await;
        while self.next().await.is_some() {}
    }
}
