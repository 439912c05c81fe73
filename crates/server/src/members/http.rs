//! `/api/v1/spaces/{id}/members`, with `/{user}`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    ids::{SpaceId, UserId},
    members::{Member, MemberPage, UpdateMember},
    page::PageSize,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::{Actor, Shared},
    http::extract::{Json, Path, Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(update, part))
}

/// Where a page of members begins, how long it is, and how those on it are called.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Window {
    /// The last user id of the page before.
    after: Option<UserId>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
    /// The username, or a word of the display name or nickname, begins so, in any case.
    q: Option<String>,
    /// At most 100 user ids with commas between them: those of them who are members, on one page.
    /// `after`, `limit` and `q` say nothing then.
    #[param(value_type = Option<String>)]
    ids: Option<Ids>,
}

/// Whom a query names.
#[derive(Debug)]
struct Ids(Vec<UserId>);

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let ids: Option<Vec<UserId>> = text.split(',').map(|id| id.parse().ok()).collect();
        ids.filter(|ids| ids.len() <= usize::from(PageSize::MAX))
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("must be at most 100 ids with commas between"))
    }
}

/// Who is in a space, ascending by user id.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/members", tag = "members",
    params(("id" = SpaceId, Path), Window),
    responses(
        (status = 200, body = MemberPage),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Query(window): Query<Window>,
) -> Result<axum::Json<MemberPage>, Refusal> {
    let wanted = super::Wanted {
        after: window.after,
        size: window.limit,
        named: window.q,
        among: window.ids.map(|Ids(ids)| ids),
    };
    Ok(axum::Json(
        super::list(&app, &actor, (space, wanted)).await?,
    ))
}

/// Whom a path means: `me` is the actor.
pub(crate) fn whom(actor: &Actor, text: &str) -> Result<UserId, Refusal> {
    if text == "me" {
        return Ok(actor.user);
    }
    text.parse().map_err(|_| Refusal::not_found())
}

/// Changes what a member is called, which roles they hold, or silences them for a time.
#[utoipa::path(
    patch, path = "/api/v1/spaces/{id}/members/{user}", tag = "members",
    params(
        ("id" = SpaceId, Path),
        ("user" = String, Path, description = "The id of a member, or `me`."),
    ),
    request_body = UpdateMember,
    responses(
        (status = 200, body = Member),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((space, user)): Path<(SpaceId, String)>,
    Json(changes): Json<UpdateMember>,
) -> Result<axum::Json<Member>, Refusal> {
    let user = whom(&actor, &user)?;
    Ok(axum::Json(
        super::update(&app, &actor, (space, user, changes)).await?,
    ))
}

/// Leaves a space, or removes somebody who stands below oneself.
#[utoipa::path(
    delete, path = "/api/v1/spaces/{id}/members/{user}", tag = "members",
    params(
        ("id" = SpaceId, Path),
        ("user" = String, Path, description = "The id of a member, or `me`."),
    ),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn part(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path((space, user)): Path<(SpaceId, String)>,
) -> Result<StatusCode, Refusal> {
    let user = whom(&actor, &user)?;
    if user == actor.user {
        super::leave(&app, &actor, space).await?;
    } else {
        super::kick(&app, &actor, (space, user)).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
