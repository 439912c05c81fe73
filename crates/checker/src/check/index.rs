//! The history once over: who asked for what and how it ended, and what is there at the end.

use std::collections::{BTreeMap, HashMap, HashSet};

use parlor_protocol::streams::Seq;

use crate::history::{Action, Client, Digest, Entry, Op, Outcome, Stored, What};

/// How something that was asked for ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum End<'a> {
    Ok(usize, &'a Outcome),
    Fail,
    /// Nobody knows; so is what was never answered.
    Unknown,
}

/// Something that was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) invoked: usize,
    pub(super) client: Client,
    pub(super) action: &'a Action,
    pub(super) end: End<'a>,
}

/// Every attempt to write one message.
#[derive(Debug)]
pub(super) struct Send<'a> {
    pub(super) author: i64,
    pub(super) nonce: &'a str,
    pub(super) channel: i64,
    pub(super) content: &'a str,
    /// The first attempt.
    pub(super) invoked: usize,
    /// (entry, message, seq) of every acknowledgement.
    pub(super) acks: Vec<(usize, i64, Seq)>,
    /// Whether any attempt may have been carried out without a word.
    pub(super) open: bool,
}

/// An edit of a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit<'a> {
    pub(super) invoked: usize,
    pub(super) content: &'a str,
    /// The entry that acknowledges it.
    pub(super) acked: Option<usize>,
    pub(super) refused: bool,
}

/// What stands at each position of a channel, by each entry that says so.
pub(super) type Log<'a> = BTreeMap<Seq, Vec<(usize, &'a Digest)>>;

pub(super) struct Index<'a> {
    pub(super) entries: &'a [Entry],
    pub(super) users: HashMap<Client, i64>,
    pub(super) asked: BTreeMap<Op, Asked<'a>>,
    /// By author and nonce.
    sends: BTreeMap<i64, BTreeMap<&'a str, Send<'a>>>,
    pub(super) edits: HashMap<i64, Vec<Edit<'a>>>,
    /// Messages whose deletion was asked for: the first entry, and whether it was acknowledged.
    pub(super) deletes: HashMap<i64, (usize, bool)>,
    /// (message, user, emoji) that somebody asked to add.
    pub(super) reactions: HashSet<(i64, i64, &'a str)>,
    /// By channel and position: every entry that tells what stands there at the end.
    pub(super) log: BTreeMap<i64, Log<'a>>,
    pub(super) tips: BTreeMap<i64, (usize, Seq)>,
    pub(super) stored: BTreeMap<i64, Vec<(usize, &'a Stored)>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(entries: &'a [Entry]) -> Self {
        let mut index = Self {
            entries,
            users: HashMap::new(),
            asked: BTreeMap::new(),
            sends: BTreeMap::new(),
            edits: HashMap::new(),
            deletes: HashMap::new(),
            reactions: HashSet::new(),
            log: BTreeMap::new(),
            tips: BTreeMap::new(),
            stored: BTreeMap::new(),
        };
        for (at, entry) in entries.iter().enumerate() {
            index.read(at, &entry.what);
        }
        index.sort_out();
        index
    }

    /// The user of a client; 0 = nobody who signed in.
    pub(super) fn user(&self, client: Client) -> i64 {
        self.users.get(&client).copied().unwrap_or(0)
    }

    /// The attempts to write the message with this text.
    pub(super) fn send_of(&self, author: i64, content: &str) -> Option<&Send<'a>> {
        let (nonce, _) = content.split_once('|')?;
        self.sends.get(&author)?.get(nonce)
    }

    /// Every message that anybody asked to write.
    pub(super) fn sends(&self) -> impl Iterator<Item = &Send<'a>> {
        self.sends.values().flat_map(BTreeMap::values)
    }

    /// What stands at a position at the end.
    pub(super) fn at(&self, channel: i64, seq: Seq) -> Option<&'a Digest> {
        let told = self.log.get(&channel)?.get(&seq)?;
        told.first().map(|(_, digest)| *digest)
    }

    fn read(&mut self, at: usize, what: &'a What) {
        match what {
            What::SignedIn { client, user } => {
                self.users.insert(*client, *user);
            }
            What::Invoke { op, client, action } => {
                let asked = Asked {
                    invoked: at,
                    client: *client,
                    action,
                    end: End::Unknown,
                };
                self.asked.insert(*op, asked);
            }
            What::Ok { op, outcome } => self.end(*op, End::Ok(at, outcome)),
            What::Fail { op, .. } => self.end(*op, End::Fail),
            What::Unknown { op } => self.end(*op, End::Unknown),
            What::Log {
                channel,
                seq,
                digest,
            } => {
                let log = self.log.entry(*channel).or_default();
                log.entry(*seq).or_default().push((at, digest));
            }
            What::Tip { channel, last_seq } => {
                self.tips.insert(*channel, (at, *last_seq));
            }
            What::Stored { channel, message } => {
                self.stored.entry(*channel).or_default().push((at, message));
            }
            _ => {}
        }
    }

    fn end(&mut self, op: Op, end: End<'a>) {
        if let Some(asked) = self.asked.get_mut(&op) {
            asked.end = end;
        }
    }

    /// By what they are about.
    fn sort_out(&mut self) {
        for asked in self.asked.values().copied().collect::<Vec<_>>() {
            let user = self.user(asked.client);
            match asked.action {
                Action::Send { .. } => self.sort_send(user, asked),
                Action::Edit { message, content } => {
                    let acked = match asked.end {
                        End::Ok(at, _) => Some(at),
                        _ => None,
                    };
                    self.edits.entry(*message).or_default().push(Edit {
                        invoked: asked.invoked,
                        content,
                        acked,
                        refused: matches!(asked.end, End::Fail),
                    });
                }
                Action::Delete { message } if !matches!(asked.end, End::Fail) => {
                    let entry = self
                        .deletes
                        .entry(*message)
                        .or_insert((asked.invoked, false));
                    entry.1 |= matches!(asked.end, End::Ok(..));
                }
                Action::React {
                    message,
                    emoji,
                    on: true,
                } => {
                    self.reactions.insert((*message, user, emoji));
                }
                _ => {}
            }
        }
    }

    fn sort_send(&mut self, author: i64, asked: Asked<'a>) {
        let Action::Send {
            channel,
            nonce,
            content,
        } = asked.action
        else {
            return;
        };
        let of_author = self.sends.entry(author).or_default();
        let send = of_author.entry(nonce).or_insert(Send {
            author,
            nonce,
            channel: *channel,
            content,
            invoked: asked.invoked,
            acks: Vec::new(),
            open: false,
        });
        match asked.end {
            End::Ok(at, outcome) => {
                let (message, seq) = (outcome.message.unwrap_or(0), outcome.seq.unwrap_or(0));
                send.acks.push((at, message, seq));
            }
            End::Fail => {}
            End::Unknown => send.open = true,
        }
    }
}
