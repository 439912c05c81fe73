//! Finding each other, losing each other, and what strangers cannot do.

use std::{net::SocketAddr, time::Duration};

use parlor_voice::{Command, Event, Failure, SeatId};

use crate::world::{OPEN, SERVER, Weather, World, room, user};

const SECOND: Duration = Duration::from_secs(1);
const SPEECH: Option<i8> = Some(-20);

fn times(world: &World, like: impl Fn(&Event) -> bool) -> usize {
    world.told.iter().filter(|(_, event)| like(event)).count()
}

#[test]
fn an_offer_asks_for_a_voice_as_we_want_it() {
    let mut world = World::new(1, 8);
    world.join(1, 1, OPEN);
    let (_, Event::Offer { rev: 1, sdp, .. }) = &world.told[0] else {
        panic!("{:?}", world.told)
    };
    assert_eq!(sdp.matches("m=audio").count(), 9);
    assert_eq!(sdp.matches("a=recvonly").count(), 1);
    assert_eq!(sdp.matches("a=sendonly").count(), 8);
    assert!(sdp.contains("a=ice-lite"));
    assert!(
        sdp.contains("useinbandfec=1;usedtx=1;maxaveragebitrate=32000"),
        "{sdp}"
    );
    assert!(sdp.contains("a=rtpmap:63 red/48000/2"), "{sdp}");
    assert!(sdp.contains("ssrc-audio-level"));
    assert!(sdp.contains("192.0.2.1 4400 typ host"), "{sdp}");
}

#[test]
fn a_browser_that_moves_to_another_port_is_heard_and_hears_again_soon() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    world.says(bo, SPEECH);
    world.pass(SECOND);
    let moved = SocketAddr::from(([10, 9, 9, 9], 6000));
    world.browser(ada).address = moved;
    world.pass(4 * SECOND);
    let since = world.now;
    world.pass(SECOND);
    assert!(world.browser(ada).hears(bo, since) >= 45);
    assert!(world.browser(bo).hears(ada, since) >= 45);
}

#[test]
fn new_credentials_do_not_interrupt_anybody() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    world.says(bo, SPEECH);
    for _ in 0..3 {
        world.pass(SECOND);
        world.command(Command::RestartIce { seat: ada });
    }
    world.pass(3 * SECOND);
    let since = world.now;
    world.pass(SECOND);
    assert!(world.browser(ada).hears(bo, since) >= 45);
    assert!(world.browser(bo).hears(ada, since) >= 45);
    let offers = times(
        &world,
        |event| matches!(event, Event::Offer { seat, .. } if *seat == ada),
    );
    assert_eq!(offers, 4);
}

#[test]
fn a_line_that_is_dead_for_a_while_is_told_and_comes_back() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    let lost = |event: &Event| matches!(event, Event::Disconnected { seat } if *seat == ada);
    world.weather.lost = 100;
    world.pass(10 * SECOND);
    assert_eq!(times(&world, lost), 1);
    world.weather = Weather::default();
    world.command(Command::RestartIce { seat: ada });
    world.command(Command::RestartIce { seat: bo });
    world.pass(4 * SECOND);
    let back = |event: &Event| matches!(event, Event::Connected { seat } if *seat == ada);
    assert_eq!(times(&world, back), 2);
    world.says(bo, SPEECH);
    let since = world.now;
    world.pass(SECOND);
    assert!(world.browser(ada).hears(bo, since) >= 45);
}

/// Whoever has that address now did not ask for it.
#[test]
fn who_is_silent_is_sent_nothing() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(bo, SPEECH);
    world.browsers.remove(&ada);
    world.pass(SECOND);
    assert!(world.astray.len() >= 45);
    world.pass(8 * SECOND);
    world.astray.clear();
    world.pass(20 * SECOND);
    assert_eq!(world.astray, []);
}

