//! What the server answers, as bytes.

use bytes::Bytes;
use parlor_protocol::{
    error::Code,
    event::{Event, ResetReason},
    ids::{ChannelId, StreamId},
    streams::Seq,
};

use super::calls::Asked;
use crate::frame::encode;

/// What is missing and what is hidden, told in the same words.
pub(super) const NOT_FOUND: (Code, &str) = (
    Code::NotFound,
    "There is nothing here, or you may not see it.",
);

/// A command was not carried out.
pub(super) fn refusal(reference: Option<String>, (code, detail): (Code, &str)) -> Bytes {
    let asked = Asked {
        reference,
        ..Asked::default()
    };
    error(asked, code, detail, None)
}

/// A command was not carried out; `retry_after_ms` says when it may be.
pub(super) fn error(asked: Asked, code: Code, detail: &str, retry_after_ms: Option<u64>) -> Bytes {
    encode(&Event::Error {
        reference: asked.reference,
        nonce: asked.nonce,
        code,
        detail: detail.to_owned(),
        retry_after_ms,
    })
}

/// A channel is followed from `seq` on.
pub(super) fn joined(reference: Option<String>, stream: StreamId, seq: Seq) -> Bytes {
    encode(&Event::ChannelJoined {
        reference,
        channel_id: ChannelId::from_raw(stream.raw()),
        seq,
    })
}

/// A stream cannot be continued from the reader's cursor.
pub(super) fn reset(stream: StreamId, seq: Seq, reason: ResetReason) -> Bytes {
    encode(&Event::SyncReset {
        stream,
        seq,
        reason,
    })
}
