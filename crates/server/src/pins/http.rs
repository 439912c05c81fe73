//! `/api/v1/messages/{id}/pin` and `/api/v1/channels/{id}/pins`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    ids::{ChannelId, MessageId},
    messages::Message,
    page::Items,
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
        .routes(routes!(pin, unpin))
        .routes(routes!(list))
}

/// Pins a message to its channel, with `MANAGE_MESSAGES`; may be repeated.
#[utoipa::path(
    put, path = "/api/v1/messages/{id}/pin", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn pin(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(message): Path<MessageId>,
) -> Result<StatusCode, Refusal> {
    super::pin(&app, &actor, message).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unpins a message, with `MANAGE_MESSAGES`; may be repeated.
#[utoipa::path(
    delete, path = "/api/v1/messages/{id}/pin", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn unpin(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(message): Path<MessageId>,
) -> Result<StatusCode, Refusal> {
    super::unpin(&app, &actor, message).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The pinned messages of a channel, the newest pin first.
#[utoipa::path(
    get, path = "/api/v1/channels/{id}/pins", tag = "messages",
    params(("id" = ChannelId, Path)),
    responses(
        (status = 200, body = Items<Message>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
) -> Result<axum::Json<Items<Message>>, Refusal> {
    Ok(axum::Json(super::list(&app, &actor, channel).await?.into()))
}
