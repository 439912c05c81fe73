//! Bodies of several parts (RFC 7578, RFC 2046 section 5.1), read as they come.
//!
//! At any moment one chunk of the body is in memory, and what of the one before could be the
//! beginning of a delimiter. A stranger can make neither longer.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use bytes::BytesMut;
use http_body_util::BodyExt;
use memchr::memmem;
use parlor_protocol::error::Code;

use crate::{app::Shared, refusal::Refusal};

/// How long a body may stand still.
const STALL_MAX: Duration = Duration::from_secs(30);
/// The longest head of a part, in bytes.
const HEAD_BYTES_MAX: usize = 4 * 1024;
/// The longest boundary, in characters (RFC 2046 section 5.1.1).
const BOUNDARY_CHARS_MAX: usize = 70;

/// A body of several parts, from which the next part is read.
pub struct Multipart {
    body: Body,
    buffer: BytesMut,
    /// Line break, two hyphens, boundary.
    delimiter: Vec<u8>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// In the preamble, or in the content of a part.
    Inside,
    /// Right behind a delimiter.
    Delimited,
    /// Behind the last one.
    Ended,
}

/// What the head of a part says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The field; empty where there is none.
    pub name: String,
    /// What the sender calls the file, as it came.
    pub filename: Option<String>,
}

impl FromRequest<Shared> for Multipart {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &Shared) -> Result<Self, Refusal> {
        let boundary = boundary(request.headers()).ok_or_else(|| {
            Refusal::new(
                Code::UnsupportedMediaType,
                "Send the body as multipart/form-data with a boundary.",
            )
        })?;
        Ok(Self::new(request.into_body(), &boundary))
    }
}

impl Multipart {
    fn new(body: Body, boundary: &str) -> Self {
        Self {
            body,
            // The first delimiter needs no line break before it.
            buffer: BytesMut::from(&b"\r\n"[..]),
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            state: State::Inside,
        }
    }

    /// The next part; what is left of the one before is skipped.
    ///
    /// # Errors
    /// [`Code::Malformed`] when the body is not what it says, breaks off, or stands still.
    pub async fn part(&mut self) -> Result<Option<Part>, Refusal> {
        while self.chunk().await?.is_some() {}
        if self.state == State::Ended {
            return Ok(None);
        }
        self.fill(2).await?;
        if self.buffer.starts_with(b"--") {
            self.state = State::Ended;
            return Ok(None);
        }
        let head = self.head().await?;
        self.state = State::Inside;
        Ok(Some(read_head(&head)))
    }

    /// More of the part's content; `None` at its end.
    ///
    /// # Errors
    /// As [`Multipart::part`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Refusal> {
        if self.state != State::Inside {
            return Ok(None);
        }
        loop {
            match memmem::find(&self.buffer, &self.delimiter) {
                Some(0) => {
                    let _ = self.buffer.split_to(self.delimiter.len());
                    self.state = State::Delimited;
                    return Ok(None);
                }
                Some(end) => return Ok(Some(self.buffer.split_to(end).freeze())),
                None => {}
            }
            // The last bytes may be the beginning of a delimiter.
            let sure = (self.buffer.len() + 1).saturating_sub(self.delimiter.len());
            if sure > 0 {
                return Ok(Some(self.buffer.split_to(sure).freeze()));
            }
            self.more().await?;
        }
    }

    /// The lines up to the empty one, without the rest of the delimiter's line.
    async fn head(&mut self) -> Result<Bytes, Refusal> {
        loop {
            // A part without a head has its empty line at once.
            if let Some(end) = memmem::find(&self.buffer, b"\r\n\r\n") {
                let head = self.buffer.split_to(end + 4).freeze();
                let padding = memmem::find(&head, b"\r\n").unwrap_or_default();
                if head[..padding].iter().any(|b| !matches!(b, b' ' | b'\t')) {
                    return Err(malformed());
                }
                return Ok(head.slice(padding..));
            }
            if self.buffer.len() > HEAD_BYTES_MAX {
                return Err(malformed());
            }
            self.more().await?;
        }
    }

    async fn fill(&mut self, bytes: usize) -> Result<(), Refusal> {
        while self.buffer.len() < bytes {
            self.more().await?;
        }
        Ok(())
    }

    /// Waits for the next chunk of the body.
    async fn more(&mut self) -> Result<(), Refusal> {
        loop {
            let frame = tokio::time::timeout(STALL_MAX, self.body.frame()).await;
            match frame {
                Ok(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data()
                        && !data.is_empty()
                    {
                        self.buffer.extend_from_slice(&data);
                        return Ok(());
                    }
                }
                Ok(Some(Err(_)) | None) => {
                    return Err(Refusal::new(
                        Code::Malformed,
                        "The request body broke off. Send it again.",
                    ));
                }
                Err(_) => {
                    return Err(Refusal::new(
                        Code::Malformed,
                        format!(
                            "Nothing of the request body came for {} s. Send it again.",
                            STALL_MAX.as_secs()
                        ),
                    ));
                }
            }
        }
    }
}

fn malformed() -> Refusal {
    Refusal::new(
        Code::Malformed,
        "The request body is not multipart/form-data as RFC 7578 has it.",
    )
}

/// The boundary that a `Content-Type: multipart/form-data` names.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = value.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameter(parameters, "boundary")?;
    let good = !boundary.is_empty()
        && boundary.len() <= BOUNDARY_CHARS_MAX
        && boundary.bytes().all(|b| (b' '..=b'~').contains(&b));
    good.then_some(boundary)
}

