//! The memory: accounts, spaces, messages and the streams of what happened, on SQLite or
//! PostgreSQL.
//!
//! One [`Storage`], two engines, one SQL text wherever the dialects agree. Reads never queue behind
//! writes; writes are committed in groups by one task, and answered only after the commit. This is
//! the only crate that says "sqlx", and nothing of it shows in what others see.

pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod bans;
pub mod channels;
mod committed;
mod content;
pub mod dms;
pub mod embeds;
mod engine;
mod error;
mod grants;
mod instance;
pub mod invites;
pub mod links;
mod location;
pub mod members;
pub mod messages;
mod migrations;
pub mod notifications;
mod overrides;
mod page;
pub mod pins;
pub mod presence;
pub mod push;
pub mod reactions;
pub mod reads;
pub mod roles;
mod scoped;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod spaces;
pub mod stored;
pub mod streams;
pub mod sync;
mod text;
pub mod voice;
mod writer;

// Tests here and under tests/ find their databases in the same way, under the same names.
#[cfg(test)]
extern crate self as parlor_storage;
#[cfg(test)]
#[path = "../tests/conformance/database.rs"]
mod database;
#[cfg(test)]
mod tests;
#[cfg(test)]
#[path = "../tests/conformance/world.rs"]
#[expect(dead_code, reason = "the tests in here need less of it")]
mod world;

pub use committed::Committed;
pub use content::{Content, NotAContent};
pub use error::{Cause, Error, OpenError};
pub use location::{Location, Options};
pub use scoped::Scoped;

use std::sync::Arc;

use parlor_protocol::permissions::Grant;

use engine::{Engine, Reader, Snapshot, fetch_one};
use writer::{Write, Writer};

/// How many writes may wait for their commit. One more is refused with [`Error::Overloaded`].
pub const QUEUED_WRITES_MAX: usize = 4_096;

/// How many writes one commit carries at most; the rest waits for the next one.
pub const WRITES_PER_COMMIT_MAX: usize = 512;

/// Everything that is remembered. Cloning is cheap: all clones share the same connections.
#[derive(Clone)]
pub struct Storage {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Arc<Engine>,
    writer: Writer,
    searches: search::Turns,
    epoch: String,
}

impl Storage {
    /// Opens the database, makes it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`]; nothing was changed, except that an empty file may have been made.
    pub async fn open(location: Location, options: Options) -> Result<Self, OpenError> {
        let engine = Arc::new(Engine::open(location, &options).await?);
        let (connection, epoch) = engine.prepare().await?;
        let writer = Writer::start(Arc::clone(&engine), connection);
        let searches = search::Turns::of(&options);
        Ok(Self {
            inner: Arc::new(Inner {
                engine,
                writer,
                searches,
                epoch,
            }),
        })
    }

    /// Commits what is queued, refuses what comes after, and closes the connections.
    pub async fn close(&self) {
        self.inner.writer.close().await;
        self.inner.engine.close().await;
    }

    /// Whether reads and writes would be answered now.
    pub async fn ready(&self) -> Result<(), Error> {
        self.inner.writer.ready()?;
        let mut reader = self.reader().await?;
        fetch_one!(
            &mut reader.link(),
            (i64,),
            "SELECT id FROM instance WHERE id = 1"
        )?;
        Ok(())
    }

    /// How many writes wait until the running commit is done, of [`QUEUED_WRITES_MAX`].
    pub fn waiting(&self) -> usize {
        self.inner.writer.waiting()
    }

    async fn reader(&self) -> Result<Reader, Error> {
        self.inner.engine.reader().await
    }

    async fn snapshot(&self) -> Result<Snapshot, Error> {
        self.inner.engine.snapshot().await
    }

    /// Writes what needs no grant.
    async fn write<W: Write>(&self, write: W) -> Result<W::Output, W::Error> {
        self.inner.writer.write(write, Box::default()).await
    }

