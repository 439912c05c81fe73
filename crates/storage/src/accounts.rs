//! People: their accounts and how they sign in.

use parlor_auth::password::PasswordHash;
use parlor_protocol::{
    admin::{AdminUser, UpdateUser},
    ids::{ChannelId, SessionId, SpaceId, UserId},
    page::{Page, PageSize},
    time::Timestamp,
    users::{Me, UpdateMe, User},
};

use crate::{Committed, Content, Error, Storage, sessions::NewSession};

mod avatar;
mod directory;
mod leave;
mod password;
mod register;
pub(crate) mod rows;
mod standing;
mod take_away;
mod update;

pub(crate) use password::replace_all as set_password;
pub(crate) use standing::check_below;

/// Reads and writes accounts.
pub struct Accounts<'s> {
    pub(crate) storage: &'s Storage,
}

/// Somebody who registers.
pub struct NewAccount {
    /// Theirs from now on.
    pub id: UserId,
    /// As typed; unique without regard to case.
    pub username: String,
    /// As typed; unique without regard to case.
    pub email: Option<String>,
    /// What is shown.
    pub display_name: String,
    /// What their password is checked against.
    pub password: PasswordHash,
    /// Now.
    pub created_at: Timestamp,
    /// What lets them in.
    pub entry: Entry,
    /// Their first device, where they sign in at once.
    pub session: Option<NewSession>,
}

/// What lets a new account in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The very first account: it becomes owner of the instance and of its first space.
    Setup {
        /// The id of the first space.
        space: SpaceId,
        /// What it is called.
        space_name: String,
        /// The id of its text channel `general`.
        general: ChannelId,
        /// The id of its voice channel `Lounge`.
        lounge: ChannelId,
    },
    /// An invite: its use is counted, and its space joined.
    Invite {
        /// The code of the link.
        code: String,
    },
    /// Everybody may come: joins the first space.
    Open,
}

/// Why an account was not made. Nothing was changed, no use of an invite counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// Somebody has that name, in any case of its letters.
    #[error("the username is taken")]
    UsernameTaken,
    /// Somebody has that address, in any case of its letters.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// There is an owner already.
    #[error("set-up is done")]
    SetupDone,
    /// There is no owner yet.
    #[error("set-up comes first")]
    SetupRequired,
    /// The invite is unknown, used up, expired, or its maker may no longer invite.
    #[error("the invite is not good")]
    InviteSpent,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Why an account was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// Somebody else has that address, in any case of its letters.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// There is no such account.
    #[error("there is no such account")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// What a sign-in is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Who.
    pub user: UserId,
    /// What their password is checked against.
    pub hash: PasswordHash,
    /// As typed at registration.
    pub username: String,
    /// Whether they may not come in.
    pub disabled: bool,
}

/// How high somebody stands on the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Has an account.
    Member,
    /// Helps to run it.
    Admin,
    /// Owns it.
    Owner,
}

/// Why somebody did nothing to another's account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StandingError {
    /// They do not run the instance, or this is for its owner.
    #[error("this is for who runs the instance")]
    NotAllowed,
    /// The account stands as high as theirs, or higher.
    #[error("the account does not stand below")]
    TooHigh,
    /// There is no such account.
    #[error("there is no such account")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// What somebody who left for good leaves to be seen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The sessions that ended.
    pub ended: Vec<SessionId>,
    /// What the bytes of their picture and unsent files are called, which may be needed elsewhere
    /// still.
    pub contents: Vec<Content>,
}

/// Why somebody did not leave for good. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeaveError {
    /// The instance is theirs.
    #[error("the instance is theirs")]
    OwnsInstance,
    /// These spaces are theirs.
    #[error("spaces are theirs")]
    OwnsSpaces(Vec<String>),
    /// There is no such account.
    #[error("there is no such account")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// A change of password.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// Whose.
    pub user: UserId,
    /// What their password is checked against from now on.
    pub new: PasswordHash,
    /// What it was checked against when the change was allowed; `None` = whatever it was.
    pub old: Option<PasswordHash>,
    /// The session that goes on; `None` = none.
    pub keep: Option<SessionId>,
}

/// One line of the list of all accounts, for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Who.
    pub id: UserId,
    /// As typed at registration.
    pub username: String,
    /// As typed.
    pub email: Option<String>,
    /// Whether they own the instance.
    pub owner: bool,
    /// Since when.
    pub created_at: Timestamp,
}

