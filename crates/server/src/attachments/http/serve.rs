//! A file as an answer.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use parlor_protocol::{attachments::percent_encoded, error::Code};

use super::range::{self, Span};
use crate::{
    attachments::{Found, Lasting},
    refusal::Refusal,
};

/// Whatever the bytes are, they run nothing, load nothing and stand in nobody's frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Kept by nobody between us and the browser, and asked for again each time: whoever lost access
/// gets no copy, and whoever has it gets 304.
const ASKING: &str = "private, no-cache";
/// For a year, which is for ever.
const FOR_EVER: &str = "private, max-age=31536000, immutable";

/// Answers with a file: whole, in part, or with the word that it is as it was.
pub(crate) fn serve(found: Found, headers: &HeaderMap) -> Response {
    let etag = format!("\"{}\"", found.content);
    if is_known(headers, &etag) {
        return (StatusCode::NOT_MODIFIED, lasting(&etag, found.lasting)).into_response();
    }
    let bytes = found.file.bytes();
    let span = match span(headers, &etag, bytes) {
        Span::Unsatisfiable => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{bytes}"))];
            return (range, behind_the_end()).into_response();
        }
        span => span,
    };
    let (status, first, last) = match span {
        Span::Part { first, last } => (StatusCode::PARTIAL_CONTENT, first, last),
        _ => (StatusCode::OK, 0, bytes.saturating_sub(1)),
    };
    let length = (last + 1 - first).min(bytes);
    let described = [
        (header::CONTENT_TYPE, found.content_type.clone()),
        (header::CONTENT_DISPOSITION, disposition(&found)),
        (header::CONTENT_LENGTH, length.to_string()),
    ];
    let kept = found.lasting;
    let body = Body::from_stream(found.file.pieces(first, length));
    let mut response = (status, lasting(&etag, kept), described, body).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {first}-{last}/{bytes}");
        if let Ok(range) = HeaderValue::from_str(&range) {
            response.headers_mut().insert(header::CONTENT_RANGE, range);
        }
    }
    response
}

fn behind_the_end() -> Refusal {
    Refusal {
        status: StatusCode::RANGE_NOT_SATISFIABLE.as_u16(),
        ..Refusal::new(
            Code::Validation,
            "The range begins behind the end of the file. Leave `Range` out to get all of it.",
        )
    }
}

/// What every answer about these bytes says.
fn lasting(etag: &str, lasting: Lasting) -> [(HeaderName, String); 4] {
    let kept = match lasting {
        Lasting::Asking => ASKING,
        Lasting::ForEver => FOR_EVER,
    };
    [
        (header::ETAG, etag.to_owned()),
        (header::CACHE_CONTROL, kept.to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY.to_owned(),
        ),
    ]
}

/// Whether the asker has these bytes (RFC 9110 section 13.1.2).
fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let tags = headers.get_all(header::IF_NONE_MATCH).iter();
    tags.filter_map(|tags| tags.to_str().ok())
        .flat_map(|tags| tags.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

/// What is asked for, unless `If-Range` names other bytes (RFC 9110 section 13.1.5).
fn span(headers: &HeaderMap, etag: &str, bytes: u64) -> Span {
    let condition = headers.get(header::IF_RANGE);
    if condition.is_some_and(|condition| condition.as_bytes() != etag.as_bytes()) {
        return Span::Whole;
    }
    let range = headers.get(header::RANGE);
    let range = range.and_then(|range| range.to_str().ok());
    range.map_or(Span::Whole, |range| range::read(range, bytes))
}

/// To be shown or to be saved, and as what (RFC 6266).
fn disposition(found: &Found) -> String {
    let kind = if found.shown { "inline" } else { "attachment" };
    let plain = found.filename.chars().map(|c| match c {
        '"' | '\\' | '%' => '_',
        c if c.is_ascii_graphic() || c == ' ' => c,
        _ => '_',
    });
    format!(
        "{kind}; filename=\"{}\"; filename*=UTF-8''{}",
        plain.collect::<String>(),
        percent_encoded(&found.filename)
    )
}
