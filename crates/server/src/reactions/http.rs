//! `/api/v1/messages/{id}/reactions`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    ids::{MessageId, UserId},
    page::{Page, PageSize},
    reactions::{CreateReaction, Reaction, Reactor},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Add, Remove};
use crate::{
    app::Shared,
    http::extract::{Json, Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(who, remove))
}

/// Where a page of people begins and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Window {
    /// The last user id of the page before.
    after: Option<UserId>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
}

/// Reacts to a message.
#[utoipa::path(
    post, path = "/api/v1/messages/{id}/reactions", tag = "reactions",
    params(("id" = MessageId, Path)), request_body = CreateReaction,
    responses(
        (status = 201, body = Reaction),
        (status = 200, body = Reaction, description = "It stood already."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn add(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(message): Path<MessageId>,
    Json(CreateReaction { emoji }): Json<CreateReaction>,
) -> Result<(StatusCode, axum::Json<Reaction>), Refusal> {
    let add = Add {
        channel: None,
        message,
        emoji,
    };
    let added = super::add(&app, &actor, add).await?;
    let status = if added.fresh {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, axum::Json(added.reaction)))
}

/// Who reacted with this emoji.
#[utoipa::path(
    get, path = "/api/v1/messages/{id}/reactions/{emoji}", tag = "reactions",
    params(("id" = MessageId, Path), ("emoji" = String, Path), Window),
    responses(
        (status = 200, body = Page<Reactor>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn who(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((message, emoji)): Path<(MessageId, String)>,
    Query(window): Query<Window>,
) -> Result<axum::Json<Page<Reactor>>, Refusal> {
    let window = (window.after, window.limit);
    Ok(axum::Json(
        super::who(&app, &actor, (message, &emoji), window).await?,
    ))
}

/// Takes one's own reaction back.
#[utoipa::path(
    delete, path = "/api/v1/messages/{id}/reactions/{emoji}", tag = "reactions",
    params(("id" = MessageId, Path), ("emoji" = String, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn remove(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((message, emoji)): Path<(MessageId, String)>,
) -> Result<StatusCode, Refusal> {
    let remove = Remove {
        channel: None,
        message,
        emoji,
    };
    super::remove(&app, &actor, remove).await?;
    Ok(StatusCode::NO_CONTENT)
}
