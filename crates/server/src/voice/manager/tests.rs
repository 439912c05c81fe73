//! Calls in virtual time, without sockets.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use parlor_protocol::{
    ids::SpaceId,
    time::Timestamp,
    voice::{BITRATE, VideoLimits},
};
use parlor_realtime::{
    Outbox,
    session::{Capacity, Next},
};
use parlor_voice::{Event, Failure, Gate};
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::Value;

use super::*;
use crate::voice::tenure::SEAT_KEPT;

const HALL: ChannelId = ChannelId::from_raw(1);
const YARD: ChannelId = ChannelId::from_raw(2);
const ADA: UserId = UserId::from_raw(11);
const BO: UserId = UserId::from_raw(12);

fn user(id: UserId) -> User {
    User {
        id,
        username: format!("user{id}"),
        display_name: format!("User {id}"),
        avatar_url: None,
        bot: false,
        created_at: Timestamp::from_millis(0),
    }
}

fn connection() -> Connection {
    Connection(Arc::new(Outbox::new(Capacity::default())))
}

fn entry(user_id: UserId, channel: ChannelId, connection: &Connection) -> Entry {
    Entry {
        place: Place {
            channel,
            space: Some(SpaceId::from_raw(7)),
        },
        user: user(user_id),
        session: SessionId::from_raw(user_id.raw()),
        connection: connection.clone(),
        state: VoiceState::default(),
        may_show: true,
        limits: VoiceLimits {
            slots: 8,
            bitrate: BITRATE,
            participants: 2,
            video: Some(VideoLimits {
                slots: 9,
                videos: 2,
                camera_bitrate: 1,
                screen_bitrate: 2,
            }),
        },
        addresses: Vec::new(),
        stay: (
            VoiceSessionId::from_raw(user_id.raw()),
            ResumeToken::new(&mut StdRng::seed_from_u64(1)),
        ),
    }
}

/// What waits for somebody, and how they are closed then.
fn told(connection: &Connection) -> (Vec<Value>, Next) {
    let mut frames: Vec<Bytes> = Vec::new();
    let outbox = &connection.0;
    while outbox.take(&mut frames, 64, usize::MAX) == Next::Write {}
    let next = outbox.take(&mut frames, 1, 1);
    let frames = frames.iter();
    let frames = frames.map(|frame| serde_json::from_slice(frame).unwrap());
    (frames.collect(), next)
}

fn kinds(connection: &Connection) -> Vec<String> {
    let (frames, _) = told(connection);
    let kinds = frames.iter().map(|frame| frame["type"].as_str().unwrap());
    kinds.map(str::to_owned).collect()
}

/// A manager with these in one call, who have read what they were told.
fn call(people: &[UserId]) -> (VoiceConnectionManager, Vec<Connection>) {
    let mut manager = VoiceConnectionManager::new(3, 0);
    let connections: Vec<_> = people.iter().map(|_| connection()).collect();
    for (user, connection) in people.iter().zip(&connections) {
        manager.connect(entry(*user, HALL, connection)).unwrap();
    }
    for connection in &connections {
        told(connection);
    }
    manager.take_commands();
    manager.news().take();
    (manager, connections)
}

/// The three tables say the same after whatever happened.
fn check(manager: &VoiceConnectionManager) {
    let in_calls = manager.channel_participants.values().flatten();
    let mut in_calls: Vec<UserId> = in_calls.copied().collect();
    in_calls.sort_unstable();
    let mut seated: Vec<UserId> = manager.active_connections.keys().copied().collect();
    seated.sort_unstable();
    let mut known: Vec<UserId> = manager.voice_states.keys().copied().collect();
    known.sort_unstable();
    assert_eq!(in_calls, seated);
    assert_eq!(known, seated);
    assert_eq!(manager.seats.len(), seated.len());
    assert!(
        manager
            .channel_participants
            .values()
            .all(|it| !it.is_empty())
    );
}

/// Who comes is greeted, the others are told, and the media side seats them.
#[test]
fn coming_is_told_to_everybody() {
    let (mut manager, people) = call(&[ADA]);
    let bo = connection();
    manager.connect(entry(BO, HALL, &bo)).unwrap();
    assert_eq!(kinds(&bo), ["ready", "participants_list"]);
    assert_eq!(kinds(&people[0]), ["join"]);
    let commands = manager.take_commands();
    assert!(matches!(
        commands[..],
        [Command::Join {
            user: BO,
            room: HALL,
            ..
        }]
    ));
    assert_eq!(manager.users(HALL), [ADA, BO]);
    check(&manager);
}

