//! Where channels stand that somebody sees and does not follow: no words, only numbers.
//!
//! A channel that is written to a hundred times between two rounds of tips is told once.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use parlor_protocol::{
    event::Event,
    ids::{ChannelId, StreamId, UserId},
    streams::Seq,
};

use super::{Hub, Moment};
use crate::{frame::encode, lock};

/// Where a channel stands, and who may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// Which channel.
    pub channel: ChannelId,
    /// Where its stream stands.
    pub last_seq: Seq,
    /// The position of its newest message that stands; 0 = none does.
    pub last_message_seq: Seq,
    /// Those who may see it.
    pub seen_by: Vec<UserId>,
}

impl Hub {
    /// The streams in which something happened since the last call.
    pub fn take_stirred(&self) -> Vec<StreamId> {
        std::mem::take(&mut *lock(&self.0.stirred))
            .into_iter()
            .collect()
    }

    /// These streams are to be told of after all.
    pub fn stir(&self, streams: &[StreamId]) {
        lock(&self.0.stirred).extend(streams);
    }

    /// Everybody who has an open socket here.
    pub fn users(&self) -> Vec<UserId> {
        lock(&self.0.sockets).users()
    }

    /// Tells each socket where the channels stand that its user sees and it does not follow.
    /// `false`: somebody lost a right since `moment`, in which it was read who sees what; nobody is
    /// told anything.
    pub fn tip_off(&self, moment: Moment, tips: &[Tip]) -> bool {
        let mut of_user: BTreeMap<UserId, Vec<usize>> = BTreeMap::new();
        for (at, tip) in tips.iter().enumerate() {
            for user in &tip.seen_by {
                of_user.entry(*user).or_default().push(at);
            }
        }
        // Most sockets of a space are told the same.
        let mut frames: HashMap<Vec<usize>, Bytes> = HashMap::new();
        self.unless_revoked(moment, || {
            for (user, seen) in of_user {
                for line in lock(&self.0.sockets).of_user(user) {
                    let streams = seen.iter().map(|at| (*at, tips[*at].channel.into()));
                    let passive = line.outbox.not_followed(streams);
                    if passive.is_empty() {
                        continue;
                    }
                    let frame = frames.entry(passive);
                    let frame = frame.or_insert_with_key(|passive| frame_of(tips, passive));
                    line.outbox.advise(frame.clone());
                }
            }
        })
    }
}

fn frame_of(tips: &[Tip], which: &[usize]) -> Bytes {
    let tips = || which.iter().map(|at| &tips[*at]);
    encode(&Event::Tips {
        streams: tips()
            .map(|tip| (tip.channel.into(), tip.last_seq))
            .collect(),
        messages: tips()
            .map(|tip| (tip.channel, tip.last_message_seq))
            .collect(),
    })
}
