//! `/api/docs`: the description of the API for people. Nothing of it comes from elsewhere.

use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::app::Shared;

/// The page, its script and its style.
pub(super) fn routes() -> Router<Shared> {
    let html = "text/html; charset=utf-8";
    Router::new()
        .route(
            "/api/docs",
            get(async || file(html, include_str!("docs/index.html"))),
        )
        .route(
            "/api/docs/docs.js",
            get(async || {
                file(
                    "text/javascript; charset=utf-8",
                    include_str!("docs/docs.js"),
                )
            }),
        )
        .route(
            "/api/docs/docs.css",
            get(async || file("text/css; charset=utf-8", include_str!("docs/docs.css"))),
        )
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
