//! Writing a message: the whole rule.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parlor_protocol::{
    error::Code,
    ids::{AttachmentId, ChannelId, MessageId},
    messages::{Mentions, Message, PostMessage},
    permissions::{Grant, Missing, Permission},
    text::{self, Refused},
};
use parlor_storage::messages::{InsertError, Inserted, NewMessage};

use super::slow::Turn;
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError, Judged},
    refusal::Refusal,
};

/// A message to be written.
#[derive(Debug)]
pub struct Post {
    /// Where to.
    pub channel: ChannelId,
    /// What.
    pub message: PostMessage,
}

/// A message that is on disk.
#[derive(Debug)]
pub struct Posted {
    /// As its author sees it.
    pub message: Message,
    /// Whether it was written now; a repeat of its nonce finds the one from before.
    pub fresh: bool,
}

/// Why a message was not written.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The channel is missing or hidden, or not writable.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The text is not one.
    #[error("content {0}")]
    Content(Refused),
    /// The nonce is not one.
    #[error("nonce {0}")]
    Nonce(Refused),
    /// The author used this nonce for another text or another channel.
    #[error("the nonce was used for another message")]
    NonceTaken,
    /// The answered message is not in this channel, or gone.
    #[error("the message to reply to is gone")]
    ReplyGone,
    /// The files are too many, or one is named twice.
    #[error("attachmentIds {0}")]
    Attachments(String),
    /// A file is not the author's, is in a message already, or is gone.
    #[error("a file is not there to be sent")]
    AttachmentGone,
    /// Too many messages in too short a time.
    #[error("too fast, wait {retry_after:?}")]
    TooFast {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The database did not do it.
    #[error("{0}")]
    Storage(#[from] parlor_storage::Error),
}

impl From<Missing> for PostError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<InsertError> for PostError {
    fn from(error: InsertError) -> Self {
        match error {
            InsertError::NonceTaken => Self::NonceTaken,
            InsertError::ReplyGone => Self::ReplyGone,
            InsertError::AttachmentGone => Self::AttachmentGone,
            InsertError::Storage(error) => Self::Storage(error),
        }
    }
}

impl From<PostError> for Refusal {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Access(error) => error.into(),
            PostError::Content(why) => ("content", why).into(),
            PostError::Nonce(why) => ("nonce", why).into(),
            PostError::NonceTaken => Self::new(
                Code::Conflict,
                "This nonce was used for another message. Take a new one.",
            ),
            PostError::ReplyGone => {
                Self::field("replyToId", "must be a message of the same channel")
            }
            PostError::Attachments(why) => Self::field("attachmentIds", &why),
            PostError::AttachmentGone => Self::field(
                "attachmentIds",
                "must be files of yours that are in no message yet",
            ),
            PostError::TooFast { retry_after } => Self::rate_limited("messages", retry_after),
            PostError::Storage(error) => error.into(),
        }
    }
}

/// Writes a message; when this returns it is on disk.
///
/// # Errors
/// See [`PostError`]; nothing was written then, except after a storage error, where the outcome
/// is unknown and the same nonce finds out.
pub async fn post(app: &App, actor: &Actor, post: Post) -> Result<Posted, PostError> {
    let (user, channel) = (actor.user, post.channel);
    let (post, paced) = (&post, &AtomicBool::new(false));
    let send = move |judged| send(app, judged, post, paced);
    if let Some(judged) = app.memory.of(user, channel, clock::instant()) {
        match send(judged).await {
            // The pace is no right: it is asked again, and the memory stays.
            Err(PostError::TooFast { .. }) => {}
            Err(error) if may_be_of_yesterday(&error) => app.memory.forget(user, channel),
            done => return done,
        }
    }
    members::anew(app, move || async move {
        let now = clock::instant();
        let judged = members::in_channel(app, actor, channel).await?.into();
        let posted = send(judged).await?;
        app.memory.keep(user, channel, judged, now);
        Ok(posted)
    })
    .await
}

/// Whether the answer may be another one by now: what was allowed is, and what is not there for the
/// author has no wrong text. Nothing was written.
fn may_be_of_yesterday(error: &PostError) -> bool {
    match error {
        PostError::Access(_)
        | PostError::Content(_)
        | PostError::Nonce(_)
        | PostError::Attachments(_) => true,
        error => members::is_outdated(error),
    }
}

