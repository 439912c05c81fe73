//! Spending a refresh token. The decision is auth's; here it is carried out in the transaction
//! that loaded what it was decided on.

use parlor_auth::refresh_token::{Decision, Digest, State, Stored};
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};

use super::{Rotation, Visit, rows};
use crate::{
    Error,
    engine::{Link, execute, fetch_optional},
    error::Damage,
    writer::{Failed, Write},
};

pub(super) struct Rotate<D> {
    pub(super) presented: Digest,
    pub(super) visit: Visit,
    pub(super) decide: D,
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: i64,
    user_id: i64,
    session_id: i64,
    parent_id: Option<i64>,
    expires_at: i64,
    revoked: bool,
    used_at: Option<i64>,
    nonce: Option<Vec<u8>>,
    repeats: i64,
    successor_used: bool,
    ends_at: i64,
    session_revoked: bool,
}

impl<D: Fn(&Stored) -> Decision + Send + Sync + 'static> Write for Rotate<D> {
    type Output = Option<Rotation>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Option<Rotation>, Failed<Error>> {
        let Some(token) = load(link, &self.presented).await? else {
            return Ok(None);
        };
        let stored = token.stored()?;
        let (user, session) = (token.user(), token.session());
        Ok(Some(match (self.decide)(&stored) {
            Decision::Rotate {
                successor,
                nonce,
                expires_at,
            } => {
                spend(link, &token, &nonce, self.visit.now).await?;
                succeed(link, &token, &successor, expires_at).await?;
                rows::visited(link, session, &self.visit, expires_at).await?;
                Rotation::Rotated { user, session }
            }
            Decision::Repeat => {
                let State::Rotated { nonce, .. } = stored.state else {
                    return Err(Damage("a token to repeat that was never used").into());
                };
                repeat(link, &token).await?;
                Rotation::Repeated {
                    user,
                    session,
                    nonce,
                }
            }
            Decision::Reused => {
                rows::end(link, &[session], self.visit.now).await?;
                Rotation::Reused { session }
            }
            Decision::Invalid => Rotation::Invalid,
        }))
    }
}

impl TokenRow {
    fn user(&self) -> UserId {
        UserId::from_raw(self.user_id)
    }

    fn session(&self) -> SessionId {
        SessionId::from_raw(self.session_id)
    }

    fn stored(&self) -> sqlx::Result<Stored> {
        Ok(Stored {
            state: self.state()?,
            expires_at: Timestamp::from_millis(self.expires_at),
            session_ends_at: Timestamp::from_millis(self.ends_at),
        })
    }

    fn state(&self) -> sqlx::Result<State> {
        if self.revoked || self.session_revoked {
            return Ok(State::Revoked);
        }
        let Some(used_at) = self.used_at else {
            return Ok(State::Fresh);
        };
        let at = Timestamp::from_millis(used_at);
        Ok(match &self.nonce {
            Some(nonce) => State::Rotated {
                at,
                nonce: nonce
                    .as_slice()
                    .try_into()
                    .map_err(|_| Damage("a nonce of another length"))?,
                repeats: u32::try_from(self.repeats).unwrap_or(u32::MAX),
                successor_used: self.successor_used,
            },
            // Wiped: it can never be repeated again. Who uses it all the same is told what anybody
            // is told who comes too late: two parties hold this token.
            None => State::Rotated {
                at,
                nonce: [0; 32],
                repeats: u32::MAX,
                successor_used: true,
            },
        })
    }
}

async fn load(link: &mut Link<'_>, token: &Digest) -> sqlx::Result<Option<TokenRow>> {
    fetch_optional!(
        link,
        TokenRow,
        "SELECT t.id, t.user_id, t.session_id, t.parent_id, t.expires_at, t.revoked, t.used_at, \
         t.nonce, t.repeats, t.successor_used, s.ends_at, \
         s.revoked_at IS NOT NULL AS session_revoked \
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token = $1",
        token.as_bytes().as_slice()
    )
}

/// Only if nobody was faster, on another node.
async fn spend(
    link: &mut Link<'_>,
    token: &TokenRow,
    nonce: &[u8; 32],
    now: Timestamp,
) -> Result<(), Failed<Error>> {
    let spent = execute!(
        link,
        "UPDATE refresh_tokens SET used_at = $2, nonce = $3 WHERE id = $1 AND used_at IS NULL",
        token.id,
        now.as_millis(),
        nonce.as_slice()
    )?;
    if spent == 0 {
        return Err(Failed::Raced);
    }
    // The token this one came from: its reply was not lost, so it is not honoured again for that.
    execute!(
        link,
        "UPDATE refresh_tokens SET successor_used = TRUE WHERE id = $1",
        token.parent_id
    )?;
    Ok(())
}

async fn succeed(
    link: &mut Link<'_>,
    parent: &TokenRow,
    successor: &Digest,
    expires_at: Timestamp,
) -> sqlx::Result<()> {
    rows::insert_token(
        link,
        &rows::NewToken {
            user: parent.user(),
            session: parent.session(),
            parent: Some(parent.id),
            token: successor,
            expires_at,
        },
    )
    .await
}

async fn repeat(link: &mut Link<'_>, token: &TokenRow) -> Result<(), Failed<Error>> {
    let repeated = execute!(
        link,
        "UPDATE refresh_tokens SET repeats = repeats + 1 \
         WHERE id = $1 AND repeats = $2 AND nonce IS NOT NULL",
        token.id,
        token.repeats
    )?;
    if repeated == 0 {
        return Err(Failed::Raced);
    }
    Ok(())
}
