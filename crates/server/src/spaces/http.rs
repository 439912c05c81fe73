//! `/api/v1/spaces`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    ids::SpaceId,
    page::Items,
    spaces::{CreateSpace, Space, UpdateSpace},
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
        .routes(routes!(list, create))
        .routes(routes!(show, update, delete))
}

/// The spaces one belongs to.
#[utoipa::path(
    get, path = "/api/v1/spaces", tag = "spaces",
    responses(
        (status = 200, body = Items<Space>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<axum::Json<Items<Space>>, Refusal> {
    Ok(axum::Json(super::list(&app, &actor).await?.into()))
}

/// Makes a space, which then belongs to who made it.
#[utoipa::path(
    post, path = "/api/v1/spaces", tag = "spaces", request_body = CreateSpace,
    responses(
        (status = 201, body = Space),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn create(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Json(input): Json<CreateSpace>,
) -> Result<(StatusCode, axum::Json<Space>), Refusal> {
    let space = super::create(&app, &actor, input).await?;
    Ok((StatusCode::CREATED, axum::Json(space)))
}

/// One space.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}", tag = "spaces",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 200, body = Space),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<axum::Json<Space>, Refusal> {
    Ok(axum::Json(super::show(&app, &actor, space).await?))
}

/// Changes a space.
#[utoipa::path(
    patch, path = "/api/v1/spaces/{id}", tag = "spaces",
    params(("id" = SpaceId, Path)), request_body = UpdateSpace,
    responses(
        (status = 200, body = Space),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Json(changes): Json<UpdateSpace>,
) -> Result<axum::Json<Space>, Refusal> {
    Ok(axum::Json(
        super::update(&app, &actor, (space, changes)).await?,
    ))
}

/// Deletes one's own space with everything in it.
#[utoipa::path(
    delete, path = "/api/v1/spaces/{id}", tag = "spaces",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn delete(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<StatusCode, Refusal> {
    super::delete(&app, &actor, space).await?;
    Ok(StatusCode::NO_CONTENT)
}
