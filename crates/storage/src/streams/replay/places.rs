//! Events about spaces, channels, roles and members, from the rows of today.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, RoleId, SpaceId, StreamId, UserId},
    members::Departure,
    streams::Seq,
};

use super::Subjects;

/// A position in the stream of a space or a person.
#[derive(Clone, Copy)]
pub(super) struct AboutPlaces<'s> {
    pub(super) stream: StreamId,
    pub(super) seq: Seq,
    pub(super) subjects: &'s Subjects,
}

impl AboutPlaces<'_> {
    fn space(self) -> SpaceId {
        SpaceId::from_raw(self.stream.raw())
    }

    fn noop(self) -> Event {
        let Self { stream, seq, .. } = self;
        Event::Noop { stream, seq }
    }

    pub(super) fn channel_created(self, id: ChannelId) -> Event {
        match self.subjects.channels.get(&id) {
            Some(channel) => Event::ChannelCreated {
                stream: self.stream,
                seq: self.seq,
                space_id: self.space(),
                channel: channel.clone(),
            },
            None => self.channel_deleted(id),
        }
    }

    pub(super) fn channel_updated(self, id: ChannelId) -> Event {
        match self.subjects.channels.get(&id) {
            Some(channel) => Event::ChannelUpdated {
                stream: self.stream,
                seq: self.seq,
                space_id: self.space(),
                channel: channel.clone(),
            },
            None => self.channel_deleted(id),
        }
    }

    pub(super) fn channel_deleted(self, channel_id: ChannelId) -> Event {
        Event::ChannelDeleted {
            stream: self.stream,
            seq: self.seq,
            space_id: self.space(),
            channel_id,
        }
    }

    pub(super) fn space_updated(self, id: SpaceId) -> Event {
        match self.subjects.spaces.get(&id) {
            Some(space) => Event::SpaceUpdated {
                stream: self.stream,
                seq: self.seq,
                space: space.clone(),
            },
            None => self.noop(),
        }
    }

    pub(super) fn space_joined(self, id: SpaceId) -> Event {
        match self.subjects.spaces.get(&id) {
            Some(space) => Event::SpaceJoined {
                stream: self.stream,
                seq: self.seq,
                space: space.clone(),
            },
            None => self.space_left(id),
        }
    }

    pub(super) fn space_left(self, space_id: SpaceId) -> Event {
        Event::SpaceLeft {
            stream: self.stream,
            seq: self.seq,
            space_id,
        }
    }

    pub(super) fn role_created(self, id: RoleId) -> Event {
        match self.subjects.roles.get(&id) {
            Some(role) => Event::RoleCreated {
                stream: self.stream,
                seq: self.seq,
                space_id: self.space(),
                role: role.clone(),
            },
            None => self.role_deleted(id),
        }
    }

    pub(super) fn role_updated(self, id: RoleId) -> Event {
        match self.subjects.roles.get(&id) {
            Some(role) => Event::RoleUpdated {
                stream: self.stream,
                seq: self.seq,
                space_id: self.space(),
                role: role.clone(),
            },
            None => self.role_deleted(id),
        }
    }

    pub(super) fn role_deleted(self, role_id: RoleId) -> Event {
        Event::RoleDeleted {
            stream: self.stream,
            seq: self.seq,
            space_id: self.space(),
            role_id,
        }
    }

    pub(super) fn member_joined(self, id: UserId) -> Event {
        match self.subjects.members.get(&id) {
            Some(member) => Event::MemberJoined {
                stream: self.stream,
                seq: self.seq,
                space_id: self.space(),
                member: member.clone(),
            },
            None => self.noop(),
        }
    }

    pub(super) fn member_updated(self, id: UserId) -> Event {
        match self.subjects.members.get(&id) {
            Some(member) => Event::MemberUpdated {
                stream: self.stream,
                seq: self.seq,
                space_id: self.space(),
                member: member.clone(),
            },
            None => self.noop(),
        }
    }
    pub(super) fn member_left(self, user_id: UserId, reason: Departure) -> Event {
        Event::MemberLeft {
            stream: self.stream,
            seq: self.seq,
            space_id: self.space(),
            user_id,
            reason,
        }
    }
    /// A conversation that the reader left says nothing of itself any more.
    pub(super) fn dm_opened(self, id: ChannelId) -> Event {
        let reader = UserId::from_raw(self.stream.raw());
        match self.subjects.channels.get(&id) {
            Some(channel) if channel.members.iter().any(|member| member.id == reader) => {
                Event::DmOpened {
                    stream: self.stream,
                    seq: self.seq,
                    channel: channel.clone(),
                }
            }
            _ => self.dm_closed(id),
        }
    }

    pub(super) fn dm_closed(self, channel_id: ChannelId) -> Event {
        Event::DmClosed {
            stream: self.stream,
            seq: self.seq,
            channel_id,
        }
    }
}
