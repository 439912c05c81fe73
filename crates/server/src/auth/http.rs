//! `/api/v1/auth`, and the same four at short paths.

mod delivery;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::post,
};
use parlor_protocol::{
    auth::{
        ChangePassword, ConfirmEmail, CreateTicket, DeleteAccount, Login, MailReset, Refresh,
        Register, ResetPassword, Session, Ticket, Token,
    },
    error::Problem,
    ids::SessionId,
    page::Items,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::delivery::Delivery;
use super::Held;
use crate::{
    app::Shared,
    http::extract::{Client, Json, JsonOrEmpty, JsonOrForm, Path, Signed, bearer},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(login))
        .routes(routes!(refresh))
        .routes(routes!(logout))
        .routes(routes!(logout_all))
        .routes(routes!(list_sessions))
        .routes(routes!(revoke_session))
        .routes(routes!(change_password))
        .routes(routes!(create_ticket))
        .routes(routes!(delete_account))
        .routes(routes!(reset))
        .routes(routes!(reset_mail))
        .routes(routes!(confirm_email))
        // The same four at the paths most clients try first. To look at, these are pages.
        .route("/register", post(register))
        .route("/login", post(login))
        .route("/refresh", post(refresh))
        .route("/logout", post(logout))
}

/// Makes an account and signs it in.
#[utoipa::path(
    post, path = "/api/v1/auth/register", tag = "auth", security(()),
    params(("X-Token-Delivery" = Option<String>, Header, description = "`cookie`: the refresh token comes as a cookie.")),
    request_body = Register,
    responses(
        (status = 201, body = Token),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn register(
    State(app): State<Shared>,
    client: Client,
    delivery: Delivery,
    Json(input): Json<Register>,
) -> Result<Response, Refusal> {
    let issued = super::register(&app, &client, input).await?;
    Ok(delivery.answer(StatusCode::CREATED, issued, false))
}

/// Signs in with a name, or an e-mail address, and a password.
#[utoipa::path(
    post, path = "/api/v1/auth/login", tag = "auth", security(()),
    params(("X-Token-Delivery" = Option<String>, Header, description = "`cookie`: the refresh token comes as a cookie.")),
    request_body(content(
        (Login = "application/json"),
        (Login = "application/x-www-form-urlencoded"),
    )),
    responses(
        (status = 200, body = Token),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn login(
    State(app): State<Shared>,
    client: Client,
    delivery: Delivery,
    JsonOrForm(input): JsonOrForm<Login>,
) -> Result<Response, Refusal> {
    let issued = super::login(&app, (&client, delivery.device()), input).await?;
    Ok(delivery.answer(StatusCode::OK, issued, false))
}

/// Spends a refresh token, from the body or the cookie, for new tokens. One that came by cookie is
/// answered by cookie.
#[utoipa::path(
    post, path = "/api/v1/auth/refresh", tag = "auth", security(()),
    params(("X-Token-Delivery" = Option<String>, Header, description = "`cookie`: the refresh token comes as a cookie.")),
    request_body = Option<Refresh>,
    responses(
        (status = 200, body = Token),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn refresh(
    State(app): State<Shared>,
    client: Client,
    delivery: Delivery,
    JsonOrEmpty(body): JsonOrEmpty<Refresh>,
) -> Result<Response, Refusal> {
    let (presented, by_cookie) = delivery.presented(body);
    let issued = super::refresh(&app, &client, presented).await?;
    Ok(delivery.answer(StatusCode::OK, issued, by_cookie))
}

/// Signs out: the session of the access token, of the refresh token, or both. May be repeated.
#[utoipa::path(
    post, path = "/api/v1/auth/logout", tag = "auth", security((), ("bearer" = [])),
    request_body = Option<Refresh>,
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn logout(
    State(app): State<Shared>,
    headers: HeaderMap,
    delivery: Delivery,
    JsonOrEmpty(body): JsonOrEmpty<Refresh>,
) -> Result<Response, Refusal> {
    let held = Held {
        access_token: bearer(&headers),
        refresh_tokens: delivery.all(body),
    };
    super::logout(&app, held).await?;
    Ok(delivery.clear())
}

/// Signs out everywhere.
#[utoipa::path(
    post, path = "/api/v1/auth/logout-all", tag = "auth",
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn logout_all(
    State(app): State<Shared>,
    Signed(actor): Signed,
    delivery: Delivery,
) -> Result<Response, Refusal> {
    super::logout_all(&app, &actor).await?;
    Ok(delivery.clear())
}

/// One's signed-in devices, newest first.
#[utoipa::path(
    get, path = "/api/v1/auth/sessions", tag = "auth",
    responses(
        (status = 200, body = Items<Session>),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn list_sessions(
    State(app): State<Shared>,
    Signed(actor): Signed,
) -> Result<axum::Json<Items<Session>>, Refusal> {
    Ok(axum::Json(super::list(&app, &actor).await?.into()))
}

/// Signs one device out.
#[utoipa::path(
    delete, path = "/api/v1/auth/sessions/{id}", tag = "auth",
    params(("id" = SessionId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn revoke_session(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(session): Path<SessionId>,
) -> Result<StatusCode, Refusal> {
    super::revoke(&app, &actor, session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes another password; every other device is signed out.
#[utoipa::path(
    post, path = "/api/v1/auth/password", tag = "auth", request_body = ChangePassword,
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn change_password(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Json(input): Json<ChangePassword>,
) -> Result<StatusCode, Refusal> {
    super::change_password(&app, &actor, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes another password with a one-time link; every device is signed out.
#[utoipa::path(
    post, path = "/api/v1/auth/reset", tag = "auth", security(()), request_body = ResetPassword,
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn reset(
    State(app): State<Shared>,
    client: Client,
    Json(input): Json<ResetPassword>,
) -> Result<StatusCode, Refusal> {
    super::reset(&app, &client, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Has a one-time link sent by mail to whoever has this address, if anybody.
#[utoipa::path(
    post, path = "/api/v1/auth/reset-mail", tag = "auth", security(()), request_body = MailReset,
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn reset_mail(
    State(app): State<Shared>,
    client: Client,
    Json(input): Json<MailReset>,
) -> Result<StatusCode, Refusal> {
    super::reset_mail(&app, &client, input)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Proves an e-mail address with a one-time link, and makes it the account's.
#[utoipa::path(
    post, path = "/api/v1/auth/confirm-email", tag = "auth", security(()),
    request_body = ConfirmEmail,
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn confirm_email(
    State(app): State<Shared>,
    client: Client,
    Json(input): Json<ConfirmEmail>,
) -> Result<StatusCode, Refusal> {
    super::confirm_email(&app, &client, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes one's own account; what one wrote stays as by a deleted user, or goes.
#[utoipa::path(
    post, path = "/api/v1/auth/delete-account", tag = "auth", request_body = DeleteAccount,
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn delete_account(
    State(app): State<Shared>,
    Signed(actor): Signed,
    delivery: Delivery,
    Json(input): Json<DeleteAccount>,
) -> Result<Response, Refusal> {
    super::delete_account(&app, &actor, input).await?;
    Ok(delivery.clear())
}

/// Makes a ticket, to stand in an address instead of a token.
#[utoipa::path(
    post, path = "/api/v1/auth/ticket", tag = "auth", request_body = CreateTicket,
    responses(
        (status = 200, body = Ticket),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn create_ticket(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Json(input): Json<CreateTicket>,
) -> Result<axum::Json<Ticket>, Refusal> {
    Ok(axum::Json(super::ticket(&app, &actor, input).await?))
}
