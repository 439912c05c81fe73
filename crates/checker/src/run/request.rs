//! What a device does over HTTP.

use std::sync::Arc;

use parlor_client::{Account, Error, outbox::Pending};
use parlor_protocol::ids::ChannelId;
use serde_json::{Value, json};

use crate::history::{Action, Op, Outcome};

use super::{
    device::{Done, Mine},
    world::World,
};

/// Something to be done over HTTP.
pub(super) struct Request {
    pub(super) action: Action,
    pub(super) call: Call,
    /// What comes of it, unless it makes a message.
    pub(super) after: Done,
}

/// What.
pub(super) enum Call {
    Say(Pending),
    Read(ChannelId),
    Edit(i64, String),
    Delete(i64),
}

/// A message, under its nonce.
pub(super) fn say(message: Pending) -> Request {
    Request {
        action: Action::Send {
            channel: message.channel_id.raw(),
            nonce: message.nonce.clone(),
            content: message.content.clone(),
        },
        call: Call::Say(message),
        after: Done::Nothing,
    }
}

/// Does it, and puts on record how it ended.
pub(super) async fn carry_out(
    world: Arc<World>,
    account: Account,
    op: Op,
    request: Request,
) -> Done {
    let result = call(&account, &request.call).await;
    world.settle(op, result.as_ref().map(Clone::clone));
    match (&request.call, result) {
        (Call::Say(message), Ok(outcome)) => outcome.message.map_or(Done::Nothing, |id| {
            Done::Written(Mine {
                message: id,
                nonce: message.nonce.clone(),
            })
        }),
        _ => request.after,
    }
}

async fn call(account: &Account, call: &Call) -> Result<Outcome, Error> {
    match call {
        Call::Say(message) => {
            let (channel, content) = (message.channel_id, &message.content);
            let message = account.say(channel, content, &message.nonce).await?;
            Ok(Outcome {
                message: Some(message.id.raw()),
                seq: Some(message.seq),
                page: None,
            })
        }
        Call::Read(channel) => {
            let history = account.history(*channel).await?;
            let mut page: Vec<u64> = history.items.iter().map(|message| message.seq).collect();
            page.sort_unstable();
            Ok(Outcome {
                message: None,
                seq: Some(history.last_seq),
                page: Some(page),
            })
        }
        Call::Edit(message, content) => {
            let path = format!("/api/v1/messages/{message}");
            let _: Value = account.patch(&path, &json!({"content": content})).await?;
            Ok(Outcome::default())
        }
        Call::Delete(message) => {
            account
                .delete(&format!("/api/v1/messages/{message}"))
                .await?;
            Ok(Outcome::default())
        }
    }
}
