//! Writing many messages with the statements of one.
//!
//! In a busy channel a batch is mostly messages, and one by one each of them costs half a dozen
//! trips to the database. Together they cost these trips once. What is special about a message (it
//! answers one, it calls somebody, it has files) is left to the slower way, and so is every batch that turns out
//! to hold a repeat: nothing here decides what a message may be.

mod postgres;
mod sqlite;

use std::collections::HashMap;

use parlor_protocol::{event::Event, messages::Message};

use super::{Insert, Inserted};
use crate::{
    Committed,
    engine::{Link, Twin},
};

/// Writes these messages, in this order. `None`: one of them was there already, so each must be
/// asked about by itself.
pub(super) async fn together(
    link: &mut Link<'_>,
    inserts: &[&Insert],
) -> sqlx::Result<Option<Vec<Committed<Inserted>>>> {
    let stored = match link {
        Twin::Sqlite(connection) => sqlite::store(connection, inserts).await?,
        Twin::Postgres(connection) => postgres::store(connection, inserts).await?,
    };
    let stored = stored.into_iter().map(|message| (message.id, message));
    let mut stored: HashMap<_, _> = stored.collect();
    let in_order = inserts.iter();
    let in_order = in_order.map(|insert| Some(committed(stored.remove(&insert.message.id)?)));
    Ok(in_order.collect())
}

fn committed(message: Message) -> Committed<Inserted> {
    let event = Event::NewMessage {
        stream: message.channel_id.into(),
        seq: message.seq,
        channel_id: message.channel_id,
        message: message.clone(),
    };
    Committed {
        value: Inserted {
            message,
            fresh: true,
        },
        events: vec![event],
    }
}
