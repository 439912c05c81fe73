//! `/api/v1/users/me/push`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    push::{Push, Subscribe},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Json, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(show, subscribe, unsubscribe))
}

/// What a browser subscribes with, and whether this session is subscribed.
#[utoipa::path(
    get, path = "/api/v1/users/me/push", tag = "push",
    responses(
        (status = 200, body = Push),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<axum::Json<Push>, Refusal> {
    Ok(axum::Json(super::state(&app, &actor).await?))
}

/// Subscribes the browser of this session, in the place of what it had subscribed before.
#[utoipa::path(
    put, path = "/api/v1/users/me/push", tag = "push", request_body = Subscribe,
    responses(
        (status = 200, body = Push),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn subscribe(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Json(wanted): Json<Subscribe>,
) -> Result<axum::Json<Push>, Refusal> {
    Ok(axum::Json(super::subscribe(&app, &actor, wanted).await?))
}

/// Ends the subscription of this session.
#[utoipa::path(
    delete, path = "/api/v1/users/me/push", tag = "push",
    responses(
        (status = 204, description = "Nothing more is sent."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn unsubscribe(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<StatusCode, Refusal> {
    super::unsubscribe(&app, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
