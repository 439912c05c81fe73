//! Commands of one socket that the server is carrying out.
//!
//! Commands of one lane keep their order: the next is begun when the one before it is answered.
//! Lanes do not wait for each other.

use std::collections::VecDeque;

use parlor_protocol::{
    command::Command,
    ids::{ChannelId, MessageId},
};

/// Names one call of one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(u64);

/// What an answer has to repeat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) reference: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) channel_id: Option<ChannelId>,
}

/// What keeps its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// Messages to one channel.
    Channel(ChannelId),
    /// Reactions to one message.
    Message(MessageId),
    /// How far one channel is read.
    Reading(ChannelId),
    /// Everything else.
    Other,
}

impl Lane {
    fn of(command: &Command) -> Self {
        match command {
            Command::SendMessage(send) => Self::Channel(send.channel_id),
            Command::AddReaction(add) => Self::Message(add.message_id),
            Command::RemoveReaction(remove) => Self::Message(remove.message_id),
            Command::MarkRead(mark) => Self::Reading(mark.channel_id),
            _ => Self::Other,
        }
    }
}

/// The calls of one socket: waiting for their lane, and running.
#[derive(Debug, Default)]
pub(super) struct Calls {
    made: u64,
    waiting: VecDeque<(Lane, Asked, Command)>,
    running: Vec<(CallId, Lane, Asked)>,
}

impl Calls {
    /// How many are not answered yet.
    pub(super) fn count(&self) -> usize {
        self.waiting.len() + self.running.len()
    }

    /// Adds one behind those of its lane.
    pub(super) fn add(&mut self, asked: Asked, command: Command) {
        self.waiting.push_back((Lane::of(&command), asked, command));
    }

    /// The next one whose lane is free; it runs from here on.
    pub(super) fn begin(&mut self) -> Option<(CallId, Command)> {
        let is_free = |lane: Lane| !self.running.iter().any(|(_, taken, _)| *taken == lane);
        let at = self.waiting.iter().position(|(lane, ..)| is_free(*lane))?;
        let (lane, asked, command) = self.waiting.remove(at)?;
        self.made += 1;
        let call = CallId(self.made);
        self.running.push((call, lane, asked));
        Some((call, command))
    }

    /// One was carried out; gives what its answer has to repeat.
    pub(super) fn end(&mut self, call: CallId) -> Option<Asked> {
        let at = self.running.iter().position(|(id, ..)| *id == call)?;
        Some(self.running.swap_remove(at).2)
    }
}

#[cfg(test)]
mod tests {
    use parlor_protocol::command::Envelope;

    use super::*;

    fn add(calls: &mut Calls, frame: &str) {
        let command = Envelope::decode(frame).unwrap().command;
        calls.add(Asked::default(), command);
    }

    fn begin(calls: &mut Calls) -> Vec<(CallId, &'static str)> {
        std::iter::from_fn(|| calls.begin())
            .map(|(call, command)| (call, command.name()))
            .collect()
    }

    /// What goes to one channel goes one after the other; other channels do not wait for it.
    #[test]
    fn lanes_keep_their_order_and_do_not_wait_for_each_other() {
        let mut calls = Calls::default();
        for (channel, content) in [(1, "a"), (1, "b"), (2, "c"), (1, "d")] {
            let frame = format!(
                r#"{{"type":"send_message","channelId":"{channel}","content":"{content}"}}"#
            );
            add(&mut calls, &frame);
        }
        add(
            &mut calls,
            r#"{"type":"add_reaction","messageId":"9","emoji":"x"}"#,
        );
        add(
            &mut calls,
            r#"{"type":"remove_reaction","messageId":"9","emoji":"x"}"#,
        );

        let first = begin(&mut calls);
        let names: Vec<_> = first.iter().map(|(_, name)| *name).collect();
        assert_eq!(names, ["send_message", "send_message", "add_reaction"]);
        assert_eq!(calls.count(), 6);
        assert!(calls.end(first[0].0).is_some());
        assert!(calls.end(first[0].0).is_none(), "once is enough");
        assert_eq!(begin(&mut calls).len(), 1);
        assert!(calls.end(first[2].0).is_some());
        assert_eq!(begin(&mut calls)[0].1, "remove_reaction");
        assert_eq!(calls.count(), 4);
    }
}
