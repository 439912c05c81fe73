//! Refusals as problem documents (RFC 9457).

use std::time::Duration;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use parlor_protocol::error::{Code, Problem};

use crate::refusal::Refusal;

const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// RFC 9110 section 11.6.1 wants every 401 to say how to do better.
const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer");

/// The body is written by `identify`, the only one who knows the request's id; until then the
/// refusal travels beside the answer.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let mut response = status
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        if response.status() == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, CHALLENGE);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the problem document of a refused request; other answers stay as they are.
pub(super) fn render(response: Response, request_id: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let Some(refusal) = parts.extensions.remove::<Refusal>() else {
        return Response::from_parts(parts, body);
    };
    parts.headers.insert(header::CONTENT_TYPE, PROBLEM);
    parts.headers.remove(header::CONTENT_LENGTH);
    if let Some(wait) = refusal.retry_after {
        let seconds = HeaderValue::from(whole_seconds(wait));
        parts.headers.insert(header::RETRY_AFTER, seconds);
    }
    let problem = problem(refusal, request_id);
    // A document of strings and numbers always has a text.
    let text = serde_json::to_vec(&problem).unwrap_or_default();
    Response::from_parts(parts, text.into())
}

/// Rounded up: who comes back then is not sent away again. At least 1, for 0 means "now".
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_millis()
        .div_ceil(1000)
        .try_into()
        .unwrap_or(u64::MAX)
        .max(1)
}

fn problem(refusal: Refusal, request_id: &str) -> Problem {
    Problem {
        kind: "about:blank".to_owned(),
        title: refusal.code.title().to_owned(),
        status: refusal.status,
        detail: refusal.detail,
        code: refusal.code,
        fields: refusal.fields,
        reasons: refusal.reasons,
        retry_after_ms: refusal
            .retry_after
            .map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        request_id: request_id.to_owned(),
    }
}

/// What a panic becomes. What it said went to the log, without anybody's text in it.
pub(super) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Refusal::new(
        Code::Internal,
        "Something went wrong on the server. Try again, and quote the request id if it stays.",
    )
    .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wait never rounds to a moment that is too early.
    #[test]
    fn waits_round_up() {
        for (millis, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (59_999, 60)] {
            assert_eq!(whole_seconds(Duration::from_millis(millis)), seconds);
        }
    }
}
