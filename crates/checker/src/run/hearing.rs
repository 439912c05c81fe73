//! What a device hears, and puts on record.

use std::time::Instant;

use parlor_client::Update;
use parlor_protocol::{
    error::Code,
    event::{Event, ResetReason},
    ids::{ChannelId, MessageId, StreamId},
    streams::Seq,
};

use crate::history::{Digest, Outcome, What};

use super::device::{Device, Following, Mine};

/// So many of the messages that were seen are remembered, to react to.
const SEEN_MAX: usize = 30;

impl Device {
    pub(super) async fn hear(&mut self, update: Update) {
        match update {
            Update::Live { .. } => {
                self.open = true;
                self.left_behind();
            }
            Update::Away { .. } => {
                self.open = false;
                self.away_since = Instant::now();
                self.left_behind();
                // A command is said once: what became of it nobody will tell.
                for (_, op) in std::mem::take(&mut self.commands) {
                    self.world.recorder.record(What::Unknown { op });
                }
            }
            Update::Event(event) => self.event(event),
            Update::Reset {
                stream,
                seq,
                reason,
            } => self.reset(stream, seq, reason).await,
            Update::Sent {
                nonce,
                message_id,
                seq,
            } => {
                let message = message_id.map(MessageId::raw);
                if let Some((op, _)) = self.pending.remove(&nonce) {
                    let outcome = Outcome {
                        message,
                        seq,
                        page: None,
                    };
                    self.world.settle(op, Ok(outcome));
                }
                if let Some(message) = message {
                    self.mine.push(Mine { message, nonce });
                }
            }
            Update::Refused {
                message,
                code,
                certain,
                ..
            } => {
                if let Some((op, _)) = self.pending.remove(&message.nonce) {
                    self.world.recorder.record(if certain {
                        What::Fail {
                            op,
                            code: Some(code),
                        }
                    } else {
                        What::Unknown { op }
                    });
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        if let Some((stream, seq)) = event.position() {
            self.world.recorder.record(What::Applied {
                client: self.client,
                stream: stream.raw(),
                seq,
                digest: Digest::of(&event),
            });
            self.cursors.insert(stream, seq);
        }
        match event {
            Event::NewMessage { message, .. } => {
                if self.seen.len() >= SEEN_MAX {
                    self.seen.remove(0);
                }
                self.seen.push(message.id.raw());
            }
            Event::ReadState {
                channel_id,
                read_seq,
                ..
            } => self.read_state(channel_id, read_seq),
            Event::Synced {
                read_states: Some(states),
                ..
            } => {
                for state in states {
                    self.read_state(state.channel_id, state.read_seq);
                }
            }
            Event::ChannelLeft { .. } => self.left_behind(),
            Event::Ack {
                reference: Some(reference),
                seq,
                ..
            } => {
                if let Some(op) = self.commands.remove(&reference) {
                    let outcome = Outcome {
                        seq,
                        ..Outcome::default()
                    };
                    self.world.settle(op, Ok(outcome));
                }
            }
            Event::Error {
                reference: Some(reference),
                code,
                ..
            } => {
                if let Some(op) = self.commands.remove(&reference) {
                    let unknown = matches!(code, Code::Internal | Code::Overloaded);
                    let code = Some(code);
                    self.world.recorder.record(if unknown {
                        What::Unknown { op }
                    } else {
                        What::Fail { op, code }
                    });
                }
            }
            _ => {}
        }
    }

    fn read_state(&self, channel: ChannelId, read_seq: Seq) {
        self.world.recorder.record(What::ReadState {
            client: self.client,
            channel: channel.raw(),
            read_seq,
        });
    }

    /// Nothing more comes of what was left before.
    fn left_behind(&mut self) {
        for (stream, following) in &mut self.following {
            if *following == Following::Leaving {
                *following = Following::No;
                self.world.recorder.record(What::Left {
                    client: self.client,
                    stream: stream.raw(),
                });
            }
        }
    }

    async fn reset(&mut self, stream: StreamId, seq: Seq, reason: ResetReason) {
        let client = self.client;
        if reason != ResetReason::NoAccess {
            self.cursors.insert(stream, seq);
            self.world.recorder.record(What::Follows {
                client,
                stream: stream.raw(),
                cursor: seq,
            });
            return;
        }
        self.following.insert(stream, Following::No);
        self.world.recorder.record(What::Left {
            client,
            stream: stream.raw(),
        });
        if self.member {
            self.follow_again(stream).await;
        }
    }
}
