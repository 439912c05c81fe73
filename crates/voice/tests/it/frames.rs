//! Sound by frames on the WebSocket, among others who have it by WebRTC.

use std::{net::SocketAddr, time::Duration};

use parlor_voice::{Carrier, Command, Event, SeatId};

use crate::{
    browser::{Browser, PACKET, frame},
    world::{OPEN, World, user},
};

const SECOND: Duration = Duration::from_secs(1);
const SPEECH: Option<i8> = Some(-20);

/// A frame that a browser got: on which slot, its time and number, and who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Got {
    slot: u16,
    time: u32,
    seq: u16,
    who: SeatId,
}

fn got(world: &World, listener: SeatId) -> Vec<Got> {
    let frames = world.told.iter().filter_map(|(_, event)| match event {
        Event::Frame { seat, frame } if *seat == listener => Some(frame),
        _ => None,
    });
    frames
        .map(|frame| {
            assert_eq!(frame[0], 1);
            Got {
                slot: u16::from_be_bytes([frame[1], frame[2]]),
                time: u32::from_be_bytes(frame[3..7].try_into().unwrap()),
                seq: u16::from_be_bytes([frame[7], frame[8]]),
                who: SeatId(u64::from_be_bytes(frame[9..17].try_into().unwrap())),
            }
        })
        .collect()
}

/// So many frames, one after the other.
fn speak(world: &mut World, seat: SeatId, numbers: std::ops::Range<u64>) {
    for number in numbers {
        let frame = frame(20, seat, number).into();
        world.command(Command::Frame { seat, frame });
        world.pass(PACKET);
    }
}

fn by_frames(world: &mut World, seat: SeatId) {
    let by = Carrier::Frames;
    world.command(Command::Carry { seat, by });
}

/// Ada and Cy by WebRTC, Bo where no datagram gets through.
fn three() -> (World, [SeatId; 3]) {
    let mut world = World::new(1, 8);
    let (ada, cy) = (world.join(1, 1, OPEN), world.join(3, 1, OPEN));
    world.pass(2 * SECOND);
    let bo = world.join(2, 1, OPEN);
    by_frames(&mut world, bo);
    // Nothing of his ever arrives.
    world.browsers.remove(&bo);
    world.pass(SECOND);
    (world, [ada, bo, cy])
}

#[test]
fn both_ways_hear_each_other() {
    let (mut world, [ada, bo, cy]) = three();
    world.says(ada, SPEECH);
    world.pass(SECOND);
    let frames = got(&world, bo);
    assert!(frames.len() >= 45 && frames.iter().all(|got| got.who == ada));
    for pair in frames.windows(2) {
        assert_eq!(pair[1].seq, pair[0].seq.wrapping_add(1));
        assert_eq!(pair[1].time, pair[0].time.wrapping_add(960));
    }
    let slot = (bo, frames[0].slot.to_string());
    assert_eq!(world.slots[&slot], user(ada));

    let since = world.now;
    speak(&mut world, bo, 65_510..65_560);
    world.pass(SECOND);
    for listener in [ada, cy] {
        assert_eq!(world.browser(listener).hears(bo, since), 50);
    }
    let speaks = |on| {
        let users = vec![(user(bo), on)];
        let told = world.told.iter();
        told.filter(
            |(_, event)| matches!(event, Event::Speaking { users: told, .. } if *told == users),
        )
        .count()
    };
    assert_eq!((speaks(true), speaks(false)), (1, 1));
}

#[test]
fn two_without_datagrams_hear_each_other() {
    let (mut world, [ada, bo, _]) = three();
    by_frames(&mut world, ada);
    speak(&mut world, bo, 0..50);
    assert_eq!(got(&world, ada).len(), 50);
    assert_eq!(got(&world, bo), []);
}

#[test]
fn the_gate_is_the_same() {
    let (mut world, [ada, bo, _]) = three();
    world.says(ada, SPEECH);
    world.gate(bo, true, false);
    world.pass(SECOND);
    assert_eq!(got(&world, bo), []);
    world.gate(bo, false, true);
    let since = world.now;
    speak(&mut world, bo, 0..20);
    assert!(!got(&world, bo).is_empty());
    assert_eq!(world.browser(ada).hears(bo, since), 0);
}

/// A number may not be used twice, and nobody may say more than anybody could.
#[test]
fn repetitions_and_floods_are_not_passed_on() {
    let (mut world, [ada, bo, cy]) = three();
    by_frames(&mut world, cy);
    for number in [7, 7, 6, 7, 8] {
        let frame = frame(20, bo, number).into();
        world.command(Command::Frame { seat: bo, frame });
    }
    world.pass(SECOND);
    assert_eq!(world.browser(ada).heard.len(), 2);
    assert_eq!(got(&world, cy).len(), 2);

    for number in 100..2_000 {
        let frame = frame(20, bo, number).into();
        world.command(Command::Frame { seat: bo, frame });
    }
    assert_eq!(got(&world, cy).len(), 202);
}

/// A browser that finds a way for datagrams after all goes over to it, with a new connection, and nobody misses a thing.
#[test]
fn a_seat_may_change_its_way_and_back() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    world.pass(SECOND);
    by_frames(&mut world, bo);
    assert!(world.slots.is_empty(), "{:?}", world.slots);
    // It closes what it does not use.
    let now = world.now;
    let close = world.browser(bo).close(now);
    world.send(bo, close);
    world.pass(SECOND);
    assert_eq!(world.failure(bo), None);
    assert!(got(&world, bo).len() >= 45);
    assert_eq!(world.slots.len(), 1);

    let address = SocketAddr::from(([10, 0, 0, 99], 7_000));
    world
        .browsers
        .insert(bo, Browser::new(bo, address, world.now));
    world.command(Command::RestartIce { seat: bo });
    world.pass(2 * SECOND);
    let by = Carrier::WebRtc;
    world.command(Command::Carry { seat: bo, by });
    let (frames, since) = (got(&world, bo).len(), world.now);
    world.says(bo, SPEECH);
    world.pass(SECOND);
    assert_eq!(got(&world, bo).len(), frames);
    assert!(world.browser(bo).hears(ada, since) >= 45);
    assert!(world.browser(ada).hears(bo, since) >= 45);
    let revs: Vec<_> = world
        .told
        .iter()
        .filter_map(|(_, event)| match event {
            Event::Offer { seat, rev, .. } if *seat == bo => Some(*rev),
            _ => None,
        })
        .collect();
    assert_eq!(revs, [1, 2]);
}
