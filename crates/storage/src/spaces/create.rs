//! Making a space.

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    event::Event,
    ids::ChannelId,
    permissions::Permissions,
};

use super::NewSpace;
use crate::{
    channels,
    engine::{Link, execute},
    streams::log::{self, Reference},
};

/// Makes a space with its stream, its @everyone role and two channels; whoever owns it is not a
/// member yet. Returns what happened in its stream.
pub(crate) async fn create(link: &mut Link<'_>, new: &NewSpace) -> sqlx::Result<Vec<Event>> {
    log::create(link, new.id.into()).await?;
    execute!(
        link,
        "INSERT INTO spaces (id, name, description, owner_id, created_at) \
         VALUES ($1, $2, $3, $4, $5)",
        new.id.raw(),
        &new.name,
        &new.description,
        new.owner.raw(),
        new.created_at.as_millis()
    )?;
    execute!(
        link,
        "INSERT INTO roles (id, space_id, name, position, permissions) VALUES ($1, $1, $2, 0, $3)",
        new.id.raw(),
        "@everyone",
        Permissions::NEW_SPACE.bits()
    )?;
    let general = channel(new, new.general, ChannelKind::Text, ("general", 0));
    let lounge = channel(new, new.lounge, ChannelKind::Voice, ("Lounge", 1));
    let mut events = Vec::with_capacity(2);
    for channel in [general, lounge] {
        channels::insert(link, &channel).await?;
        let stream = new.id.into();
        let reference = Reference::ChannelCreated(channel.id);
        let seq = log::append(link, stream, reference, new.created_at).await?;
        events.push(Event::ChannelCreated {
            stream,
            seq,
            space_id: new.id,
            channel,
        });
    }
    Ok(events)
}

fn channel(
    new: &NewSpace,
    id: ChannelId,
    kind: ChannelKind,
    (name, position): (&str, u32),
) -> Channel {
    Channel {
        id,
        space_id: Some(new.id),
        kind,
        name: name.to_owned(),
        topic: String::new(),
        parent_id: None,
        position,
        private: false,
        slow_mode_seconds: 0,
        user_limit: None,
        bitrate: None,
        created_at: new.created_at,
        last_seq: 0,
        members: Vec::new(),
    }
}
