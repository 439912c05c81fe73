//! What is in one, in order. All of this runs on a thread that may block.

use std::{
    fmt::Display,
    io::{self, Write},
    pin::pin,
};

use futures_util::TryStreamExt as _;
use parlor_protocol::exports::WrittenMessage;
use parlor_storage::Content;
use serde::Serialize;
use tokio::runtime::Handle;

use super::zip::Zip;
use crate::{
    app::{Actor, Shared},
    auth, sync,
};

/// What lies beside the rest, for people.
const README: &str = "\
This is everything on this server that is yours.

account.json                your account
sessions.json               where you are signed in
spaces.json                 the spaces you are in, what you see there, and you as a member
conversations.json          your direct conversations
read-states.json            how far you have read
notification-settings.json  what you want to be notified of
messages.jsonl              what you wrote, a message a line
reactions.jsonl             how you reacted, a reaction a line
files/                      your files, each after the id that messages.jsonl calls it by
avatar.webp                 your picture, if you have one
";

/// One that is being made.
pub(super) struct Making {
    app: Shared,
    actor: Actor,
    runtime: Handle,
}

impl Making {
    /// Of everything that is the actor's.
    pub(super) const fn new(app: Shared, actor: Actor, runtime: Handle) -> Self {
        Self {
            app,
            actor,
            runtime,
        }
    }

    /// Writes all of it.
    pub(super) fn all(&self, out: impl Write) -> io::Result<()> {
        let mut zip = Zip::new(out);
        zip.file("README.txt", |file| file.write_all(README.as_bytes()))?;
        self.places(&mut zip)?;
        self.lines(
            &mut zip,
            "messages.jsonl",
            |last: Option<&WrittenMessage>| {
                let last = last.map(|message| message.id);
                let messages = self.app.storage.messages();
                self.ask(messages.written_by(self.actor.user, last))
            },
        )?;
        self.lines(&mut zip, "reactions.jsonl", |last| {
            let reactions = self.app.storage.reactions();
            self.ask(reactions.given_by(self.actor.user, last))
        })?;
        self.files(&mut zip)?;
        self.still_there()?;
        zip.finish()
    }

    /// Waits for what is asked of the database.
    fn ask<T, E: Display>(&self, question: impl Future<Output = Result<T, E>>) -> io::Result<T> {
        let answer = self.runtime.block_on(question);
        answer.map_err(|error| io::Error::other(error.to_string()))
    }

    /// Who was signed out meanwhile takes nothing more along.
    fn still_there(&self) -> io::Result<()> {
        self.ask(auth::still_good(&self.app, &self.actor))
    }

    /// Who they are and where.
    fn places(&self, zip: &mut Zip<impl Write>) -> io::Result<()> {
        let seen = self.ask(sync::sync(&self.app, &self.actor))?;
        let sessions = self.ask(auth::list(&self.app, &self.actor))?;
        json(zip, "account.json", &seen.me)?;
        json(zip, "sessions.json", &sessions)?;
        json(zip, "spaces.json", &seen.spaces)?;
        json(zip, "conversations.json", &seen.dms)?;
        json(zip, "read-states.json", &seen.read_states)?;
        json(
            zip,
            "notification-settings.json",
            &seen.notification_settings,
        )
    }

    /// A file with a line for each, page after page, until one is empty.
    fn lines<T: Serialize>(
        &self,
        zip: &mut Zip<impl Write>,
        name: &str,
        page: impl Fn(Option<&T>) -> io::Result<Vec<T>>,
    ) -> io::Result<()> {
        zip.file(name, |file| {
            let mut last = None;
            loop {
                self.still_there()?;
                let mut items = page(last.as_ref())?;
                for item in &items {
                    serde_json::to_writer(&mut *file, item)?;
                    file.write_all(b"\n")?;
                }
                last = items.pop();
                if last.is_none() {
                    return Ok(());
                }
            }
        })
    }

    /// Their picture, then all files they sent, and those that wait for their message.
    fn files(&self, zip: &mut Zip<impl Write>) -> io::Result<()> {
        let accounts = self.app.storage.accounts();
        if let Some(avatar) = self.ask(accounts.avatar(self.actor.user))? {
            self.copy(zip, "avatar.webp", avatar)?;
        }
        let mut last = None;
        loop {
            let attachments = self.app.storage.attachments();
            let mut page = self.ask(attachments.sent_by(self.actor.user, last.as_ref()))?;
            for sent in &page {
                self.still_there()?;
                let name = format!("files/{}-{}", sent.id, sent.filename);
                self.copy(zip, &name, sent.content)?;
            }
            last = page.pop();
            if last.is_none() {
                return Ok(());
            }
        }
    }

    fn copy(&self, zip: &mut Zip<impl Write>, name: &str, content: Content) -> io::Result<()> {
        let kept = match self.runtime.block_on(self.app.files.read(content)) {
            Ok(kept) => kept,
            // Deleted meanwhile: it is not theirs any more.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let bytes = kept.bytes();
        let mut pieces = pin!(kept.pieces(0, bytes));
        zip.file(name, |file| {
            while let Some(piece) = self.runtime.block_on(pieces.try_next())? {
                file.write_all(&piece)?;
            }
            Ok(())
        })
    }
}

fn json(zip: &mut Zip<impl Write>, name: &str, value: &impl Serialize) -> io::Result<()> {
    zip.file(name, |file| Ok(serde_json::to_writer_pretty(file, value)?))
}
