//! One WebSocket.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, protocol::frame::Frame},
};

/// No answer of a living server takes this long, also on a loaded machine.
const ANSWER_MAX: Duration = Duration::from_mins(1);

/// One open socket.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// Every text frame that came, in order, but for those of who is there.
    pub seen: Vec<Value>,
    /// Every `USER_STATUS`, in order: they come when they come, whatever a test is about.
    pub statuses: Vec<Value>,
    /// Every binary frame that came, in order.
    pub sounds: Vec<Vec<u8>>,
    /// How many protocol pings came.
    pub pings: usize,
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
        Self::dial(base, &format!("/ws?{query}"), (headers, None)).await
    }

    /// Opens `/ws?<query>` of a machine that takes little at a time: what is not read waits at the
    /// server.
    pub async fn narrow(base: &str, query: &str) -> Self {
        const BYTES: u32 = 16 * 1024;
        let opened = Self::dial(base, &format!("/ws?{query}"), (&[], Some(BYTES))).await;
        opened.expect("the upgrade")
    }

    /// Opens `/ws/voice/<channel>?<query>`.
    pub async fn call(base: &str, channel: &str, query: &str) -> Self {
        let path = format!("/ws/voice/{channel}?{query}");
        let opened = Self::dial(base, &path, (&[], None)).await;
        opened.expect("the upgrade")
    }

    /// Everything that came until now, and what comes in this time.
    pub async fn listen(&mut self, time: Duration) {
        let _ = tokio::time::timeout(time, async { while self.hear().await {} }).await;
    }

    async fn dial(
        base: &str,
        path: &str,
        (headers, receive_buffer): (&[(&'static str, &str)], Option<u32>),
    ) -> Result<Self, Box<Error>> {
        let host = base.strip_prefix("http://").expect("plain HTTP");
        let request = format!("ws://{host}{path}").into_client_request();
        let mut request = request.expect("a good address");
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(*name, value.parse().expect("a good header"));
        }
        let socket = TcpSocket::new_v4().expect("a socket");
        if let Some(bytes) = receive_buffer {
            socket.set_recv_buffer_size(bytes).expect("a smaller one");
        }
        let server = host.parse().expect("an address");
        let stream = socket
            .connect(server)
            .await
            .map_err(|error| Box::new(error.into()))?;
        let (stream, _) = client_async(request, stream).await.map_err(Box::new)?;
        Ok(Self {
            stream,
            seen: Vec::new(),
            statuses: Vec::new(),
            sounds: Vec::new(),
            pings: 0,
            closed: None,
        })
    }

    pub async fn send(&mut self, command: Value) {
        self.send_raw(Message::text(command.to_string())).await;
    }

    /// The same, for a server that may be gone; tells whether it went out.
    pub async fn try_send(&mut self, command: Value) -> bool {
        self.try_send_raw(Message::text(command.to_string())).await
    }

    /// The same, of any frame.
    pub async fn try_send_raw(&mut self, message: Message) -> bool {
        self.stream.send(message).await.is_ok()
    }

    pub async fn send_raw(&mut self, message: Message) {
        self.stream.send(message).await.expect("the socket is open");
    }

    /// A frame of one's own making.
    pub async fn send_frame(&mut self, frame: Frame) {
        self.send_raw(Message::Frame(frame)).await;
    }

    /// What lies beneath, to write what no library would.
    pub fn tcp(&mut self) -> &mut TcpStream {
        self.stream.get_mut()
    }

    /// The next text frame; `None` once the socket is closed.
    pub async fn next(&mut self) -> Option<Value> {
        let seen = self.seen.len();
        while self.hear().await {
            if self.seen.len() > seen {
                return self.seen.last().cloned();
            }
        }
        None
    }

    /// Takes in one frame of any kind; `false` once the socket is closed.
    pub async fn hear(&mut self) -> bool {
        let message = tokio::time::timeout(ANSWER_MAX, self.stream.next())
            .await
            .expect("a frame in time");
        match message {
            Some(Ok(Message::Text(text))) => {
                let frame: Value = serde_json::from_str(&text).expect("JSON");
                if frame["type"] == "USER_STATUS" {
                    self.statuses.push(frame);
                } else {
                    self.seen.push(frame);
                }
            }
            Some(Ok(Message::Close(frame))) => {
                self.closed = frame.map(|frame| frame.code.into());
            }
            Some(Ok(Message::Binary(frame))) => self.sounds.push(frame.to_vec()),
            Some(Ok(Message::Ping(_))) => self.pings += 1,
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return false,
        }
        true
    }

    /// The next answer to a command: what happens beside it has no `ref`.
    pub async fn next_answer(&mut self) -> Option<Value> {
        while let Some(frame) = self.next().await {
            if frame.get("ref").is_some() {
                return Some(frame);
            }
        }
        None
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

    /// How somebody was told to be seen last, and their line.
    pub fn status_of(&self, user: &str) -> (&str, Option<&str>) {
        let told = self.statuses.iter().rfind(|told| told["userId"] == user);
        let status = told.and_then(|told| told["status"].as_str());
        let text = told.and_then(|told| told["statusText"].as_str());
        (status.unwrap_or("offline"), text)
    }

    /// Reads until somebody is told to be seen like this, with this line.
    pub async fn sees(&mut self, user: &str, status: &str, text: Option<&str>) {
        while self.status_of(user) != (status, text) {
            let more = self.hear().await;
            assert!(more, "closed; {user} was {:?}", self.status_of(user));
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

    /// The answer to a command, told from everything else by its `ref`.
    pub async fn ask(&mut self, reference: &str, mut command: Value) -> Value {
        command["ref"] = reference.into();
        self.send(command).await;
        loop {
            let frame = self.next().await.expect("an answer");
            if frame["ref"] == reference {
                return frame;
            }
        }
    }

    /// Reads until what was said so far is answered, so that what does not come will not come.
    pub async fn settle(&mut self) -> Value {
        let reference = format!("settle-{}", self.seen.len());
        self.ask(&reference, json!({"type": "ping"})).await
    }

    /// Closes from this side, politely.
    pub async fn close(mut self) {
        let _ = self.stream.close(None).await;
        while self.next().await.is_some() {}
    }
}
