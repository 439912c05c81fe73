//! Places that were deleted: hidden at once, cleared away little by little.
//!
//! A channel may hold a million messages, and everybody waits while one write takes them away. So
//! deleting only marks the stream (`streams.gone`) and takes the channel out of its space: a channel
//! of no space and without people is a conversation of nobody's, which no door leads to. What is left
//! of it goes in small writes, on whichever server comes to it, also after a restart.

use parlor_protocol::{
    ids::{SpaceId, StreamId, UserId},
    time::Timestamp,
};

use crate::{
    Committed, Content, Error, Storage, attachments, embeds,
    engine::{Link, execute, execute_among, fetch_all, fetch_optional},
    spaces::farewell,
    writer::{Failed, Write},
};

/// How many messages one write takes away, each with its files, its previews and its words.
const MESSAGES_AT_ONCE: i64 = 100;

/// How many reactions, and how many other rows, one write takes away.
const ROWS_AT_ONCE: i64 = 1_000;

/// Makes an end of these places: nobody finds them, or anything in them, from here on. Their rows in
/// `channels` and `spaces` stay, for what hangs on them, and so do a space's members, who are told one
/// after the other; nobody may be left in those that are conversations.
pub(crate) async fn end(link: &mut Link<'_>, streams: &[i64]) -> sqlx::Result<()> {
    execute_among!(
        link,
        streams,
        "UPDATE channels SET space_id = NULL, parent_id = NULL WHERE id IN ",
        ""
    )?;
    execute_among!(
        link,
        streams,
        "UPDATE streams SET gone = TRUE WHERE id IN ",
        ""
    )?;
    Ok(())
}

/// Clears away some of what is left of one place; `None`: nothing is left of any.
pub(super) async fn sweep(storage: &Storage, now: Timestamp) -> Result<Option<Cleared>, Error> {
    let mut reader = storage.reader().await?;
    let sweep = Sweep::next(&mut reader.link(), now).await;
    drop(reader);
    match sweep? {
        Some(sweep) => storage.write(sweep).await.map(Some),
        None => Ok(None),
    }
}

/// The bytes that went, unless another row needs them; and what the people of a space are told.
type Cleared = Committed<Vec<Content>>;

async fn next(link: &mut Link<'_>) -> sqlx::Result<Option<StreamId>> {
    let row = fetch_optional!(
        link,
        (i64,),
        "SELECT id FROM streams WHERE gone AND id > 0 ORDER BY id LIMIT 1"
    )?;
    Ok(row.map(|(id,)| StreamId::from_raw(id)))
}

/// Takes away some of what is left of a place, and the place itself when nothing is.
struct Sweep {
    place: StreamId,
    /// Who is told of it next, as it looked when the write was queued: for the locks only.
    people: Vec<UserId>,
    now: Timestamp,
}

impl Sweep {
    async fn next(link: &mut Link<'_>, now: Timestamp) -> sqlx::Result<Option<Self>> {
        let Some(place) = next(link).await? else {
            return Ok(None);
        };
        let people = farewell::next(link, place).await?;
        Ok(Some(Self { place, people, now }))
    }
}

impl Write for Sweep {
    type Output = Cleared;
    type Error = Error;

