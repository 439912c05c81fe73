//! Signing a device in.

use parlor_protocol::ids::{SessionId, UserId};

use super::{NewSession, rows};
use crate::{
    Error,
    engine::Link,
    writer::{Failed, Write},
};

pub(super) struct Start {
    pub(super) user: UserId,
    pub(super) session: NewSession,
}

impl Write for Start {
    type Output = Vec<SessionId>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Vec<SessionId>, Failed<Error>> {
        let Self { user, session } = self;
        rows::insert(link, *user, session).await?;
        let limit = (session.sessions_max, session.created_at);
        Ok(rows::end_surplus(link, *user, session.id, limit).await?)
    }
}
