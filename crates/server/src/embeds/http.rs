//! `/api/v1/messages/{id}/embeds`.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use parlor_protocol::{error::Problem, ids::MessageId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    attachments::{
        Opened,
        http::{TicketQuery, serve, who},
    },
    http::extract::{Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(remove))
        .routes(routes!(image))
}

/// Takes the previews of a message away, for good: of one's own, or of anybody's with
/// `MANAGE_MESSAGES`.
#[utoipa::path(
    delete, path = "/api/v1/messages/{id}/embeds", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn remove(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(message): Path<MessageId>,
) -> Result<StatusCode, Refusal> {
    super::remove(&app, &actor, message).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The picture of a preview, as this server encoded it.
#[utoipa::path(
    get, path = "/api/v1/messages/{id}/embeds/{image}", tag = "messages",
    params(("id" = MessageId, Path), ("image" = String, Path), TicketQuery),
    responses(
        (status = 200, description = "The picture.", content_type = "image/*"),
        (status = 206, description = "The range that was asked for.", content_type = "image/*"),
        (status = 304, description = "As it was."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn image(
    State(app): State<Shared>,
    Path((message, image)): Path<(MessageId, String)>,
    Query(query): Query<TicketQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let actor = who(&app, &headers, (query, Opened::Message(message))).await?;
    let content = image.parse().map_err(|_| Refusal::not_found())?;
    let found = super::image(&app, &actor, (message, content)).await?;
    Ok(serve(found, &headers))
}
