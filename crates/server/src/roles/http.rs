//! `/api/v1/spaces/{id}/roles` and `/api/v1/roles/{id}`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    ids::{RoleId, SpaceId},
    page::Items,
    spaces::{CreateRole, Role, UpdateRole},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Json, Path, Signed},
    refusal::Refusal,
    spaces,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(update, delete))
}

/// The roles of a space, @everyone first.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/roles", tag = "roles",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 200, body = Items<Role>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<axum::Json<Items<Role>>, Refusal> {
    Ok(axum::Json(spaces::roles(&app, &actor, space).await?.into()))
}

/// Makes a role, right above @everyone.
#[utoipa::path(
    post, path = "/api/v1/spaces/{id}/roles", tag = "roles",
    params(("id" = SpaceId, Path)), request_body = CreateRole,
    responses(
        (status = 201, body = Role),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn create(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Json(input): Json<CreateRole>,
) -> Result<(StatusCode, axum::Json<Role>), Refusal> {
    let role = super::create(&app, &actor, (space, input)).await?;
    Ok((StatusCode::CREATED, axum::Json(role)))
}

/// Changes a role below one's own.
#[utoipa::path(
    patch, path = "/api/v1/roles/{id}", tag = "roles",
    params(("id" = RoleId, Path)), request_body = UpdateRole,
    responses(
        (status = 200, body = Role),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(role): Path<RoleId>,
    Json(changes): Json<UpdateRole>,
) -> Result<axum::Json<Role>, Refusal> {
    Ok(axum::Json(
        super::update(&app, &actor, (role, changes)).await?,
    ))
}

/// Deletes a role below one's own.
#[utoipa::path(
    delete, path = "/api/v1/roles/{id}", tag = "roles",
    params(("id" = RoleId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn delete(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(role): Path<RoleId>,
) -> Result<StatusCode, Refusal> {
    super::delete(&app, &actor, role).await?;
    Ok(StatusCode::NO_CONTENT)
}