    /// Two servers that clear away the same place take turns.
    fn streams(&self) -> Vec<StreamId> {
        let people = self.people.iter().copied().map(StreamId::from);
        people.chain([self.place]).collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Cleared, Failed<Error>> {
        // An id is never used for two things.
        let space = SpaceId::from_raw(self.place.raw());
        let events = farewell::tell(link, space, self.now).await?;
        let value = if events.is_empty() {
            rows(link, self.place.raw()).await?
        } else {
            Vec::new()
        };
        Ok(Committed { value, events })
    }
}

/// Takes away some of the rows of a place that nobody is in.
async fn rows(link: &mut Link<'_>, place: i64) -> sqlx::Result<Vec<Content>> {
    let messages = messages(link, place).await?;
    if !messages.is_empty() {
        return take_away(link, &messages).await;
    }
    let mut left = ROWS_AT_ONCE;
    of_stream(link, place, &mut left).await?;
    of_space(link, place, &mut left).await?;
    if left == 0 {
        return Ok(Vec::new());
    }
    itself(link, place).await
}

/// The next messages of a channel.
async fn messages(link: &mut Link<'_>, channel: i64) -> sqlx::Result<Vec<i64>> {
    let messages = fetch_all!(
        link,
        (i64,),
        "SELECT id FROM messages WHERE channel_id = $1 ORDER BY seq LIMIT $2",
        channel,
        MESSAGES_AT_ONCE
    )?;
    Ok(messages.into_iter().map(|(id,)| id).collect())
}

/// Takes away these messages with what hangs on them, their reactions first: where there are many,
/// the messages go with a later write.
async fn take_away(link: &mut Link<'_>, messages: &[i64]) -> sqlx::Result<Vec<Content>> {
    let reactions = execute_among!(
        link,
        messages,
        "DELETE FROM reactions WHERE (message_id, emoji, user_id) IN (\
         SELECT message_id, emoji, user_id FROM reactions WHERE message_id IN ",
        " LIMIT $2)",
        ROWS_AT_ONCE
    )?;
    if reactions == ROWS_AT_ONCE.unsigned_abs() {
        return Ok(Vec::new());
    }
    let mut contents = attachments::forget_of_messages(link, messages).await?;
    contents.append(&mut embeds::forget::of_messages(link, messages).await?);
    execute_among!(link, messages, "DELETE FROM messages WHERE id IN ", "")?;
    Ok(contents)
}

/// Takes the rows of a place out of these tables, as long as any are left to take: no engine bounds a
/// `DELETE` by itself, so the rows are chosen by their key.
macro_rules! take_rows {
    ($link:ident, $place:ident, $left:ident: $($table:literal by $key:literal of $column:literal;)*) => {
        $(*$left -= execute!(
            $link,
            concat!(
                "DELETE FROM ", $table, " WHERE (", $key, ") IN (SELECT ", $key, " FROM ", $table,
                " WHERE ", $column, " = $1 LIMIT $2)",
            ),
            $place,
            *$left
        )?
        .cast_signed();)*
    };
}

/// Takes away what hangs on the place itself: so many rows of it as are left to take.
async fn of_stream(link: &mut Link<'_>, place: i64, left: &mut i64) -> sqlx::Result<()> {
    take_rows! { link, place, left:
        "stream_events" by "stream_id, seq" of "stream_id";
        "read_marks" by "user_id, channel_id" of "channel_id";
        "mentions" by "channel_id, target_id, seq" of "channel_id";
        "notification_settings" by "user_id, place_id" of "place_id";
    }
    Ok(())
}

/// The same of what only a space has, and may have much of.
async fn of_space(link: &mut Link<'_>, space: i64, left: &mut i64) -> sqlx::Result<()> {
    take_rows! { link, space, left:
        "audit_log" by "space_id, id" of "space_id";
        "invites" by "code" of "space_id";
        "member_roles" by "space_id, user_id, role_id" of "space_id";
        "overrides" by "channel_id, target_id" of "space_id";
        "bans" by "space_id, user_id" of "space_id";
        "silences" by "space_id, user_id" of "space_id";
        "voice_marks" by "space_id, user_id" of "space_id";
    }
    Ok(())
}

/// Takes away the place when nothing else is left of it but a space's few roles, which go with it.
async fn itself(link: &mut Link<'_>, place: i64) -> sqlx::Result<Vec<Content>> {
    execute!(link, "DELETE FROM channels WHERE id = $1", place)?;
    let icon = fetch_optional!(
        link,
        (Option<Vec<u8>>,),
        "DELETE FROM spaces WHERE id = $1 RETURNING icon",
        place
    )?;
    execute!(link, "DELETE FROM streams WHERE id = $1", place)?;
    let icon = icon.and_then(|(icon,)| icon);
    icon.iter()
        .map(|icon| attachments::rows::read(icon))
        .collect()
}
