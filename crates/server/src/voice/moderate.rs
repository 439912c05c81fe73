//! Doing something about somebody in a call.

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    close::Close,
    error::Code,
    ids::{ChannelId, UserId},
    permissions::{Access, Grant, Missing, Permission},
    voice::{Moderate, VoiceAction, VoiceDeparture},
};
use parlor_storage::{
    Committed,
    voice::{Marking, Sending},
};

use super::{Ending, calls::KICKED, connect::participants_max};
use crate::{
    app::{Actor, App, Node},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ModerateError {
    /// The channel is missing or hidden, or the actor may not do this there.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// They are not in the call.
    #[error("they are not in the call")]
    NotThere,
    /// They stand as high as the actor, or higher.
    #[error("only who stands below the actor can be moderated")]
    TooHigh,
    /// Not a voice channel of the same space, or none.
    #[error("channelId must be another voice channel of the space")]
    Target,
    /// They may not be there.
    #[error("they may not join that call")]
    TheyMayNot,
    /// No seat is free there.
    #[error("that call is full")]
    Full,
}

impl From<Missing> for ModerateError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<parlor_storage::Error> for ModerateError {
    fn from(error: parlor_storage::Error) -> Self {
        Self::Access(error.into())
    }
}

impl From<ModerateError> for Refusal {
    fn from(error: ModerateError) -> Self {
        match error {
            ModerateError::Access(error) => error.into(),
            ModerateError::NotThere => {
                Self::new(Code::NotFound, "They are not in this call, or no longer.")
            }
            ModerateError::TooHigh => Self::new(
                Code::Forbidden,
                "You can only do this to people whose highest role is below yours.",
            ),
            ModerateError::Target => {
                Self::field("channelId", "must be another voice channel of this space")
            }
            ModerateError::TheyMayNot => {
                Self::new(Code::Forbidden, "They may not join that channel.")
            }
            ModerateError::Full => Self::new(Code::Conflict, "That call is full."),
        }
    }
}

/// Does something about somebody in the call of a channel. It has taken effect when this returns.
///
/// # Errors
/// See [`ModerateError`]; nothing was done then.
pub async fn moderate(
    app: &App,
    actor: &Actor,
    input: (ChannelId, Moderate),
) -> Result<(), ModerateError> {
    members::anew(app, move || moderate_once(app, actor, input)).await
}

async fn moderate_once(
    app: &App,
    actor: &Actor,
    (channel, wish): (ChannelId, Moderate),
) -> Result<(), ModerateError> {
    let user = wish.user_id;
    let (access, seen) = members::in_channel(app, actor, channel).await?;
    let grant = access.may(needed(wish.action))?;
    let place = app.voice.with(|manager| manager.place(user));
    if place.is_none_or(|place| place.channel != channel) {
        return Err(ModerateError::NotThere);
    }
    check_below(app, &access, user).await?;
    let marking = match wish.action {
        VoiceAction::Mute => Marking::Mute(grant, true),
        VoiceAction::Unmute => Marking::Mute(grant, false),
        VoiceAction::Deafen => Marking::Deafen(grant, true),
        VoiceAction::Undeafen => Marking::Deafen(grant, false),
        VoiceAction::Disconnect => {
            return send_out(app, (grant, channel, user), KICKED).await;
        }
        VoiceAction::Move => {
            let to = target(app, actor, (&seen, &wish)).await?;
            let ending = Ending {
                to: Some(to),
                ..Ending::new(VoiceDeparture::Moved, Close::Normal)
            };
            return send_out(app, (grant, channel, user), ending).await;
        }
    };
    mark(app, (grant, user), marking).await
}

const fn needed(action: VoiceAction) -> Permission {
    match action {
        VoiceAction::Mute | VoiceAction::Unmute => Permission::MuteMembers,
        VoiceAction::Deafen | VoiceAction::Undeafen => Permission::DeafenMembers,
        VoiceAction::Disconnect | VoiceAction::Move => Permission::MoveMembers,
    }
}

async fn check_below(app: &App, access: &Access, user: UserId) -> Result<(), ModerateError> {
    let Some(space) = access.space() else {
        return Ok(());
    };
    let is_self = user == access.user();
    let below = members::check_below(app, access, (space, user)).await?;
    if is_self || below != Some(false) {
        Ok(())
    } else {
        Err(ModerateError::TooHigh)
    }
}

/// Writes down who is sent out of a call, and sends them, also when whoever decided is gone by then.
async fn send_out(
    app: &App,
    (grant, channel, user): (Grant, ChannelId, UserId),
    ending: Ending,
) -> Result<(), ModerateError> {
    let storage = app.storage.clone();
    let sending = Sending {
        grant,
        from: channel,
        to: ending.to,
    };
    let write = async move {
        let voice = storage.voice();
        voice.send_out(user, sending, clock::now()).await?;
        Ok::<_, parlor_storage::Error>(Committed {
            value: (),
            events: Vec::new(),
        })
    };
    let sent = app.commit_and(write, move |node, ()| async move {
        end(&node, (channel, user), ending).await;
    });
    sent.await?;
    Ok(())
}

async fn end(node: &Node, (channel, user): (ChannelId, UserId), ending: Ending) {
    node.voice.with(|manager| {
        let place = manager.place(user);
        if place.is_some_and(|place| place.channel == channel) {
            manager.disconnect(user, ending);
        }
    });
    node.voice.settle().await;
}

/// Where somebody is moved to: both may be there, and there is a seat.
async fn target(
    app: &App,
    actor: &Actor,
    (from, wish): (&Channel, &Moderate),
) -> Result<ChannelId, ModerateError> {
    let to = wish.channel_id.ok_or(ModerateError::Target)?;
    let seen = members::in_channel(app, actor, to).await;
    let (access, channel) = seen.map_err(|error| match error {
        AccessError::NotFound => ModerateError::Target,
        error => error.into(),
    })?;
    let is_other = to != from.id && channel.space_id == from.space_id;
    if !is_other || channel.kind != ChannelKind::Voice {
        return Err(ModerateError::Target);
    }
    let _connects = access.may(Permission::Connect)?;
    let _moves = access.may(Permission::MoveMembers)?;
    let members = app.storage.members();
    let theirs = members.rights(to, &[wish.user_id], clock::now()).await?;
    let theirs = theirs.get(&wish.user_id).ok_or(ModerateError::TheyMayNot)?;
    if theirs.may(Permission::Connect).is_err() {
        return Err(ModerateError::TheyMayNot);
    }
    let most = participants_max(app, theirs, &channel);
    let here = app.voice.with(|manager| manager.users(to).len());
    if here >= usize::try_from(most).unwrap_or(usize::MAX) {
        return Err(ModerateError::Full);
    }
    Ok(to)
}

/// Writes a decision down, and has it take effect, also when whoever decided is gone by then.
async fn mark(
    app: &App,
    (grant, user): (Grant, UserId),
    marking: Marking,
) -> Result<(), ModerateError> {
    let storage = app.storage.clone();
    let write = async move {
        let value = storage.voice().decide(user, marking, clock::now()).await?;
        Ok::<_, parlor_storage::Error>(Committed {
            value,
            events: Vec::new(),
        })
    };
    let decided = app.commit_and(write, move |node, _| async move {
        apply(&node, (grant, user)).await;
    });
    decided.await?;
    Ok(())
}

/// What holds is read again, by one at a time: of two decisions the one that was written last takes
/// effect last.
async fn apply(node: &Node, (grant, user): (Grant, UserId)) {
    let Some(space) = grant.space() else {
        return;
    };
    let _turn = node.voice.judging.lock().await;
    match node.storage.voice().mark(space, user).await {
        Ok(mark) => node.voice.with(|manager| {
            if manager.place(user).and_then(|place| place.space) == Some(space) {
                manager.update_voice_state(user, |state| {
                    state.server_muted = mark.muted;
                    state.server_deafened = mark.deafened;
                });
            }
        }),
        Err(error) => {
            tracing::error!(%error, "what was decided about somebody is unknown: they are out");
            node.voice.with(|manager| manager.disconnect(user, KICKED));
        }
    }
    node.voice.settle().await;
}
