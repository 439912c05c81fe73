//! Adding previews to a message.

use parlor_protocol::{ids::StreamId, time::Timestamp};

use super::{
    Preview, Read, images,
    rows::{self, Stored},
};
use crate::{
    Committed, Content, Error,
    engine::{Link, fetch_one},
    messages,
    writer::{Failed, Write},
};

pub(super) struct Put {
    pub(super) read: Read,
    /// Those of the text, in their order.
    pub(super) links: Vec<String>,
    pub(super) found: Vec<Preview>,
    pub(super) now: Timestamp,
}

impl Write for Put {
    type Output = Option<Committed<Vec<Content>>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.read.channel.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        if !are_wanted(link, &self.read).await? {
            return Ok(None);
        }
        let (message, channel_id) = (self.read.message, self.read.channel);
        let before = rows::of(link, message).await?;
        let stored: Vec<Stored> = self
            .links
            .iter()
            .filter_map(|url| self.of(url, &before))
            .collect();
        rows::set(link, message, &stored).await?;
        for image in self.found.iter().filter_map(|found| found.image.as_ref()) {
            images::add(link, message, image).await?;
        }
        let gone = images::keep_only(link, message, &stored).await?;
        let event = messages::changed(link, (channel_id, message), self.now).await?;
        Ok(Some(Committed {
            value: gone,
            events: vec![event],
        }))
    }
}

impl Put {
    /// The preview of a link: the one that was found now, or the one that stood.
    fn of(&self, url: &str, before: &[Stored]) -> Option<Stored> {
        let found = self.found.iter().find(|found| found.url == url);
        let stood = || before.iter().find(|stored| stored.url == url).cloned();
        found.map(Stored::from).or_else(stood)
    }
}

pub(super) async fn are_wanted(link: &mut Link<'_>, read: &Read) -> sqlx::Result<bool> {
    let (wanted,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM messages WHERE id = $1 AND channel_id = $2 \
         AND content = $3 AND deleted_at IS NULL AND embeds_removed_at IS NULL)",
        read.message.raw(),
        read.channel.raw(),
        &read.content
    )?;
    Ok(wanted)
}
