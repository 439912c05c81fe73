//! What everybody who sees a channel is told of its call, on `/ws`.

use std::collections::BTreeMap;

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, UserId},
    users::User,
    voice::{VoiceChange, VoiceState},
};

/// What is to be told about one person in one call; the newest takes the place of what waits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) change: VoiceChange,
    pub(super) state: VoiceState,
    pub(super) user: Option<User>,
    pub(super) version: u64,
    pub(super) ring: bool,
}

impl Item {
    pub(super) fn event(&self, (channel, user): (ChannelId, UserId)) -> Event {
        Event::VoiceState {
            channel_id: channel,
            user_id: user,
            event: self.change,
            state: self.state,
            user: self.user.clone(),
            version: self.version,
            ring: self.ring,
        }
    }
}

/// What was not told yet: at most one item a person and call.
#[derive(Debug, Default)]
pub(super) struct News(BTreeMap<(ChannelId, UserId), Item>);

impl News {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what is newer than all that waits.
    pub(super) fn add(&mut self, about: (ChannelId, UserId), item: Item) {
        let item = match self.0.remove(&about) {
            Some(older) => after(&older, item),
            None => item,
        };
        self.0.insert(about, item);
    }

    /// All of it.
    pub(super) fn take(&mut self) -> BTreeMap<(ChannelId, UserId), Item> {
        std::mem::take(&mut self.0)
    }

    /// Takes back what could not be told, unless something newer waits.
    pub(super) fn put_back(&mut self, items: BTreeMap<(ChannelId, UserId), Item>) {
        for (about, older) in items {
            let item = match self.0.remove(&about) {
                Some(newer) => after(&older, newer),
                None => older,
            };
            self.0.insert(about, item);
        }
    }
}

/// What is told in the place of both: who joined a moment ago has joined, however they look now.
fn after(older: &Item, newer: Item) -> Item {
    let (change, ring) = match (older.change, newer.change) {
        (VoiceChange::Joined, VoiceChange::StateChanged) => (VoiceChange::Joined, older.ring),
        _ => (newer.change, newer.ring),
    };
    Item {
        change,
        ring,
        ..newer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: (ChannelId, UserId) = (ChannelId::from_raw(1), UserId::from_raw(2));

    fn item(version: u64, change: VoiceChange) -> Item {
        Item {
            change,
            state: VoiceState::default(),
            user: None,
            version,
            ring: change == VoiceChange::Joined,
        }
    }

    /// Of several changes one is told, and it says what became of the person since the last.
    #[test]
    fn the_newest_is_told() {
        let mut news = News::default();
        news.add(ABOUT, item(1, VoiceChange::Joined));
        news.add(ABOUT, item(2, VoiceChange::StateChanged));
        let told = news.take();
        assert_eq!(
            (told[&ABOUT].change, told[&ABOUT].version),
            (VoiceChange::Joined, 2)
        );
        assert!(told[&ABOUT].ring && news.is_empty());

        news.add(ABOUT, item(3, VoiceChange::Left));
        news.put_back(told);
        assert_eq!(news.take()[&ABOUT], item(3, VoiceChange::Left));
    }
}
