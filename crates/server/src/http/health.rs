//! `/healthz`: the process is there. `/readyz`: it can do its work.

use std::time::Duration;

use axum::{
    extract::{Extension, State},
    http::header,
    response::{IntoResponse, Response},
};
use parlor_protocol::error::Problem;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::serve::Stop;
use crate::{app::Shared, refusal::Refusal};

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// What watchers ask, again and again and without a session.
pub(super) const PATHS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(alive))
        .routes(routes!(ready))
}

/// Whether the process is there. Restart it when this does not answer.
#[utoipa::path(
    get, path = "/healthz", tag = "operations", security(()),
    responses((status = 200, body = String, content_type = "text/plain")),
)]
async fn alive() -> Response {
    plain("alive\n")
}

/// Whether it can do its work. Send nobody here while it cannot: the database is away, or the
/// process is about to end.
#[utoipa::path(
    get, path = "/readyz", tag = "operations", security(()),
    responses(
        (status = 200, body = String, content_type = "text/plain"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn ready(
    State(app): State<Shared>,
    Extension(stop): Extension<Stop>,
) -> Result<Response, Refusal> {
    if stop.is_said() {
        return Err(Refusal::stopping());
    }
    match tokio::time::timeout(PATIENCE, app.storage.ready()).await {
        Ok(Ok(())) => Ok(plain("ready\n")),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(Refusal::overloaded()),
    }
}

fn plain(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
