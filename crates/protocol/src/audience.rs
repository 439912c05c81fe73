//! Who is told of an event in a stream that others read too.

use std::sync::Arc;

use crate::ids::UserId;

/// Who of a stream's readers is told what happened at a position; the others learn only that
/// something did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who reads the stream.
    Everyone,
    /// Those who see the channel it is about.
    Some(Arc<Seers>),
}

/// Who sees a channel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seers {
    /// Those who do, by id.
    pub now: Vec<UserId>,
    /// Those who did until this happened, by id: to them the channel is gone.
    pub before: Vec<UserId>,
}

/// What one reader is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// What happened.
    All,
    /// That the channel it is about is gone.
    Gone,
    /// That something happened.
    Nothing,
}

impl Audience {
    /// What this reader is told. Looks the reader up; allocates nothing.
    pub fn tells(&self, reader: UserId) -> Told {
        match self {
            Self::Everyone => Told::All,
            Self::Some(seers) if seers.now.binary_search(&reader).is_ok() => Told::All,
            Self::Some(seers) if seers.before.binary_search(&reader).is_ok() => Told::Gone,
            Self::Some(_) => Told::Nothing,
        }
    }
}

impl Seers {
    /// Those who see it now, and of those who saw it before the ones who no longer do.
    pub fn after(before: Vec<UserId>, now: Vec<UserId>) -> Self {
        let before = before
            .into_iter()
            .filter(|user| now.binary_search(user).is_err())
            .collect();
        Self { now, before }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_saw_a_channel_is_told_that_it_is_gone_and_who_never_did_nothing() {
        let [ada, bo, cy, di] = [1, 2, 3, 4].map(UserId::from_raw);
        let seers = Seers::after(vec![ada, bo], vec![ada, cy]);
        let audience = Audience::Some(Arc::new(seers));
        let told = [ada, bo, cy, di].map(|reader| audience.tells(reader));
        assert_eq!(told, [Told::All, Told::Gone, Told::All, Told::Nothing]);
        assert_eq!(Audience::Everyone.tells(di), Told::All);
    }
}
