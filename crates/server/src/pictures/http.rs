//! `/api/v1/users/me/avatar`, `/api/v1/spaces/{id}/icon` and `/api/v1/pictures`.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use parlor_protocol::{
    attachments::Upload, error::Problem, ids::SpaceId, spaces::Space, users::Me,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    attachments::{
        Opened,
        http::{TicketQuery, receive, serve, who},
    },
    http::extract::{Multipart, Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(set_avatar, remove_avatar))
        .routes(routes!(set_icon, remove_icon))
        .routes(routes!(show))
}

/// Gives oneself a picture: its middle becomes a square.
#[utoipa::path(
    put, path = "/api/v1/users/me/avatar", tag = "users",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = Me),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn set_avatar(
    State(app): State<Shared>,
    Signed(actor): Signed,
    body: Multipart,
) -> Result<axum::Json<Me>, Refusal> {
    let (receiving, _) = receive(&app, &actor, body).await?;
    Ok(axum::Json(
        super::set_avatar(&app, &actor, receiving).await?,
    ))
}

/// Takes one's picture away.
#[utoipa::path(
    delete, path = "/api/v1/users/me/avatar", tag = "users",
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn remove_avatar(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<StatusCode, Refusal> {
    super::remove_avatar(&app, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a space a picture: its middle becomes a square.
#[utoipa::path(
    put, path = "/api/v1/spaces/{id}/icon", tag = "spaces",
    params(("id" = SpaceId, Path)),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = Space),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn set_icon(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    body: Multipart,
) -> Result<axum::Json<Space>, Refusal> {
    let (receiving, _) = receive(&app, &actor, body).await?;
    let space = super::set_icon(&app, &actor, (space, receiving)).await?;
    Ok(axum::Json(space))
}

/// Takes a space's picture away.
#[utoipa::path(
    delete, path = "/api/v1/spaces/{id}/icon", tag = "spaces",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn remove_icon(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<StatusCode, Refusal> {
    super::remove_icon(&app, &actor, space).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The picture of a person or a space, for everybody who is signed in.
#[utoipa::path(
    get, path = "/api/v1/pictures/{name}", tag = "users",
    params(("name" = String, Path), TicketQuery),
    responses(
        (status = 200, description = "A square of 256 pixels.", content_type = "image/webp"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(
    State(app): State<Shared>,
    Path(name): Path<String>,
    Query(query): Query<TicketQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    who(&app, &headers, (query, Opened::Anything)).await?;
    let content = name
        .strip_suffix(".webp")
        .and_then(|name| name.parse().ok());
    let content = content.ok_or_else(Refusal::not_found)?;
    Ok(serve(super::show(&app, content).await?, &headers))
}