impl Accounts<'_> {
    /// Makes an account, its own stream, its membership and its first session, all or nothing.
    ///
    /// Events: `MEMBER_JOINED` in the space's stream, `SPACE_JOINED` in the new user's own; before
    /// them, with [`Entry::Setup`], `CHANNEL_CREATED` for both channels in the space's.
    pub async fn register(&self, account: NewAccount) -> Result<Committed<()>, RegisterError> {
        register::register(self.storage, account).await
    }

    /// Whether the first account was made.
    pub async fn has_owner(&self) -> Result<bool, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::has_owner(&mut reader.link()).await?)
    }

    /// What a sign-in with this username or e-mail address, in any case, is checked against.
    pub async fn credentials(&self, name_or_email: &str) -> Result<Option<Credentials>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::credentials(&mut reader.link(), name_or_email).await?)
    }

    /// The same for somebody who is known.
    pub async fn by_id(&self, user: UserId) -> Result<Option<Credentials>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::credentials_by_id(&mut reader.link(), user).await?)
    }

    /// A person as others see them.
    pub async fn user(&self, user: UserId) -> Result<Option<User>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::user(&mut reader.link(), user).await?)
    }

    /// The same, but only if `asking` may know: it is themself, or they share a
    /// space or a direct conversation.
    pub async fn visible(&self, asking: UserId, user: UserId) -> Result<Option<User>, Error> {
        let mut reader = self.storage.reader().await?;
        let mut link = reader.link();
        if asking != user && !rows::are_acquainted(&mut link, asking, user).await? {
            return Ok(None);
        }
        Ok(rows::user(&mut link, user).await?)
    }

    /// A person as they see themself.
    pub async fn me(&self, user: UserId) -> Result<Option<Me>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::me(&mut reader.link(), user).await?)
    }

    /// Changes what `change` names. A new display name makes `MEMBER_UPDATED` in the stream of
    /// each of their spaces.
    pub async fn update(
        &self,
        user: UserId,
        change: UpdateMe,
        now: Timestamp,
    ) -> Result<Committed<Me>, UpdateError> {
        update::update(self.storage, user, change, now).await
    }

    /// What the bytes of somebody's picture are called; `None`: there is none.
    pub async fn avatar(&self, user: UserId) -> Result<Option<Content>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(avatar::get(&mut reader.link(), user).await?)
    }

    /// Shows another picture, or none. Event: `MEMBER_UPDATED` in the stream of each of their
    /// spaces, where that changes anything. Gives the account, and what the bytes of the picture
    /// before are called, which may be needed elsewhere still. `None`: there is no such account.
    pub async fn set_avatar(
        &self,
        avatar: (UserId, Option<Content>),
        now: Timestamp,
    ) -> Result<Option<Committed<(Me, Vec<Content>)>>, Error> {
        avatar::set(self.storage, avatar, now).await
    }

    /// Sets a password and ends every session but `keep`, in one transaction.
    ///
    /// `None`: the stored hash is not `old` (any more), or there is no such account; nothing was
    /// changed. Else the sessions that ended.
    pub async fn set_password(
        &self,
        change: NewPassword,
        now: Timestamp,
    ) -> Result<Option<Vec<SessionId>>, Error> {
        password::set(self.storage, change, now).await
    }

    /// Replaces somebody's password in the name of the operator, and ends every session of theirs;
    /// gives those that ended. `None`: there is no such account.
    pub async fn reset_password(
        &self,
        user: UserId,
        new: PasswordHash,
        now: Timestamp,
    ) -> Result<Option<Vec<SessionId>>, Error> {
        let reset = password::Reset { user, new, now };
        self.storage.write(reset).await
    }

    /// Replaces a hash by a better one of the same password, unless it changed meanwhile.
    pub async fn rehash(
        &self,
        user: UserId,
        old: &PasswordHash,
        new: PasswordHash,
    ) -> Result<(), Error> {
        password::rehash(self.storage, user, old.clone(), new).await
    }

    /// Ends an account for good: memberships, sessions, marks and name go, the row stays for what
    /// they wrote. With `true` that is to go too: see [`Accounts::take_away`].
    ///
    /// Events: `MEMBER_LEFT` in the stream of each of their spaces.
    ///
    /// # Errors
    /// See [`LeaveError`].
    pub async fn leave(
        &self,
        who: (UserId, bool),
        now: Timestamp,
    ) -> Result<Committed<Left>, LeaveError> {
        leave::leave(self.storage, who, now).await
    }

    /// Who left with all they wrote, and has some of it here still.
    pub async fn leaving(&self) -> Result<Vec<UserId>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(take_away::leaving(&mut reader.link()).await?)
    }

    /// Takes away up to 100 messages and 100 reactions of theirs; gives what the bytes of files are
    /// called, which may be needed elsewhere still. `None`: nothing is left.
    ///
    /// Events: `MESSAGE_DELETED` and `REACTION_REMOVED` in the streams of their channels.
    pub async fn take_away(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<Committed<Vec<Content>>>, Error> {
        take_away::some(self.storage, user, now).await
    }

    /// How high somebody stands; `None` for who is not there, or may not come in.
    pub async fn rank(&self, user: UserId) -> Result<Option<Rank>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(standing::rank(&mut reader.link(), user).await?)
    }

    /// A page of everybody by id; with a text, of those in whose username, e-mail address or
    /// display name it stands, in any case of its letters.
    pub async fn directory(
        &self,
        window: (Option<UserId>, PageSize),
        containing: Option<&str>,
        now: Timestamp,
    ) -> Result<Page<AdminUser>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(directory::page(&mut reader.link(), window, containing, now).await?)
    }

    /// Lets somebody in or not, names them to run the instance or not; `by` must stand above them,
    /// and own the instance to name anybody. Gives the sessions that ended.
    ///
    /// # Errors
    /// See [`StandingError`]; nothing was changed then.
    pub async fn set_standing(
        &self,
        by: UserId,
        (user, change): (UserId, UpdateUser),
        now: Timestamp,
    ) -> Result<(AdminUser, Vec<SessionId>), StandingError> {
        let write = standing::SetStanding {
            by,
            user,
            change,
            now,
        };
        self.storage.write(write).await
    }

    /// Ends every session of somebody who stands below `by`; gives those that ended.
    ///
    /// # Errors
    /// See [`StandingError`].
    pub async fn sign_out(
        &self,
        by: UserId,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StandingError> {
        self.storage
            .write(standing::SignOut { by, user, now })
            .await
    }

    /// All accounts by id, after the cursor.
    pub async fn list(&self, after: Option<UserId>, limit: u32) -> Result<Vec<AccountRow>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::list(&mut reader.link(), after, limit).await?)
    }
}
