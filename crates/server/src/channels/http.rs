//! `/api/v1/spaces/{id}/channels` and `/api/v1/channels/{id}`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    channels::{Channel, ChannelOverride, CreateChannel, PutOverride, UpdateChannel},
    error::Problem,
    ids::{ChannelId, RoleId, SpaceId},
    page::Items,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Json, Path, Signed},
    refusal::Refusal,
    spaces,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, update, delete))
        .routes(routes!(overrides))
        .routes(routes!(put_override, remove_override))
}

/// The channels of a space that one may see.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/channels", tag = "channels",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 200, body = Items<Channel>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<axum::Json<Items<Channel>>, Refusal> {
    Ok(axum::Json(
        spaces::channels(&app, &actor, space).await?.into(),
    ))
}

/// Makes a channel or a category.
#[utoipa::path(
    post, path = "/api/v1/spaces/{id}/channels", tag = "channels",
    params(("id" = SpaceId, Path)), request_body = CreateChannel,
    responses(
        (status = 201, body = Channel),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn create(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Json(input): Json<CreateChannel>,
) -> Result<(StatusCode, axum::Json<Channel>), Refusal> {
    let channel = super::create(&app, &actor, (space, input)).await?;
    Ok((StatusCode::CREATED, axum::Json(channel)))
}

/// One channel.
#[utoipa::path(
    get, path = "/api/v1/channels/{id}", tag = "channels",
    params(("id" = ChannelId, Path)),
    responses(
        (status = 200, body = Channel),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
) -> Result<axum::Json<Channel>, Refusal> {
    Ok(axum::Json(super::show(&app, &actor, channel).await?))
}

/// Changes a channel.
#[utoipa::path(
    patch, path = "/api/v1/channels/{id}", tag = "channels",
    params(("id" = ChannelId, Path)), request_body = UpdateChannel,
    responses(
        (status = 200, body = Channel),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
    Json(changes): Json<UpdateChannel>,
) -> Result<axum::Json<Channel>, Refusal> {
    Ok(axum::Json(
        super::update(&app, &actor, (channel, changes)).await?,
    ))
}

/// Deletes a channel with everything in it.
#[utoipa::path(
    delete, path = "/api/v1/channels/{id}", tag = "channels",
    params(("id" = ChannelId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn delete(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
) -> Result<StatusCode, Refusal> {
    super::delete(&app, &actor, channel).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// All that a channel gives to and takes from roles and members, with `MANAGE_ROLES`.
#[utoipa::path(
    get, path = "/api/v1/channels/{id}/overrides", tag = "channels",
    params(("id" = ChannelId, Path)),
    responses(
        (status = 200, body = Items<ChannelOverride>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn overrides(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
) -> Result<axum::Json<Items<ChannelOverride>>, Refusal> {
    Ok(axum::Json(
        super::overrides(&app, &actor, channel).await?.into(),
    ))
}

/// Replaces what a channel gives to and takes from a role or a member.
#[utoipa::path(
    put, path = "/api/v1/channels/{id}/overrides/{target}", tag = "channels",
    params(
        ("id" = ChannelId, Path),
        ("target" = String, Path, description = "The id of a role or of a member."),
    ),
    request_body = PutOverride,
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn put_override(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((channel, target)): Path<(ChannelId, RoleId)>,
    Json(input): Json<PutOverride>,
) -> Result<StatusCode, Refusal> {
    super::put_override(&app, &actor, (channel, target, input)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes away what a channel changes for a role or a member.
#[utoipa::path(
    delete, path = "/api/v1/channels/{id}/overrides/{target}", tag = "channels",
    params(
        ("id" = ChannelId, Path),
        ("target" = String, Path, description = "The id of a role or of a member."),
    ),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn remove_override(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((channel, target)): Path<(ChannelId, RoleId)>,
) -> Result<StatusCode, Refusal> {
    super::remove_override(&app, &actor, (channel, target)).await?;
    Ok(StatusCode::NO_CONTENT)
}
