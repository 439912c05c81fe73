//! `/api/v1/notifications`, and `notifications` of spaces and channels.

use axum::extract::State;
use parlor_protocol::{
    error::Problem,
    ids::{ChannelId, SpaceId},
    notifications::{Notification, NotificationSetting, SetNotifications},
    page::{Page, PageSize},
    streams::Seq,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Place;
use crate::{
    app::Shared,
    http::extract::{Json, Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(set_in_channel))
        .routes(routes!(set_in_space))
}

/// Which part of an inbox.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// The page that ends before this `seq`; the newest when absent.
    #[param(value_type = Option<u64>)]
    before: Option<Seq>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
}

/// What called one, the newest first. What is gone or hidden by now is left out.
#[utoipa::path(
    get, path = "/api/v1/notifications", tag = "notifications", params(ListQuery),
    responses(
        (status = 200, body = Page<Notification>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Query(ListQuery { before, limit }): Query<ListQuery>,
) -> Result<axum::Json<Page<Notification>>, Refusal> {
    Ok(axum::Json(
        super::list(&app, &actor, (before, limit)).await?,
    ))
}

/// Says what one wants to be called by in a channel.
#[utoipa::path(
    put, path = "/api/v1/channels/{id}/notifications", tag = "notifications",
    params(("id" = ChannelId, Path)), request_body = SetNotifications,
    responses(
        (status = 200, body = NotificationSetting),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn set_in_channel(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
    Json(set): Json<SetNotifications>,
) -> Result<axum::Json<NotificationSetting>, Refusal> {
    let place = Place::Channel(channel);
    Ok(axum::Json(super::set(&app, &actor, (place, set)).await?))
}

/// Says what one wants to be called by in the channels of a space that have no word of their own.
#[utoipa::path(
    put, path = "/api/v1/spaces/{id}/notifications", tag = "notifications",
    params(("id" = SpaceId, Path)), request_body = SetNotifications,
    responses(
        (status = 200, body = NotificationSetting),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn set_in_space(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Json(set): Json<SetNotifications>,
) -> Result<axum::Json<NotificationSetting>, Refusal> {
    let place = Place::Space(space);
    Ok(axum::Json(super::set(&app, &actor, (place, set)).await?))
}
