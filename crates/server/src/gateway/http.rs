//! `/ws`: from a request to a socket.

use axum::{
    extract::{
        FromRequestParts, State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection,
    },
    http::{HeaderMap, StatusCode, request::Parts},
    response::Response,
};
use parlor_protocol::{
    auth::{Purpose, Sealed},
    close::Close,
    error::{Code, Problem},
    event::VERSION,
    ids::ChannelId,
    limits::Limits,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    farewell::{Refused, refuse},
    socket,
};
use crate::{
    app::{App, Shared},
    auth::{self, AuthenticateError, Credential},
    http::{
        self, Taken,
        extract::{Client, Query, bearer},
        serve::Stop,
    },
    refusal::Refusal,
};

/// The buffers of one socket, in bytes. The library's own defaults cost 137 KB a socket.
pub(super) const BUFFER_BYTES: usize = 4 * 1024;
/// The largest frame that a socket carries to its reader, in bytes. The settings are checked to make
/// no larger event: one that could not be sent would close every socket that comes to it.
pub const SENT_FRAME_BYTES_MAX: usize = 252 * 1024;
/// What one socket may hold that the system does not take yet, in bytes: a buffer and such a frame.
const UNWRITTEN_BYTES_MAX: usize = SENT_FRAME_BYTES_MAX + BUFFER_BYTES;

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

/// Who asks for a socket, and how much of what they are sent the system still holds. Nobody does
/// while the server stops: that socket would be closed before it was of use.
pub(super) struct Asker {
    pub(super) client: Client,
    pub(super) taken: Taken,
}

impl FromRequestParts<Shared> for Asker {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        if parts.extensions.get::<Stop>().is_some_and(Stop::is_said) {
            return Err(Refusal::stopping());
        }
        let client = Client::from_request_parts(parts, app).await?;
        let taken = parts.extensions.get().cloned();
        let taken = taken.ok_or_else(Refusal::overloaded)?;
        Ok(Self { client, taken })
    }
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
    Asker { client, taken }: Asker,
    headers: HeaderMap,
    Query(query): Query<OpenQuery>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let upgrade = to_open(&app, (&headers, &client), upgrade)?;
    let admitted = admit(&app, &headers, query).await;
    let upgrade = bounded(upgrade, &app.config.limits, UNWRITTEN_BYTES_MAX);
    Ok(upgrade.on_upgrade(async move |socket| match admitted {
        Ok(credential) => socket::serve(app, (socket, taken), credential).await,
        Err(refused) => refuse(socket, refused).await,
    }))
}

/// A socket that may be opened, as far as that is known before it speaks.
pub(super) fn to_open(
    app: &App,
    (headers, client): (&HeaderMap, &Client),
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<WebSocketUpgrade, Refusal> {
    let upgrade = upgrade.map_err(|rejection| not_a_socket(&rejection))?;
    if http::is_foreign(headers, &app.config.http, client) {
        return Err(Refusal::new(
            Code::Forbidden,
            "A page of another site asks for a socket. If it is yours, set `http.public_url` to \
             the address in the browser, or add its origin to `http.allowed_origins`.",
        ));
    }
    Ok(upgrade)
}

fn not_a_socket(rejection: &WebSocketUpgradeRejection) -> Refusal {
    tracing::debug!(%rejection, status = %StatusCode::BAD_REQUEST, "not a socket");
    Refusal::new(
        Code::Malformed,
        "Open this address as a WebSocket, version 13.",
    )
}

/// A socket of which the system holds back at most so many bytes.
pub(super) fn bounded(
    upgrade: WebSocketUpgrade,
    limits: &Limits,
    unwritten_bytes_max: usize,
) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(unwritten_bytes_max)
        .max_frame_size(limits.frame_bytes_max)
        .max_message_size(limits.frame_bytes_max)
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
