//! `/api/v1/channels/{id}/read` and `/api/v1/spaces/{id}/read`.

use axum::extract::State;
use parlor_protocol::{
    error::Problem,
    ids::{ChannelId, SpaceId},
    page::Items,
    reads::{ReadState, ReadUpTo},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Mark;
use crate::{
    app::Shared,
    http::extract::{Json, Path, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(mark))
        .routes(routes!(mark_all))
}

/// Says how far one has read a channel. A `seq` beyond its end counts as its end; one before
/// today's changes nothing, unless `unread` says that it is meant.
#[utoipa::path(
    put, path = "/api/v1/channels/{id}/read", tag = "reads",
    params(("id" = ChannelId, Path)), request_body = ReadUpTo,
    responses(
        (status = 200, body = ReadState),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn mark(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
    Json(read): Json<ReadUpTo>,
) -> Result<axum::Json<ReadState>, Refusal> {
    let mark = Mark { channel, read };
    Ok(axum::Json(super::mark(&app, &actor, mark).await?))
}

/// Says that one has read everything in a space; tells how one stands there then.
#[utoipa::path(
    post, path = "/api/v1/spaces/{id}/read", tag = "reads",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 200, body = Items<ReadState>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn mark_all(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<axum::Json<Items<ReadState>>, Refusal> {
    Ok(axum::Json(
        super::mark_all(&app, &actor, space).await?.into(),
    ))
}
