//! `/api/v1/users/me/export`.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use parlor_protocol::{
    auth::{Purpose, Sealed},
    error::{Code, Problem},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Pieces;
use crate::{
    app::{Actor, App, Shared},
    auth,
    http::extract::{Query, bearer},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(export))
}

/// What may stand after the question mark.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TicketQuery {
    /// A ticket of purpose `export`, instead of a bearer token.
    #[param(value_type = Option<String>)]
    ticket: Option<Sealed>,
}

/// Everything that is one's own, as a zip that is made while it is taken.
#[utoipa::path(
    get, path = "/api/v1/users/me/export", tag = "users",
    params(TicketQuery),
    responses(
        (status = 200, description = "The zip.", content_type = "application/zip"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn export(
    State(app): State<Shared>,
    Query(query): Query<TicketQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let actor = who(&app, &headers, query).await?;
    let pieces = super::export(&app, actor)?;
    let described = [
        (header::CONTENT_TYPE, "application/zip"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"parlor-export.zip\"",
        ),
    ];
    let body = Body::from_stream(stream::try_unfold(pieces, Pieces::next));
    Ok((described, body).into_response())
}

/// Who asks: by a ticket, so that a browser saves it as it comes, or by a bearer token.
async fn who(app: &App, headers: &HeaderMap, query: TicketQuery) -> Result<Actor, Refusal> {
    match (query.ticket, bearer(headers)) {
        (Some(ticket), _) => {
            let door = (Purpose::Export, None);
            Ok(auth::by_ticket(app, &ticket.expose(), door).await?.actor)
        }
        (None, Some(token)) => Ok(auth::authenticate(app, token).await?),
        (None, None) => Err(Refusal::new(
            Code::Unauthenticated,
            "Sign in, and send the access token as `Authorization: Bearer` or a ticket of purpose \
             `export` as `?ticket=`.",
        )),
    }
}
