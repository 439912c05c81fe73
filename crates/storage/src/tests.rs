//! A read costs the same number of statements, whatever it finds: nobody asks row by row.

use parlor_protocol::{ids::StreamId, page::PageSize, permissions::Permission};

use crate::{
    database::{Database, On},
    engine::statement::RUN,
    messages::Window,
    world::World,
};

/// More than any page holds.
const MANY: usize = PageSize::MAX as usize + 10;

/// How many statements this read runs. The runtime of these tests has one thread.
async fn statements<T>(read: impl Future<Output = T>) -> u32 {
    RUN.set(0);
    read.await;
    RUN.get()
}

/// How many statements each read runs, by its name.
async fn reads(world: &World) -> Vec<(&'static str, u32)> {
    let (storage, size) = (&world.storage, PageSize::new(100).unwrap());
    let (messages, streams) = (storage.messages(), storage.streams());
    let newest = messages.page(world.general, Window::Latest, size, world.owner);
    let newest = newest.await.unwrap().unwrap().items;
    let message = newest.last().expect("something was said").id;
    let page = |window| statements(messages.page(world.general, window, size, world.owner));
    let (general, space): (StreamId, StreamId) = (world.general.into(), world.space.into());
    let who = storage.reactions();
    let members = storage.members();
    vec![
        ("latest", page(Window::Latest).await),
        ("before", page(Window::Before(message)).await),
        ("around", page(Window::Around(message)).await),
        ("channel", statements(streams.page(general, 0, 200)).await),
        ("space", statements(streams.page(space, 0, 200)).await),
        ("who", statements(who.who(message, "👍", None, size)).await),
        (
            "members",
            statements(members.page((world.space, None), None, size)).await,
        ),
        ("sync", statements(storage.sync().of(world.owner)).await),
    ]
}

/// Ada says something, answering what was said before, and both react.
async fn talk(world: &World, bo: parlor_protocol::ids::UserId, times: usize) {
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let mut before = None;
    for n in 0..times {
        let mut message = world.message(&format!("number {n}"));
        message.reply_to_id = before;
        before = Some(message.id);
        let sent = world.storage.messages().insert(grant, message).await;
        let id = sent.unwrap().value.message.id;
        world.react(bo, id, "👍").await;
        world.react(world.owner, id, "🎉").await;
    }
}

async fn a_page_of_many_costs_what_a_page_of_one_costs(on: On) {
    let Some(database) = Database::new(on).await else {
        return;
    };
    let (world, bo) = World::with(database, "Bo").await;
    talk(&world, bo, 2).await;
    let few = reads(&world).await;
    talk(&world, bo, MANY).await;
    for n in 0..MANY {
        world.join(&format!("user{n}")).await;
    }
    assert_eq!(reads(&world).await, few);
    for (read, statements) in few {
        // `/sync` is everything at once: a few statements for each kind of thing there is.
        let most = if read == "sync" { 20 } else { 6 };
        assert!((1..=most).contains(&statements), "{read}: {statements}");
    }
    world.end().await;
}

#[tokio::test]
async fn sqlite_is_not_asked_row_by_row() {
    a_page_of_many_costs_what_a_page_of_one_costs(On::Sqlite).await;
}

#[tokio::test]
async fn postgres_is_not_asked_row_by_row() {
    a_page_of_many_costs_what_a_page_of_one_costs(On::Postgres).await;
}
