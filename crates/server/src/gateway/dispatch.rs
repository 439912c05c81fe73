//! From a command to its verb: one line each.

use parlor_protocol::{
    command::{
        AddReaction, Authenticate, Command, MarkRead, RemoveReaction, SendMessage, StatusUpdate,
        Typing,
    },
    error::Code,
    messages::PostMessage,
    reads::ReadUpTo,
};
use parlor_realtime::session::Answer;

use crate::{
    app::{Actor, App},
    auth::{self, AuthenticateError},
    clock,
    messages::{self, Post},
    presence::{self, Update},
    reactions::{self, Add, Remove},
    reads::{self, Mark},
    refusal::Refusal,
};

/// Carries a command out.
pub(super) async fn dispatch(app: &App, actor: &Actor, command: Command) -> Answer {
    let answer = match command {
        Command::SendMessage(send) => send_message(app, actor, send).await,
        Command::AddReaction(add) => add_reaction(app, actor, add).await,
        Command::RemoveReaction(remove) => remove_reaction(app, actor, remove).await,
        Command::MarkRead(mark) => mark_read(app, actor, mark).await,
        Command::StatusUpdate(update) => update_status(app, actor, update).await,
        Command::Typing(typing) => type_in(app, actor, typing).await,
        Command::Authenticate(renewal) => authenticate(app, actor, renewal).await,
        // These are the session's own.
        Command::JoinChannel(_)
        | Command::LeaveChannel(_)
        | Command::Resume(_)
        | Command::Ping(_) => Err(Refusal::new(Code::UnknownType, "This is not a command.")),
    };
    answer.unwrap_or_else(|refusal| Answer::Refused {
        code: refusal.code,
        detail: refusal.detail,
        retry_after: refusal.retry_after,
    })
}

async fn send_message(app: &App, actor: &Actor, send: SendMessage) -> Result<Answer, Refusal> {
    let post = Post {
        channel: send.channel_id,
        message: PostMessage {
            content: send.content,
            nonce: send.nonce,
            reply_to_id: send.reply_to_id,
            attachment_ids: send.attachment_ids,
        },
    };
    let posted = messages::post(app, actor, post).await?;
    Ok(Answer::Sent {
        message_id: posted.message.id,
        seq: posted.message.seq,
    })
}

async fn add_reaction(app: &App, actor: &Actor, add: AddReaction) -> Result<Answer, Refusal> {
    let add = Add {
        channel: add.channel_id,
        message: add.message_id,
        emoji: add.emoji,
    };
    let added = reactions::add(app, actor, add).await?;
    Ok(Answer::Reacted {
        seq: added.last_seq,
    })
}

async fn remove_reaction(
    app: &App,
    actor: &Actor,
    remove: RemoveReaction,
) -> Result<Answer, Refusal> {
    let remove = Remove {
        channel: remove.channel_id,
        message: remove.message_id,
        emoji: remove.emoji,
    };
    let seq = reactions::remove(app, actor, remove).await?;
    Ok(Answer::Reacted { seq })
}

async fn mark_read(app: &App, actor: &Actor, mark: MarkRead) -> Result<Answer, Refusal> {
    let mark = Mark {
        channel: mark.channel_id,
        read: ReadUpTo {
            seq: mark.seq,
            unread: mark.unread,
        },
    };
    reads::mark(app, actor, mark).await?;
    Ok(Answer::Done)
}

async fn update_status(app: &App, actor: &Actor, update: StatusUpdate) -> Result<Answer, Refusal> {
    let choice = update.status;
    let update = Update {
        choice,
        text: update.status_text,
        expires_at: update.status_expires_at,
    };
    presence::update(app, actor, update).await?;
    Ok(Answer::Chosen(choice))
}

async fn type_in(app: &App, actor: &Actor, typing: Typing) -> Result<Answer, Refusal> {
    presence::typing(app, actor, typing.channel_id).await?;
    Ok(Answer::Done)
}

/// A fresh access token for the same session; another one's is as bad as none.
async fn authenticate(app: &App, actor: &Actor, renewal: Authenticate) -> Result<Answer, Refusal> {
    let credential = auth::by_token(app, &renewal.token.expose()).await?;
    if credential.actor != *actor {
        return Err(AuthenticateError::Invalid.into());
    }
    Ok(Answer::Renewed(clock::instant_at(credential.expires_at)))
}
