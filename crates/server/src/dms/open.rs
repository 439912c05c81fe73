//! Opening a conversation.

use parlor_protocol::{
    dms::{GROUP_MEMBERS_MAX, OpenDm, OpenedDm},
    ids::ChannelId,
};
use parlor_storage::dms::NewDm;

use super::DmError;
use crate::{
    app::{Actor, App},
    clock,
};

/// Opens a conversation with people the actor shares a space with; the one that two had already
/// is given again.
///
/// # Errors
/// See [`DmError`]; nothing was made then.
pub async fn open(app: &App, actor: &Actor, input: OpenDm) -> Result<OpenedDm, DmError> {
    let mut others = input.user_ids;
    others.sort_unstable();
    others.dedup();
    others.retain(|user| *user != actor.user);
    if others.is_empty() || others.len() >= GROUP_MEMBERS_MAX {
        return Err(DmError::People);
    }
    let per_user_max = app.config.limits.dms_per_user_max;
    let new = NewDm {
        id: ChannelId::from_raw(app.ids.next()),
        opener: actor.user,
        others,
        created_at: clock::now(),
        per_user_max,
    };
    let storage = app.storage.clone();
    app.commit(async move { storage.dms().open(new).await })
        .await
        .map_err(|error| DmError::of(error, per_user_max))
}
