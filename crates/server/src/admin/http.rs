//! `/api/v1/admin`.

use axum::{
    extract::{FromRequestParts, State},
    http::{StatusCode, request::Parts},
};
use parlor_protocol::{
    admin::{AdminUser, ResetLink, Settings, Stored, UpdateSettings, UpdateUser},
    audit::{By, InstanceAction, InstancePage},
    error::Problem,
    ids::{AuditEntryId, UserId},
    page::{Page, PageSize},
    time::Timestamp,
};
use parlor_storage::audit::InstanceFilter;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Admin;
use crate::{
    app::Shared,
    http::extract::{Json, Path, Query, Signed},
    instance,
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_users))
        .routes(routes!(update_user))
        .routes(routes!(sign_out_user))
        .routes(routes!(create_reset_link))
        .routes(routes!(settings, update_settings))
        .routes(routes!(audit_log))
        .routes(routes!(stored))
}

/// Everybody else gets 401 or 403, whatever else they asked for.
impl FromRequestParts<Shared> for Admin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        let Signed(actor) = Signed::from_request_parts(parts, app).await?;
        Ok(super::admin(app, &actor).await?)
    }
}

/// Where a page of accounts begins, how long it is, and what they have in common.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Window {
    /// The last user id of the page before.
    after: Option<UserId>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
    /// Stands in the username, the e-mail address or the display name, in any case.
    q: Option<String>,
}

/// Everybody who has an account, ascending by user id.
#[utoipa::path(
    get, path = "/api/v1/admin/users", tag = "admin", params(Window),
    responses(
        (status = 200, body = Page<AdminUser>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list_users(
    State(app): State<Shared>,
    admin: Admin,
    Query(window): Query<Window>,
) -> Result<axum::Json<Page<AdminUser>>, Refusal> {
    let (q, window) = (window.q.as_deref(), (window.after, window.limit));
    Ok(axum::Json(super::list(&app, &admin, window, q).await?))
}

/// Where what the instance keeps lies, and how much it is.
#[utoipa::path(
    get, path = "/api/v1/admin/storage", tag = "admin",
    responses(
        (status = 200, body = Stored),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn stored(State(app): State<Shared>, admin: Admin) -> Result<axum::Json<Stored>, Refusal> {
    Ok(axum::Json(super::stored(&app, &admin).await?))
}

/// Disables an account, enables it again, names an admin or takes that back.
#[utoipa::path(
    patch, path = "/api/v1/admin/users/{id}", tag = "admin",
    params(("id" = UserId, Path)), request_body = UpdateUser,
    responses(
        (status = 200, body = AdminUser),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update_user(
    State(app): State<Shared>,
    admin: Admin,
    Path(user): Path<UserId>,
    Json(change): Json<UpdateUser>,
) -> Result<axum::Json<AdminUser>, Refusal> {
    let user = super::update(&app, &admin, (user, change)).await?;
    Ok(axum::Json(user))
}

/// Signs somebody out everywhere.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/logout-all", tag = "admin",
    params(("id" = UserId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn sign_out_user(
    State(app): State<Shared>,
    admin: Admin,
    Path(user): Path<UserId>,
) -> Result<StatusCode, Refusal> {
    super::sign_out(&app, &admin, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a one-time link that lets somebody take another password.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/reset-link", tag = "admin",
    params(("id" = UserId, Path)),
    responses(
        (status = 201, body = ResetLink),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn create_reset_link(
    State(app): State<Shared>,
    admin: Admin,
    Path(user): Path<UserId>,
) -> Result<(StatusCode, axum::Json<ResetLink>), Refusal> {
    let link = super::reset_link(&app, &admin, user).await?;
    Ok((StatusCode::CREATED, axum::Json(link)))
}

/// Where a page of the log begins and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct LogWindow {
    /// The last id of the page before.
    before: Option<AuditEntryId>,
    /// 1 to 100, 50 when absent.
    #[serde(default)]
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: PageSize,
    /// Who did it: somebody by id, or `operator`; absent = anybody.
    #[param(value_type = Option<String>)]
    actor: Option<By>,
    /// What was done; absent = anything.
    action: Option<InstanceAction>,
    /// Done then or later.
    since: Option<Timestamp>,
    /// Done before then.
    until: Option<Timestamp>,
}

/// Who did what in running the instance, newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/audit-log", tag = "admin", params(LogWindow),
    responses(
        (status = 200, body = InstancePage),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn audit_log(
    State(app): State<Shared>,
    admin: Admin,
    Query(window): Query<LogWindow>,
) -> Result<axum::Json<InstancePage>, Refusal> {
    let filter = InstanceFilter {
        actor: window.actor,
        action: window.action,
        since: window.since,
        until: window.until,
    };
    let window = (window.before, window.limit);
    Ok(axum::Json(super::log(&app, &admin, filter, window).await?))
}

/// The settings that can be changed while the server runs.
#[utoipa::path(
    get, path = "/api/v1/admin/settings", tag = "admin",
    responses(
        (status = 200, body = Settings),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn settings(State(app): State<Shared>, _: Admin) -> axum::Json<Settings> {
    axum::Json(Settings::clone(&app.settings.in_force()))
}

/// Changes settings while the server runs: what is absent stays, `null` = as it was started with.
#[utoipa::path(
    patch, path = "/api/v1/admin/settings", tag = "admin", request_body = UpdateSettings,
    responses(
        (status = 200, body = Settings),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update_settings(
    State(app): State<Shared>,
    admin: Admin,
    Json(change): Json<UpdateSettings>,
) -> Result<axum::Json<Settings>, Refusal> {
    Ok(axum::Json(instance::change(&app, &admin, change).await?))
}
