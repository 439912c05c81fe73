//! `/api/v1/users`.

use axum::extract::State;
use parlor_protocol::{
    error::Problem,
    ids::UserId,
    users::{Me, UpdateMe, User},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Json, Path, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(me, update_me))
        .routes(routes!(show_user))
}

/// One's own account.
#[utoipa::path(
    get, path = "/api/v1/users/me", tag = "users",
    responses(
        (status = 200, body = Me),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn me(State(app): State<Shared>, Signed(actor): Signed) -> Result<axum::Json<Me>, Refusal> {
    Ok(axum::Json(super::me(&app, &actor).await?))
}

/// Changes one's own account: what is absent stays, `null` clears.
#[utoipa::path(
    patch, path = "/api/v1/users/me", tag = "users", request_body = UpdateMe,
    responses(
        (status = 200, body = Me),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update_me(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Json(change): Json<UpdateMe>,
) -> Result<axum::Json<Me>, Refusal> {
    Ok(axum::Json(super::update(&app, &actor, change).await?))
}

/// Somebody one shares a space with.
#[utoipa::path(
    get, path = "/api/v1/users/{id}", tag = "users",
    params(("id" = UserId, Path)),
    responses(
        (status = 200, body = User),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show_user(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(user): Path<UserId>,
) -> Result<axum::Json<User>, Refusal> {
    Ok(axum::Json(super::show(&app, &actor, user).await?))
}
