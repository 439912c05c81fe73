//! `/api/v1/instance`.

use axum::extract::State;
use parlor_protocol::{error::Problem, instance::Instance};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::Shared, refusal::Refusal};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(instance))
}

/// What anybody may know before signing in.
#[utoipa::path(
    get, path = "/api/v1/instance", tag = "instance", security(()),
    responses(
        (status = 200, body = Instance),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn instance(State(app): State<Shared>) -> Result<axum::Json<Instance>, Refusal> {
    Ok(axum::Json(super::instance(&app).await?))
}