/// Writes it if this allows it. One message is one to its author's pace, however often it is judged.
async fn send(
    app: &App,
    judged: Judged,
    post: &Post,
    paced: &AtomicBool,
) -> Result<Posted, PostError> {
    let access = &judged.access;
    let grant = access.may(Permission::SendMessages)?;
    check(app, access, &post.message)?;
    if !paced.load(Ordering::Relaxed) {
        app.pace
            .take(access.user(), post.channel, clock::instant())
            .map_err(|retry_after| PostError::TooFast { retry_after })?;
        paced.store(true, Ordering::Relaxed);
    }
    let turn = turn(app, &judged, post).await?;
    let written = write(app, grant, new(app, access, &post.message)).await;
    if let (Some(turn), Ok(Inserted { fresh: false, .. }) | Err(_)) = (&turn, &written) {
        app.slow.give_back(turn);
    }
    let Inserted { message, fresh } = written?;
    if fresh {
        let links = app.embeds.links(access, &post.message.content);
        app.embeds.want(&message, links, clock::instant());
    }
    Ok(Posted { message, fresh })
}

/// Whether it is a message as it must be.
fn check(app: &App, access: &members::Access, message: &PostMessage) -> Result<(), PostError> {
    let limits = &app.config.limits;
    let attachments = message.attachment_ids.as_deref().unwrap_or_default();
    if !attachments.is_empty() {
        let _allowed = access.may(Permission::AttachFiles)?;
        check_attachments(attachments, limits.attachments_per_message_max)?;
    }
    match text::content(&message.content, limits.message_chars_max) {
        // The files speak.
        Err(Refused::Empty) if !attachments.is_empty() => {}
        checked => checked.map_err(PostError::Content)?,
    }
    if let Some(nonce) = &message.nonce {
        text::nonce(nonce, limits.nonce_chars_max).map_err(PostError::Nonce)?;
    }
    Ok(())
}

fn new(app: &App, access: &members::Access, message: &PostMessage) -> NewMessage {
    NewMessage {
        id: MessageId::from_raw(app.ids.next()),
        mentions: mentions(access, &message.content),
        content: message.content.clone(),
        nonce: message.nonce.clone(),
        reply_to_id: message.reply_to_id,
        attachments: message.attachment_ids.clone().unwrap_or_default(),
        created_at: clock::now(),
    }
}

async fn write(app: &App, grant: Grant, new: NewMessage) -> Result<Inserted, InsertError> {
    let (storage, hub) = (app.storage.clone(), app.hub.clone());
    let (moved, everybody) = (Arc::clone(&app.moved), Arc::clone(&app.everybody));
    let push = Arc::clone(&app.push);
    app.commit(async move {
        let written = storage.messages().insert(grant, new).await?;
        if let Some(channel) = grant.channel() {
            hub.typed(grant.user(), channel);
            moved.of(&hub, grant.user(), [channel]);
        }
        if written.value.fresh {
            everybody.hear(&written.value.message);
            push.hear(&written.value.message, &written.events);
        }
        Ok(written)
    })
    .await
}

/// Not too many, each once. Whose they are is seen when they are put into the message.
fn check_attachments(attachments: &[AttachmentId], most: usize) -> Result<(), PostError> {
    if attachments.len() > most {
        let why = format!("may name at most {most} files");
        return Err(PostError::Attachments(why));
    }
    let distinct: HashSet<_> = attachments.iter().collect();
    if distinct.len() < attachments.len() {
        let why = "must name each file once".to_owned();
        return Err(PostError::Attachments(why));
    }
    Ok(())
}

/// A turn in a channel in slow mode, for those who must wait for one. A repeat of what was written
/// needs none.
async fn turn(app: &App, judged: &Judged, post: &Post) -> Result<Option<Turn>, PostError> {
    let Judged { access, slow_mode } = judged;
    let manages = [Permission::ManageMessages, Permission::ManageChannels];
    let manages = manages.iter().any(|each| access.may(*each).is_ok());
    if slow_mode.is_zero() || manages {
        return Ok(None);
    }
    let key = (access.user(), post.channel);
    let retry_after = match app.slow.take(key, *slow_mode, clock::instant()) {
        Ok(turn) => return Ok(Some(turn)),
        Err(wait) => wait,
    };
    if let Some(nonce) = &post.message.nonce
        && app.storage.messages().sent(access.user(), nonce).await?
    {
        return Ok(None);
    }
    Err(PostError::TooFast { retry_after })
}

/// Whom a text calls; everybody at once only by permission.
pub(super) fn mentions(access: &members::Access, content: &str) -> Mentions {
    let everyone =
        Mentions::names_everyone(content) && access.may(Permission::MentionEveryone).is_ok();
    Mentions::read(content, everyone)
}
