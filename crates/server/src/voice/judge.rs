//! Looking again at what people in calls may do.

use parlor_protocol::{
    close::Close,
    ids::{ChannelId, UserId},
    permissions::Permission,
    voice::VoiceDeparture,
};

use super::{Ending, calls::KICKED};
use crate::{app::Node, clock};

/// Looks again at everybody in the calls of these channels: who may not be there is out when this
/// returns, who may not speak is silent, and who may show nothing is not seen.
pub async fn judge(node: &Node, channels: &[ChannelId]) {
    for channel in channels {
        let users = node.voice.with(|manager| manager.users(*channel));
        judge_some(node, *channel, &users).await;
    }
}

/// The same for some of those in one call.
pub(super) async fn judge_some(node: &Node, channel: ChannelId, users: &[UserId]) {
    if users.is_empty() {
        return;
    }
    let _turn = node.voice.judging.lock().await;
    let members = node.storage.members();
    let rights = members.rights(channel, users, clock::now()).await;
    node.voice.with(|manager| {
        for user in users {
            if manager
                .place(*user)
                .is_none_or(|place| place.channel != channel)
            {
                continue;
            }
            let Ok(rights) = &rights else {
                // Who cannot be judged is out, and comes back by themself where they may.
                manager.disconnect(
                    *user,
                    Ending::new(VoiceDeparture::Timeout, Close::Overloaded),
                );
                continue;
            };
            let access = rights.get(user);
            let access = access.filter(|access| access.may(Permission::Connect).is_ok());
            let Some(access) = access else {
                manager.disconnect(*user, KICKED);
                continue;
            };
            let suppressed = access.may(Permission::Speak).is_err();
            manager.update_voice_state(*user, |state| state.suppressed = suppressed);
            manager.may_show(*user, access.may(Permission::Video).is_ok());
        }
    });
    if let Err(error) = rights {
        tracing::error!(%error, %channel, "who may be in the call is unknown: nobody goes on");
    }
    node.voice.settle().await;
}
