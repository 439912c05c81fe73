//! Files: written down, put into messages, forgotten, and which bytes are needed.

use parlor_protocol::{
    event::Event,
    ids::{AttachmentId, UserId},
    messages::Message,
    permissions::Permission,
};
use parlor_storage::{
    Content,
    attachments::{InsertError, NewAttachment, Picture, Thumbnail},
    messages::{self, NewMessage},
};

use crate::{
    database::on_both,
    world::{START, World},
};

fn content(byte: u8) -> Content {
    Content::from_bytes([byte; Content::BYTES])
}

fn new(world: &World, uploader: UserId, byte: u8) -> NewAttachment {
    NewAttachment {
        id: AttachmentId::from_raw(world.id()),
        uploader,
        filename: "a b.txt".to_owned(),
        content_type: "text/plain",
        size_bytes: 10,
        content: content(byte),
        alt: Some("what it shows".to_owned()),
        picture: None,
        created_at: START,
        bytes_per_user_max: 1_000,
        waiting_max: 50,
    }
}

fn picture(world: &World, uploader: UserId, byte: u8) -> NewAttachment {
    NewAttachment {
        content_type: "image/png",
        picture: Some(Picture {
            width: 640,
            height: 480,
            placeholder: "LEHV6nWB2yk8".to_owned(),
            thumbnail: Some(Thumbnail {
                content: content(byte + 1),
                content_type: "image/jpeg".to_owned(),
            }),
        }),
        ..new(world, uploader, byte)
    }
}

async fn upload(world: &World, attachment: NewAttachment) -> AttachmentId {
    let stored = world.storage.attachments().insert(attachment).await;
    stored.unwrap().attachment.id
}

async fn send(
    world: &World,
    author: UserId,
    message: NewMessage,
) -> Result<Message, messages::InsertError> {
    let grant = world.grant(author, Permission::SendMessages).await;
    let inserted = world.storage.messages().insert(grant, message).await?;
    let Some(Event::NewMessage { message, .. }) = inserted.events.first() else {
        return Ok(inserted.value.message);
    };
    assert_eq!(message.attachments, inserted.value.message.attachments);
    Ok(inserted.value.message)
}

fn with(world: &World, attachments: &[AttachmentId]) -> NewMessage {
    NewMessage {
        attachments: attachments.to_vec(),
        ..world.message("see")
    }
}

