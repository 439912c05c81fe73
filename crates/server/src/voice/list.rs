//! Looking who is in a call.

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    ids::ChannelId,
    voice::{VoiceList, VoiceRooms},
};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// Whether people can call each other there.
pub(super) const fn has_call(channel: &Channel) -> bool {
    match channel.kind {
        ChannelKind::Voice | ChannelKind::Dm | ChannelKind::Group => true,
        ChannelKind::Text | ChannelKind::Category => false,
    }
}

/// Who is in the call of a channel.
///
/// # Errors
/// [`AccessError::NotFound`] when it is missing or hidden, or has no calls.
pub async fn list(app: &App, actor: &Actor, channel: ChannelId) -> Result<VoiceList, AccessError> {
    let (_, seen) = members::in_channel(app, actor, channel).await?;
    if !has_call(&seen) {
        return Err(AccessError::NotFound);
    }
    let (version, items) = app.voice.with(|manager| {
        let (version, _) = manager.rooms(&[]);
        (version, manager.participants(channel))
    });
    Ok(VoiceList { version, items })
}

/// Every call that the actor sees.
///
/// # Errors
/// When the database does not answer.
pub async fn rooms(app: &App, actor: &Actor) -> Result<VoiceRooms, AccessError> {
    // The version first: what changes while it is asked who sees what is told again, not lost.
    let (version, channels) = app.voice.with(|manager| {
        let (version, _) = manager.rooms(&[]);
        (version, manager.channels())
    });
    if channels.is_empty() {
        return Ok(VoiceRooms {
            version,
            rooms: Vec::new(),
        });
    }
    let members = app.storage.members();
    let seers = members.seers(&channels, &[actor.user]).await?;
    let seen = seers.into_iter().filter(|(_, users)| !users.is_empty());
    let seen: Vec<ChannelId> = seen.map(|(channel, _)| channel).collect();
    let (_, rooms) = app.voice.with(|manager| manager.rooms(&seen));
    Ok(VoiceRooms { version, rooms })
}