    /// Writes what these grants allow, if they hold when its turn comes; else it is
    /// [`Error::Outdated`].
    async fn write_by<W: Write>(&self, grants: &[Grant], write: W) -> Result<W::Output, W::Error> {
        let bases = grants::bases(grants);
        self.inner.writer.write(write, bases).await
    }

    /// A random text made with the database, and anew when that was restored from a backup. Cursors
    /// from another epoch mean nothing in this one.
    pub fn epoch(&self) -> &str {
        &self.inner.epoch
    }

    /// People and how they sign in.
    pub fn accounts(&self) -> accounts::Accounts<'_> {
        accounts::Accounts { storage: self }
    }

    /// One-time links to accounts.
    pub fn links(&self) -> links::Links<'_> {
        links::Links { storage: self }
    }

    /// Settings that were changed while a server ran.
    pub fn settings(&self) -> settings::Settings<'_> {
        settings::Settings { storage: self }
    }

    /// Signed-in devices.
    pub fn sessions(&self) -> sessions::Sessions<'_> {
        sessions::Sessions { storage: self }
    }

    /// Communities.
    pub fn spaces(&self) -> spaces::Spaces<'_> {
        spaces::Spaces { storage: self }
    }

    /// Where messages and voices go.
    pub fn channels(&self) -> channels::Channels<'_> {
        channels::Channels { storage: self }
    }

    /// Direct conversations.
    pub fn dms(&self) -> dms::Dms<'_> {
        dms::Dms { storage: self }
    }

    /// Previews of links.
    pub fn embeds(&self) -> embeds::Embeds<'_> {
        embeds::Embeds { storage: self }
    }

    /// Named sets of permissions.
    pub fn roles(&self) -> roles::Roles<'_> {
        roles::Roles { storage: self }
    }

    /// Who is where, and what they may do there.
    pub fn members(&self) -> members::Members<'_> {
        members::Members { storage: self }
    }

    /// Who did what to whom.
    pub fn audit(&self) -> audit::Audit<'_> {
        audit::Audit { storage: self }
    }

    /// Who may not come back.
    pub fn bans(&self) -> bans::Bans<'_> {
        bans::Bans { storage: self }
    }

    /// Links that let people in.
    pub fn invites(&self) -> invites::Invites<'_> {
        invites::Invites { storage: self }
    }

    /// Messages.
    pub fn messages(&self) -> messages::Messages<'_> {
        messages::Messages { storage: self }
    }

    /// What is known of files.
    pub fn attachments(&self) -> attachments::Attachments<'_> {
        attachments::Attachments { storage: self }
    }

    /// Reactions.
    pub fn reactions(&self) -> reactions::Reactions<'_> {
        reactions::Reactions { storage: self }
    }

    /// How far people have read.
    pub fn reads(&self) -> reads::Reads<'_> {
        reads::Reads { storage: self }
    }

    /// Pins.
    pub fn pins(&self) -> pins::Pins<'_> {
        pins::Pins { storage: self }
    }

    /// What goes with presence.
    pub fn presences(&self) -> presence::Presences<'_> {
        presence::Presences { storage: self }
    }

    /// Devices that are told what calls their person.
    pub fn push(&self) -> push::Pushes<'_> {
        push::Pushes { storage: self }
    }

    /// What moderators decided about people in calls.
    pub fn voice(&self) -> voice::Voice<'_> {
        voice::Voice { storage: self }
    }

    /// Messages by their words.
    pub fn search(&self) -> search::Search<'_> {
        search::Search { storage: self }
    }

    /// What calls people.
    pub fn notifications(&self) -> notifications::Notifications<'_> {
        notifications::Notifications { storage: self }
    }

    /// The logs of what happened.
    pub fn streams(&self) -> streams::Streams<'_> {
        streams::Streams { storage: self }
    }

    /// Everything a client draws itself from.
    pub fn sync(&self) -> sync::Syncs<'_> {
        sync::Syncs { storage: self }
    }
}
