//! `/api/v1/dms`, and `/api/v1/channels/{id}/members/{user}` of a group.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    channels::Channel,
    dms::OpenDm,
    error::Problem,
    ids::{ChannelId, UserId},
    page::Items,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Json, Path, Signed},
    members,
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(add, leave))
}

/// The direct conversations one is in.
#[utoipa::path(
    get, path = "/api/v1/dms", tag = "dms",
    responses(
        (status = 200, body = Items<Channel>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<axum::Json<Items<Channel>>, Refusal> {
    Ok(axum::Json(super::list(&app, &actor).await?.into()))
}

/// Opens a direct conversation: with one other the same one every time, with more a new group.
#[utoipa::path(
    post, path = "/api/v1/dms", tag = "dms", request_body = OpenDm,
    responses(
        (status = 201, body = Channel),
        (status = 200, body = Channel, description = "It was there already."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn open(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Json(input): Json<OpenDm>,
) -> Result<(StatusCode, axum::Json<Channel>), Refusal> {
    let opened = super::open(&app, &actor, input).await?;
    let status = if opened.fresh {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, axum::Json(opened.channel)))
}

/// Brings somebody into a group.
#[utoipa::path(
    put, path = "/api/v1/channels/{id}/members/{user}", tag = "dms",
    params(("id" = ChannelId, Path), ("user" = UserId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn add(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(place): Path<(ChannelId, UserId)>,
) -> Result<StatusCode, Refusal> {
    super::add(&app, &actor, place).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leaves a group.
#[utoipa::path(
    delete, path = "/api/v1/channels/{id}/members/{user}", tag = "dms",
    params(
        ("id" = ChannelId, Path),
        ("user" = String, Path, description = "One's own id, or `me`."),
    ),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn leave(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((channel, user)): Path<(ChannelId, String)>,
) -> Result<StatusCode, Refusal> {
    let user = members::http::whom(&actor, &user)?;
    super::leave(&app, &actor, (channel, user)).await?;
    Ok(StatusCode::NO_CONTENT)
}
