//! Whatever strangers send, to the socket or as an answer: nothing breaks, and nobody is answered who has not proven himself.

use std::{net::SocketAddr, time::Duration};

use parlor_voice::{Command, Event, SeatId};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use rand::RngExt;

use crate::{
    browser::Browser,
    world::{OPEN, SERVER, World, room, user},
};

const STRANGER: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7)),
    9,
);

/// Looks like STUN, DTLS, RTP, RTCP, or nothing, at the beginning.
fn datagram() -> impl Strategy<Value = Vec<u8>> {
    let first = prop_oneof![0_u8..4, 20_u8..64, 128_u8..192, any::<u8>()];
    (first, prop::collection::vec(any::<u8>(), 0..1_600)).prop_map(|(first, mut rest)| {
        rest.insert(0, first);
        rest
    })
}

#[test]
fn nobody_unknown_is_answered_and_nobody_known_is_disturbed() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    let known = world.browser(ada).address;
    let mut runner = TestRunner::deterministic();
    for _ in 0..1_000 {
        let bytes = datagram().new_tree(&mut runner).unwrap().current();
        world.throw(STRANGER, &bytes);
        world.throw(known, &bytes);
    }
    world.says(ada, Some(-20));
    let since = world.now;
    world.pass(Duration::from_secs(1));
    assert!(world.browser(bo).hears(ada, since) >= 45);
    assert!(!world.astray.contains(&STRANGER));
}

/// What was sent in earnest, with some bytes turned, from anywhere.
#[test]
fn what_is_nearly_right_is_as_good_as_wrong() {
    let mut world = World::new(2, 8);
    let seats = world.party(2);
    for seat in &seats {
        world.says(*seat, Some(-20));
    }
    for _ in 0..200 {
        world.pass(Duration::from_millis(20));
        for mut bytes in world.overheard() {
            let turned = world.rng.random_range(0..bytes.len());
            bytes[turned] ^= world.rng.random_range(1..=255_u8);
            world.throw(STRANGER, &bytes);
            let length = world.rng.random_range(0..bytes.len());
            world.throw(STRANGER, &bytes[..length]);
        }
    }
    assert!(!world.astray.contains(&STRANGER));
    let since = world.now;
    world.pass(Duration::from_secs(1));
    assert!(world.browser(seats[1]).hears(seats[0], since) >= 45);
}

/// An answer with lines left out, doubled, exchanged or spoilt ends its seat or works; the others hear each other as before.
#[test]
fn no_answer_is_too_strange() {
    let mut world = World::new(3, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    for id in 100..160 {
        let seat = SeatId(id);
        let (room, user, gate) = (room(1), user(seat), OPEN);
        let (addresses, bitrate_bps) = (vec![SERVER], 32_000);
        world.command(Command::Join {
            seat,
            room,
            user,
            addresses,
            bitrate_bps,
            gate,
        });
        let Some((_, Event::Offer { sdp, .. })) = world.told.last() else {
            panic!("no offer")
        };
        let sdp = sdp.clone();
        let (answer, _) = Browser::new(seat, STRANGER, world.now).offered(world.now, &sdp);
        let sdp = spoilt(&mut world, &answer);
        world.command(Command::Answer { seat, rev: 1, sdp });
        world.pass(Duration::from_millis(20));
        world.command(Command::Leave { seat });
    }
    world.says(ada, Some(-20));
    let since = world.now;
    world.pass(Duration::from_secs(1));
    assert!(world.browser(bo).hears(ada, since) >= 45);
}

fn spoilt(world: &mut World, answer: &str) -> String {
    let mut lines: Vec<_> = answer.lines().map(str::to_owned).collect();
    for _ in 0..world.rng.random_range(1..6) {
        let line = world.rng.random_range(0..lines.len());
        match world.rng.random_range(0..4) {
            0 if lines.len() > 1 => {
                lines.remove(line);
            }
            1 => lines.insert(line, lines[line].clone()),
            2 => {
                let other = world.rng.random_range(0..lines.len());
                lines.swap(line, other);
            }
            _ => {
                let mut bytes = lines[line].clone().into_bytes();
                let at = world.rng.random_range(0..bytes.len());
                bytes[at] = world.rng.random_range(b' '..b'~');
                lines[line] = String::from_utf8(bytes).unwrap();
            }
        }
    }
    lines.join("\r\n") + "\r\n"
}

/// A mirror is asked until it answers, and only what it answers itself is believed; when it never does, that is told as well.
#[test]
fn a_mirror_is_asked_and_nobody_else_believed() {
    let mut world = World::new(3, 8);
    let seats = world.party(2);
    let ours = world.browser(seats[0]).address;
    let transaction = [9; 12];
    let mirror = STRANGER;
    world.command(Command::Look {
        mirror,
        transaction,
    });
    world.pass(Duration::from_secs(1));
    assert_eq!(world.astray, [STRANGER; 2]);
    let mut answer = vec![1, 1, 0, 12, 0x21, 0x12, 0xa4, 0x42];
    answer.extend(transaction);
    answer.extend([0, 0x20, 0, 8, 0, 1, 0x21 ^ 1, 0x12 ^ 2]);
    answer.extend([0xcb ^ 0x21, 0x12, 0x71 ^ 0xa4, 0x09 ^ 0x42]);
    let mut other = answer.clone();
    other[19] ^= 1;
    world.throw(STRANGER, &other);
    world.throw(ours, &answer);
    let seen = |world: &World| {
        let told = world.told.iter().filter_map(|(_, event)| match event {
            Event::Seen { address, .. } => Some(*address),
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(seen(&world), []);
    world.throw(STRANGER, &answer);
    let address = SocketAddr::from(([203, 0, 113, 9], 0x0102));
    assert_eq!(seen(&world), [Some(address)]);
    // It was one question: what comes later is an answer to none.
    world.throw(STRANGER, &answer);
    world.command(Command::Look {
        mirror,
        transaction: [8; 12],
    });
    world.pass(Duration::from_secs(20));
    assert_eq!(seen(&world), [Some(address), None]);
    assert_eq!(world.astray.len(), 7);
}
