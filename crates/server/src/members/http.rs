//! `/api/v1/spaces/{id}/members`.

use axum::extract::State;
use parlor_protocol::{
    error::Problem,
    ids::{SpaceId, UserId},
    members::Member,
    page::{Page, PageSize},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Where a page of members begins and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Window {
    /// The last user id of the page before.
    after: Option<UserId>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>)]
    limit: PageSize,
}

/// Who is in a space, ascending by user id.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/members", tag = "members",
    params(("id" = SpaceId, Path), Window),
    responses(
        (status = 200, body = Page<Member>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Query(window): Query<Window>,
) -> Result<axum::Json<Page<Member>>, Refusal> {
    let window = (window.after, window.limit);
    Ok(axum::Json(super::list(&app, &actor, space, window).await?))
}
