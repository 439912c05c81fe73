//! The web client, inside the binary.
//!
//! Vite puts a hash of its content into the name of everything under `/assets/`, so that may be
//! kept for ever; everything else is asked for again each time, with an `ETag` to make that cheap.
//! Each path that is no file is a page of the client, which finds its way by itself.

use std::fmt::Write;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{Embed, EmbeddedFile};

use super::guard;
use crate::refusal::Refusal;
use parlor_protocol::error::Code;

/// In a development build these are read from the folder at each request; in a release they are
/// part of the program.
#[derive(Embed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Client;

const PAGE: &str = "index.html";
const HASHED: &str = "assets/";

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Whatever no feature answers: a file or a page of the client, or nothing.
pub(super) async fn fallback(request: Request) -> Response {
    let (method, path) = (request.method(), request.uri().path());
    if guard::is_api(method, path) {
        return Refusal::not_found().into_response();
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut response = wrong_method().into_response();
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
        return response;
    }
    let name = path.trim_start_matches('/');
    match Client::get(name) {
        Some(file) if !name.is_empty() => answer(name, file, request.headers()),
        _ if is_file(name) && !accepts_pages(request.headers()) => {
            Refusal::not_found().into_response()
        }
        _ => match Client::get(PAGE) {
            Some(file) => answer(PAGE, file, request.headers()),
            None => not_built(),
        },
    }
}

/// A path that exists with a method that does not. Those of the short names are pages to look at.
pub(super) async fn method_fallback(request: Request) -> Response {
    if guard::is_api(request.method(), request.uri().path()) {
        wrong_method().into_response()
    } else {
        fallback(request).await
    }
}

fn wrong_method() -> Refusal {
    Refusal::new(
        Code::MethodNotAllowed,
        "This cannot be done here. The `Allow` header says what can.",
    )
}

/// Pages have no dot in their last part; who typed one into the address bar wants a page all the
/// same.
fn is_file(name: &str) -> bool {
    name.rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'))
}

fn accepts_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT);
    accepted.is_some_and(|value| value.to_str().is_ok_and(|text| text.contains("text/html")))
}

fn answer(name: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = tag(&file.metadata.sha256_hash());
    let caching = if name.starts_with(HASHED) {
        FOR_EVER
    } else {
        ASK_AGAIN
    };
    let known = headers.get(header::IF_NONE_MATCH);
    let is_known = known.is_some_and(|value| {
        let mut tags = value.to_str().unwrap_or_default().split(',');
        tags.any(|known| known.trim() == tag || known.trim() == "*")
    });
    let common = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, caching.to_owned()),
    ];
    if is_known {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let kind = [(header::CONTENT_TYPE, media_type(name))];
    (common, kind, Body::from(file.data)).into_response()
}

/// Weak (RFC 9110 section 8.8.1), for the bytes on the wire may be compressed or not.
fn tag(hash: &[u8]) -> String {
    let mut tag = String::from("W/\"");
    for byte in hash.iter().take(16) {
        // Writing into a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "mp3" => "audio/mpeg",
        "ogg" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The server works without its client; whoever opens it in a browser should know why there is
/// nothing to see.
fn not_built() -> Response {
    let kind = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, ASK_AGAIN),
    ];
    let text = "The web client is not part of this build: run `cargo xtask run`, or `npm ci && npm \
                run build` in frontend/ before building the server.\n";
    (StatusCode::NOT_FOUND, kind, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A script that is gone must not be answered with a page, which a browser would try to run.
    #[test]
    fn files_are_not_pages() {
        for name in ["assets/index-abc.js", "favicon.ico", "a/b.c/d.png"] {
            assert!(is_file(name), "{name}");
        }
        for name in ["", "spaces/1", "login", "a.b/c"] {
            assert!(!is_file(name), "{name}");
        }
    }

    /// A tag is the beginning of the content's hash, and says that it is weak.
    #[test]
    fn a_tag_is_a_hash() {
        assert_eq!(tag(&[0xab; 32]), format!("W/\"{}\"", "ab".repeat(16)));
    }
}
