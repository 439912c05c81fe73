//! Moving marks to the ends of their channels.

use parlor_protocol::{
    ids::{StreamId, UserId},
    reads::ReadState,
};

use super::states;
use crate::{
    Error,
    engine::{Link, execute_among},
    writer::{Failed, Write},
};

pub(super) struct MarkAll {
    pub(super) user: UserId,
    pub(super) channels: Vec<i64>,
}

impl Write for MarkAll {
    type Output = Vec<ReadState>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.user.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        execute_among!(
            link,
            &self.channels,
            "INSERT INTO read_marks (user_id, channel_id, read_seq) \
             SELECT CAST($2 AS BIGINT), c.id, t.last_seq \
             FROM channels c JOIN streams t ON t.id = c.id WHERE c.id IN ",
            " ON CONFLICT (user_id, channel_id) DO UPDATE SET read_seq = excluded.read_seq \
             WHERE read_marks.read_seq < excluded.read_seq",
            self.user.raw()
        )?;
        Ok(states::among(link, self.user, &self.channels).await?)
    }
}
