//! Making an account.

use parlor_protocol::{
    event::Event,
    ids::{SpaceId, StreamId},
};

use super::{Entry, NewAccount, RegisterError, rows};
use crate::{
    Committed, Error, Storage,
    engine::{Link, execute, fetch_one},
    invites, members, sessions,
    spaces::{self, NewSpace},
    streams::log,
    writer::{Failed, Write},
};

pub(super) async fn register(
    storage: &Storage,
    account: NewAccount,
) -> Result<Committed<()>, RegisterError> {
    let space = destination(storage, &account.entry).await?;
    storage.write(Register { account, space }).await
}

/// Where it will lead, as far as that can be known before.
async fn destination(storage: &Storage, entry: &Entry) -> Result<Option<SpaceId>, Error> {
    match entry {
        Entry::Setup { .. } => Ok(None),
        Entry::Invite { code } => storage.invites().leads_to(code).await,
        Entry::Open => storage.spaces().first().await,
    }
}

struct Register {
    account: NewAccount,
    space: Option<SpaceId>,
}

impl Write for Register {
    type Output = Committed<()>;
    type Error = RegisterError;

    fn streams(&self) -> Vec<StreamId> {
        self.space.into_iter().map(StreamId::from).collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<()>, Failed<RegisterError>> {
        let account = &self.account;
        // Who may not come in is not told whose name is taken.
        let space = self.enter(link).await?;
        self.take_name(link).await?;
        let mut events = Vec::new();
        if let Entry::Setup { .. } = account.entry {
            events.append(&mut self.found(link).await?);
        }
        if let Some(space) = space {
            events.append(&mut members::join(link, space, account.id, account.created_at).await?);
        }
        if let Some(session) = &account.session {
            sessions::insert(link, account.id, session).await?;
        }
        Ok(Committed { value: (), events })
    }
}

impl Register {
    /// Which space the account may join; none where the one that everybody joins is gone.
    async fn enter(&self, link: &mut Link<'_>) -> Result<Option<SpaceId>, Failed<RegisterError>> {
        let refuse = |error| Err(Failed::Refused(error));
        let has_owner = rows::has_owner(link).await?;
        match &self.account.entry {
            Entry::Setup { .. } if has_owner => refuse(RegisterError::SetupDone),
            Entry::Setup { space, .. } => Ok(Some(*space)),
            _ if !has_owner => refuse(RegisterError::SetupRequired),
            Entry::Invite { code } => {
                match invites::consume(link, code, self.account.created_at).await? {
                    Some(space) => Ok(Some(space)),
                    None => refuse(RegisterError::InviteSpent),
                }
            }
            Entry::Open => Ok(spaces::first(link).await?),
        }
    }

    async fn take_name(&self, link: &mut Link<'_>) -> Result<(), Failed<RegisterError>> {
        let account = &self.account;
        let username_key = rows::key(&account.username);
        let email_key = account.email.as_deref().map(rows::key);
        let (username_taken, email_taken) = fetch_one!(
            link,
            (bool, bool),
            "SELECT EXISTS (SELECT 1 FROM users WHERE username_key = $1), \
             EXISTS (SELECT 1 FROM users WHERE email_key = $2)",
            &username_key,
            &email_key
        )?;
        if username_taken {
            return Err(Failed::Refused(RegisterError::UsernameTaken));
        }
        if email_taken {
            return Err(Failed::Refused(RegisterError::EmailTaken));
        }
        log::create(link, account.id.into()).await?;
        let inserted = execute!(
            link,
            "INSERT INTO users (id, username, username_key, email, email_key, display_name, \
             display_key, owner, password_hash, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT DO NOTHING",
            account.id.raw(),
            &account.username,
            &username_key,
            &account.email,
            &email_key,
            &account.display_name,
            rows::key(&account.display_name),
            matches!(account.entry, Entry::Setup { .. }),
            account.password.as_str(),
            account.created_at.as_millis(),
        )?;
        if inserted == 0 {
            return Err(Failed::Raced);
        }
        Ok(())
    }

    /// Makes the first space.
    async fn found(&self, link: &mut Link<'_>) -> sqlx::Result<Vec<Event>> {
        let Entry::Setup {
            space,
            space_name,
            general,
            lounge,
        } = &self.account.entry
        else {
            return Ok(Vec::new());
        };
        let new = NewSpace {
            id: *space,
            name: space_name.clone(),
            description: String::new(),
            owner: self.account.id,
            general: *general,
            lounge: *lounge,
            created_at: self.account.created_at,
        };
        let events = spaces::create(link, &new).await?;
        execute!(
            link,
            "UPDATE instance SET first_space = $1 WHERE id = 1",
            space.raw()
        )?;
        Ok(events)
    }
}
