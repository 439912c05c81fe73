//! `/api/v1/spaces/{id}/bans`, with `/{user}`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    bans::{Ban, PutBan},
    error::Problem,
    ids::{SpaceId, UserId},
    page::{Page, PageSize},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{JsonOrEmpty, Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show, put, remove))
}

/// Where a page of bans begins and how long it is.
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

/// Who is banned from a space, ascending by user id.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/bans", tag = "bans",
    params(("id" = SpaceId, Path), Window),
    responses(
        (status = 200, body = Page<Ban>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Query(window): Query<Window>,
) -> Result<axum::Json<Page<Ban>>, Refusal> {
    let window = (space, window.after, window.limit);
    Ok(axum::Json(super::list(&app, &actor, window).await?))
}

/// One ban.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/bans/{user}", tag = "bans",
    params(("id" = SpaceId, Path), ("user" = UserId, Path)),
    responses(
        (status = 200, body = Ban),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(place): Path<(SpaceId, UserId)>,
) -> Result<axum::Json<Ban>, Refusal> {
    Ok(axum::Json(super::show(&app, &actor, place).await?))
}

/// Bans somebody who stands below oneself, member or not.
#[utoipa::path(
    put, path = "/api/v1/spaces/{id}/bans/{user}", tag = "bans",
    params(("id" = SpaceId, Path), ("user" = UserId, Path)),
    request_body(content = Option<PutBan>),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn put(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((space, user)): Path<(SpaceId, UserId)>,
    JsonOrEmpty(input): JsonOrEmpty<PutBan>,
) -> Result<StatusCode, Refusal> {
    super::put(&app, &actor, (space, user, input)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets somebody come back.
#[utoipa::path(
    delete, path = "/api/v1/spaces/{id}/bans/{user}", tag = "bans",
    params(("id" = SpaceId, Path), ("user" = UserId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn remove(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(place): Path<(SpaceId, UserId)>,
) -> Result<StatusCode, Refusal> {
    super::remove(&app, &actor, place).await?;
    Ok(StatusCode::NO_CONTENT)
}