#[test]
fn quality_is_told_while_there_is_something_to_measure() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    world.says(bo, SPEECH);
    world.weather.lost = 20;
    world.pass(20 * SECOND);
    let told: Vec<_> = world
        .told
        .iter()
        .filter_map(|(_, event)| match event {
            Event::Quality {
                seat,
                rtt_ms,
                loss_up,
                loss_down,
                ..
            } if *seat == ada => Some((*rtt_ms, *loss_up, *loss_down)),
            _ => None,
        })
        .collect();
    assert!(told.len() >= 5, "{told:?}");
    assert!(
        told.iter().all(|(rtt_ms, ..)| (1.0..50.0).contains(rtt_ms)),
        "{told:?}"
    );
    assert!(
        told.iter().any(|(_, up, _)| (0.05..0.5).contains(up)),
        "{told:?}"
    );
    assert!(
        told.iter().any(|(_, _, down)| (0.05..0.5).contains(down)),
        "{told:?}"
    );
}

#[test]
fn a_page_that_is_closed_ends_its_seat() {
    let mut world = World::new(1, 8);
    let seats = world.party(2);
    let now = world.now;
    let sent = world.browser(seats[0]).close(now);
    world.send(seats[0], sent);
    world.pass(SECOND);
    assert_eq!(world.failure(seats[0]), Some(Failure::Ended));
    assert_eq!(world.failure(seats[1]), None);
}

#[test]
fn what_is_no_answer_ends_the_seat_and_an_answer_to_something_else_does_nothing() {
    let mut world = World::new(1, 8);
    let join = |world: &mut World, id| {
        // Nobody there to answer.
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
        seat
    };
    for (id, sdp) in ["", "v=0", "a\0b", &"x".repeat(1 << 20)]
        .into_iter()
        .enumerate()
    {
        let seat = join(&mut world, 50 + u64::try_from(id).unwrap());
        let answer = |rev| Command::Answer {
            seat,
            rev,
            sdp: sdp.to_owned(),
        };
        world.command(answer(2));
        world.command(answer(0));
        assert_eq!(world.failure(seat), None);
        world.command(answer(1));
        assert_eq!(world.failure(seat), Some(Failure::BadAnswer));
    }
}

#[test]
fn addresses_that_no_browser_could_use_are_refused_at_once() {
    let mut world = World::new(1, 8);
    let seat = SeatId(1);
    let bitrate_bps = 32_000;
    for addresses in [vec![], vec![SocketAddr::from(([0, 0, 0, 0], 4400))]] {
        world.told.clear();
        let (room, user, gate) = (room(1), user(seat), OPEN);
        world.command(Command::Join {
            seat,
            room,
            user,
            addresses,
            bitrate_bps,
            gate,
        });
        assert_eq!(world.failure(seat), Some(Failure::NoAddress));
    }
}

#[test]
fn there_are_so_many_seats_and_no_more() {
    let mut world = World::new(1, 1);
    let mut join = |id: u64| {
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
        world.failure(seat)
    };
    for id in 0..100 {
        assert_eq!(join(id), None);
    }
    assert_eq!(join(100), Some(Failure::NoSeat));
}

/// Who watches the line may send again what he saw, from wherever he is: nobody answers him, and nobody hears it twice.
#[test]
fn what_was_overheard_is_of_no_use() {
    let mut world = World::new(1, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    world.says(ada, SPEECH);
    let stranger = SocketAddr::from(([203, 0, 113, 7], 9));
    for _ in 0..100 {
        world.pass(Duration::from_millis(20));
        for bytes in world.overheard() {
            // A request for a sign of life that is repeated from elsewhere is one, and its answer is as long as itself.
            if bytes.first().is_some_and(|first| *first >= 20) {
                world.throw(stranger, &bytes);
            }
        }
    }
    assert!(!world.astray.contains(&stranger));
    let heard = &world.browser(bo).heard;
    let mut numbers: Vec<_> = heard.iter().map(|sound| sound.number).collect();
    let all = numbers.len();
    numbers.dedup();
    assert!(all > 80 && numbers.len() == all);
}
