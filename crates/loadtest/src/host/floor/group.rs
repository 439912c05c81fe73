//! What storing messages takes at least: a thread a socket, and one that inserts what waits and
//! commits it together.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    path::Path,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use rusqlite::Connection;
use serde_json::Value;

use crate::frames;

/// How many messages may wait.
const WAITING_MAX: usize = 4_096;

/// A message on its way to the disk, and who waits for it.
struct Row {
    nonce: String,
    content: String,
    done: SyncSender<i64>,
}

/// Serves these sockets until they are gone.
pub(super) fn serve(sockets: Vec<TcpStream>, rows_per_commit: usize) -> io::Result<()> {
    let (write, waiting) = sync_channel(WAITING_MAX);
    for socket in sockets {
        let write = write.clone();
        thread::spawn(move || talk(socket, &write));
    }
    drop(write);
    insert_all(&waiting, rows_per_commit).map_err(io::Error::other)
}

fn insert_all(waiting: &Receiver<Row>, rows_per_commit: usize) -> rusqlite::Result<()> {
    let folder = tempfile::tempdir_in(".")
        .map_err(|error| rusqlite::Error::InvalidPath(error.to_string().into()))?;
    let mut rows = Rows::create(folder.path())?;
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        group.extend(waiting.try_iter().take(rows_per_commit - 1));
        let texts = group
            .iter()
            .map(|row| (row.nonce.as_str(), row.content.as_str()));
        let last = rows.insert(texts)?;
        for row in group {
            let _ = row.done.send(last);
        }
    }
    Ok(())
}

/// A table of messages as small as it can be: an id, an index over what makes a repeat harmless.
pub(crate) struct Rows(Connection);

impl Rows {
    /// An empty one, synced to the disk with each commit.
    pub(crate) fn create(folder: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(folder.join("rows.db"))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE messages (id INTEGER PRIMARY KEY, channel_id INTEGER NOT NULL,
                 author_id INTEGER NOT NULL, nonce TEXT NOT NULL, content TEXT NOT NULL) STRICT;
             CREATE UNIQUE INDEX messages_by_nonce ON messages (author_id, nonce);",
        )?;
        Ok(Self(connection))
    }

    /// Inserts these and commits; gives the id of the last one.
    pub(crate) fn insert<'a>(
        &mut self,
        rows: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> rusqlite::Result<i64> {
        let transaction = self.0.transaction()?;
        let mut last = 0;
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO messages (channel_id, author_id, nonce, content) VALUES (1, 1, ?1, ?2)",
            )?;
            for (nonce, content) in rows {
                last = insert.insert((nonce, content))?;
            }
        }
        transaction.commit()?;
        Ok(last)
    }
}

fn talk(mut socket: TcpStream, write: &SyncSender<Row>) -> Option<()> {
    let (done, end) = sync_channel(1);
    let (mut buffer, mut rest) = ([0; 4_096], Vec::new());
    loop {
        let length = socket.read(&mut buffer).ok().filter(|length| *length > 0)?;
        rest.extend(&buffer[..length]);
        while let Some((text, length)) = frames::of_client_read(&rest) {
            let command: Value = serde_json::from_slice(text).ok()?;
            let text = |name: &str| command[name].as_str().map(str::to_owned);
            let (nonce, content, done) = (text("nonce")?, text("content")?, done.clone());
            let row = Row {
                nonce,
                content,
                done,
            };
            rest.drain(..length);
            write.send(row).ok()?;
            let id = end.recv().ok()?;
            let ack = frames::of_server(format!(r#"{{"type":"ACK","id":"{id}"}}"#).as_bytes());
            socket.write_all(&ack).ok()?;
        }
    }
}
