//! Giving a message another text.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, StreamId, UserId},
    messages::Message,
};

use super::{Edit, load, rows::write_mentions};
use crate::{
    Committed, Content, Error, embeds,
    engine::{Link, execute},
    reads::mentions::{self, Calling},
    search::{Change, Entry, Files},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Rewrite {
    pub(super) channel: ChannelId,
    pub(super) author: UserId,
    pub(super) entry: Entry,
    pub(super) message: MessageId,
    pub(super) edit: Edit,
}

impl Write for Rewrite {
    type Output = Option<Committed<(Message, Vec<Content>)>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.channel.into()]
    }

    fn indexed(&self, edited: &Self::Output) -> Vec<Change<'_>> {
        let entry = edited.as_ref().map(|edited| {
            let (message, _) = &edited.value;
            Change::Write(&self.entry, Files::of(&message.attachments))
        });
        entry.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let edited = execute!(
            link,
            "UPDATE messages SET content = $4, mentions = $5, edited_at = $6 \
             WHERE id = $1 AND channel_id = $2 AND author_id = $3 AND deleted_at IS NULL",
            self.message.raw(),
            self.channel.raw(),
            self.author.raw(),
            &self.edit.content,
            write_mentions(&self.edit.mentions)?,
            self.edit.now.as_millis()
        )?;
        if edited == 0 {
            return Ok(None);
        }
        let gone = embeds::forget::all_but(link, self.message, &self.edit.links).await?;
        mentions::forget(link, self.channel, self.message).await?;
        let stream = self.channel.into();
        let reference = Reference::Edited(self.message);
        let seq = log::append(link, stream, reference, self.edit.now).await?;
        let value = load::by_author(link, self.message, self.author).await?;
        let calling = Calling {
            channel: self.channel,
            seq: value.seq,
            author: self.author,
        };
        mentions::write(link, calling, &self.edit.mentions).await?;
        let mut message = value.clone();
        for reaction in &mut message.reactions {
            reaction.me = None;
        }
        let event = Event::MessageUpdated {
            stream,
            seq,
            channel_id: self.channel,
            message,
        };
        Ok(Some(Committed {
            value: (value, gone),
            events: vec![event],
        }))
    }
}
