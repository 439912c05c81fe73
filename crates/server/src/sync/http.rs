//! `/api/v1/sync`.

use axum::extract::State;
use parlor_protocol::{error::Problem, sync::Sync};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::Shared, http::extract::Signed, refusal::Refusal};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(sync))
}

/// Everything a client needs to draw itself.
#[utoipa::path(
    get, path = "/api/v1/sync", tag = "sync",
    responses(
        (status = 200, body = Sync),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn sync(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<axum::Json<Sync>, Refusal> {
    Ok(axum::Json(super::sync(&app, &actor).await?))
}