on_both! {
    /// What is written down is read back the same from everywhere: the message, its event, history
    /// and replay; in the order that was asked for.
    async fn files_come_with_their_message(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let storage = &world.storage;
        let first = storage.attachments().insert(picture(&world, bo, 1)).await.unwrap().attachment;
        let second = storage.attachments().insert(new(&world, bo, 3)).await.unwrap().attachment;
        assert_eq!(second.url, format!("/api/v1/attachments/{}/a%20b.txt", second.id));
        assert!(first.thumbnail_url.is_some() && second.thumbnail_url.is_none());
        let files = vec![second.clone(), first.clone()];
        let message = send(&world, bo, with(&world, &[second.id, first.id])).await.unwrap();
        assert_eq!(message.attachments, files);
        let shown = storage.messages().get(message.id, world.owner).await.unwrap().unwrap();
        assert_eq!(shown.attachments, files);
        let replayed = world.replay(world.general).await;
        assert!(replayed.iter().any(|event| matches!(
            event, Event::NewMessage { message, .. } if message.attachments == files
        )));
        let stored = storage.attachments().stored(first.id).await.unwrap().unwrap();
        assert_eq!((stored.uploader, stored.channel), (bo, Some(world.general)));
        assert_eq!((stored.content, stored.encoded_here), (content(1), true));
        assert_eq!(stored.thumbnail.unwrap().content, content(2));
        let missing = AttachmentId::from_raw(world.id());
        assert_eq!(storage.attachments().stored(missing).await.unwrap(), None);
        world.end().await;
    }

    /// A file is its uploader's, goes into one message, once; a send that names another one leaves
    /// everything as it was.
    async fn only_ones_own_waiting_files_are_sent(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let own = upload(&world, new(&world, bo, 1)).await;
        let others = upload(&world, new(&world, world.owner, 2)).await;
        for refused in [others, AttachmentId::from_raw(world.id())] {
            let sent = send(&world, bo, with(&world, &[own, refused])).await;
            assert_eq!(sent.unwrap_err(), messages::InsertError::AttachmentGone);
        }
        let stored = world.storage.attachments().stored(own).await.unwrap().unwrap();
        assert_eq!(stored.channel, None);
        send(&world, bo, with(&world, &[own])).await.unwrap();
        let again = send(&world, bo, with(&world, &[own])).await;
        assert_eq!(again.unwrap_err(), messages::InsertError::AttachmentGone);
        world.end().await;
    }

    /// A nonce answers the first send again, and not one with other files.
    async fn a_repeat_names_the_same_files(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let file = upload(&world, new(&world, bo, 1)).await;
        let mut message = with(&world, &[file]);
        message.nonce = Some("n".to_owned());
        let first = send(&world, bo, message.clone()).await.unwrap();
        let again = send(&world, bo, message.clone()).await.unwrap();
        assert_eq!((again.id, again.attachments), (first.id, first.attachments));
        message.attachments.clear();
        let other = send(&world, bo, message).await;
        assert_eq!(other.unwrap_err(), messages::InsertError::NonceTaken);
        world.end().await;
    }

    /// Deleting a message forgets its files and says whose bytes may go; bytes that another file
    /// has too are needed still.
    async fn files_go_with_their_message(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let storage = &world.storage;
        let one = upload(&world, picture(&world, bo, 1)).await;
        let same = upload(&world, new(&world, world.owner, 1)).await;
        let message = send(&world, bo, with(&world, &[one])).await.unwrap();
        let grant = world.grant(bo, Permission::ViewChannel).await;
        let deleted = storage.messages().delete(grant, message.id, START).await;
        let mut contents = deleted.unwrap().unwrap().value;
        contents.sort();
        assert_eq!(contents, [content(1), content(2)]);
        assert_eq!(storage.attachments().stored(one).await.unwrap(), None);
        assert!(storage.attachments().is_needed(content(1)).await.unwrap());
        assert!(!storage.attachments().is_needed(content(2)).await.unwrap());
        assert!(storage.attachments().stored(same).await.unwrap().is_some());
        world.end().await;
    }

    /// What waited too long is forgotten, what was sent is not.
    async fn waiting_files_are_forgotten(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let storage = &world.storage;
        let sent = upload(&world, new(&world, bo, 1)).await;
        send(&world, bo, with(&world, &[sent])).await.unwrap();
        let old = upload(&world, new(&world, bo, 2)).await;
        let young = NewAttachment { created_at: START.plus_millis(1), ..new(&world, bo, 3) };
        let young = upload(&world, young).await;
        let before = START.plus_millis(1);
        let forgotten = storage.attachments().forget_waiting(before).await.unwrap();
        assert_eq!(forgotten, [content(2)]);
        assert_eq!(storage.attachments().forget_waiting(before).await.unwrap(), []);
        for (file, there) in [(sent, true), (old, false), (young, true)] {
            assert_eq!(storage.attachments().stored(file).await.unwrap().is_some(), there);
        }
        world.end().await;
    }

    /// One person's files have a size together, and only so many of them wait.
    async fn one_persons_files_are_bounded(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let storage = &world.storage;
        let first = upload(&world, new(&world, bo, 1)).await;
        let at_limit = NewAttachment { size_bytes: 990, ..new(&world, bo, 2) };
        upload(&world, at_limit).await;
        assert_eq!(storage.attachments().bytes_of(bo).await.unwrap(), 1_000);
        let over = NewAttachment { size_bytes: 1, ..new(&world, bo, 3) };
        let refused = storage.attachments().insert(over).await;
        assert_eq!(refused.unwrap_err(), InsertError::QuotaUsedUp);
        upload(&world, new(&world, world.owner, 4)).await;

        let crowded = NewAttachment { bytes_per_user_max: 9_999, waiting_max: 2, ..new(&world, bo, 5) };
        let inserted = storage.attachments().insert(crowded).await.unwrap();
        assert_eq!(inserted.gone, [content(1)]);
        let newest = inserted.attachment.id;
        assert_eq!(storage.attachments().stored(first).await.unwrap(), None);
        assert!(storage.attachments().stored(newest).await.unwrap().is_some());
        world.end().await;
    }

    /// What is needed is found by its first byte, the last one included.
    async fn needed_bytes_are_found(database) {
        let (world, bo) = World::with(database, "Bo").await;
        for byte in [0x00, 0x41, 0xff] {
            upload(&world, new(&world, bo, byte)).await;
        }
        upload(&world, picture(&world, bo, 0x41)).await;
        let needed = world.storage.attachments();
        for (byte, expected) in [(0x00, 1), (0x41, 2), (0x42, 1), (0x43, 0), (0xff, 1)] {
            let found = needed.needed(byte).await.unwrap();
            assert_eq!(found, vec![content(byte); expected], "{byte}");
        }
        world.end().await;
    }

    /// The picture of a person shows wherever the person does, the space is told, and setting the
    /// same again tells nobody; what it was before may go.
    async fn a_person_has_a_picture(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let accounts = world.storage.accounts();
        let said = world.say(bo, "hello").await;
        let set = accounts.set_avatar((bo, Some(content(7))), START).await.unwrap().unwrap();
        let (me, before) = set.value;
        assert_eq!(before, []);
        let url = me.user.avatar_url.unwrap();
        assert_eq!(url, format!("/api/v1/pictures/{}.webp", content(7)));
        assert!(matches!(
            &set.events[..],
            [Event::MemberUpdated { member, .. }] if member.user.avatar_url.as_ref() == Some(&url)
        ));
        let shown = world.storage.messages().get(said.id, bo).await.unwrap().unwrap();
        assert_eq!(shown.author.avatar_url.as_ref(), Some(&url));
        let files = world.storage.attachments();
        assert!(files.is_needed(content(7)).await.unwrap() && files.is_picture(content(7)).await.unwrap());
        assert_eq!(files.needed(7).await.unwrap(), [content(7)]);
        let again = accounts.set_avatar((bo, Some(content(7))), START).await.unwrap().unwrap();
        assert_eq!(again.events, []);
        let none = accounts.set_avatar((bo, None), START).await.unwrap().unwrap();
        assert_eq!((none.value.0.user.avatar_url, none.value.1), (None, vec![content(7)]));
        assert!(!files.is_picture(content(7)).await.unwrap());
        let nobody = UserId::from_raw(world.id());
        assert!(accounts.set_avatar((nobody, None), START).await.unwrap().is_none());
        world.end().await;
    }

    /// So does that of a space, for whoever manages it.
    async fn a_space_has_a_picture(database) {
        let world = World::founded(database).await;
        let access = world.storage.members().in_space(world.owner, world.space, START).await;
        let access = access.unwrap().unwrap();
        let grant = access.may(Permission::ManageSpace).unwrap();
        let spaces = world.storage.spaces();
        let icon = Some(content(9));
        let set = spaces.set_icon(grant, (world.space, icon), START).await.unwrap().unwrap();
        assert_eq!(set.value.0.icon_url, Some(format!("/api/v1/pictures/{}.webp", content(9))));
        assert!(matches!(&set.events[..], [Event::SpaceUpdated { .. }]));
        assert_eq!(spaces.get(world.space).await.unwrap().unwrap().icon_url, set.value.0.icon_url);
        let replayed = world.replay(world.space).await;
        assert!(matches!(replayed.last(), Some(Event::SpaceUpdated { space, .. }) if space.icon_url.is_some()));
        assert!(world.storage.attachments().is_picture(content(9)).await.unwrap());
        let wrong = access.may(Permission::CreateInvite).unwrap();
        assert!(spaces.set_icon(wrong, (world.space, None), START).await.is_err());
        let none = spaces.set_icon(grant, (world.space, None), START).await.unwrap().unwrap();
        assert_eq!(none.value.1, [content(9)]);
        world.end().await;
    }
}
