//! How far people have read.

use parlor_protocol::{
    ids::{ChannelId, MessageId, UserId},
    messages::Mentions,
    permissions::{Grant, Permission},
    reads::{ReadState, UNREAD_MAX},
};
use parlor_storage::{
    Error,
    messages::Edit,
    reads::{
        Mark::{Forward, To},
        Position,
    },
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use crate::{
    database::on_both,
    world::{START, World},
};

/// Read seq, last seq, last message seq, unread, mentions.
type Standing = (u64, u64, u64, u32, u32);

fn standing(state: ReadState) -> Standing {
    (
        state.read_seq,
        state.last_seq,
        state.last_message_seq,
        state.unread,
        state.mentions,
    )
}

impl World {
    async fn mark(&self, user: UserId, mark: parlor_storage::reads::Mark) -> Standing {
        let grant = self.grant(user, Permission::ViewChannel).await;
        let state = self.storage.reads().mark(grant, mark).await.unwrap();
        standing(state.expect("the channel is there"))
    }

    async fn stands(&self, user: UserId) -> Standing {
        let states = self.storage.reads().of(user, &[self.general]).await;
        standing(states.unwrap()[0])
    }

    async fn lounge(&self) -> ChannelId {
        let channels = self.storage.channels().of(self.space).await.unwrap();
        let lounge = channels.iter().find(|channel| channel.id != self.general);
        lounge.expect("a space begins with two channels").id
    }

    async fn view(&self, user: UserId, channel: ChannelId) -> Grant {
        let seen = self
            .storage
            .members()
            .in_channel(user, channel, START)
            .await;
        let (access, _) = seen.unwrap().expect("a member sees it");
        access.may(Permission::ViewChannel).unwrap()
    }

    /// Gives a message of the owner's another text that calls others.
    async fn rewrite(&self, user: UserId, message: MessageId, mentions: Mentions) {
        let grant = self.grant(user, Permission::SendMessages).await;
        let edit = Edit {
            content: "another".to_owned(),
            mentions,
            links: Vec::new(),
            now: START,
        };
        let edited = self.storage.messages().edit(grant, message, edit).await;
        let _events = edited.unwrap().expect("it stands");
    }

    async fn call(&self, user: UserId, mentions: Mentions) -> MessageId {
        let grant = self.grant(user, Permission::SendMessages).await;
        let mut message = self.message("you there!");
        message.mentions = mentions;
        let inserted = self.storage.messages().insert(grant, message).await;
        inserted.unwrap().value.message.id
    }
}

fn calls(users: &[UserId]) -> Mentions {
    Mentions {
        user_ids: users.to_vec(),
        ..Mentions::default()
    }
}

fn calls_everyone() -> Mentions {
    Mentions {
        everyone: true,
        ..Mentions::default()
    }
}

on_both! {
    /// A mark moves forward, to the end at most, and back only on purpose; what others wrote after
    /// it is unread.
    async fn a_mark_moves_forward(database) {
        let (world, bo) = World::with(database, "Bo").await;
        assert_eq!(world.stands(bo).await, (0, 0, 0, 0, 0));
        for n in 0..4 {
            world.say(world.owner, &n.to_string()).await;
        }
        assert_eq!(world.stands(bo).await, (0, 4, 4, 4, 0));
        assert_eq!(world.mark(bo, Forward(3)).await, (3, 4, 4, 1, 0));
        assert_eq!(world.mark(bo, Forward(1)).await, (3, 4, 4, 1, 0));
        assert_eq!(world.mark(bo, Forward(u64::MAX)).await, (4, 4, 4, 0, 0));
        assert_eq!(world.mark(bo, To(2)).await, (2, 4, 4, 2, 0));
        assert_eq!(world.mark(bo, To(u64::MAX)).await, (4, 4, 4, 0, 0));
        assert_eq!(world.mark(bo, To(0)).await, (0, 4, 4, 4, 0));
        assert_eq!(world.stands(bo).await, (0, 4, 4, 4, 0));
        world.end().await;
    }

    /// Who writes has read what is there, their own messages are never unread to them, and neither
    /// reactions nor edits make anything unread.
    async fn who_writes_has_read(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let first = world.say(world.owner, "one").await;
        world.say(bo, "two").await;
        assert_eq!(world.stands(bo).await, (2, 2, 2, 0, 0));
        assert_eq!(world.stands(world.owner).await, (1, 2, 2, 1, 0));
        world.react(bo, first.id, "👍").await;
        world.rewrite(world.owner, first.id, Mentions::default()).await;
        assert_eq!(world.stands(bo).await, (2, 4, 2, 0, 0));
        assert_eq!(world.mark(bo, To(0)).await, (0, 4, 2, 1, 0));
        world.end().await;
    }

    /// A deleted message is not unread; when nothing newer stands, what stood before is the last.
    async fn a_deleted_message_is_not_unread(database) {
        let (world, bo) = World::with(database, "Bo").await;
        world.say(world.owner, "stays").await;
        let last = world.call(world.owner, calls(&[bo])).await;
        assert_eq!(world.stands(bo).await, (0, 2, 2, 2, 1));
        world.delete(world.owner, last).await;
        assert_eq!(world.stands(bo).await, (0, 3, 1, 1, 0));
        world.end().await;
    }

    /// Those who are called, by name or with everybody, have it counted once a message; who calls
    /// themself is not; an edit changes whom a message calls.
    async fn calls_are_counted(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let both = Mentions { user_ids: vec![bo, world.owner], everyone: true, ..Mentions::default() };
        let first = world.call(world.owner, both).await;
        let nobody = UserId::from_raw(7);
        world.call(world.owner, calls(&[nobody])).await;
        world.call(world.owner, calls_everyone()).await;
        assert_eq!(world.stands(bo).await, (0, 3, 3, 3, 2));
        assert_eq!(world.mark(world.owner, To(0)).await, (0, 3, 3, 0, 0));
        for (mentions, counted) in [(Mentions::default(), 1), (calls(&[bo]), 2)] {
            world.rewrite(world.owner, first, mentions).await;
            assert_eq!(world.stands(bo).await.4, counted);
        }
        assert_eq!(world.mark(bo, Forward(1)).await.4, 1);
        world.end().await;
    }

    /// Who joins has read what was said before.
    async fn who_joins_begins_at_the_end(database) {
        let world = World::founded(database).await;
        world.call(world.owner, calls_everyone()).await;
        let bo = world.join("Bo").await;
        assert_eq!(world.stands(bo).await, (1, 1, 1, 0, 0));
        world.say(world.owner, "welcome").await;
        assert_eq!(world.stands(bo).await, (1, 2, 2, 1, 0));
        world.end().await;
    }

    /// Everything is read at once, where it is not read already; a grant for something else or of
    /// somebody else moves no mark.
    async fn everything_is_read_at_once(database) {
        let (world, bo) = World::with(database, "Bo").await;
        world.say(world.owner, "hello").await;
        let lounge = world.lounge().await;
        let grants = [world.view(bo, world.general).await, world.view(bo, lounge).await];
        let reads = world.storage.reads();
        for _ in 0..2 {
            let states = reads.mark_all(&grants).await.unwrap();
            assert_eq!(states.len(), 2);
            assert!(states.is_sorted_by_key(|state| state.channel_id));
            assert_eq!(world.stands(bo).await, (1, 1, 1, 0, 0));
        }
        assert!(reads.mark_all(&[]).await.unwrap().is_empty());
        let wrong = world.grant(bo, Permission::SendMessages).await;
        let other = world.grant(world.owner, Permission::ViewChannel).await;
        for refused in [&[wrong][..], &[grants[0], other]] {
            assert_eq!(reads.mark_all(refused).await, Err(Error::WrongGrant));
        }
        assert_eq!(reads.mark(wrong, To(0)).await, Err(Error::WrongGrant));
        world.end().await;
    }

    /// More than 1,000 unread messages are told as 1,000.
    async fn at_most_a_thousand_are_counted(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let grant = world.grant(world.owner, Permission::SendMessages).await;
        let sends: Vec<_> = (0..=UNREAD_MAX)
            .map(|_| {
                let mut message = world.message("spam");
                message.mentions = calls_everyone();
                let storage = world.storage.clone();
                tokio::spawn(async move { storage.messages().insert(grant, message).await })
            })
            .collect();
        for send in sends {
            let _sent = send.await.unwrap().unwrap();
        }
        let (.., unread, mentions) = world.stands(bo).await;
        assert_eq!((unread, mentions), (UNREAD_MAX, UNREAD_MAX));
        assert_eq!(world.mark(bo, Forward(1)).await.3, UNREAD_MAX);
        assert_eq!(world.mark(bo, Forward(2)).await.3, UNREAD_MAX - 1);
        world.end().await;
    }

    /// What is told of a person's world is how they stand in each channel of it.
    async fn a_world_says_how_one_stands(database) {
        let (world, bo) = World::with(database, "Bo").await;
        world.call(world.owner, calls(&[bo])).await;
        let sync = world.storage.sync().of(bo).await.unwrap().unwrap();
        let lounge = world.lounge().await;
        let mut here: Vec<ChannelId> = sync.read_states.iter().map(|state| state.channel_id).collect();
        let mut channels = vec![world.general, lounge];
        here.sort_unstable();
        channels.sort_unstable();
        assert_eq!(here, channels);
        let general = sync.read_states.iter().find(|state| state.channel_id == world.general);
        assert_eq!(standing(*general.unwrap()), (0, 1, 1, 1, 1));
        assert_eq!(world.storage.sync().read_states(bo).await.unwrap(), sync.read_states);
        world.end().await;
    }

    /// Where channels stand is told for many streams; those that are no channels' are left out. So is
    /// who sees them: the members among those who are asked about.
    async fn positions_are_told_to_those_who_see(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let first = world.say(world.owner, "one").await;
        let last = world.say(world.owner, "two").await;
        world.react(bo, first.id, "👍").await;
        let reads = world.storage.reads();
        let streams = [world.general.into(), world.space.into(), bo.into()];
        let position = |last_seq, last_message_seq| Position {
            channel: world.general,
            last_seq,
            last_message_seq,
        };
        assert_eq!(reads.positions(&streams).await.unwrap(), [position(3, 2)]);
        world.delete(world.owner, last.id).await;
        assert_eq!(reads.positions(&streams).await.unwrap(), [position(4, 1)]);
        assert!(reads.positions(&[]).await.unwrap().is_empty());

        let (members, stranger) = (world.storage.members(), UserId::from_raw(7));
        let gone = ChannelId::from_raw(7);
        let seers = members.seers(&[world.general, gone], &[bo, stranger]).await.unwrap();
        assert_eq!(seers.into_iter().collect::<Vec<_>>(), [(world.general, vec![bo])]);
        world.database.tamper("UPDATE roles SET permissions = 0").await;
        let seers = members.seers(&[world.general], &[bo, world.owner]).await.unwrap();
        assert_eq!(seers[&world.general], [world.owner]);
        assert!(reads.seen(bo, &[world.general]).await.unwrap().is_empty());
        assert_eq!(reads.seen(world.owner, &[world.general]).await.unwrap().len(), 1);
        world.end().await;
    }

    /// Whatever happens in whatever order: what is counted is what a slow, obvious model counts.
    async fn counting_agrees_with_a_slow_model(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let people = [world.owner, bo, world.join("Cy").await];
        for seed in 0..4 {
            let mut play = Play { rng: StdRng::seed_from_u64(seed), model: Model::of(&world, people).await };
            for _ in 0..60 {
                play.step(&world).await;
                for (at, person) in people.into_iter().enumerate() {
                    assert_eq!(world.stands(person).await, play.model.stands(at), "seed {seed}");
                }
            }
        }
        world.end().await;
    }
}

/// A message as the model knows it.
struct Said {
    id: MessageId,
    seq: u64,
    author: usize,
    calls: Vec<usize>,
}

/// Everything that was said, and how far three people have read.
struct Model {
    people: [UserId; 3],
    last_seq: u64,
    said: Vec<Said>,
    read: [u64; 3],
}

impl Model {
    /// A world in which everything so far is deleted and read.
    async fn of(world: &World, people: [UserId; 3]) -> Self {
        let messages = world.storage.messages();
        let history = messages.page(
            world.general,
            parlor_storage::messages::Window::Latest,
            parlor_protocol::page::PageSize::new(100).unwrap(),
            world.owner,
        );
        for message in history.await.unwrap().unwrap().items {
            world.delete(message.author.id, message.id).await;
        }
        for person in people {
            world.mark(person, To(u64::MAX)).await;
        }
        let last_seq = world.stands(people[0]).await.1;
        Self {
            people,
            last_seq,
            said: Vec::new(),
            read: [last_seq; 3],
        }
    }

    fn stands(&self, person: usize) -> Standing {
        let unread = |said: &&Said| said.seq > self.read[person] && said.author != person;
        let unread: Vec<_> = self.said.iter().filter(unread).collect();
        let calls = unread.iter().filter(|said| said.calls.contains(&person));
        (
            self.read[person],
            self.last_seq,
            self.said.iter().map(|said| said.seq).max().unwrap_or(0),
            u32::try_from(unread.len()).unwrap(),
            u32::try_from(calls.count()).unwrap(),
        )
    }
}

struct Play {
    rng: StdRng,
    model: Model,
}

impl Play {
    async fn step(&mut self, world: &World) {
        match self.rng.random_range(0..8) {
            0..4 => self.say(world).await,
            4 => self.edit(world).await,
            5 => self.delete(world).await,
            _ => self.mark(world).await,
        }
    }

    fn mentions(&mut self) -> (Mentions, Vec<usize>) {
        let everyone = self.rng.random_range(0..6) == 0;
        let named: Vec<usize> = (0..3)
            .filter(|_| self.rng.random_range(0..3) == 0)
            .collect();
        let user_ids = named.iter().map(|at| self.model.people[*at]).collect();
        let mentions = Mentions {
            user_ids,
            everyone,
            ..Mentions::default()
        };
        (mentions, if everyone { vec![0, 1, 2] } else { named })
    }

    async fn say(&mut self, world: &World) {
        let author = self.rng.random_range(0..3);
        let (mentions, calls) = self.mentions();
        let id = world.call(self.model.people[author], mentions).await;
        self.model.last_seq += 1;
        let seq = self.model.last_seq;
        self.model.read[author] = seq;
        self.model.said.push(Said {
            id,
            seq,
            author,
            calls,
        });
    }

    async fn edit(&mut self, world: &World) {
        let (mentions, calls) = self.mentions();
        let Some(at) = self.any() else { return };
        let said = &mut self.model.said[at];
        said.calls = calls;
        let author = self.model.people[said.author];
        world.rewrite(author, said.id, mentions).await;
        self.model.last_seq += 1;
    }

    async fn delete(&mut self, world: &World) {
        let Some(at) = self.any() else { return };
        let said = self.model.said.remove(at);
        world.delete(self.model.people[said.author], said.id).await;
        self.model.last_seq += 1;
    }

    async fn mark(&mut self, world: &World) {
        let person = self.rng.random_range(0..3);
        let to = self.rng.random_range(0..self.model.last_seq + 3);
        let capped = to.min(self.model.last_seq);
        let mark = if self.rng.random() {
            Forward(to)
        } else {
            To(to)
        };
        let read = &mut self.model.read[person];
        *read = match mark {
            Forward(_) => capped.max(*read),
            To(_) => capped,
        };
        world.mark(self.model.people[person], mark).await;
    }

    fn any(&mut self) -> Option<usize> {
        let count = self.model.said.len();
        (count > 0).then(|| self.rng.random_range(0..count))
    }
}
