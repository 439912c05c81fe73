//! Everything a client draws itself from.

use std::collections::BTreeMap;

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    ids::{SpaceId, StreamId, UserId},
    members::Member,
    reads::ReadState,
    spaces::Space,
    streams::Seq,
    sync::{SpaceView, Sync},
    voice::VoiceRooms,
};

use crate::{
    Error, Storage,
    accounts::rows as accounts,
    channels,
    engine::Link,
    members::{self, Sight},
    notifications, reads, roles, spaces,
    streams::log,
};

/// Reads the world as one person sees it.
pub struct Syncs<'s> {
    pub(crate) storage: &'s Storage,
}

impl Syncs<'_> {
    /// All of it, read at one moment: resuming from its positions misses nothing. `None`: there is
    /// no such person.
    pub async fn of(&self, user: UserId) -> Result<Option<Sync>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(of(&mut snapshot.link(), user).await?)
    }

    /// How this person stands wherever they may read.
    pub async fn read_states(&self, user: UserId) -> Result<Vec<ReadState>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let spaces = views(&mut link, user).await?;
        let dms = channels::conversations_of(&mut link, user).await?;
        Ok(read_states(&mut link, user, (&spaces, &dms)).await?)
    }
}

async fn of(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Option<Sync>> {
    let Some(me) = accounts::me(link, user).await? else {
        return Ok(None);
    };
    let own: StreamId = user.into();
    let own_seq = log::position(link, own).await?.unwrap_or_default();
    let mut streams = BTreeMap::from([(own, own_seq)]);
    let spaces = views(link, user).await?;
    for view in &spaces {
        streams.extend(positions(view));
    }
    let dms = channels::conversations_of(link, user).await?;
    streams.extend(dms.iter().map(|dm| (dm.id.into(), dm.last_seq)));
    let read_states = read_states(link, user, (&spaces, &dms)).await?;
    Ok(Some(Sync {
        me,
        spaces,
        dms,
        read_states,
        notification_settings: notifications::of_user(link, user).await?,
        streams,
        // Who is there is not stored.
        presences: Vec::new(),
        // Nor is who is in a call.
        voice: VoiceRooms::default(),
    }))
}

/// How they stand wherever messages go.
async fn read_states(
    link: &mut Link<'_>,
    user: UserId,
    (spaces, dms): (&[SpaceView], &[Channel]),
) -> sqlx::Result<Vec<ReadState>> {
    let channels = spaces.iter().flat_map(|view| &view.channels).chain(dms);
    let written = channels.filter(|channel| channel.kind != ChannelKind::Category);
    let ids: Vec<i64> = written.map(|channel| channel.id.raw()).collect();
    reads::among(link, user, &ids).await
}

async fn views(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<SpaceView>> {
    let spaces = spaces::of(link, user).await?;
    let channels = channels::of_user(link, user).await?;
    let roles = roles::of_user(link, user).await?;
    let members = members::of_user(link, user).await?;
    let sight = Sight::of_user(link, user).await?;
    let view = |space: Space| {
        let id = space.id;
        let roles: Vec<_> = roles
            .iter()
            .filter(|role| role.space_id == id)
            .cloned()
            .collect();
        let me = member(&members, id)?;
        let here = channels
            .iter()
            .filter(|channel| channel.space_id == Some(id));
        let seen = here.filter(|channel| sight.sees(user, (id, channel.id)));
        Some(SpaceView {
            channels: seen.cloned().collect(),
            space,
            roles,
            me,
        })
    };
    Ok(spaces.into_iter().filter_map(view).collect())
}

fn member(members: &[(SpaceId, Member)], space: SpaceId) -> Option<Member> {
    let own = members.iter().find(|(id, _)| *id == space);
    own.map(|(_, member)| member.clone())
}

fn positions(view: &SpaceView) -> impl Iterator<Item = (StreamId, Seq)> {
    let space = (view.space.id.into(), view.space.last_seq);
    let channels = view.channels.iter();
    std::iter::once(space).chain(channels.map(|channel| (channel.id.into(), channel.last_seq)))
}
