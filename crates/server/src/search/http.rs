//! `/api/v1/search`.

use axum::extract::State;
use parlor_protocol::{
    error::Problem,
    ids::{ChannelId, SpaceId, UserId},
    page::PageSize,
    search::{Bound, Has, SearchResults},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Wanted;
use crate::{
    app::Shared,
    http::extract::{Query, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What to look for. All of it must hold.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words, each of which must be there, in any order; `"phrases"`; `beginnings*`. The last word
    /// may be a beginning, unless a space or a quote ends it. At most 256 characters. May be empty
    /// where a channel, an author or `has` is given.
    #[serde(default)]
    q: String,
    /// Only in channels of this space.
    space_id: Option<SpaceId>,
    /// Only in this channel.
    channel_id: Option<ChannelId>,
    /// Only by this person.
    author_id: Option<UserId>,
    /// Only with this in it.
    #[param(inline)]
    has: Option<Has>,
    /// Only before this message or time (a day stands for its first moment, UTC). The id of the
    /// last item asks for the next page.
    #[param(value_type = Option<String>)]
    before: Option<Bound>,
    /// Only after this message, or from this time on.
    #[param(value_type = Option<String>)]
    after: Option<Bound>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
}

/// Finds messages among those the caller may see, newest first.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "search",
    params(SearchQuery),
    responses(
        (status = 200, body = SearchResults),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn search(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Query(query): Query<SearchQuery>,
) -> Result<axum::Json<SearchResults>, Refusal> {
    let wanted = Wanted {
        text: query.q,
        channel: query.channel_id,
        space: query.space_id,
        author: query.author_id,
        has: query.has,
        before: query.before,
        after: query.after,
        size: query.limit,
    };
    Ok(axum::Json(super::find(&app, &actor, wanted).await?))
}
