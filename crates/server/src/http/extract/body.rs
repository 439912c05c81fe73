//! Reading a whole body, within its limits.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use parlor_protocol::error::Code;

use crate::refusal::Refusal;

/// How long a body may take to arrive, from the end of the headers on.
pub const BODY_DEADLINE: Duration = Duration::from_secs(30);

/// The whole body.
///
/// # Errors
/// [`Code::TooLarge`] above `bytes_max`; [`Code::Malformed`] when it breaks off, is not as long
/// as it said, or has not arrived within [`BODY_DEADLINE`].
pub async fn read(body: Body, bytes_max: usize) -> Result<Bytes, Refusal> {
    let whole = Limited::new(body, bytes_max).collect();
    match tokio::time::timeout(BODY_DEADLINE, whole).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large(bytes_max)),
        Ok(Err(_)) => Err(Refusal::new(
            Code::Malformed,
            "The request body broke off. Send it again.",
        )),
        Err(_) => Err(Refusal::new(
            Code::Malformed,
            format!(
                "The request body did not arrive within {} s. Send it again.",
                BODY_DEADLINE.as_secs()
            ),
        )),
    }
}

/// A body over the limit, whether it said so or was counted.
pub(in crate::http) fn too_large(bytes_max: usize) -> Refusal {
    Refusal::new(
        Code::TooLarge,
        format!("The request body may have at most {bytes_max} bytes."),
    )
}

/// The media type of the body, lower case and without parameters; empty when none is given.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase())
        .unwrap_or_default()
}
