//! HTTP as far as a load needs it: one connection, one request after the other, waiting for each.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;

use crate::trouble::Trouble;

/// No answer takes this long, also on a busy machine.
const ANSWER_MAX: Duration = Duration::from_mins(2);

/// A connection that is kept.
#[derive(Debug)]
pub(crate) struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, where the status is one of success.
    pub(crate) fn json(&self) -> Result<Value, Trouble> {
        let text = String::from_utf8_lossy(&self.body);
        if !(200..300).contains(&self.status) {
            let status = self.status;
            return Err(Trouble::broken(format!("answered with {status}: {text}")));
        }
        serde_json::from_str(&text)
            .map_err(|error| Trouble::broken(format!("answered what is no JSON ({error}): {text}")))
    }
}

/// A text in an answer.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, Trouble> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.ok_or_else(|| Trouble::broken(format!("answered without {pointer}: {value}")))
}

impl Client {
    /// Connects.
    pub(crate) fn connect(address: SocketAddr) -> Result<Self, Trouble> {
        let connect = || {
            let stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(ANSWER_MAX))?;
            Ok(BufReader::new(stream))
        };
        let stream = connect().map_err(Trouble::io(format!("connecting to {address}")))?;
        Ok(Self { address, stream })
    }

    /// `GET`, as who has this access token.
    pub(crate) fn get(&mut self, path: &str, token: &str) -> Result<Answer, Trouble> {
        self.request(&format!("GET {path}"), token, "")
    }

    /// `POST` of JSON; no token where it is empty.
    pub(crate) fn post(
        &mut self,
        path: &str,
        token: &str,
        body: &Value,
    ) -> Result<Answer, Trouble> {
        self.request(&format!("POST {path}"), token, &body.to_string())
    }

    fn request(&mut self, line: &str, token: &str, body: &str) -> Result<Answer, Trouble> {
        let Self { address, .. } = self;
        let bearer = match token {
            "" => String::new(),
            token => format!("Authorization: Bearer {token}\r\n"),
        };
        let length = body.len();
        let request = format!(
            "{line} HTTP/1.1\r\nHost: {address}\r\n{bearer}Content-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        let written = self.stream.get_mut().write_all(request.as_bytes());
        let answer = written.and_then(|()| self.answer());
        answer.map_err(Trouble::io(line.to_owned()))
    }

    fn answer(&mut self) -> std::io::Result<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other(format!("no answer: {line:?}")))?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, body })
    }
}
