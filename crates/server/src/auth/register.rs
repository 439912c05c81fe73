//! Making an account.

use std::time::Duration;

use parlor_auth::password::{self, Password, PasswordHash};
use parlor_protocol::{
    auth::{Register, Sealed},
    error::Code,
    ids::{ChannelId, SpaceId, UserId},
    instance::Registration,
    text::{self, Refused},
};
use parlor_storage::accounts::{self, Entry, NewAccount};

use super::{
    Issued,
    hash_pool::{For, Overloaded},
    issue::{new_session, welcome},
};
use crate::{app::App, clock, http::client::Client, refusal::Refusal};

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// A field is not as it must be.
    #[error("{field} {why}")]
    Field {
        /// Which, as it is called on the wire.
        field: &'static str,
        /// What is wrong with it.
        why: Refused,
    },
    /// The password is not good enough.
    #[error("password {0}")]
    Password(#[from] password::Refused),
    /// There is no owner yet, and this is not the operator.
    #[error("set-up comes first")]
    SetupRequired,
    /// An invite is needed, and none is good.
    #[error("registration is closed")]
    Closed,
    /// Somebody has that name.
    #[error("the username is taken")]
    UsernameTaken,
    /// Somebody has that address.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// Too many registrations from this address.
    #[error("too many registrations, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// More passwords wait to be hashed than can be.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<accounts::RegisterError> for RegisterError {
    fn from(error: accounts::RegisterError) -> Self {
        match error {
            accounts::RegisterError::UsernameTaken => Self::UsernameTaken,
            accounts::RegisterError::EmailTaken => Self::EmailTaken,
            accounts::RegisterError::SetupRequired => Self::SetupRequired,
            // Somebody set the instance up a moment before: from then on it takes an invite.
            accounts::RegisterError::SetupDone | accounts::RegisterError::InviteSpent => {
                Self::Closed
            }
            accounts::RegisterError::Storage(error) => error.into(),
        }
    }
}

impl From<RegisterError> for Refusal {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Field { field, why } => (field, why).into(),
            RegisterError::Password(why) => ("password", why).into(),
            RegisterError::SetupRequired => Self::new(
                Code::SetupRequired,
                "This instance waits for its owner. Open the set-up link that the server printed \
                 when it started.",
            ),
            RegisterError::Closed => Self::new(
                Code::RegistrationClosed,
                "You need a good invite to register here. Ask somebody who is a member for one.",
            ),
            RegisterError::UsernameTaken => {
                Self::taken("username", "This username is taken. Choose another one.")
            }
            RegisterError::EmailTaken => Self::taken(
                "email",
                "There is an account with this e-mail address. Sign in, or use another one.",
            ),
            RegisterError::TooMany { retry_after } => {
                Self::rate_limited("registrations", retry_after)
            }
            RegisterError::Overloaded(error) => error.into(),
            RegisterError::Storage(error) => error.into(),
        }
    }
}

/// Makes an account and signs it in.
///
/// # Errors
/// See [`RegisterError`]; no account was made and no use of an invite counted then, except after a
/// storage error, where the outcome is unknown and a login finds out.
pub async fn register(
    app: &App,
    client: &Client,
    mut input: Register,
) -> Result<Issued, RegisterError> {
    check(app, &input)?;
    let entry = entry(app, client, &mut input).await?;
    app.throttle
        .registration(client.prefix(), clock::instant())
        .map_err(|retry_after| RegisterError::TooMany { retry_after })?;
    let mut words = vec![input.username.clone(), app.settings.in_force().name.clone()];
    words.extend(input.display_name.clone());
    words.extend(input.email.clone());
    let password = hash(app, input.password.expose(), words).await?;

    let now = clock::now();
    let (session, token) = new_session(app, client, now);
    let (user, id) = (UserId::from_raw(app.ids.next()), session.id);
    let account = NewAccount {
        id: user,
        display_name: input.display_name.unwrap_or_else(|| input.username.clone()),
        username: input.username,
        email: input.email,
        password,
        created_at: now,
        entry,
        session: Some(session),
    };
    let storage = app.storage.clone();
    let stored = app.commit(async move { storage.accounts().register(account).await });
    stored.await?;
    tracing::info!(%user, session = %id, address = %client.address, "registered");
    Ok(welcome(app, user, id, token))
}

fn check(app: &App, input: &Register) -> Result<(), RegisterError> {
    let limits = &app.config.limits;
    let field = |field| move |why| RegisterError::Field { field, why };
    let (min, max) = (limits.username_chars_min, limits.username_chars_max);
    text::username(&input.username, min, max).map_err(field("username"))?;
    if let Some(name) = &input.display_name {
        text::name(name, limits.display_name_chars_max).map_err(field("displayName"))?;
    }
    if let Some(email) = &input.email {
        text::email(email).map_err(field("email"))?;
    }
    Ok(())
}

/// What lets this one in. Looked at before any hashing, so that strangers cost nothing; storage
/// looks again in the transaction that makes the account.
async fn entry(app: &App, client: &Client, input: &mut Register) -> Result<Entry, RegisterError> {
    let setup_token = input.setup_token.take().map(Sealed::expose);
    if !app.storage.accounts().has_owner().await? {
        return if app.setup.allows(setup_token.as_deref(), client.local) {
            Ok(setup(app))
        } else {
            Err(RegisterError::SetupRequired)
        };
    }
    match (app.settings.in_force().registration, input.invite.take()) {
        (Registration::Closed, _) | (Registration::Invite, None) => Err(RegisterError::Closed),
        (Registration::Invite | Registration::Open, Some(code)) => {
            if !is_code(&code) {
                return Err(RegisterError::Closed);
            }
            let invite = app.storage.invites().get(&code, clock::now()).await?;
            invite.ok_or(RegisterError::Closed)?;
            Ok(Entry::Invite { code })
        }
        (Registration::Open, None) => Ok(Entry::Open),
    }
}

/// Whether a text can be an invite's code. The database is not asked about others.
fn is_code(text: &str) -> bool {
    const BYTES_MAX: usize = 64;
    let in_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.len() <= BYTES_MAX && text.bytes().all(in_alphabet)
}

/// The first account brings the first space with it.
fn setup(app: &App) -> Entry {
    Entry::Setup {
        space: SpaceId::from_raw(app.ids.next()),
        space_name: app.settings.in_force().name.clone(),
        general: ChannelId::from_raw(app.ids.next()),
        lounge: ChannelId::from_raw(app.ids.next()),
    }
}

/// Judges and hashes the password on the pool; judging alone takes milliseconds.
async fn hash(
    app: &App,
    password: String,
    words: Vec<String>,
) -> Result<PasswordHash, RegisterError> {
    let limits = app.config.limits.clone();
    let work = move || {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let password = Password::new_checked(password, &limits, &words)?;
        Ok(password::hash(&password, &mut clock::rng()))
    };
    app.hash_pool.run(For::Stranger, work).await?
}
