//! Opening a conversation.

use parlor_protocol::{
    channels::ChannelKind,
    dms::OpenedDm,
    ids::{ChannelId, StreamId, UserId},
};

use super::{DmError, NewDm, rows};
use crate::{
    Committed, channels,
    engine::{Link, execute, fetch_optional},
    error::Damage,
    writer::{Failed, Write},
};

pub(super) struct Open {
    pub(super) new: NewDm,
}

impl Write for Open {
    type Output = Committed<OpenedDm>;
    type Error = DmError;

    fn streams(&self) -> Vec<StreamId> {
        self.people().map(StreamId::from).collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<DmError>> {
        let new = &self.new;
        let others: Vec<i64> = new.others.iter().map(|user| user.raw()).collect();
        if !rows::knows_all(link, new.opener, &others).await? {
            return Err(Failed::Refused(DmError::Stranger));
        }
        if let Some(id) = self.existing(link).await?
            && let Some(channel) = channels::get(link, id).await?
        {
            let value = OpenedDm {
                channel,
                fresh: false,
            };
            return Ok(Committed {
                value,
                events: Vec::new(),
            });
        }
        for user in self.people() {
            if rows::count_of(link, user).await? >= i64::from(new.per_user_max) {
                return Err(Failed::Refused(DmError::TooMany));
            }
        }
        self.make(link).await
    }
}

impl Open {
    fn people(&self) -> impl Iterator<Item = UserId> {
        let others = self.new.others.iter().copied();
        others.chain([self.new.opener])
    }

    /// The lower and the higher id, where it is a conversation of two.
    fn pair(&self) -> Option<(UserId, UserId)> {
        let [other] = self.new.others[..] else {
            return None;
        };
        let opener = self.new.opener;
        Some((opener.min(other), opener.max(other)))
    }

    /// The conversation these two have already.
    async fn existing(&self, link: &mut Link<'_>) -> sqlx::Result<Option<ChannelId>> {
        let Some((low, high)) = self.pair() else {
            return Ok(None);
        };
        let row = fetch_optional!(
            link,
            (i64,),
            "SELECT channel_id FROM dm_pairs WHERE low_id = $1 AND high_id = $2",
            low.raw(),
            high.raw()
        )?;
        Ok(row.map(|(id,)| ChannelId::from_raw(id)))
    }

    async fn make(&self, link: &mut Link<'_>) -> Result<Committed<OpenedDm>, Failed<DmError>> {
        let (id, now) = (self.new.id, self.new.created_at);
        let kind = match self.pair() {
            Some(_) => ChannelKind::Dm,
            None => ChannelKind::Group,
        };
        channels::insert(link, &rows::empty(id, kind, now)).await?;
        for user in self.people() {
            rows::enter(link, id, user).await?;
        }
        if let Some((low, high)) = self.pair() {
            execute!(
                link,
                "INSERT INTO dm_pairs (low_id, high_id, channel_id) VALUES ($1, $2, $3)",
                low.raw(),
                high.raw(),
                id.raw()
            )?;
        }
        let Some(channel) = channels::get(link, id).await? else {
            return Err(Damage("a conversation is missing").into());
        };
        let events = rows::tell(link, &channel, now).await?;
        let value = OpenedDm {
            channel,
            fresh: true,
        };
        Ok(Committed { value, events })
    }
}
