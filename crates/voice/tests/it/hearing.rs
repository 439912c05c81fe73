//! Who hears whom.

use std::time::Duration;

use parlor_protocol::ids::UserId;
use parlor_voice::{Command, Event, Gate, SeatId};

use crate::world::{OPEN, World, room, user};

const SECOND: Duration = Duration::from_secs(1);
const SPEECH: Option<i8> = Some(-20);

/// Of the 50 packets of a second, so many are heard at least when none is lost.
const NEARLY_ALL: usize = 45;

#[test]
fn everybody_hears_everybody_else_and_never_himself() {
    let mut world = World::new(1, 8);
    let seats = world.party(4);
    for seat in &seats {
        world.says(*seat, SPEECH);
    }
    let since = world.now;
    world.pass(SECOND);
    for listener in &seats {
        for speaker in &seats {
            let heard = world.browser(*listener).hears(*speaker, since);
            if listener == speaker {
                assert_eq!(heard, 0, "{listener:?} hears himself");
            } else {
                assert!(
                    heard >= NEARLY_ALL,
                    "{listener:?} hears {heard} of {speaker:?}"
                );
            }
        }
    }
}

#[test]
fn rooms_do_not_hear_each_other() {
    let mut world = World::new(1, 8);
    let ada = world.join(1, 1, OPEN);
    let bo = world.join(2, 2, OPEN);
    world.pass(2 * SECOND);
    world.says(ada, SPEECH);
    world.pass(SECOND);
    assert_eq!(world.browser(bo).heard, []);
}

#[test]
fn the_room_is_told_who_is_heard_on_a_slot_before_the_first_sound() {
    let mut world = World::new(1, 8);
    let seats = world.party(3);
    for seat in &seats {
        world.says(*seat, SPEECH);
    }
    world.pass(SECOND);
    for listener in seats {
        let browser = &world.browsers[&listener];
        for sound in &browser.heard {
            let slot = (listener, sound.on.to_string());
            assert_eq!(world.slots.get(&slot), Some(&user(sound.who)));
        }
    }
}

#[test]
fn a_gate_counts_from_the_very_next_packet() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    world.pass(SECOND);
    for closed in [
        (
            ada,
            Gate {
                heard: false,
                ..OPEN
            },
        ),
        (
            bo,
            Gate {
                hears: false,
                ..OPEN
            },
        ),
    ] {
        let (seat, gate) = closed;
        world.command(Command::Gate { seat, gate });
        // What left before is still under way.
        world.pass(Duration::from_millis(4));
        let since = world.now;
        world.pass(SECOND);
        assert_eq!(world.browser(bo).hears(ada, since), 0);
        world.gate(seat, true, true);
        let since = world.now;
        world.pass(SECOND);
        assert!(world.browser(bo).hears(ada, since) >= NEARLY_ALL);
    }
}

/// A listener's numbers have no gaps although most of what was said was not for him, and his clock goes on as time does.
#[test]
fn what_was_held_back_does_not_look_like_a_loss() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    for _ in 0..5 {
        world.pass(SECOND);
        world.gate(ada, false, true);
        world.pass(SECOND);
        world.gate(ada, true, true);
        world.pass(SECOND);
        world.gate(bo, true, false);
        world.pass(SECOND);
        world.gate(bo, true, true);
    }
    let heard = &world.browser(bo).heard;
    let (first, last) = (heard[0], heard[heard.len() - 1]);
    let numbers = usize::try_from(last.seq - first.seq).unwrap() + 1;
    assert_eq!(numbers, heard.len(), "no number is missing");
    let ticks = f64::from(last.time.wrapping_sub(first.time));
    let seconds = (last.at - first.at).as_secs_f64();
    assert!(
        (ticks / 48_000.0 - seconds).abs() < 0.2,
        "{ticks} ticks in {seconds} s"
    );
}

#[test]
fn of_many_who_speak_the_loudest_are_heard() {
    let mut world = World::new(1, 3);
    let seats = world.party(8);
    for (nth, seat) in seats.iter().enumerate() {
        let level = -40 + 5 * i8::try_from(nth).unwrap();
        world.says(*seat, Some(level));
    }
    world.pass(2 * SECOND);
    let since = world.now;
    world.pass(SECOND);
    let listener = seats[0];
    for (nth, seat) in seats.iter().enumerate() {
        let heard = world.browser(listener).hears(*seat, since);
        assert_eq!(heard >= NEARLY_ALL, nth >= 5, "{nth}: {heard}");
        assert_eq!(heard == 0, nth < 5, "{nth}: {heard}");
    }
}

#[test]
fn in_a_crowd_one_after_the_other_is_heard_at_once() {
    let mut world = World::new(1, 2);
    let seats = world.party(6);
    let listener = seats[0];
    for _ in 0..3 {
        for seat in &seats[1..] {
            world.says(*seat, SPEECH);
            let since = world.now;
            world.pass(SECOND);
            world.says(*seat, None);
            let heard = world.browser(listener).hears(*seat, since);
            assert!(heard >= NEARLY_ALL - 5, "{heard}");
        }
    }
}

#[test]
fn speaking_is_told_when_it_begins_and_when_it_ends() {
    let mut world = World::new(1, 8);
    let [ada, _] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, Some(-90));
    world.pass(SECOND);
    assert_eq!(speaking(&world), []);
    world.says(ada, SPEECH);
    world.pass(SECOND);
    assert_eq!(speaking(&world), [(user(ada), true)]);
    world.says(ada, None);
    world.pass(SECOND);
    assert_eq!(speaking(&world), [(user(ada), true), (user(ada), false)]);
    world.says(ada, SPEECH);
    world.pass(SECOND);
    world.gate(ada, false, true);
    world.pass(Duration::from_millis(100));
    assert_eq!(
        speaking(&world)[2..],
        [(user(ada), true), (user(ada), false)]
    );
}

#[test]
fn a_room_is_told_who_speaks_at_most_ten_times_a_second() {
    let mut world = World::new(1, 8);
    let seats = world.party(6);
    for turn in 0..40 {
        for (nth, seat) in seats.iter().enumerate() {
            world.says(*seat, (turn % 6 == nth).then_some(-20));
        }
        world.pass(Duration::from_millis(70));
    }
    let told = world.told.iter();
    let times: Vec<_> = told
        .filter(|(_, event)| matches!(event, Event::Speaking { .. }))
        .map(|(at, _)| *at)
        .collect();
    assert!(times.len() > 10);
    for pair in times.windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(100));
    }
}

#[test]
fn who_leaves_is_heard_no_more_and_frees_his_slot() {
    let mut world = World::new(1, 8);
    let [ada, bo, cy] = world.party(3)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    world.pass(SECOND);
    assert_eq!(world.slots.len(), 2);
    world.leave(ada);
    assert_eq!(world.slots.len(), 0);
    world.says(bo, SPEECH);
    let since = world.now;
    world.pass(SECOND);
    assert!(world.browser(cy).hears(bo, since) >= NEARLY_ALL);
}

fn speaking(world: &World) -> Vec<(UserId, bool)> {
    let told = world.told.iter().filter_map(|(_, event)| match event {
        Event::Speaking { room: id, users } => {
            assert_eq!(*id, room(1));
            Some(users.clone())
        }
        _ => None,
    });
    told.flatten().collect()
}

/// Nobody is in two places.
#[test]
fn a_seat_is_taken_once() {
    let mut world = World::new(1, 8);
    let seat = world.join(1, 1, OPEN);
    world.join(1, 2, OPEN);
    assert!(world.failure(seat).is_some());
    assert_eq!(world.failure(SeatId(2)), None);
}
