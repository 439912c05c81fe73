//! `/ws`: from a request to a socket.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, State},
    http::{HeaderMap, request::Parts},
    response::Response,
};
use parlor_protocol::{
    auth::{Purpose, Sealed},
    close::Close,
    error::{Code, Problem},
    event::VERSION,
    ids::ChannelId,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    farewell::{Refused, refuse},
    socket,
    upgrade::Upgrade,
};
use crate::{
    app::{App, Shared},
    auth::{self, AuthenticateError, Credential},
    http::{
        self,
        extract::{Client, Query, bearer},
        serve::Stop,
    },
    refusal::Refusal,
};

/// The largest frame that a socket carries to its reader, in bytes. The settings are checked to make
/// no larger event: one that could not be sent would close every socket that comes to it.
pub const SENT_FRAME_BYTES_MAX: usize = 252 * 1024;
/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(open))
}

/// What an address of a socket may say.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OpenQuery {
    /// A ticket of purpose `ws`.
    #[param(value_type = Option<String>)]
    ticket: Option<Sealed>,
    /// An access token, where `ws.allow_query_token` is on.
    #[param(value_type = Option<String>)]
    token: Option<Sealed>,
    /// The version of this language; 1 when absent.
    v: Option<String>,
}

/// Who asks for a socket, and the connection it is to be. Nobody does while the server stops: that
/// socket would be closed before it was of use.
pub(super) struct Asker {
    pub(super) client: Client,
    pub(super) upgrade: Upgrade,
}

impl FromRequestParts<Shared> for Asker {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        if parts.extensions.get::<Stop>().is_some_and(Stop::is_said) {
            return Err(Refusal::stopping());
        }
        let upgrade = Upgrade::of(parts)?;
        let client = Client::from_request_parts(parts, app).await?;
        if http::is_foreign(&parts.headers, &app.config.http, &client) {
            return Err(foreign());
        }
        Ok(Self { client, upgrade })
    }
}

fn foreign() -> Refusal {
    Refusal::new(
        Code::Forbidden,
        "A page of another site asks for a socket. If it is yours, set `http.public_url` to the \
         address in the browser, or add its origin to `http.allowed_origins`.",
    )
}

/// Opens a socket (RFC 6455). The first credential that is there counts: `ticket`, `Authorization:
/// Bearer`, `token`. A bad one, a foreign version and a socket too many are told on the socket,
/// which is then closed.
#[utoipa::path(
    get, path = "/ws", tag = "gateway", params(OpenQuery),
    security((), ("bearer" = [])),
    responses(
        (status = 101, description = "Frames as `docs/protocol.md` section 5 has them."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn open(
    State(app): State<Shared>,
    Asker { upgrade, .. }: Asker,
    headers: HeaderMap,
    Query(query): Query<OpenQuery>,
) -> Response {
    let admitted = admit(&app, &headers, query).await;
    upgrade.on(&Arc::clone(&app), async move |socket| match admitted {
        Ok(credential) => socket::serve(app, socket, credential).await,
        Err(refused) => refuse(socket, refused).await,
    })
}

async fn admit(
    app: &App,
    headers: &HeaderMap,
    OpenQuery { ticket, token, v }: OpenQuery,
) -> Result<Credential, Refused> {
    if v.is_some_and(|version| version != VERSION.to_string()) {
        let detail = format!("This server speaks version {VERSION}: reload, or update the client.");
        let refusal = Refusal::new(Code::Validation, detail);
        return Err(Refused {
            refusal,
            close: Close::Version,
        });
    }
    let credential = credential(app, headers, (ticket, token), (Purpose::Ws, None)).await;
    credential.map_err(Refused::from)
}

/// Who asks, by the first credential that is there.
pub(super) async fn credential(
    app: &App,
    headers: &HeaderMap,
    (ticket, token): (Option<Sealed>, Option<Sealed>),
    door: (Purpose, Option<ChannelId>),
) -> Result<Credential, AuthenticateError> {
    let token = token.filter(|_| app.config.ws.allow_query_token);
    match (ticket, bearer(headers), token) {
        (Some(ticket), ..) => auth::by_ticket(app, &ticket.expose(), door).await,
        (None, Some(token), _) => auth::by_token(app, token).await,
        (None, None, Some(token)) => auth::by_token(app, &token.expose()).await,
        (None, None, None) => Err(AuthenticateError::Invalid),
    }
}
