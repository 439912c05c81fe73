//! Previews of links.

use parlor_protocol::{
    embeds::Embed, event::Event, ids::MessageId, messages::Mentions, permissions::Permission,
};
use parlor_storage::{
    Content, Error,
    embeds::{Image, Preview, Read},
    messages::Edit,
};

use crate::{
    database::on_both,
    world::{START, World},
};

pub(crate) const ONE: &str = "https://one.example";
const TWO: &str = "https://two.example";

fn content(byte: u8) -> Content {
    Content::from_bytes([byte; Content::BYTES])
}

/// What a link leads to; with a picture of this byte.
pub(crate) fn preview(url: &str, picture: Option<u8>) -> Preview {
    Preview {
        url: url.to_owned(),
        title: Some(format!("Title of {url}")),
        description: None,
        site_name: Some("Site".to_owned()),
        image: picture.map(|byte| Image {
            content: content(byte),
            content_type: "image/jpeg",
            size_bytes: 1_000,
            width: 4,
            height: 3,
            placeholder: "L".to_owned(),
        }),
    }
}

impl World {
    pub(crate) async fn put(
        &self,
        message: MessageId,
        text: &str,
        found: &[Preview],
    ) -> Option<Vec<Content>> {
        let read = Read {
            message,
            channel: self.general,
            content: text.to_owned(),
        };
        let grant = self.grant(self.owner, Permission::EmbedLinks).await;
        let links = vec![ONE.to_owned(), TWO.to_owned()];
        let embeds = self.storage.embeds();
        let wanted = embeds.are_wanted(&read).await.unwrap();
        let put = embeds
            .put(grant, read, (links, found.to_vec()), START)
            .await;
        let put = put.unwrap();
        assert_eq!(wanted, put.is_some());
        put.map(|put| {
            let [Event::MessageUpdated { message: told, .. }] = &put.events[..] else {
                panic!("{:?}", put.events);
            };
            assert_eq!((told.id, told.edited_at), (message, None));
            put.value
        })
    }

    async fn embeds_of(&self, message: MessageId) -> Vec<Embed> {
        let shown = self.storage.messages().get(message, self.owner).await;
        shown.unwrap().map_or_else(Vec::new, |shown| shown.embeds)
    }

    async fn urls_of(&self, message: MessageId) -> Vec<String> {
        let embeds = self.embeds_of(message).await;
        embeds.into_iter().map(|embed| embed.url).collect()
    }

    async fn rephrase(&self, message: MessageId, text: &str, links: &[&str]) -> Vec<Content> {
        let edit = Edit {
            content: text.to_owned(),
            mentions: Mentions::default(),
            links: links.iter().map(|&link| link.to_owned()).collect(),
            now: START,
        };
        let grant = self.grant(self.owner, Permission::SendMessages).await;
        let edited = self.storage.messages().edit(grant, message, edit).await;
        edited.unwrap().unwrap().value.1
    }

    async fn is_needed(&self, byte: u8) -> bool {
        let attachments = self.storage.attachments();
        let all = attachments.needed(byte).await.unwrap();
        let needed = attachments.is_needed(content(byte)).await.unwrap();
        assert_eq!(needed, all.contains(&content(byte)));
        needed
    }
}

