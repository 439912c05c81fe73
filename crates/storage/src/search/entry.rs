//! What the index knows of a message.

use parlor_protocol::{
    attachments::Attachment,
    ids::{ChannelId, MessageId, UserId},
    search::{Has, Terms},
};

/// What a write does to the index.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'e> {
    /// A message has this text now, and these files.
    Write(&'e Entry, Files),
    /// A message is gone.
    Forget(MessageId),
}

/// What kinds of files a message has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Files {
    pub(super) any: bool,
    pub(super) image: bool,
}

impl Files {
    pub(crate) fn of(attachments: &[Attachment]) -> Self {
        Self {
            any: !attachments.is_empty(),
            // Only what the server encoded as a picture has a size.
            image: attachments.iter().any(|file| file.width.is_some()),
        }
    }

    pub(super) fn marks(self) -> impl Iterator<Item = Mark> {
        let all = [(self.any, Has::File), (self.image, Has::Image)];
        let there = all.into_iter().filter(|(there, _)| *there);
        there.map(|(_, has)| Mark::Has(has))
    }
}

/// A message to be found.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(super) message: MessageId,
    pub(super) terms: Terms,
    pub(super) marks: Vec<Mark>,
}

impl Entry {
    pub(crate) fn new(
        message: MessageId,
        (channel, author): (ChannelId, UserId),
        content: &str,
    ) -> Self {
        let mut marks = vec![Mark::In(channel), Mark::By(author)];
        if Has::link_in(content) {
            marks.push(Mark::Has(Has::Link));
        }
        Self {
            message,
            terms: Terms::of(content),
            marks,
        }
    }
}

/// What is true of a message, beside its words. Written as a letter, a colon, which no word has,
/// and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    In(ChannelId),
    By(UserId),
    Has(Has),
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::In(channel) => write!(f, "c:{channel}"),
            Self::By(author) => write!(f, "a:{author}"),
            Self::Has(has) => write!(f, "h:{}", has.word()),
        }
    }
}

/// Where a single letter of a script without spaces is found.
pub(super) fn letter_mark(letter: &str) -> String {
    format!("u:{letter}")
}

/// What an entry must have: every clause, every mark, and one of the places, where there are any.
pub(super) struct Wanted<'f> {
    pub(super) query: &'f parlor_protocol::search::Query,
    pub(super) marks: Vec<Mark>,
    pub(super) places: Vec<ChannelId>,
}
