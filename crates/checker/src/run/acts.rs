//! What a device does by itself.

use std::sync::Arc;

use parlor_client::{command::Frame, outbox::Pending};
use parlor_protocol::ids::{ChannelId, MessageId, StreamId};
use rand::{RngExt as _, seq::IndexedRandom as _};

use crate::history::{Action, What};

use super::{
    device::{Device, Done, Following, Mine},
    request::{Call, Request, carry_out, say},
};

/// So many requests of one device are on their way at once.
const REQUESTS_MAX: usize = 4;

/// So many messages of one device wait at once.
const PENDING_MAX: usize = 40;

/// One in so many messages is sent a second time under its nonce, through the other door.
const REPEATED_ONE_IN: u32 = 10;

const EMOJI: [&str; 4] = ["👍", "🎉", "😀", "🚀"];

const WORDS: &str = "the quick brown fox jumps over the lazy dog and so it goes, one message \
                     after the other, some short and some a good deal longer than the rest";

impl Device {
    /// One thing, by chance.
    pub(super) async fn act(&mut self) {
        match self.dice.random_range(0..100) {
            0..42 => self.send().await,
            42..56 => self.post(),
            56..64 => self.read(),
            64..72 => self.edit(),
            72..75 => self.delete(),
            75..86 => self.react().await,
            86..92 => self.mark_read().await,
            92..95 => self.leave_or_join().await,
            95..97 => self.show_status().await,
            97..98 => {
                let _ = self.handle.reconnect().await;
            }
            _ => self.type_away().await,
        }
    }

    fn channel(&mut self) -> Option<ChannelId> {
        let followed = self.following.iter();
        let followed = followed.filter(|(_, following)| **following == Following::Yes);
        let followed: Vec<StreamId> = followed.map(|(id, _)| *id).collect();
        let channels = self.world.channels.iter().copied();
        let channels: Vec<ChannelId> = channels
            .filter(|channel| followed.contains(&StreamId::from(*channel)))
            .collect();
        channels.choose(&mut self.dice).copied()
    }

    fn message(&mut self) -> Option<Pending> {
        let channel = self.channel()?;
        self.written += 1;
        let nonce = format!("{}.{}.{}", self.seat.user, self.client, self.written);
        let words = &WORDS[..self.dice.random_range(1..WORDS.len())];
        Some(Pending::text(
            channel,
            nonce.clone(),
            format!("{nonce}|{words}"),
        ))
    }

    /// Over the socket, through the client's outbox.
    async fn send(&mut self) {
        if self.pending.len() >= PENDING_MAX {
            return;
        }
        let Some(message) = self.message() else {
            return;
        };
        if self.dice.random_range(0..REPEATED_ONE_IN) == 0 {
            self.request(say(message.clone()));
        }
        self.write(message).await;
    }

    /// Over HTTP, until it is known whether it is there.
    fn post(&mut self) {
        let Some(message) = self.message() else {
            return;
        };
        let repeats = self.dice.random_range(0..REPEATED_ONE_IN) == 0;
        self.request(say(message.clone()));
        if repeats {
            self.request(say(message));
        }
    }

    fn read(&mut self) {
        let Some(channel) = self.channel() else {
            return;
        };
        let action = Action::Read {
            channel: channel.raw(),
        };
        self.request(Request {
            action,
            after: Done::Nothing,
            call: Call::Read(channel),
        });
    }

    /// One of one's own, which is nobody's until the answer is there.
    fn take_mine(&mut self) -> Option<Mine> {
        if self.mine.is_empty() {
            return None;
        }
        // The newest are what others look at.
        let newest = self.mine.len().saturating_sub(20);
        let at = self.dice.random_range(newest..self.mine.len());
        Some(self.mine.swap_remove(at))
    }

    fn edit(&mut self) {
        let Some(mine) = self.take_mine() else {
            return;
        };
        self.written += 1;
        let content = format!("{}|edit {}.{}", mine.nonce, self.client, self.written);
        let action = Action::Edit {
            message: mine.message,
            content: content.clone(),
        };
        self.request(Request {
            action,
            call: Call::Edit(mine.message, content),
            after: Done::Free(mine),
        });
    }

    fn delete(&mut self) {
        let Some(mine) = self.take_mine() else {
            return;
        };
        let action = Action::Delete {
            message: mine.message,
        };
        self.request(Request {
            action,
            call: Call::Delete(mine.message),
            after: Done::Nothing,
        });
    }

    /// Says something on the socket that is answered with its `ref`.
    async fn command(&mut self, action: Action, frame: Frame) {
        if !self.open {
            return;
        }
        self.written += 1;
        let reference = format!("{}.{}", self.client, self.written);
        let op = self.world.recorder.invoke(self.client, action);
        self.commands.insert(reference.clone(), op);
        let said = self.handle.say(frame.with_ref(&reference)).await;
        if said != Ok(true) {
            self.commands.remove(&reference);
            let code = None;
            self.world.recorder.record(What::Fail { op, code });
        }
    }

    async fn react(&mut self) {
        let Some(message) = self.seen.choose(&mut self.dice).copied() else {
            return;
        };
        let Some(emoji) = EMOJI.choose(&mut self.dice) else {
            return;
        };
        let on = self.dice.random_bool(0.7);
        let id = MessageId::from_raw(message);
        let frame = if on {
            Frame::add_reaction(id, emoji)
        } else {
            Frame::remove_reaction(id, emoji)
        };
        let action = Action::React {
            message,
            emoji: (*emoji).to_owned(),
            on,
        };
        self.command(action, frame).await;
    }

    async fn mark_read(&mut self) {
        let Some(channel) = self.channel() else {
            return;
        };
        let seq = self.cursors.get(&channel.into()).copied().unwrap_or(0);
        let action = Action::MarkRead {
            channel: channel.raw(),
            seq,
        };
        self.command(action, Frame::mark_read(channel, seq)).await;
    }

    /// Leaves a channel, or comes back to one from where one stood.
    async fn leave_or_join(&mut self) {
        let channels = self.world.channels.clone();
        let out = channels
            .iter()
            .find(|channel| self.following.get(&StreamId::from(**channel)) == Some(&Following::No));
        if let Some(channel) = out {
            self.follow_again((*channel).into()).await;
        } else if let Some(channel) = self.channel()
            && self.open
        {
            let _ = self.handle.leave(channel).await;
            // Answered when the order before it was obeyed: what is told after `CHANNEL_LEFT`, or
            // after the connection was lost, is not of this channel.
            let _ = self.handle.say(Frame::ping()).await;
            self.following.insert(channel.into(), Following::Leaving);
        }
    }

    async fn show_status(&mut self) {
        let status = ["online", "idle", "dnd"].choose(&mut self.dice);
        let frame = Frame::status(status.copied().unwrap_or("online"));
        let _ = self.handle.say(frame).await;
    }

    async fn type_away(&mut self) {
        if let Some(channel) = self.channel() {
            let _ = self.handle.say(Frame::typing(channel)).await;
        }
    }

    fn request(&mut self, request: Request) {
        if self.tasks.len() >= REQUESTS_MAX {
            if let Done::Free(mine) = request.after {
                self.mine.push(mine);
            }
            return;
        }
        let op = self
            .world
            .recorder
            .invoke(self.client, request.action.clone());
        let (world, account) = (Arc::clone(&self.world), self.account.clone());
        self.tasks.spawn(carry_out(world, account, op, request));
    }
}
