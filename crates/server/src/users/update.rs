//! Changing one's own account.

use std::time::Duration;

use parlor_protocol::{
    text::{self, Refused},
    users::{Me, UpdateMe},
};
use parlor_storage::{accounts, links::NewLink};

use crate::{
    app::{Actor, App},
    auth::{EMAIL_LINK_LIFETIME_MS, LinkToken},
    clock,
    mail::Letter,
    pool::Overloaded,
    refusal::Refusal,
};

/// Why the account stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// A field is not as it must be.
    #[error("{field} {why}")]
    Field {
        /// Which, as it is called on the wire.
        field: &'static str,
        /// What is wrong with it.
        why: Refused,
    },
    /// A line that expires is not there, or would have expired already.
    #[error("statusExpiresAt {0}")]
    Expiry(&'static str),
    /// Somebody else has that address.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// The account went away meanwhile.
    #[error("not found")]
    NotFound,
    /// Too many mails were asked for.
    #[error("too many mails, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// As many letters wait as may.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<accounts::UpdateError> for UpdateError {
    fn from(error: accounts::UpdateError) -> Self {
        match error {
            accounts::UpdateError::EmailTaken => Self::EmailTaken,
            accounts::UpdateError::Gone => Self::NotFound,
            accounts::UpdateError::Storage(error) => error.into(),
        }
    }
}

impl From<UpdateError> for Refusal {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Field { field, why } => (field, why).into(),
            UpdateError::Expiry(why) => Self::field("statusExpiresAt", why),
            UpdateError::EmailTaken => Self::taken(
                "email",
                "Another account has this e-mail address. Use another one.",
            ),
            UpdateError::NotFound => Self::not_found(),
            UpdateError::TooMany { retry_after } => Self::rate_limited("mails", retry_after),
            UpdateError::Overloaded(error) => error.into(),
            UpdateError::Storage(error) => error.into(),
        }
    }
}

/// Changes what the actor names and leaves the rest.
///
/// # Errors
/// See [`UpdateError`]; nothing was changed then.
pub async fn update(app: &App, actor: &Actor, mut change: UpdateMe) -> Result<Me, UpdateError> {
    check(app, &change)?;
    prove_email(app, actor, &mut change).await?;
    let (storage, user) = (app.storage.clone(), actor.user);
    let says = change.status_text.is_some();
    let stored = app.commit_and(
        async move { storage.accounts().update(user, change, clock::now()).await },
        move |node, _| {
            if says {
                node.hub.reread(&[user]);
            }
            std::future::ready(())
        },
    );
    let me: Me = stored.await?;
    Ok(me.at(clock::now()))
}

/// Where mail is sent, an address is theirs when they have shown that they read what comes there.
async fn prove_email(app: &App, actor: &Actor, change: &mut UpdateMe) -> Result<(), UpdateError> {
    let Some(Some(email)) = change
        .email
        .take_if(|email| email.is_some() && app.mail.works())
    else {
        return Ok(());
    };
    let me = app.storage.accounts().me(actor.user).await?;
    let me = me.ok_or(UpdateError::NotFound)?;
    if me.email.as_ref() == Some(&email) {
        return Ok(());
    }
    let moment = clock::instant();
    app.mail
        .take_of(actor.user, moment)
        .and_then(|()| app.mail.take(&email, moment))
        .map_err(|retry_after| UpdateError::TooMany { retry_after })?;
    let (token, now) = (LinkToken::new(), clock::now());
    let new = NewLink {
        token: token.digest(),
        user: actor.user,
        created_at: now,
        expires_at: now.plus_millis(EMAIL_LINK_LIFETIME_MS),
    };
    app.storage.links().make_email(new, email.clone()).await?;
    let token = token.to_text();
    app.mail.send(Letter::Confirm { email, token })?;
    Ok(())
}

fn check(app: &App, change: &UpdateMe) -> Result<(), UpdateError> {
    let limits = &app.config.limits;
    let field = |field| move |why| UpdateError::Field { field, why };
    if let Some(Some(name)) = &change.display_name {
        text::name(name, limits.display_name_chars_max).map_err(field("displayName"))?;
    }
    if let Some(Some(email)) = &change.email {
        text::email(email).map_err(field("email"))?;
    }
    if let Some(Some(status)) = &change.status_text {
        text::status(status, limits.status_text_chars_max).map_err(field("statusText"))?;
    }
    if let Some(end) = change.status_expires_at {
        if !matches!(change.status_text, Some(Some(_))) {
            return Err(UpdateError::Expiry("needs a `statusText` that expires"));
        }
        if end <= clock::now() {
            return Err(UpdateError::Expiry("must be in the future"));
        }
    }
    Ok(())
}
