//! Moving one mark.

use parlor_protocol::{
    ids::{ChannelId, StreamId, UserId},
    reads::ReadState,
    streams::Seq,
};

use super::{Mark, states};
use crate::{
    Error,
    engine::{Link, execute},
    streams::log,
    writer::{Failed, Write},
};

pub(super) struct Move {
    pub(super) user: UserId,
    pub(super) channel: ChannelId,
    pub(super) mark: Mark,
}

impl Write for Move {
    type Output = Option<ReadState>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        // One person's marks are moved one after the other, on two nodes even.
        vec![self.user.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let Some(last) = log::position(link, self.channel.into()).await? else {
            return Ok(None);
        };
        match self.mark {
            Mark::Forward(seq) => forward(link, self.user, self.channel, seq.min(last)).await?,
            Mark::To(seq) => self.set(link, seq.min(last)).await?,
        }
        let states = states::among(link, self.user, &[self.channel.raw()]).await?;
        Ok(states.into_iter().next())
    }
}

impl Move {
    async fn set(&self, link: &mut Link<'_>, seq: Seq) -> sqlx::Result<()> {
        execute!(
            link,
            "INSERT INTO read_marks (user_id, channel_id, read_seq) VALUES ($1, $2, $3) \
             ON CONFLICT (user_id, channel_id) DO UPDATE SET read_seq = excluded.read_seq",
            self.user.raw(),
            self.channel.raw(),
            seq.cast_signed()
        )?;
        Ok(())
    }
}

/// Moves a mark up to here, unless it is there already.
pub(crate) async fn forward(
    link: &mut Link<'_>,
    user: UserId,
    channel: ChannelId,
    seq: Seq,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO read_marks (user_id, channel_id, read_seq) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id, channel_id) DO UPDATE SET read_seq = excluded.read_seq \
         WHERE read_marks.read_seq < excluded.read_seq",
        user.raw(),
        channel.raw(),
        seq.cast_signed()
    )?;
    Ok(())
}
