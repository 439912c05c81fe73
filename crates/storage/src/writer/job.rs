//! One write, from the queue to its answer.

use std::pin::Pin;

use parlor_protocol::ids::StreamId;
use tokio::sync::oneshot;

use crate::{Cause, Error, engine::Link, error::Damage, search};

/// A write: what it needs is in `self`, so that it can be run again from the start.
pub(crate) trait Write: Send + Sync + 'static {
    /// What it answers when it is committed.
    type Output: Send + 'static;
    /// What it answers when it is not.
    type Error: From<Error> + Send + 'static;

    /// The streams it will write to, as far as they are known before. They are locked for the
    /// whole batch, in the order of their ids, so that two nodes never wait for each other.
    fn streams(&self) -> Vec<StreamId> {
        Vec::new()
    }

    /// What the index of words must be told when it is done. Whoever changes the text of a message
    /// tells; one whose row goes leaves the index with it.
    fn indexed(&self, _: &Self::Output) -> Vec<search::Change<'_>> {
        Vec::new()
    }

    /// Does it. Whatever was written before an error is undone.
    fn run(
        &self,
        link: &mut Link<'_>,
    ) -> impl Future<Output = Result<Self::Output, Failed<Self::Error>>> + Send;
}

/// Why a write is to be undone.
pub(crate) enum Failed<E> {
    /// It may not be: this is the answer.
    Refused(E),
    /// Another node was faster; run it again on what is there now.
    Raced,
    /// The database failed.
    Database(sqlx::Error),
}

impl<E> From<sqlx::Error> for Failed<E> {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl<E> From<Damage> for Failed<E> {
    fn from(damage: Damage) -> Self {
        Self::Database(damage.into())
    }
}

impl<E> Failed<E> {
    /// A unique key that was free when we looked was taken meanwhile; any other failure stays one.
    pub(crate) fn unless_unique(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) if refusal.is_unique_violation() => Self::Raced,
            _ => Self::Database(error),
        }
    }
}

/// What is to be done after a write ran.
pub(super) enum Ran {
    Keep,
    Undo,
    Again,
    Failed(sqlx::Error),
}

pub(super) type Running<'a> = Pin<Box<dyn Future<Output = Ran> + Send + 'a>>;

/// A write whose types are forgotten, as the queue holds it.
pub(super) trait Job: Send {
    fn streams(&self) -> Vec<StreamId>;

    /// Runs it and keeps the outcome to itself.
    fn run<'a>(&'a mut self, link: &'a mut Link<'_>) -> Running<'a>;

    /// What its outcome means for the index of words.
    fn indexed(&self) -> Vec<search::Change<'_>>;

    /// Replaces the outcome.
    fn fail(&mut self, error: Error);

    /// Tells the outcome to whoever waits.
    fn answer(self: Box<Self>);
}

/// What a write answers.
pub(super) type Outcome<W> = Result<<W as Write>::Output, <W as Write>::Error>;

/// A write in the queue.
pub(super) struct Queued<W: Write> {
    write: W,
    outcome: Outcome<W>,
    answer: oneshot::Sender<Outcome<W>>,
}

impl<W: Write> Queued<W> {
    pub(super) fn new(write: W) -> (Self, oneshot::Receiver<Outcome<W>>) {
        let (answer, receiver) = oneshot::channel();
        let queued = Self {
            write,
            outcome: Err(Error::Unavailable(Cause::Unknown).into()),
            answer,
        };
        (queued, receiver)
    }
}

impl<W: Write> Job for Queued<W> {
    fn streams(&self) -> Vec<StreamId> {
        self.write.streams()
    }

    fn run<'a>(&'a mut self, link: &'a mut Link<'_>) -> Running<'a> {
        Box::pin(async move {
            match self.write.run(link).await {
                Ok(output) => {
                    self.outcome = Ok(output);
                    Ran::Keep
                }
                Err(Failed::Refused(error)) => {
                    self.outcome = Err(error);
                    Ran::Undo
                }
                Err(Failed::Raced) => {
                    self.fail(Error::Unavailable(Cause::Contended));
                    Ran::Again
                }
                Err(Failed::Database(error)) => Ran::Failed(error),
            }
        })
    }

    fn indexed(&self) -> Vec<search::Change<'_>> {
        match &self.outcome {
            Ok(output) => self.write.indexed(output),
            Err(_) => Vec::new(),
        }
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Err(error.into());
    }

    fn answer(self: Box<Self>) {
        // Who asked may have gone; the write stays.
        let _ = self.answer.send(self.outcome);
    }
}
