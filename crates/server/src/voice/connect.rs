//! Coming into a call.

use std::sync::Arc;

use parlor_auth::resume_token::ResumeToken;
use parlor_protocol::{
    channels::Channel,
    close::Close,
    error::Code,
    ids::{ChannelId, VoiceSessionId},
    permissions::{Access, Missing, Permission},
    voice::{BITRATE, VideoLimits, VoiceLimits, VoiceState},
};
use parlor_realtime::{Outbox, session::Capacity};
use parlor_storage::voice::Mark;

use super::{
    Connection, Loss, NoSeat, address, judge::judge_some, list::has_call, manager::Entry,
    seat::Place,
};
use crate::{
    app::{Actor, App},
    auth::{self, AuthenticateError},
    clock,
    config::Origin,
    members::{self, AccessError},
    refusal::Refusal,
};

/// How much may wait for one voice socket: everybody in the largest call, named twice.
const CAPACITY: Capacity = Capacity {
    frames: 512,
    bytes: 2 * 1024 * 1024,
};

/// A wish to be in a call.
#[derive(Debug)]
pub struct Connect {
    /// In which channel.
    pub channel: ChannelId,
    /// The stay that was interrupted, and what proves it.
    pub resume: Option<(VoiceSessionId, String)>,
    /// How the browser reached the server.
    pub reached: Option<Origin>,
}

/// Why somebody does not come into a call.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The channel is missing or hidden, has no calls, or is not the actor's to join.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// No seat is free.
    #[error(transparent)]
    NoSeat(#[from] NoSeat),
    /// There is no voice on this server.
    #[error("voice is off")]
    Off,
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] AuthenticateError),
}

impl From<Missing> for ConnectError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<parlor_storage::Error> for ConnectError {
    fn from(error: parlor_storage::Error) -> Self {
        Self::Access(error.into())
    }
}

impl ConnectError {
    /// How the socket is closed.
    pub const fn close(&self) -> Close {
        match self {
            Self::Access(AccessError::NotFound) => Close::NotFound,
            Self::Access(AccessError::Forbidden(_)) | Self::Off => Close::Forbidden,
            Self::NoSeat(NoSeat::Call) => Close::Full,
            Self::Ended(AuthenticateError::Invalid | AuthenticateError::Ended) => {
                Close::Unauthenticated
            }
            Self::Access(AccessError::Storage(_))
            | Self::NoSeat(NoSeat::Server)
            | Self::Ended(AuthenticateError::Storage(_)) => Close::Overloaded,
        }
    }
}

impl From<ConnectError> for Refusal {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Access(error) => error.into(),
            ConnectError::NoSeat(NoSeat::Call) => Self::new(
                Code::Conflict,
                "This call is full. Come back when somebody left.",
            ),
            ConnectError::NoSeat(NoSeat::Server) => Self::overloaded(),
            ConnectError::Off => Self::new(
                Code::Forbidden,
                "There are no calls on this server. Whoever runs it can switch them on.",
            ),
            ConnectError::Ended(error) => error.into(),
        }
    }
}

/// Comes into a call, or back to a seat that waits. What is told to the actor comes by the
/// connection, the first of it `ready`.
///
/// # Errors
/// See [`ConnectError`]; the actor is not in the call then, and a seat elsewhere stands.
pub async fn connect(app: &App, actor: &Actor, wish: Connect) -> Result<Connection, ConnectError> {
    if !app.voice.is_on() {
        return Err(ConnectError::Off);
    }
    let (access, channel) = members::in_channel(app, actor, wish.channel).await?;
    if !has_call(&channel) {
        return Err(AccessError::NotFound.into());
    }
    let _grant = access.may(Permission::Connect)?;
    let connection = Connection(Arc::new(Outbox::new(CAPACITY)));
    let resumed = wish.resume.as_ref().is_some_and(|(stay, token)| {
        let who = (actor.user, channel.id, actor.session);
        app.voice
            .with(|manager| manager.resume(who, (*stay, token), connection.clone()))
    });
    if !resumed {
        let entry = entry(app, actor, (&access, &channel), (&wish, &connection)).await?;
        app.voice.with(|manager| manager.connect(entry))?;
    }
    // A right or a session that ends from here on takes this seat with it; one that ended after it
    // was looked at did not.
    judge_some(&app.here(), channel.id, &[actor.user]).await;
    if let Err(error) = auth::still_good(app, actor).await {
        app.voice.left(actor.user, &connection, Loss::SignedOut);
        return Err(error.into());
    }
    Ok(connection)
}

async fn entry(
    app: &App,
    actor: &Actor,
    (access, channel): (&Access, &Channel),
    (wish, connection): (&Connect, &Connection),
) -> Result<Entry, ConnectError> {
    let user = app.storage.accounts().user(actor.user).await?;
    let mark = match channel.space_id {
        Some(space) => app.storage.voice().mark(space, actor.user).await?,
        None => Mark::default(),
    };
    Ok(Entry {
        place: Place {
            channel: channel.id,
            space: channel.space_id,
        },
        user: user.ok_or(AccessError::NotFound)?,
        session: actor.session,
        connection: connection.clone(),
        state: VoiceState {
            server_muted: mark.muted,
            server_deafened: mark.deafened,
            suppressed: access.may(Permission::Speak).is_err(),
            ..VoiceState::default()
        },
        may_show: access.may(Permission::Video).is_ok(),
        limits: limits(app, access, channel),
        addresses: address::advertised(app, wish.reached.as_ref()).await,
        stay: (
            VoiceSessionId::from_raw(app.ids.next()),
            ResumeToken::new(&mut clock::rng()),
        ),
    })
}

fn limits(app: &App, access: &Access, channel: &Channel) -> VoiceLimits {
    let bitrate = channel.bitrate.unwrap_or(BITRATE);
    VoiceLimits {
        slots: parlor_voice::limits::SLOTS,
        bitrate: bitrate.min(app.config.limits.voice_bits_per_s_max),
        participants: participants_max(app, access, channel),
        video: video(app),
    }
}

fn video(app: &App) -> Option<VideoLimits> {
    let limits = &app.config.limits;
    app.config.voice.video.then_some(VideoLimits {
        slots: parlor_voice::limits::VIDEO_SLOTS,
        videos: limits.voice_videos_max,
        camera_bitrate: limits.voice_camera_bits_per_s_max,
        screen_bitrate: limits.voice_screen_bits_per_s_max,
    })
}

/// How many may be in a call, as far as somebody is concerned who comes in: who may move people also
/// comes into one that is full for the others.
pub(super) fn participants_max(app: &App, access: &Access, channel: &Channel) -> u32 {
    let most = app.config.limits.voice_participants_max;
    let of_channel = channel.user_limit.filter(|limit| *limit > 0);
    let of_channel = of_channel.filter(|_| access.may(Permission::MoveMembers).is_err());
    of_channel.map_or(most, |limit| limit.min(most))
}
