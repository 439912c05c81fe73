//! Writing a message.

mod together;

use aws_lc_rs::digest::{Context, SHA256};
use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, StreamId, UserId},
    messages::Mentions,
    streams::Seq,
};

use super::{InsertError, Inserted, NewMessage, load, rows::write_mentions};
use crate::{
    Committed, attachments,
    engine::{Link, execute, fetch_optional},
    notifications::{Calls, notify},
    reads::{
        self,
        mentions::{self, Calling},
    },
    search::{Change, Entry, Files},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Insert {
    pub(super) channel: ChannelId,
    pub(super) author: UserId,
    pub(super) entry: Entry,
    pub(super) message: NewMessage,
    /// Whom it may call.
    pub(super) calls: Calls,
}

/// The message that used a nonce first.
#[derive(sqlx::FromRow)]
struct Earlier {
    id: i64,
    channel_id: i64,
    content_hash: Option<Vec<u8>>,
}

impl Write for Insert {
    type Output = Committed<Inserted>;
    type Error = InsertError;

    fn streams(&self) -> Vec<StreamId> {
        let called = self.calls.keys().map(|user| (*user).into());
        std::iter::once(self.channel.into()).chain(called).collect()
    }

    fn indexed(&self, inserted: &Committed<Inserted>) -> Vec<Change<'_>> {
        let Inserted { message, fresh } = &inserted.value;
        let files = Files::of(&message.attachments);
        let entry = fresh.then_some(Change::Write(&self.entry, files));
        entry.into_iter().collect()
    }

    fn joins(&self) -> bool {
        // Every field is here, so that whoever adds one thinks of this.
        let NewMessage {
            id: _,
            content: _,
            mentions,
            nonce: _,
            reply_to_id,
            attachments,
            created_at: _,
        } = &self.message;
        reply_to_id.is_none()
            && *mentions == Mentions::default()
            && attachments.is_empty()
            && self.calls.is_empty()
    }

    async fn together(
        writes: &[&Self],
        link: &mut Link<'_>,
    ) -> sqlx::Result<Option<Vec<Committed<Inserted>>>> {
        together::together(link, writes).await
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Inserted>, Failed<InsertError>> {
        if let Some(earlier) = self.earlier(link).await? {
            return self.repeat(link, &earlier).await;
        }
        self.check_reply(link).await?;
        let stream = self.channel.into();
        let seq = log::advance(link, stream).await?;
        self.store(link, seq).await?;
        self.mark(link, seq).await?;
        self.attach(link).await?;
        let reference = Reference::Posted(self.message.id);
        log::record(link, (stream, seq), reference, self.message.created_at).await?;
        let with_files = !self.message.attachments.is_empty();
        let message = load::fresh(link, self.message.id, with_files).await?;
        let mut events = vec![Event::NewMessage {
            stream,
            seq,
            channel_id: self.channel,
            message: message.clone(),
        }];
        events.extend(notify(link, &self.calls, &message, self.message.created_at).await?);
        Ok(Committed {
            value: Inserted {
                message,
                fresh: true,
            },
            events,
        })
    }
}

impl Insert {
    async fn earlier(&self, link: &mut Link<'_>) -> sqlx::Result<Option<Earlier>> {
        let Some(nonce) = &self.message.nonce else {
            return Ok(None);
        };
        fetch_optional!(
            link,
            Earlier,
            "SELECT id, channel_id, content_hash FROM messages \
             WHERE author_id = $1 AND nonce = $2",
            self.author.raw(),
            nonce
        )
    }

    /// The first result again, whatever became of it, if this is the same send.
    async fn repeat(
        &self,
        link: &mut Link<'_>,
        earlier: &Earlier,
    ) -> Result<Committed<Inserted>, Failed<InsertError>> {
        let same_content = earlier.content_hash.as_deref() == self.content_hash().as_deref();
        if earlier.channel_id != self.channel.raw() || !same_content {
            return Err(Failed::Refused(InsertError::NonceTaken));
        }
        let message = load::by_author(link, MessageId::from_raw(earlier.id), self.author).await?;
        Ok(Committed {
            value: Inserted {
                message,
                fresh: false,
            },
            events: Vec::new(),
        })
    }

    async fn check_reply(&self, link: &mut Link<'_>) -> Result<(), Failed<InsertError>> {
        let Some(reply_to) = self.message.reply_to_id else {
            return Ok(());
        };
        match load::place(link, reply_to).await? {
            Some(place) if place.channel == self.channel && !place.deleted => Ok(()),
            _ => Err(Failed::Refused(InsertError::ReplyGone)),
        }
    }

    async fn store(&self, link: &mut Link<'_>, seq: Seq) -> Result<(), Failed<InsertError>> {
        let message = &self.message;
        let inserted = execute!(
            link,
            "INSERT INTO messages (id, channel_id, seq, author_id, content, mentions, nonce, \
             content_hash, reply_to_id, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            message.id.raw(),
            self.channel.raw(),
            seq.cast_signed(),
            self.author.raw(),
            &message.content,
            write_mentions(&message.mentions)?,
            &message.nonce,
            self.content_hash(),
            message.reply_to_id.map(MessageId::raw),
            message.created_at.as_millis(),
        )?;
        if inserted == 0 {
            // The same nonce in another channel, on another node, just now.
            return Err(Failed::Raced);
        }
        Ok(())
    }

    /// Whom it calls is written down, and its author has read everything up to it.
    async fn mark(&self, link: &mut Link<'_>, seq: Seq) -> sqlx::Result<()> {
        let calling = Calling {
            channel: self.channel,
            seq,
            author: self.author,
        };
        mentions::write(link, calling, &self.message.mentions).await?;
        reads::forward(link, self.author, self.channel, seq).await
    }

    async fn attach(&self, link: &mut Link<'_>) -> Result<(), Failed<InsertError>> {
        let NewMessage {
            id, attachments, ..
        } = &self.message;
        if attachments::claim(link, (*id, self.author), attachments).await? {
            Ok(())
        } else {
            Err(Failed::Refused(InsertError::AttachmentGone))
        }
    }

    /// What a repeat is compared with, after edits and deletion even: of the content first sent,
    /// and of which files were with it, only this is kept.
    fn content_hash(&self) -> Option<Vec<u8>> {
        let message = &self.message;
        message.nonce.as_ref()?;
        let mut hash = Context::new(&SHA256);
        hash.update(message.content.as_bytes());
        for attachment in &message.attachments {
            // No text contains NUL, so no text looks like one with files.
            hash.update(&[0]);
            hash.update(&attachment.raw().to_be_bytes());
        }
        Some(hash.finish().as_ref().to_vec())
    }
}
