//! `/ws/voice/{channel_id}`: from a request to a seat in a call, and from its commands to their
//! verbs.

mod socket;

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use bytes::Bytes;
use parlor_protocol::{
    auth::{Purpose, Sealed},
    close::Close,
    error::Problem,
    ids::{ChannelId, VoiceSessionId},
    voice::VoiceEvent,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    farewell::{Refused, refuse_with},
    http::{Asker, credential},
};
use crate::{
    app::{Actor, App, Shared},
    config::Origin,
    http::extract::{Path, Query},
    refusal::Refusal,
    voice::{self, Connect, Connection},
};

/// How many may be in one call at most: all of them are named in one frame.
pub const PARTICIPANTS_MOST: u32 = 1_000;
/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(open))
}

/// What an address of a voice socket may say.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OpenQuery {
    /// A ticket of purpose `voice` for this channel.
    #[param(value_type = Option<String>)]
    ticket: Option<Sealed>,
    /// An access token, where `ws.allow_query_token` is on.
    #[param(value_type = Option<String>)]
    token: Option<Sealed>,
    /// `sessionId.resumeToken` of a `ready`: takes that seat again, where it still waits.
    #[param(value_type = Option<String>)]
    resume: Option<Sealed>,
}

/// Opens the socket of a call (RFC 6455). The first credential that is there counts: `ticket`,
/// `Authorization: Bearer`, `token`. Why somebody does not come in is told on the socket, which is
/// then closed.
#[utoipa::path(
    get, path = "/ws/voice/{channel_id}", tag = "voice",
    params(("channel_id" = ChannelId, Path), OpenQuery),
    security((), ("bearer" = [])),
    responses(
        (status = 101, description = "Frames as `docs/protocol.md` section 6 has them."),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn open(
    State(app): State<Shared>,
    Asker { client, upgrade }: Asker,
    headers: HeaderMap,
    Path(channel): Path<String>,
    Query(query): Query<OpenQuery>,
) -> Response {
    let place = (channel.parse().ok(), client.reached);
    let entered = enter(&app, &headers, (place, query)).await;
    upgrade.on(&Arc::clone(&app), async move |socket| match entered {
        Ok(entered) => socket::serve(app, socket, entered).await,
        Err(Refused { refusal, close }) => {
            refuse_with(socket, error(None, refusal), close).await;
        }
    })
}

/// Who came into which call, and by what they are told.
struct Entered {
    actor: Actor,
    channel: ChannelId,
    connection: Connection,
}

async fn enter(
    app: &App,
    headers: &HeaderMap,
    ((channel, reached), query): ((Option<ChannelId>, Option<Origin>), OpenQuery),
) -> Result<Entered, Refused> {
    let door = (Purpose::Voice, channel);
    let actor = credential(app, headers, (query.ticket, query.token), door).await?;
    let actor = actor.actor;
    let Some(channel) = channel else {
        return Err(Refused {
            refusal: Refusal::not_found(),
            close: Close::NotFound,
        });
    };
    let wish = Connect {
        channel,
        resume: query.resume.and_then(stay),
        reached,
    };
    match voice::connect(app, &actor, wish).await {
        Ok(connection) => Ok(Entered {
            actor,
            channel,
            connection,
        }),
        Err(error) => Err(Refused {
            close: error.close(),
            refusal: error.into(),
        }),
    }
}

/// What is no stay of anybody's is as good as none: who may come in comes in anew.
fn stay(resume: Sealed) -> Option<(VoiceSessionId, String)> {
    let text = resume.expose();
    let (stay, token) = text.split_once('.')?;
    Some((stay.parse().ok()?, token.to_owned()))
}

/// A refusal as this socket tells it.
fn error(reference: Option<String>, refusal: Refusal) -> Bytes {
    let in_ms = |wait: std::time::Duration| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    voice::encode(&VoiceEvent::Error {
        reference,
        code: refusal.code,
        detail: refusal.detail,
        retry_after_ms: refusal.retry_after.map(in_ms),
    })
}