/// A call and a server have an end; who is inside already does not count twice.
#[test]
fn seats_are_counted() {
    let (mut manager, _people) = call(&[ADA, BO]);
    let cy = UserId::from_raw(13);
    let full = manager.connect(entry(cy, HALL, &connection()));
    assert_eq!(full, Err(NoSeat::Call));
    manager.connect(entry(BO, HALL, &connection())).unwrap();
    manager.connect(entry(cy, YARD, &connection())).unwrap();
    let full = manager.connect(entry(UserId::from_raw(14), YARD, &connection()));
    assert_eq!(full, Err(NoSeat::Server));
    check(&manager);
}

/// Another device takes over, and the first is told why and closed.
#[test]
fn the_newest_device_holds_the_seat() {
    let (mut manager, people) = call(&[ADA, BO]);
    let second = connection();
    manager.connect(entry(BO, HALL, &second)).unwrap();
    let (frames, next) = told(&people[1]);
    assert_eq!(frames[0]["reason"], "replaced");
    assert_eq!(next, Next::Close(Close::Normal));
    assert_eq!(kinds(&people[0]), ["leave", "join"]);
    assert!(!manager.is_by(BO, &people[1]) && manager.is_by(BO, &second));
    // The first device's loss is no loss of the seat.
    manager.lose(Instant::now(), BO, &people[1]);
    assert!(manager.is_by(BO, &second));
    check(&manager);
}

/// A seat waits for who is cut off, with their token and their session alone, and not for ever.
#[test]
fn a_seat_waits_and_then_goes() {
    let (mut manager, people) = call(&[ADA, BO]);
    let now = Instant::now();
    manager.lose(now, BO, &people[1]);
    manager.tick(now + SEAT_KEPT.saturating_sub(Duration::from_millis(1)));
    assert_eq!(kinds(&people[0]), [""; 0]);
    let token = manager.active_connections[&BO].token.to_text();
    let (who, stay) = (
        (BO, HALL, SessionId::from_raw(12)),
        VoiceSessionId::from_raw(12),
    );
    let back = connection();
    for (who, pass) in [
        (who, (stay, "wrong")),
        (who, (VoiceSessionId::from_raw(1), token.as_str())),
        ((BO, YARD, who.2), (stay, token.as_str())),
        ((BO, HALL, SessionId::from_raw(1)), (stay, token.as_str())),
        ((ADA, HALL, who.2), (stay, token.as_str())),
    ] {
        assert!(!manager.resume(who, pass, back.clone()), "{who:?} {pass:?}");
    }
    assert!(manager.resume(who, (stay, &token), back.clone()));
    assert_eq!(kinds(&back), ["ready", "participants_list"]);
    manager.lose(now, BO, &back);
    manager.tick(now + SEAT_KEPT);
    let (frames, _) = told(&people[0]);
    assert_eq!(
        (&frames[0]["type"], &frames[0]["reason"]),
        (&"leave".into(), &"timeout".into())
    );
    assert!(matches!(
        manager.take_commands()[..],
        [Command::Leave { .. }]
    ));
    check(&manager);
}

/// What was offered and not answered is offered again; an old answer is dropped, and so is a second.
#[test]
fn answers_fit_the_newest_offer() {
    let (mut manager, people) = call(&[ADA]);
    let seat = manager.active_connections[&ADA].id;
    let offer = |rev: u32| Event::Offer {
        seat,
        rev,
        sdp: format!("offer {rev}"),
    };
    manager.told(offer(1));
    manager.told(offer(2));
    assert_eq!(kinds(&people[0]), ["offer", "offer"]);
    manager.answer(ADA, (1, "late".to_owned()));
    assert!(manager.take_commands().is_empty());
    let slot = Event::Slot {
        seat,
        mid: "s1".to_owned(),
        user: Some(BO),
    };
    manager.told(slot);
    let (stay, token) = (
        VoiceSessionId::from_raw(11),
        manager.active_connections[&ADA].token.to_text(),
    );
    let (who, back) = ((ADA, HALL, SessionId::from_raw(11)), connection());
    manager.lose(Instant::now(), ADA, &people[0]);
    manager.resume(who, (stay, &token), back.clone());
    assert_eq!(
        kinds(&back),
        ["ready", "participants_list", "offer", "slot"]
    );
    manager.answer(ADA, (2, "good".to_owned()));
    manager.answer(ADA, (2, "again".to_owned()));
    assert!(
        matches!(&manager.take_commands()[..], [Command::Answer { rev: 2, sdp, .. }] if sdp == "good")
    );
}

