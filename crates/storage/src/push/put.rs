//! Subscribing, and ending it.

use parlor_protocol::{ids::SessionId, time::Timestamp};

use super::{
    Endpoint, NewSubscription, Outcome, PutError,
    rows::{forget, hash},
};
use crate::{
    Error,
    engine::{Link, execute, fetch_one},
    sessions,
    writer::{Failed, Write},
};

pub(super) struct Put {
    pub(super) new: NewSubscription,
}

impl Write for Put {
    type Output = ();
    type Error = PutError;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<PutError>> {
        let new = &self.new;
        let session = sessions::state(link, new.session).await?;
        if session.is_none_or(|state| state.revoked || state.user != new.user) {
            return Err(Failed::Refused(PutError::Ended));
        }
        let hash = hash(&new.endpoint);
        execute!(
            link,
            "DELETE FROM push_subscriptions WHERE endpoint_hash = $1 AND session_id <> $2",
            &hash,
            new.session.raw()
        )?;
        let (others,) = fetch_one!(
            link,
            (i64,),
            "SELECT COUNT(*) FROM push_subscriptions WHERE user_id = $1 AND session_id <> $2",
            new.user.raw(),
            new.session.raw()
        )?;
        if others >= i64::from(new.per_user_max) {
            return Err(Failed::Refused(PutError::TooMany));
        }
        execute!(
            link,
            "INSERT INTO push_subscriptions (session_id, user_id, endpoint, endpoint_hash, point, \
             auth, hides_text, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (session_id) DO UPDATE SET endpoint = excluded.endpoint, \
             endpoint_hash = excluded.endpoint_hash, point = excluded.point, \
             auth = excluded.auth, hides_text = excluded.hides_text, \
             created_at = excluded.created_at, failed_at = NULL",
            new.session.raw(),
            new.user.raw(),
            &new.endpoint,
            &hash,
            new.subscriber.point(),
            new.subscriber.auth(),
            new.hides_text,
            new.now.as_millis()
        )?;
        Ok(())
    }
}

pub(super) struct Remove {
    pub(super) session: SessionId,
}

impl Write for Remove {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        Ok(forget(link, &[self.session.raw()]).await?)
    }
}

pub(super) struct Settle {
    pub(super) session: SessionId,
    pub(super) endpoint: Endpoint,
    pub(super) outcome: Outcome,
    pub(super) now: Timestamp,
}

impl Write for Settle {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        let (session, hash) = (self.session.raw(), hash(self.endpoint.expose()));
        match self.outcome {
            Outcome::Gone => execute!(
                link,
                "DELETE FROM push_subscriptions WHERE session_id = $1 AND endpoint_hash = $2",
                session,
                hash
            )?,
            Outcome::Taken => execute!(
                link,
                "UPDATE push_subscriptions SET failed_at = NULL \
                 WHERE session_id = $1 AND endpoint_hash = $2 AND failed_at IS NOT NULL",
                session,
                hash
            )?,
            Outcome::Failed => execute!(
                link,
                "UPDATE push_subscriptions SET failed_at = $3 \
                 WHERE session_id = $1 AND endpoint_hash = $2",
                session,
                hash,
                self.now.as_millis()
            )?,
        };
        Ok(())
    }
}
