//! `/api/v1/voice`, and `/api/v1/channels/{id}/voice`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    ids::ChannelId,
    voice::{AnswerVoiceCheck, VoiceCheck, VoiceList, VoiceRooms},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Client, Json, Path, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(rooms))
        .routes(routes!(list))
        .routes(routes!(check))
        .routes(routes!(answer_check))
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

/// Begins to try from a browser which ways lead here, for 20 s and without a call; what one tried before
/// is over. Each offer is answered by `POST /api/v1/voice/check/answer`; a way whose connection comes up works.
#[utoipa::path(
    post, path = "/api/v1/voice/check", tag = "voice",
    responses(
        (status = 200, body = VoiceCheck),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn check(
    State(app): State<Shared>,
    client: Client,
    Signed(actor): Signed,
) -> Result<axum::Json<VoiceCheck>, Refusal> {
    let check = super::check(&app, &actor, client.reached).await?;
    Ok(axum::Json(check))
}

/// What a browser answers for one of the ways that are tried.
#[utoipa::path(
    post, path = "/api/v1/voice/check/answer", tag = "voice", request_body = AnswerVoiceCheck,
    responses(
        (status = 204, description = "It is tried now."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn answer_check(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Json(answer): Json<AnswerVoiceCheck>,
) -> Result<StatusCode, Refusal> {
    super::answer_check(&app, &actor, answer)?;
    Ok(StatusCode::NO_CONTENT)
}