on_both! {
    /// Previews stand in the order of their links, whichever was found first, in everything that
    /// shows the message; their pictures are needed as long as they do.
    async fn previews_stand_with_their_message(database) {
        let (world, _) = World::with(database, "Bo").await;
        let message = world.say(world.owner, "text").await.id;
        assert_eq!(world.put(message, "text", &[preview(TWO, Some(7))]).await, Some(Vec::new()));
        assert_eq!(world.put(message, "text", &[preview(ONE, None)]).await, Some(Vec::new()));
        let embeds = world.embeds_of(message).await;
        assert_eq!((embeds[0].url.as_str(), embeds[1].url.as_str()), (ONE, TWO));
        assert_eq!(embeds[0].title.as_deref(), Some("Title of https://one.example"));
        let image = embeds[1].image.as_ref().unwrap();
        assert_eq!(image.url, format!("/api/v1/messages/{message}/embeds/{}", content(7)));
        assert_eq!((image.width, image.height, image.placeholder.as_str()), (4, 3, "L"));
        let of = async |message, byte| world.storage.embeds().image(message, content(byte)).await.unwrap();
        assert_eq!(of(message, 7).await.as_deref(), Some("image/jpeg"));
        assert_eq!(of(message, 8).await, None);
        assert_eq!(of(MessageId::from_raw(1), 7).await, None);
        assert!(world.is_needed(7).await);
        // Another picture takes the place of the first.
        assert_eq!(world.put(message, "text", &[preview(TWO, Some(8))]).await, Some(vec![content(7)]));
        assert!(world.is_needed(8).await && !world.is_needed(7).await);
        world.delete(world.owner, message).await;
        assert!(!world.is_needed(8).await);
        world.end().await;
    }

    /// Nobody wants previews of a text that was changed or deleted; an edit leaves those whose link
    /// is still there.
    async fn previews_are_of_todays_text(database) {
        let (world, _) = World::with(database, "Bo").await;
        let message = world.say(world.owner, "text").await.id;
        assert_eq!(world.put(message, "another", &[preview(ONE, Some(1))]).await, None);
        world.put(message, "text", &[preview(ONE, Some(1)), preview(TWO, Some(2))]).await.unwrap();
        assert_eq!(world.rephrase(message, "both", &[TWO, ONE]).await, []);
        assert_eq!(world.urls_of(message).await, [ONE, TWO]);
        assert_eq!(world.rephrase(message, "one of them", &[TWO]).await, [content(1)]);
        assert_eq!(world.urls_of(message).await, [TWO]);
        assert_eq!(world.put(message, "text", &[preview(ONE, None)]).await, None);
        world.delete(world.owner, message).await;
        assert_eq!(world.put(message, "one of them", &[preview(ONE, None)]).await, None);
        assert_eq!(world.put(message, "", &[preview(ONE, None)]).await, None);
        world.end().await;
    }

    /// Whoever takes previews away takes them for good; once more changes nothing.
    async fn previews_are_taken_away_for_good(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(world.owner, "text").await.id;
        world.put(message, "text", &[preview(ONE, Some(1))]).await.unwrap();
        let embeds = world.storage.embeds();
        let not_his = world.grant(bo, Permission::ViewChannel).await;
        let left = embeds.remove(not_his, message, START).await.unwrap();
        assert!(left.events.is_empty() && world.is_needed(1).await);
        let grant = world.grant(world.owner, Permission::ViewChannel).await;
        let removed = embeds.remove(grant, message, START).await.unwrap();
        let [Event::MessageUpdated { message: told, seq: 3, .. }] = &removed.events[..] else {
            panic!("{:?}", removed.events);
        };
        assert!(told.embeds.is_empty() && removed.value == [content(1)]);
        assert!(embeds.remove(grant, message, START).await.unwrap().events.is_empty());
        assert_eq!(world.put(message, "text", &[preview(ONE, None)]).await, None);
        world.rephrase(message, "anew", &[ONE]).await;
        assert_eq!(world.put(message, "anew", &[preview(ONE, None)]).await, None);
        world.end().await;
    }

    /// Above the most bytes, pictures of the oldest messages are let go until a sixteenth is spare;
    /// what shows nothing without its picture goes whole.
    async fn pictures_make_room(database) {
        let (world, _) = World::with(database, "Bo").await;
        let embeds = world.storage.embeds();
        let mut said = Vec::new();
        for byte in 1..=4 {
            let message = world.say(world.owner, "text").await.id;
            world.put(message, "text", &[preview(ONE, Some(byte)), preview(TWO, None)]).await.unwrap();
            said.push(message);
        }
        let place = |number: usize| (world.general, said[number]);
        assert_eq!(embeds.above(4_000).await.unwrap(), []);
        assert_eq!(embeds.above(3_999).await.unwrap(), [place(0)]);
        assert_eq!(embeds.above(3_199).await.unwrap(), [place(0)]);
        assert_eq!(embeds.above(3_198).await.unwrap(), [place(0), place(1)]);
        assert_eq!(embeds.above(1).await.unwrap().len(), 4);
        let gone = embeds.let_go(place(0), START).await.unwrap();
        let [Event::MessageUpdated { message: told, .. }] = &gone.events[..] else {
            panic!("{:?}", gone.events);
        };
        assert_eq!((told.embeds.len(), &told.embeds[0].image, told.edited_at), (2, &None, None));
        assert_eq!((gone.value, world.is_needed(1).await), (vec![content(1)], false));
        assert!(embeds.let_go(place(0), START).await.unwrap().events.is_empty());
        assert_eq!(world.embeds_of(said[0]).await, told.embeds);
        let alone = Preview { title: None, ..preview(ONE, Some(9)) };
        world.put(said[0], "text", &[alone, preview(TWO, None)]).await.unwrap();
        let _gone = embeds.let_go(place(0), START).await.unwrap();
        assert_eq!(world.urls_of(said[0]).await, [TWO]);
        world.end().await;
    }

    /// Only with the right to have links previewed, and only where that is.
    async fn previews_need_their_grant(database) {
        let (world, _) = World::with(database, "Bo").await;
        let message = world.say(world.owner, "text").await.id;
        let read = |channel| Read { message, channel, content: "text".to_owned() };
        let other = world.grant(world.owner, Permission::SendMessages).await;
        let embeds = world.storage.embeds();
        let refused = embeds.put(other, read(world.general), (Vec::new(), Vec::new()), START).await;
        assert_eq!(refused, Err(Error::WrongGrant));
        let grant = world.grant(world.owner, Permission::EmbedLinks).await;
        let elsewhere = parlor_protocol::ids::ChannelId::from_raw(1);
        let refused = embeds.put(grant, read(elsewhere), (Vec::new(), Vec::new()), START).await;
        assert_eq!(refused, Err(Error::WrongGrant));
        world.end().await;
    }
}
