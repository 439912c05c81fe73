//! Reactions.

use parlor_protocol::{
    exports::GivenReaction,
    ids::{MessageId, UserId},
    page::{Page, PageSize},
    permissions::{Grant, Permission},
    reactions::{Reaction, Reactor},
    streams::Seq,
    time::Timestamp,
};

use crate::{Committed, Error, Storage, grants};

mod add;
mod counts;
pub(crate) mod remove;
mod rows;

/// Reads and writes reactions.
pub struct Reactions<'s> {
    pub(crate) storage: &'s Storage,
}

/// A reaction to be added by the holder of a grant.
#[derive(Debug, Clone)]
pub struct NewReaction {
    /// On what; a message of the grant's channel.
    pub message: MessageId,
    /// One emoji.
    pub emoji: String,
    /// Now.
    pub created_at: Timestamp,
    /// How many distinct emoji one message carries.
    pub distinct_max: u32,
}

/// A reaction that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// As it stands.
    pub reaction: Reaction,
    /// `false`: it was there already.
    pub fresh: bool,
    /// Where the channel's stream stands with it.
    pub last_seq: Seq,
}

/// Why a reaction was not added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// The message is not in this channel (any more).
    #[error("the message is gone")]
    Gone,
    /// The message carries as many distinct emoji as it may.
    #[error("the message has too many distinct reactions")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Reactions<'_> {
    /// Adds a reaction. Event: `REACTION_ADDED`; none where it stood already.
    pub async fn add(
        &self,
        grant: Grant,
        reaction: NewReaction,
    ) -> Result<Committed<Added>, AddError> {
        grants::allows(&grant, Permission::AddReactions)?;
        let (channel, user) = (grants::channel(&grant)?, grant.user());
        self.storage
            .write_by(
                &[grant],
                add::Add {
                    channel,
                    user,
                    reaction,
                },
            )
            .await
    }

    /// Takes back a reaction of the grant's holder. Event: `REACTION_REMOVED`; none where there
    /// was no such reaction. The value is where the stream stands. `None`: the message is not in
    /// the grant's channel (any more).
    pub async fn remove(
        &self,
        grant: Grant,
        message: MessageId,
        emoji: &str,
        now: Timestamp,
    ) -> Result<Option<Committed<Seq>>, Error> {
        grants::allows(&grant, Permission::ViewChannel)?;
        let (channel, user) = (grants::channel(&grant)?, grant.user());
        let emoji = emoji.to_owned();
        self.storage
            .write_by(
                &[grant],
                remove::Remove {
                    channel,
                    user,
                    message,
                    emoji,
                    now,
                },
            )
            .await
    }

    /// A page of somebody's own reactions, after the last one of the page before; empty at the end.
    pub async fn given_by(
        &self,
        user: UserId,
        after: Option<&GivenReaction>,
    ) -> Result<Vec<GivenReaction>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::given_by(&mut reader.link(), user, after).await?)
    }

    /// Who reacted with this emoji, by user id, after the cursor.
    pub async fn who(
        &self,
        message: MessageId,
        emoji: &str,
        after: Option<UserId>,
        size: PageSize,
    ) -> Result<Page<Reactor>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::who(&mut reader.link(), (message, emoji), after, size).await?)
    }
}
