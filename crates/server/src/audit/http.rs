//! `/api/v1/spaces/{id}/audit-log`.

use axum::extract::State;
use parlor_protocol::{
    audit::{AuditAction, AuditPage},
    error::Problem,
    ids::{AuditEntryId, SpaceId, UserId},
    page::PageSize,
    time::Timestamp,
};
use parlor_storage::audit::SpaceFilter;
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

/// Where a page of the log begins, how long it is, and what the entries on it have in common.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Window {
    /// The last id of the page before.
    before: Option<AuditEntryId>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
    /// Who did it; absent = anybody.
    actor: Option<UserId>,
    /// What was done; absent = anything.
    action: Option<AuditAction>,
    /// Done then or later.
    since: Option<Timestamp>,
    /// Done before then.
    until: Option<Timestamp>,
}

/// Who did what to whom in a space, newest first.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/audit-log", tag = "audit",
    params(("id" = SpaceId, Path), Window),
    responses(
        (status = 200, body = AuditPage),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Query(window): Query<Window>,
) -> Result<axum::Json<AuditPage>, Refusal> {
    let filter = SpaceFilter {
        actor: window.actor,
        action: window.action,
        since: window.since,
        until: window.until,
    };
    let page = super::list(&app, &actor, (space, filter), (window.before, window.limit));
    Ok(axum::Json(page.await?))
}
