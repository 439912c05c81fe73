//! `/api/v1/voice`, and `/api/v1/channels/{id}/voice`.

use axum::extract::State;
use parlor_protocol::{
    error::Problem,
    ids::ChannelId,
    voice::{VoiceList, VoiceRooms},
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
        .routes(routes!(rooms))
        .routes(routes!(list))
}

/// Every call that one sees, with who is in it. A client that opens the socket reads it once
/// `READY` came, and then goes by `VOICE_STATE`.
#[utoipa::path(
    get, path = "/api/v1/voice", tag = "voice",
    responses(
        (status = 200, body = VoiceRooms),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn rooms(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<axum::Json<VoiceRooms>, Refusal> {
    Ok(axum::Json(super::rooms(&app, &actor).await?))
}

/// Who is in the call of a channel.
#[utoipa::path(
    get, path = "/api/v1/channels/{id}/voice", tag = "voice", params(("id" = ChannelId, Path)),
    responses(
        (status = 200, body = VoiceList),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
) -> Result<axum::Json<VoiceList>, Refusal> {
    Ok(axum::Json(super::list(&app, &actor, channel).await?))
}
