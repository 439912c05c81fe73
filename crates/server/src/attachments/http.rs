//! `/api/v1/attachments`.

mod range;
mod serve;
mod upload;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use parlor_protocol::{
    attachments::{Attachment, UpdateAttachment, Upload},
    auth::Sealed,
    error::{Code, Problem},
    ids::AttachmentId,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use self::{serve::serve, upload::receive};
use super::{Opened, Wanted};
use crate::{
    app::{Actor, App, Shared},
    auth,
    http::extract::{Json, Multipart, Path, Query, Signed, bearer},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(update))
        .routes(routes!(download))
        .routes(routes!(thumbnail))
}

/// Keeps a file until a message takes it: at most a day, and for the uploader alone.
#[utoipa::path(
    post, path = "/api/v1/attachments", tag = "attachments",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 201, body = Attachment),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn create(
    State(app): State<Shared>,
    Signed(actor): Signed,
    body: Multipart,
) -> Result<(StatusCode, axum::Json<Attachment>), Refusal> {
    let (receiving, described) = receive(&app, &actor, body).await?;
    let kept = super::keep(&app, &actor, (receiving, described)).await?;
    Ok((StatusCode::CREATED, axum::Json(kept)))
}

/// Says anew what one's own file shows, in a message or before it is in one.
#[utoipa::path(
    patch, path = "/api/v1/attachments/{id}", tag = "attachments",
    params(("id" = AttachmentId, Path)), request_body = UpdateAttachment,
    responses(
        (status = 200, body = Attachment),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn update(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(id): Path<AttachmentId>,
    Json(change): Json<UpdateAttachment>,
) -> Result<axum::Json<Attachment>, Refusal> {
    Ok(axum::Json(
        super::describe(&app, &actor, (id, change)).await?,
    ))
}

/// What may stand after the question mark.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TicketQuery {
    /// A ticket of purpose `file`, instead of a bearer token.
    #[param(value_type = Option<String>)]
    ticket: Option<Sealed>,
}

/// A file: whole or in a range, shown only where the server encoded it itself.
#[utoipa::path(
    get, path = "/api/v1/attachments/{id}/{filename}", tag = "attachments",
    params(("id" = AttachmentId, Path), ("filename" = String, Path), TicketQuery),
    responses(
        (status = 200, description = "The whole file.", content_type = "application/octet-stream"),
        (status = 206, description = "The range that was asked for.", content_type = "application/octet-stream"),
        (status = 304, description = "As it was."),
        (status = 416, description = "The range begins behind the end.", body = Problem, content_type = "application/problem+json"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn download(
    State(app): State<Shared>,
    Path((id, filename)): Path<(AttachmentId, String)>,
    Query(query): Query<TicketQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let actor = who(&app, &headers, (query, Opened::Attachment(id))).await?;
    let wanted = Wanted {
        id,
        filename,
        thumbnail: false,
    };
    let found = super::find(&app, &actor, wanted).await?;
    Ok(serve(found, &headers))
}

/// The small still of a big picture.
#[utoipa::path(
    get, path = "/api/v1/attachments/{id}/thumbnail/{filename}", tag = "attachments",
    params(("id" = AttachmentId, Path), ("filename" = String, Path), TicketQuery),
    responses(
        (status = 200, description = "The still.", content_type = "image/*"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn thumbnail(
    State(app): State<Shared>,
    Path((id, filename)): Path<(AttachmentId, String)>,
    Query(query): Query<TicketQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let actor = who(&app, &headers, (query, Opened::Attachment(id))).await?;
    let wanted = Wanted {
        id,
        filename,
        thumbnail: true,
    };
    let found = super::find(&app, &actor, wanted).await?;
    Ok(serve(found, &headers))
}

/// Who asks: by a ticket, for pages cannot give their pictures a header, or by a bearer token.
pub(crate) async fn who(
    app: &App,
    headers: &HeaderMap,
    (query, opened): (TicketQuery, Opened),
) -> Result<Actor, Refusal> {
    match (query.ticket, bearer(headers)) {
        (Some(ticket), _) => Ok(super::by_ticket(app, &ticket.expose(), opened).await?),
        (None, Some(token)) => Ok(auth::authenticate(app, token).await?),
        (None, None) => Err(Refusal::new(
            Code::Unauthenticated,
            "Sign in, and send the access token as `Authorization: Bearer` or a ticket of purpose \
             `file` as `?ticket=`.",
        )),
    }
}
