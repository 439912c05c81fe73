//! Signing in with a name and a password.

use std::{sync::Arc, time::Duration};

use parlor_auth::{
    device,
    password::{self, Password, PasswordHash, Verdict},
};
use parlor_protocol::{auth::Login, error::Code, ids::UserId};
use parlor_storage::accounts::Credentials;

use super::{
    Issued,
    end::end,
    hash_pool::{For, Overloaded},
    issue::{new_session, welcome},
    throttle::Guesser,
};
use crate::{app::App, clock, http::client::Client, refusal::Refusal};

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// The name or the password is wrong; which of them is not told.
    #[error("wrong name or password")]
    InvalidCredentials,
    /// The password is right, and the account is disabled.
    #[error("the account is disabled")]
    Disabled,
    /// Too many logins from this address, or too many wrong passwords for this name; on a device
    /// that is known for the account, too many on that device.
    #[error("too many attempts, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// More passwords wait to be checked than can be.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<LoginError> for Refusal {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::InvalidCredentials => Self::new(
                Code::InvalidCredentials,
                "The name or the password is wrong. Check both and try again.",
            ),
            LoginError::Disabled => Self::new(
                Code::Forbidden,
                "This account is disabled. Ask who runs this instance.",
            ),
            LoginError::TooMany { retry_after } => Self::rate_limited("sign-ins", retry_after),
            LoginError::Overloaded(error) => error.into(),
            LoginError::Storage(error) => error.into(),
        }
    }
}

/// Signs somebody in on a new session; `device` is what theirs is known by, if it is.
///
/// # Errors
/// See [`LoginError`]. A name that nobody has costs the same time and gets the same answer as a
/// wrong password.
pub async fn login(
    app: &App,
    (client, device): (&Client, Option<&str>),
    login: Login,
) -> Result<Issued, LoginError> {
    let too_many = |retry_after| LoginError::TooMany { retry_after };
    let now = clock::instant();
    app.throttle.login(client.prefix(), now).map_err(too_many)?;
    let name = login.username;
    let password =
        Password::given(login.password.expose()).ok_or(LoginError::InvalidCredentials)?;

    let found = find(app, &name).await?;
    let guesser = guesser(app, device, &name, found.as_ref());
    app.throttle
        .failures
        .look(&guesser, now)
        .map_err(too_many)?;
    let verified = verify(app, &guesser, &password, found).await;
    if let Err(LoginError::InvalidCredentials) = &verified {
        // Without the name: people type their password there.
        tracing::info!(address = %client.address, "a sign-in failed");
    }
    let verified = verified?;
    // Told only to who knows the password.
    if verified.disabled {
        return Err(LoginError::Disabled);
    }
    sign_in(app, client, &guesser, (password, verified)).await
}

/// Whose attempt this is: a device's that is known for the account, else one of all who type this
/// name. So nobody who only knows a name keeps its owner out.
fn guesser(app: &App, device: Option<&str>, name: &str, found: Option<&Credentials>) -> Guesser {
    let known = device
        .zip(found)
        .and_then(|(text, found)| device::recognise(&app.keys, text, found.user, clock::now()));
    known.map_or_else(|| Guesser::named(name), Guesser::Device)
}

/// Looks a name up, unless nobody can have it: the database is not asked about texts it could not
/// hold.
async fn find(app: &App, name: &str) -> Result<Option<Credentials>, parlor_storage::Error> {
    const BYTES_MAX: usize = 1_024;
    if name.len() > BYTES_MAX || name.contains('\0') {
        return Ok(None);
    }
    app.storage.accounts().credentials(name).await
}

/// A password that was right, and the hash that said so.
struct Verified {
    user: UserId,
    hash: PasswordHash,
    rehash: bool,
    disabled: bool,
}

/// Checks a password on the pool, against a dummy where there is no account. The attempt is taken
/// there too, right before the work, so that a burst of guesses is not let through at once.
async fn verify(
    app: &App,
    guesser: &Guesser,
    password: &Password,
    found: Option<Credentials>,
) -> Result<Verified, LoginError> {
    let hash = match &found {
        Some(found) => found.hash.clone(),
        None => app.hash_pool.dummy(),
    };
    let failures = Arc::clone(&app.throttle.failures);
    let whom = match guesser {
        Guesser::Name(_) => For::Stranger,
        Guesser::Device(_) | Guesser::User(_) => For::Known,
    };
    let (guesser, password) = (guesser.clone(), password.clone());
    let exists = found.is_some();
    let work = move || {
        failures.attempt(&guesser, clock::instant())?;
        let verdict = password::verify(&password, &hash);
        if exists && verdict != Verdict::Wrong {
            failures.succeeded(&guesser, clock::instant());
        }
        Ok((verdict, hash))
    };
    let checked: Result<_, Duration> = app.hash_pool.run(whom, work).await?;
    let (verdict, hash) = checked.map_err(|retry_after| LoginError::TooMany { retry_after })?;
    match (found, verdict) {
        (Some(Credentials { user, disabled, .. }), Verdict::Right { rehash }) => Ok(Verified {
            user,
            hash,
            rehash,
            disabled,
        }),
        _ => Err(LoginError::InvalidCredentials),
    }
}

async fn sign_in(
    app: &App,
    client: &Client,
    guesser: &Guesser,
    (password, verified): (Password, Verified),
) -> Result<Issued, LoginError> {
    let (session, token) = new_session(app, client, clock::now());
    let id = session.id;
    let ended = app.storage.sessions().start(verified.user, session).await?;
    end(app, &ended);

    // A change of password, or disabling, ends all sessions it can see. One that was committed between the check
    // above and the start of this session did not see it; it shows now.
    let today = app.storage.accounts().by_id(verified.user).await?;
    let unchanged = today
        .as_ref()
        .is_some_and(|today| today.hash.as_str() == verified.hash.as_str());
    let disabled = today.as_ref().is_some_and(|today| today.disabled);
    if disabled || !unchanged && verify(app, guesser, &password, today).await.is_err() {
        app.storage
            .sessions()
            .revoke(vec![id], clock::now())
            .await?;
        end(app, &[id]);
        return Err(if disabled {
            LoginError::Disabled
        } else {
            LoginError::InvalidCredentials
        });
    }
    if verified.rehash && unchanged {
        rehash(app, verified.user, password, verified.hash);
    }
    tracing::info!(user = %verified.user, session = %id, address = %client.address, "signed in");
    Ok(welcome(app, verified.user, id, token))
}

/// Brings an old hash up to date, beside the answer: nobody waits for it, and when the pool is
/// full the next login tries again.
fn rehash(app: &App, user: UserId, password: Password, old: PasswordHash) {
    let (storage, pool) = (app.storage.clone(), app.hash_pool.clone());
    tokio::spawn(async move {
        let hash = move || password::hash(&password, &mut clock::rng());
        let Ok(new) = pool.run(For::Known, hash).await else {
            return;
        };
        if let Err(error) = storage.accounts().rehash(user, &old, new).await {
            tracing::warn!(%user, %error, "replacing an old password hash");
        }
    });
}
