//! `/api/v1/channels/{id}/messages` and `/api/v1/messages/{id}`.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use parlor_protocol::{
    error::{Code, Problem},
    ids::{ChannelId, MessageId},
    messages::{EditMessage, History, Message, PostMessage},
    page::PageSize,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Post, history::Window};
use crate::{
    app::Shared,
    http::extract::{Json, Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(history, post))
        .routes(routes!(show, edit, delete))
}

/// Which part of a history; at most one cursor.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// The page that ends before this message.
    before: Option<MessageId>,
    /// The page that begins after this message.
    after: Option<MessageId>,
    /// The page with this message in its middle.
    around: Option<MessageId>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
}

impl HistoryQuery {
    fn window(&self) -> Result<Window, Refusal> {
        match (self.before, self.after, self.around) {
            (None, None, None) => Ok(Window::Latest),
            (Some(id), None, None) => Ok(Window::Before(id)),
            (None, Some(id), None) => Ok(Window::After(id)),
            (None, None, Some(id)) => Ok(Window::Around(id)),
            _ => Err(Refusal::field(
                "before",
                "excludes `after` and `around`: give one of the three",
            )),
        }
    }
}

/// A page of a channel's messages, oldest first.
#[utoipa::path(
    get, path = "/api/v1/channels/{id}/messages", tag = "messages",
    params(("id" = ChannelId, Path), HistoryQuery),
    responses(
        (status = 200, body = History),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn history(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
    Query(query): Query<HistoryQuery>,
) -> Result<axum::Json<History>, Refusal> {
    let window = (query.window()?, query.limit);
    Ok(axum::Json(
        super::history(&app, &actor, channel, window).await?,
    ))
}

/// Writes a message. With a `nonce` (or an `Idempotency-Key`) a repeat is harmless: it answers 200
/// with the first result.
#[utoipa::path(
    post, path = "/api/v1/channels/{id}/messages", tag = "messages",
    params(
        ("id" = ChannelId, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same as `nonce`."),
    ),
    request_body = PostMessage,
    responses(
        (status = 201, body = Message),
        (status = 200, body = Message, description = "The nonce was used before; this is what it made."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn post(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
    headers: HeaderMap,
    Json(mut message): Json<PostMessage>,
) -> Result<(StatusCode, axum::Json<Message>), Refusal> {
    message.nonce = nonce(message.nonce, &headers)?;
    let posted = super::post(&app, &actor, Post { channel, message }).await?;
    let status = if posted.fresh {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, axum::Json(posted.message)))
}

fn nonce(nonce: Option<String>, headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(nonce);
    };
    let key = key.to_str().map_err(|_| {
        Refusal::new(
            Code::Malformed,
            "The Idempotency-Key header must be printable ASCII.",
        )
    })?;
    match nonce {
        Some(nonce) if nonce != key => Err(Refusal::field(
            "nonce",
            "must be the Idempotency-Key where both are given",
        )),
        _ => Ok(Some(key.to_owned())),
    }
}

/// One message.
#[utoipa::path(
    get, path = "/api/v1/messages/{id}", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 200, body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(message): Path<MessageId>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(super::show(&app, &actor, message).await?))
}

/// Gives one's own message another text.
#[utoipa::path(
    patch, path = "/api/v1/messages/{id}", tag = "messages",
    params(("id" = MessageId, Path)), request_body = EditMessage,
    responses(
        (status = 200, body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn edit(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(message): Path<MessageId>,
    Json(input): Json<EditMessage>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(
        super::edit(&app, &actor, (message, input)).await?,
    ))
}

/// Deletes a message: one's own, or anybody's with `MANAGE_MESSAGES`.
#[utoipa::path(
    delete, path = "/api/v1/messages/{id}", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn delete(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(message): Path<MessageId>,
) -> Result<StatusCode, Refusal> {
    super::delete(&app, &actor, message).await?;
    Ok(StatusCode::NO_CONTENT)
}
