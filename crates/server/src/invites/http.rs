//! `/api/v1/spaces/{id}/invites` and `/api/v1/invites/{code}`.

use axum::{extract::State, http::StatusCode};
use parlor_protocol::{
    error::Problem,
    ids::SpaceId,
    invites::{CreateInvite, Invite, InvitePreview},
    page::Items,
    spaces::Space,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Json, Path, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(preview, revoke))
        .routes(routes!(accept))
}

/// The invites that can still be used: all for who manages the space, else one's own.
#[utoipa::path(
    get, path = "/api/v1/spaces/{id}/invites", tag = "invites",
    params(("id" = SpaceId, Path)),
    responses(
        (status = 200, body = Items<Invite>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
) -> Result<axum::Json<Items<Invite>>, Refusal> {
    Ok(axum::Json(super::list(&app, &actor, space).await?.into()))
}

/// Makes an invite.
#[utoipa::path(
    post, path = "/api/v1/spaces/{id}/invites", tag = "invites",
    params(("id" = SpaceId, Path)), request_body = CreateInvite,
    responses(
        (status = 201, body = Invite),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn create(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(space): Path<SpaceId>,
    Json(input): Json<CreateInvite>,
) -> Result<(StatusCode, axum::Json<Invite>), Refusal> {
    let invite = super::create(&app, &actor, (space, input)).await?;
    Ok((StatusCode::CREATED, axum::Json(invite)))
}

/// Where an invite leads and who invites; needs no account.
#[utoipa::path(
    get, path = "/api/v1/invites/{code}", tag = "invites",
    params(("code" = String, Path)), security(()),
    responses(
        (status = 200, body = InvitePreview),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn preview(
    State(app): State<Shared>,
    Path(code): Path<String>,
) -> Result<axum::Json<InvitePreview>, Refusal> {
    Ok(axum::Json(super::preview(&app, &code).await?))
}

/// Joins the space an invite leads to.
#[utoipa::path(
    post, path = "/api/v1/invites/{code}/accept", tag = "invites",
    params(("code" = String, Path)),
    responses(
        (status = 200, body = Space),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn accept(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(code): Path<String>,
) -> Result<axum::Json<Space>, Refusal> {
    Ok(axum::Json(super::accept(&app, &actor, code).await?))
}

/// Ends an invite.
#[utoipa::path(
    delete, path = "/api/v1/invites/{code}", tag = "invites",
    params(("code" = String, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn revoke(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(code): Path<String>,
) -> Result<StatusCode, Refusal> {
    super::revoke(&app, &actor, &code).await?;
    Ok(StatusCode::NO_CONTENT)
}
