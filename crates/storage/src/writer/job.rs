//! One write, from the queue to its answer.

use std::{any::Any, pin::Pin};

use parlor_protocol::{ids::StreamId, permissions::Basis};
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

    /// The spaces and conversations in which it took or changed a right. What was allowed there before
    /// and is not written yet is judged anew.
    fn changes_rights(&self, _: &Self::Output) -> Vec<StreamId> {
        Vec::new()
    }

    /// Whether it can be done together with its like, if they stand next to each other in a batch.
    /// Such a one changes no rights.
    fn joins(&self) -> bool {
        false
    }

    /// Does several that [join](Write::joins), as if one after the other. `None`, or a failure of
    /// one statement: whatever was written is undone, and each is done by itself.
    fn together(
        _: &[&Self],
        _: &mut Link<'_>,
    ) -> impl Future<Output = sqlx::Result<Option<Vec<Self::Output>>>> + Send {
        std::future::ready(Ok(None))
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

pub(super) type Joined<'a> = Pin<Box<dyn Future<Output = sqlx::Result<bool>> + Send + 'a>>;

/// A write whose types are forgotten, as the queue holds it.
pub(super) trait Job: Any + Send {
    fn streams(&self) -> Vec<StreamId>;

    /// What its grants stand on; nothing where it needs none.
    fn bases(&self) -> &[Basis];

    /// Where its outcome took or changed a right.
    fn changes_rights(&self) -> Vec<StreamId>;

    /// Whether it can be done together with its like.
    fn joins(&self) -> bool;

    /// Runs it together with others of its type and keeps the outcomes. `false`: each must be run
    /// by itself.
    fn together<'a>(
        &'a mut self,
        others: &'a mut [Box<dyn Job>],
        link: &'a mut Link<'_>,
    ) -> Joined<'a>;

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
    bases: Box<[Basis]>,
    outcome: Outcome<W>,
    answer: oneshot::Sender<Outcome<W>>,
}

impl<W: Write> Queued<W> {
    pub(super) fn new(write: W, bases: Box<[Basis]>) -> (Self, oneshot::Receiver<Outcome<W>>) {
        let (answer, receiver) = oneshot::channel();
        let queued = Self {
            write,
            bases,
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

    fn bases(&self) -> &[Basis] {
        &self.bases
    }

    fn changes_rights(&self) -> Vec<StreamId> {
        match &self.outcome {
            Ok(output) => self.write.changes_rights(output),
            Err(_) => Vec::new(),
        }
    }

    fn joins(&self) -> bool {
        self.write.joins()
    }

    fn together<'a>(
        &'a mut self,
        others: &'a mut [Box<dyn Job>],
        link: &'a mut Link<'_>,
    ) -> Joined<'a> {
        Box::pin(async move {
            let mut all = vec![self];
            for other in others {
                let other: &mut dyn Any = other.as_mut();
                match other.downcast_mut() {
                    Some(other) => all.push(other),
                    None => return Ok(false),
                }
            }
            let writes: Vec<&W> = all.iter().map(|queued| &queued.write).collect();
            let Some(outputs) = W::together(&writes, link).await? else {
                return Ok(false);
            };
            for (queued, output) in all.into_iter().zip(outputs) {
                queued.outcome = Ok(output);
            }
            Ok(true)
        })
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
