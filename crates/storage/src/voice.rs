//! Voice: what moderators decided about people in the calls of a space. Who is in a call is not
//! stored.

use parlor_protocol::{
    audit::AuditAction,
    ids::{ChannelId, SpaceId, StreamId, UserId},
    permissions::{Grant, Permission},
    time::Timestamp,
};
use serde_json::json;

use crate::{
    Error, Storage,
    audit::{self, Deed},
    engine::{Link, execute, fetch_one, fetch_optional},
    grants,
    writer::{Failed, Write},
};

/// What moderators decided about somebody in the calls of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Nobody hears them.
    pub muted: bool,
    /// They hear nobody.
    pub deafened: bool,
}

/// What becomes of somebody, with the grant for it.
#[derive(Debug, Clone, Copy)]
pub enum Marking {
    /// Whether nobody hears them.
    Mute(Grant, bool),
    /// Whether they hear nobody.
    Deafen(Grant, bool),
}

/// Somebody is sent out of a call, with the grant for it.
#[derive(Debug, Clone, Copy)]
pub struct Sending {
    /// May move people.
    pub grant: Grant,
    /// Out of whose call.
    pub from: ChannelId,
    /// Into whose, if into one.
    pub to: Option<ChannelId>,
}

/// Reads and writes what moderators decided.
pub struct Voice<'s> {
    pub(crate) storage: &'s Storage,
}

impl Voice<'_> {
    /// What was decided about somebody.
    pub async fn mark(&self, space: SpaceId, user: UserId) -> Result<Mark, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(mark(&mut reader.link(), space, user).await?)
    }

    /// Decides something; gives all that holds then.
    pub async fn decide(
        &self,
        user: UserId,
        marking: Marking,
        now: Timestamp,
    ) -> Result<Mark, Error> {
        let (grant, needed) = match marking {
            Marking::Mute(grant, _) => (grant, Permission::MuteMembers),
            Marking::Deafen(grant, _) => (grant, Permission::DeafenMembers),
        };
        grants::allows(&grant, needed)?;
        let space = grants::space(&grant)?;
        let decide = Decide {
            space,
            by: grant.user(),
            user,
            marking,
            now,
        };
        self.storage.write_by(&[grant], decide).await
    }

    /// Writes down that somebody is sent out of a call, before they are.
    pub async fn send_out(
        &self,
        user: UserId,
        sending: Sending,
        now: Timestamp,
    ) -> Result<(), Error> {
        let grant = sending.grant;
        grants::allows(&grant, Permission::MoveMembers)?;
        let space = grants::space(&grant)?;
        let send_out = SendOut {
            space,
            user,
            sending,
            now,
        };
        self.storage.write_by(&[grant], send_out).await
    }
}

async fn mark(link: &mut Link<'_>, space: SpaceId, user: UserId) -> sqlx::Result<Mark> {
    let found = fetch_optional!(
        link,
        (bool, bool),
        "SELECT muted, deafened FROM voice_marks WHERE space_id = $1 AND user_id = $2",
        space.raw(),
        user.raw()
    )?;
    let (muted, deafened) = found.unwrap_or_default();
    Ok(Mark { muted, deafened })
}

struct SendOut {
    space: SpaceId,
    user: UserId,
    sending: Sending,
    now: Timestamp,
}

impl Write for SendOut {
    type Output = ();
    type Error = Error;

    /// Nothing happens in the space's stream; its lock counts the entries of its log.
    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        let Sending { grant, from, to } = self.sending;
        let by = (self.space, grant.user());
        if by.1 == self.user {
            return Ok(());
        }
        let (action, detail) = match to {
            Some(to) => (
                AuditAction::VoiceMoved,
                json!({"fromId": from, "channelId": to}),
            ),
            None => (AuditAction::VoiceDisconnected, json!({"channelId": from})),
        };
        let deed = Deed::new(action, self.user.raw(), detail);
        Ok(audit::record(link, by, deed, self.now).await?)
    }
}

struct Decide {
    space: SpaceId,
    by: UserId,
    user: UserId,
    marking: Marking,
    now: Timestamp,
}

impl Decide {
    /// Writes down what has become of somebody else.
    async fn record(&self, link: &mut Link<'_>) -> sqlx::Result<()> {
        if self.by == self.user {
            return Ok(());
        }
        let (action, detail) = match self.marking {
            Marking::Mute(_, muted) => (AuditAction::VoiceMuted, json!({"muted": muted})),
            Marking::Deafen(_, deafened) => {
                (AuditAction::VoiceDeafened, json!({"deafened": deafened}))
            }
        };
        let deed = Deed::new(action, self.user.raw(), detail);
        audit::record(link, (self.space, self.by), deed, self.now).await
    }
}

impl Write for Decide {
    type Output = Mark;
    type Error = Error;

    /// Nothing happens in the space's stream; its lock counts the entries of its log.
    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Mark, Failed<Error>> {
        let today = mark(link, self.space, self.user).await?;
        let wanted = match self.marking {
            Marking::Mute(_, muted) => Mark { muted, ..today },
            Marking::Deafen(_, deafened) => Mark { deafened, ..today },
        };
        let (is_here,) = fetch_one!(
            link,
            (bool,),
            "SELECT EXISTS (SELECT 1 FROM members WHERE space_id = $1 AND user_id = $2)",
            self.space.raw(),
            self.user.raw()
        )?;
        if wanted == Mark::default() {
            execute!(
                link,
                "DELETE FROM voice_marks WHERE space_id = $1 AND user_id = $2",
                self.space.raw(),
                self.user.raw()
            )?;
        } else if is_here {
            execute!(
                link,
                "INSERT INTO voice_marks (space_id, user_id, muted, deafened) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT (space_id, user_id) DO UPDATE \
                 SET muted = excluded.muted, deafened = excluded.deafened",
                self.space.raw(),
                self.user.raw(),
                wanted.muted,
                wanted.deafened
            )?;
        } else {
            return Ok(today);
        }
        if wanted != today {
            self.record(link).await?;
        }
        Ok(wanted)
    }
}
