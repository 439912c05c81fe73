//! `/api/v1/spaces`.

use axum::extract::State;
use parlor_protocol::{
    channels::Channel,
    error::Problem,
    ids::SpaceId,
    page::Items,
    spaces::{Role, Space},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Path, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(channels))
        .routes(routes!(roles))
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

/// The channels of a space that one may see.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/channels", tag = "spaces",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 200, body = Items<Channel>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn channels(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<axum::Json<Items<Channel>>, Refusal> {
    Ok(axum::Json(
        super::channels(&app, &actor, space).await?.into(),
    ))
}

/// The roles of a space.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/roles", tag = "spaces",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 200, body = Items<Role>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn roles(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<axum::Json<Items<Role>>, Refusal> {
    Ok(axum::Json(super::roles(&app, &actor, space).await?.into()))
}