/// Whatever switch is thrown, the media side is told what follows, once.
#[test]
fn switches_become_gates() {
    let (mut manager, people) = call(&[ADA, BO]);
    manager.update_voice_state(ADA, |state| state.muted = true);
    manager.update_voice_state(ADA, |state| state.muted = true);
    manager.update_voice_state(ADA, |state| state.server_muted = true);
    let commands = manager.take_commands();
    let shut = Gate {
        heard: false,
        hears: true,
    };
    assert!(matches!(commands[..], [Command::Gate { gate, .. }] if gate == shut));
    assert_eq!(kinds(&people[1]), ["voice_state", "voice_state"]);
    manager.update_voice_state(ADA, |state| state.muted = false);
    assert!(
        manager.take_commands().is_empty(),
        "a moderator's word holds"
    );
    assert!(!manager.update_voice_state(UserId::from_raw(99), |state| state.muted = true));
}

/// Who ends by a failure of the media side is told, and gone for the others; a page that was closed is
/// gone at once.
#[test]
fn failures_end_seats() {
    let (mut manager, people) = call(&[ADA, BO]);
    let seat = |manager: &VoiceConnectionManager, user| manager.active_connections[&user].id;
    let why = Failure::BadAnswer;
    manager.told(Event::Failed {
        seat: seat(&manager, BO),
        why,
    });
    let (frames, next) = told(&people[1]);
    assert_eq!(
        (&frames[0]["code"], next),
        (&"VALIDATION".into(), Next::Close(Close::Malformed))
    );
    let why = Failure::Ended;
    manager.told(Event::Failed {
        seat: seat(&manager, ADA),
        why,
    });
    let (frames, _) = told(&people[0]);
    assert_eq!(frames.last().unwrap()["reason"], "left");
    // What comes late means nobody.
    manager.told(Event::Failed {
        seat: SeatId(1),
        why,
    });
    assert!(manager.channels().is_empty());
    check(&manager);
}

/// The first of a conversation rings; nobody else, and not in spaces.
#[test]
fn a_conversation_rings_once() {
    let mut manager = VoiceConnectionManager::new(3, 0);
    let place = Place {
        channel: HALL,
        space: None,
    };
    for (user, rings) in [(ADA, true), (BO, false)] {
        let entry = Entry {
            place,
            ..entry(user, HALL, &connection())
        };
        manager.connect(entry).unwrap();
        assert_eq!(manager.news().take()[&(HALL, user)].ring, rings);
    }
    manager.connect(entry(ADA, YARD, &connection())).unwrap();
    let news = manager.news().take();
    assert!(!news[&(YARD, ADA)].ring);
    assert_eq!(news[&(HALL, ADA)].change, VoiceChange::Left);
}

/// After any order of things that can happen, the tables agree and nobody is in a call they left.
#[test]
fn whatever_happens_the_tables_agree() {
    use rand::RngExt;
    for seed in 0..300 {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut manager = VoiceConnectionManager::new(4, 0);
        let mut now = Instant::now();
        let mut held: Vec<(UserId, Connection)> = Vec::new();
        for _ in 0..60 {
            let user = UserId::from_raw(dice.random_range(1..7));
            let channel = if dice.random() { HALL } else { YARD };
            match dice.random_range(0..6) {
                0 | 1 => {
                    let connection = connection();
                    if manager.connect(entry(user, channel, &connection)).is_ok() {
                        held.push((user, connection));
                    }
                }
                2 => {
                    if let Some((user, connection)) = held.pop() {
                        manager.lose(now, user, &connection);
                    }
                }
                3 => {
                    let ending = Ending::new(VoiceDeparture::Kicked, Close::Forbidden);
                    manager.disconnect(user, ending);
                    assert_eq!(manager.place(user), None, "seed {seed}");
                }
                4 => drop(manager.update_voice_state(user, |state| state.muted ^= true)),
                _ => {
                    now += Duration::from_secs(dice.random_range(0..15));
                    manager.tick(now);
                }
            }
            check(&manager);
        }
        manager.end_all();
        check(&manager);
        assert!(manager.active_connections.is_empty(), "seed {seed}");
    }
}
