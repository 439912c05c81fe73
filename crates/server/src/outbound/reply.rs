//! What came back, read as far as it is wanted.

use http_body_util::BodyExt as _;
use hyper::{body::Incoming, header};
use tokio::{
    sync::OwnedSemaphorePermit,
    task::JoinSet,
    time::{Instant, timeout_at},
};
use url::Url;

use super::OutboundError;

/// An answer of another server. Its connection ends with it.
pub struct Reply {
    pub(super) url: Url,
    pub(super) content_type: Option<String>,
    pub(super) body: Incoming,
    pub(super) bytes: Vec<u8>,
    pub(super) until: Instant,
    pub(super) _connection: JoinSet<()>,
    /// Its turn at this host.
    pub(super) _host: OwnedSemaphorePermit,
}

impl Reply {
    /// Where it came from in the end.
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// What the server says that it is.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Reads on until there are so many bytes, or a few more, or all; says whether these are all.
    ///
    /// # Errors
    /// [`OutboundError::Slow`] when the time of the request is over, [`OutboundError::Failed`] when
    /// the connection broke.
    pub async fn read(&mut self, most: usize) -> Result<bool, OutboundError> {
        while self.bytes.len() < most {
            let frame = timeout_at(self.until, self.body.frame()).await;
            match frame.map_err(|_| OutboundError::Slow)? {
                None => return Ok(true),
                Some(frame) => {
                    let frame = frame.map_err(|_| OutboundError::Failed)?;
                    // Trailers say nothing that anybody wants to know.
                    if let Ok(data) = frame.into_data() {
                        self.bytes.extend_from_slice(&data);
                    }
                }
            }
        }
        Ok(false)
    }

    /// What was read until now.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same, to keep.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Whether the bytes are what they stand for: packed ones could be anything, of any size.
pub(super) fn is_plain(headers: &header::HeaderMap) -> bool {
    let mut codings = headers.get_all(header::CONTENT_ENCODING).iter();
    codings.all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}
