//! Pages of `http.allowed_origins` may read what they may ask for (Fetch standard, "CORS
//! protocol"). Everybody else's get none of these headers, and their browser keeps answers from
//! them.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{guard, origin};
use crate::app::Shared;

/// What a page may send along, and which of our headers it may read.
const MAY_SEND: &str = "authorization, content-type, idempotency-key, x-token-delivery";
const MAY_READ: &str = "retry-after, x-request-id";
const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
/// How long a browser may remember that it may ask, in seconds; above two hours none does.
const REMEMBER_S: &str = "7200";

/// Answers whether a page may ask, and lets it read what it asked for.
pub(super) async fn cors(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let is_api = guard::is_api(request.method(), request.uri().path());
    let origin = origin::allowed(request.headers(), &app.config.http).cloned();
    let Some(origin) = origin.filter(|_| is_api) else {
        return next.run(request).await;
    };
    if is_preflight(&request) {
        let mut response = StatusCode::NO_CONTENT.into_response();
        let said = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, MAY_SEND),
            (header::ACCESS_CONTROL_MAX_AGE, REMEMBER_S),
        ];
        say(response.headers_mut(), &said, origin);
        response
    } else {
        let mut response = next.run(request).await;
        let said = [(header::ACCESS_CONTROL_EXPOSE_HEADERS, MAY_READ)];
        say(response.headers_mut(), &said, origin);
        response
    }
}

fn is_preflight(request: &Request) -> bool {
    let asks = header::ACCESS_CONTROL_REQUEST_METHOD;
    request.method() == Method::OPTIONS && request.headers().contains_key(asks)
}

fn say(headers: &mut HeaderMap, said: &[(HeaderName, &'static str)], origin: HeaderValue) {
    for (name, value) in said {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}
