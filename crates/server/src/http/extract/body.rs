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
    read_within(BODY_DEADLINE, body, bytes_max).await
}

async fn read_within(deadline: Duration, body: Body, bytes_max: usize) -> Result<Bytes, Refusal> {
    let whole = Limited::new(body, bytes_max).collect();
    match tokio::time::timeout(deadline, whole).await {
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
                deadline.as_secs()
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::stream::{self, StreamExt};

    use super::*;

    const SOON: Duration = Duration::from_millis(20);
    const BYTES_MAX: usize = 1024;

    /// A body that comes drop by drop is given up on as a whole, however steady the drops.
    #[tokio::test]
    async fn a_body_has_a_deadline() {
        let drop = || async {
            tokio::time::sleep(SOON / 10).await;
            Ok::<_, Infallible>(Bytes::from_static(b" "))
        };
        let drops = stream::repeat_with(drop).then(|drop| drop);
        let silence = stream::pending::<Result<Bytes, Infallible>>();
        for body in [Body::from_stream(drops), Body::from_stream(silence)] {
            let refusal = read_within(SOON, body, BYTES_MAX).await.unwrap_err();
            assert_eq!(refusal.code, Code::Malformed);
            assert!(
                refusal.detail.contains("did not arrive"),
                "{}",
                refusal.detail
            );
        }
    }

    /// The limit is the largest body that passes; one byte more is too large, told or counted.
    #[tokio::test]
    async fn a_body_has_a_size() {
        let body = |bytes| Body::from(vec![b' '; bytes]);
        let whole = read(body(BYTES_MAX), BYTES_MAX).await.unwrap();
        assert_eq!(whole.len(), BYTES_MAX);
        let refusal = read(body(BYTES_MAX + 1), BYTES_MAX).await.unwrap_err();
        assert_eq!(refusal.code, Code::TooLarge);
    }
}
