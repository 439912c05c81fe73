//! Pages of history.

use parlor_protocol::{
    ids::{ChannelId, MessageId},
    messages::History,
    page::PageSize,
};
use parlor_storage::messages::Window;

use crate::{database::on_both, world::World};

/// Ten messages by the owner, of which the third and the seventh are deleted.
async fn ten(world: &World) -> Vec<MessageId> {
    let mut ids = Vec::new();
    for n in 0..10 {
        ids.push(world.say(world.owner, &n.to_string()).await.id);
    }
    for gone in [2, 6] {
        world.delete(world.owner, ids[gone]).await;
    }
    ids
}

impl World {
    async fn history(&self, window: Window, rows: u64) -> Option<History> {
        let size = PageSize::new(rows).unwrap();
        let messages = self.storage.messages();
        messages
            .page(self.general, window, size, self.owner)
            .await
            .unwrap()
    }

    /// The texts of a page, and whether more lie beyond.
    async fn texts(&self, window: Window, rows: u64) -> (String, bool) {
        let page = self.history(window, rows).await.unwrap();
        assert!(page.items.is_sorted_by_key(|message| message.seq));
        assert_eq!(page.last_seq, 12);
        let texts = page.items.into_iter().map(|message| message.content);
        (texts.collect(), page.has_more)
    }
}

on_both! {
    /// Pages are cut before, after and around a message, oldest first, deleted messages left out,
    /// and say whether more lie beyond.
    async fn history_comes_in_windows(database) {
        let world = World::founded(database).await;
        let ids = ten(&world).await;
        let page = |window, rows| world.texts(window, rows);
        let is = |text: &str, more| (text.to_owned(), more);
        assert_eq!(page(Window::Latest, 3).await, is("789", true));
        assert_eq!(page(Window::Latest, 8).await, is("01345789", false));
        assert_eq!(page(Window::Before(ids[4]), 2).await, is("13", true));
        assert_eq!(page(Window::Before(ids[4]), 3).await, is("013", false));
        assert_eq!(page(Window::Before(ids[0]), 3).await, is("", false));
        assert_eq!(page(Window::After(ids[4]), 2).await, is("57", true));
        assert_eq!(page(Window::After(ids[7]), 2).await, is("89", false));
        assert_eq!(page(Window::After(ids[9]), 2).await, is("", false));
        assert_eq!(page(Window::Around(ids[4]), 4).await, is("1345", true));
        assert_eq!(page(Window::Around(ids[4]), 1).await, is("4", true));
        assert_eq!(page(Window::Around(ids[4]), 20).await, is("01345789", false));
        world.end().await;
    }

    /// A deleted message can still be the cursor, so that a client who had it on screen goes on
    /// from there.
    async fn a_deleted_message_can_be_the_cursor(database) {
        let world = World::founded(database).await;
        let ids = ten(&world).await;
        assert_eq!(world.texts(Window::Before(ids[6]), 2).await.0, "45");
        assert_eq!(world.texts(Window::After(ids[6]), 2).await.0, "78");
        assert_eq!(world.texts(Window::Around(ids[6]), 4).await.0, "4578");
        world.end().await;
    }

    /// A cursor that is no message of this channel is told apart from an empty page, and so is a
    /// channel that is not there.
    async fn a_cursor_from_elsewhere_is_refused(database) {
        let world = World::founded(database).await;
        let channels = world.storage.channels().of(world.space).await.unwrap();
        let elsewhere = channels.iter().find(|channel| channel.id != world.general).unwrap();
        let ids = ten(&world).await;
        let (messages, size) = (world.storage.messages(), PageSize::default());
        let window = Window::Before(ids[0]);
        let page = messages.page(elsewhere.id, window, size, world.owner).await;
        assert_eq!(page.unwrap(), None);
        let nowhere = ChannelId::from_raw(world.id());
        let page = messages.page(nowhere, Window::Latest, size, world.owner).await;
        assert_eq!(page.unwrap(), None);
        assert!(world.history(Window::After(MessageId::from_raw(1)), 5).await.is_none());
        let page = messages.page(elsewhere.id, Window::Latest, size, world.owner).await;
        assert_eq!(page.unwrap().unwrap().last_seq, 0);
        world.end().await;
    }

    /// A reader sees own reactions as own, and nobody else's nonces.
    async fn history_is_seen_by_its_reader(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(world.owner, "hello").await;
        world.react(bo, message.id, "👍").await;
        world.react(world.owner, message.id, "🎉").await;
        world.react(world.owner, message.id, "👍").await;
        let page = world.history(Window::Latest, 1).await.unwrap();
        let reactions: Vec<_> = page.items[0]
            .reactions
            .iter()
            .map(|reaction| (reaction.emoji.as_str(), reaction.count, reaction.me))
            .collect();
        assert_eq!(reactions, [("👍", 2, Some(true)), ("🎉", 1, Some(true))]);
        let messages = world.storage.messages();
        let size = PageSize::default();
        let bos = messages.page(world.general, Window::Latest, size, bo).await.unwrap().unwrap();
        assert_eq!(bos.items[0].reactions[1].me, Some(false));
        world.end().await;
    }
}
