//! HTTP as bytes, for what no proper client would send.

use std::time::{Duration, Instant};

use hyper::{
    HeaderMap, StatusCode,
    header::{self, HeaderName, HeaderValue},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::Answer;

/// Longer than anything the server waits for.
const PATIENCE: Duration = Duration::from_mins(1);

/// One connection, and what came over it that nobody has looked at.
pub struct Wire {
    stream: TcpStream,
    unread: Vec<u8>,
    /// `127.0.0.1:<port>`, for `Host`.
    pub host: String,
}

impl Wire {
    pub async fn open(base: &str) -> Self {
        let host = base.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.expect("a connection");
        Self {
            stream,
            unread: Vec::new(),
            host,
        }
    }

    /// Sends bytes; tells whether the other side still took them.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).await.is_ok()
    }

    /// Sends a request line and headers, with the right `Host` among them.
    pub async fn ask(&mut self, line: &str, headers: &[&str]) -> bool {
        let mut head = format!("{line} HTTP/1.1\r\nHost: {}\r\n", self.host);
        for header in headers {
            head += header;
            head += "\r\n";
        }
        self.send(head + "\r\n").await
    }

    /// Says that nothing more comes.
    pub async fn finish(&mut self) {
        let _ = self.stream.shutdown().await;
    }

    /// The next answer; `None` once the server has closed.
    pub async fn answer(&mut self) -> Option<Answer> {
        let (status, headers) = self.head().await?;
        let length = headers
            .get(header::CONTENT_LENGTH)
            .map_or(0, |length| length.to_str().unwrap().parse().unwrap());
        while self.unread.len() < length {
            if !self.read().await {
                break;
            }
        }
        let body = self.unread.drain(..length.min(self.unread.len()));
        Some(Answer {
            status,
            headers,
            body: body.collect(),
        })
    }

    /// The next status line and headers, for answers without a body.
    pub async fn head(&mut self) -> Option<(StatusCode, HeaderMap)> {
        loop {
            let end = self.unread.windows(4).position(|four| four == b"\r\n\r\n");
            if let Some(end) = end {
                let head: Vec<u8> = self.unread.drain(..end + 4).collect();
                return Some(parse(std::str::from_utf8(&head).unwrap()));
            }
            if !self.read().await {
                assert!(self.unread.is_empty(), "half an answer: {:?}", self.unread);
                return None;
            }
        }
    }

    /// Waits until the server closes; what came before that does not matter.
    pub async fn closed(&mut self) -> Instant {
        while self.read().await {}
        Instant::now()
    }

    /// Whether this stands in what came and nobody has looked at.
    pub fn saw(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.unread).contains(text)
    }

    /// Whether something, or the end, comes within this time.
    pub async fn stirs(&mut self, within: Duration) -> bool {
        let mut byte = [0];
        let peek = self.stream.peek(&mut byte);
        tokio::time::timeout(within, peek).await.is_ok()
    }

    async fn read(&mut self) -> bool {
        let read = self.stream.read_buf(&mut self.unread);
        let read = tokio::time::timeout(PATIENCE, read).await;
        // A reset is an end too.
        matches!(read.expect("an answer in time"), Ok(bytes) if bytes > 0)
    }
}

fn parse(head: &str) -> (StatusCode, HeaderMap) {
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).expect("a status");
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").expect("a header");
        (
            HeaderName::try_from(name).unwrap(),
            HeaderValue::try_from(value).unwrap(),
        )
    });
    (status.parse().unwrap(), headers.collect())
}