/// What the head of a part says; what it does not say is empty.
fn read_head(head: &[u8]) -> Part {
    let head = String::from_utf8_lossy(head);
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("content-disposition")
            .then_some(value)
    });
    let parameters = disposition
        .and_then(|value| value.split_once(';'))
        .map_or("", |(_, parameters)| parameters);
    Part {
        name: parameter(parameters, "name").unwrap_or_default(),
        // Some clients write what is not ASCII as RFC 8187 has it.
        filename: parameter(parameters, "filename*")
            .and_then(|value| decode(&value))
            .or_else(|| parameter(parameters, "filename")),
    }
}

/// One parameter of `; name=value; name="value"`. Inside of quotes only `\"` and `\\` are escapes:
/// browsers send Windows paths as they are.
fn parameter(parameters: &str, wanted: &str) -> Option<String> {
    let mut rest = parameters;
    loop {
        rest = rest.trim_start_matches([';', ' ', '\t']);
        let (name, after) = rest.split_once('=')?;
        let (value, behind) = if let Some(quoted) = after.strip_prefix('"') {
            unquote(quoted)
        } else {
            let end = after.find(';').unwrap_or(after.len());
            (after[..end].trim().to_owned(), &after[end..])
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = behind;
    }
}

/// The text up to the closing quote, and what is behind that.
fn unquote(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut rest = quoted.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => return (text, &quoted[at + 1..]),
            '\\' => match rest.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, escaped)) => text.push(escaped),
                None => text.push(c),
            },
            c => text.push(c),
        }
    }
    (text, "")
}

/// `UTF-8''%e2%82%ac` (RFC 8187).
fn decode(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(if byte == b'%' {
            u8::try_from(digit(rest.next())? << 4 | digit(rest.next())?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    /// A body that arrives in pieces of this size.
    fn multipart(text: &str, piece: usize) -> Multipart {
        let pieces = text.as_bytes().chunks(piece).map(<[u8]>::to_vec);
        let pieces = pieces.map(Ok::<_, std::io::Error>).collect::<Vec<_>>();
        Multipart::new(Body::from_stream(stream::iter(pieces)), "b")
    }

    async fn read(text: &str, piece: usize) -> Result<Vec<(Part, String)>, Refusal> {
        let (mut body, mut parts) = (multipart(text, piece), Vec::new());
        while let Some(part) = body.part().await? {
            let mut content = Vec::new();
            while let Some(chunk) = body.chunk().await? {
                content.extend_from_slice(&chunk);
            }
            parts.push((part, String::from_utf8(content).unwrap()));
        }
        Ok(parts)
    }

    /// However a body is cut on its way, the same parts come out, with contents that look like
    /// delimiters nearly.
    #[tokio::test]
    async fn parts_are_read_from_any_pieces() {
        let text = "preamble\r\n--b \t\r\nContent-Disposition: form-data; name=\"file\"; \
                    filename=\"a \\\"b\\\" C:\\c.txt\"\r\nX: y\r\n\r\none\r\n--\r\n-b\r\n\r\n--b\r\n\
                    content-disposition: form-data; name=alt\r\n\r\n\r\n--b\r\n\r\nbare\r\n--b--epilogue";
        for piece in 1..=text.len() {
            let parts = read(text, piece).await.unwrap();
            let part = |name: &str, filename: Option<&str>| Part {
                name: name.to_owned(),
                filename: filename.map(str::to_owned),
            };
            let expected = [
                (
                    part("file", Some("a \"b\" C:\\c.txt")),
                    "one\r\n--\r\n-b\r\n".to_owned(),
                ),
                (part("alt", None), String::new()),
                (part("", None), "bare".to_owned()),
            ];
            assert_eq!(parts, expected, "in pieces of {piece}");
        }
    }

    /// A body that ends before its end, wherever that is, is refused.
    #[tokio::test]
    async fn a_body_that_breaks_off_is_malformed() {
        let text = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--b--";
        assert_eq!(read(text, 7).await.unwrap().len(), 1);
        for end in 0..text.len() {
            let refusal = read(&text[..end], 7).await.unwrap_err();
            assert_eq!(refusal.code, Code::Malformed, "{end}");
        }
    }

    /// A head without an end is not collected for ever.
    #[tokio::test]
    async fn heads_are_bounded() {
        let head = "x".repeat(HEAD_BYTES_MAX * 4);
        let refusal = read(&format!("--b\r\n{head}"), 512).await.unwrap_err();
        assert_eq!(refusal.code, Code::Malformed);
        let junk = read("--b junk\r\n\r\n", 512).await.unwrap_err();
        assert_eq!(junk.code, Code::Malformed);
    }

    #[test]
    fn names_come_in_two_ways() {
        let head = b"\r\nContent-Disposition: form-data; name=file; filename=x; filename*=utf-8''%e2%82%ac\r\n";
        assert_eq!(read_head(head).filename.as_deref(), Some("€"));
        let head = b"\r\nContent-Disposition: form-data; name=file; filename=x; filename*=utf-8''%e2%8\r\n";
        assert_eq!(read_head(head).filename.as_deref(), Some("x"));
        assert_eq!(read_head(b"\r\n").filename, None);
    }

    #[test]
    fn only_a_good_boundary_is_taken() {
        let boundary = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            boundary(&headers)
        };
        assert_eq!(
            boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""),
            Some("a b".to_owned())
        );
        let long = format!("multipart/form-data; boundary={}", "x".repeat(71));
        for value in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/mixed; boundary=b",
            "application/json",
            &long,
        ] {
            assert_eq!(boundary(value), None, "{value}");
        }
    }
}
