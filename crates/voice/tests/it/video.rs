//! Cameras and screens: who sees what, in which layer, and from which picture on.

use std::time::Duration;

use parlor_protocol::voice::{VideoKind, VideoQuality, VideoWish};
use parlor_voice::{Command, Event, SeatId, limits::VIDEO_SLOTS};
use proptest::prelude::*;

use crate::{
    camera::Picture,
    world::{OPEN, World, user},
};

const SECOND: Duration = Duration::from_secs(1);
const ALL: &[u8] = b"lmh";
/// 50 pictures a second, of two packets; some pass before the first that stands for itself.
const MANY: usize = 80;

fn publish(world: &mut World, seat: SeatId, kind: VideoKind, layers: &[u8]) {
    let shows = &mut world.browser(seat).cameras.shows;
    shows.insert(kind, layers.to_vec());
    let bitrate_bps = 2_000_000;
    world.command(Command::Publish {
        seat,
        kind,
        bitrate_bps,
    });
}

fn subscribe(world: &mut World, seat: SeatId, videos: &[(SeatId, VideoKind, VideoQuality)]) {
    let wish = |(seat, kind, quality): &(SeatId, VideoKind, VideoQuality)| VideoWish {
        user_id: user(*seat),
        kind: *kind,
        quality: *quality,
    };
    let videos = videos.iter().map(wish).collect();
    world.command(Command::Subscribe { seat, videos });
}

/// What a seat saw in the last so long.
fn seen(world: &mut World, seat: SeatId, time: Duration) -> Vec<Picture> {
    let since = world.now;
    world.pass(time);
    world.browser(seat).cameras.since(since)
}

/// Every slot is one stream that goes on: no number twice, no picture counted back, each source and layer from a picture on that
/// stands for itself.
fn check(pictures: &[Picture]) {
    let mut sorted = pictures.to_vec();
    sorted.sort_by_key(|picture| (picture.on, picture.seq));
    for pair in sorted.windows(2) {
        let [before, after] = pair else { continue };
        if before.on != after.on {
            continue;
        }
        assert_ne!(before.seq, after.seq, "{pair:?}");
        assert!(after.time.wrapping_sub(before.time) < u32::MAX / 2);
        let on = after.nth.wrapping_sub(before.nth) & 0x7fff;
        assert!(on < 0x4000, "{pair:?}");
        if (before.who, before.layer) != (after.who, after.layer) {
            assert!(after.begins, "{pair:?}");
        }
    }
}

#[test]
fn a_camera_is_seen_by_who_wants_it_and_by_nobody_else() {
    let mut world = World::new(1, 8);
    let [ada, bo, cy] = world.party(3)[..] else {
        unreachable!()
    };
    let stranger = world.join(9, 2, OPEN);
    publish(&mut world, ada, VideoKind::Camera, ALL);
    let high = [(ada, VideoKind::Camera, VideoQuality::High)];
    subscribe(&mut world, bo, &high);
    subscribe(&mut world, stranger, &high);
    subscribe(&mut world, ada, &high);
    world.pass(SECOND);
    let pictures = seen(&mut world, bo, SECOND);
    assert!(pictures.len() >= MANY, "{}", pictures.len());
    assert!(pictures.iter().all(|it| it.who == ada && it.layer == b'h'));
    check(&world.browser(bo).cameras.seen.clone());
    assert!(world.browser(bo).cameras.seen[0].begins);
    for other in [ada, cy, stranger] {
        assert_eq!(world.browser(other).cameras.seen, []);
    }
    let told = world.videos.values().collect::<Vec<_>>();
    assert_eq!(told, [&(user(ada), VideoKind::Camera)]);
}

#[test]
fn the_layer_is_the_one_that_is_wanted_and_changes_with_a_picture_that_stands_for_itself() {
    let mut world = World::new(2, 8);
    let [ada, bo, cy] = world.party(3)[..] else {
        unreachable!()
    };
    publish(&mut world, ada, VideoKind::Camera, ALL);
    let camera = VideoKind::Camera;
    subscribe(&mut world, cy, &[(ada, camera, VideoQuality::Low)]);
    for (quality, layer) in [
        (VideoQuality::Low, b'l'),
        (VideoQuality::High, b'h'),
        (VideoQuality::Mid, b'm'),
    ] {
        subscribe(&mut world, bo, &[(ada, camera, quality)]);
        world.pass(SECOND);
        let pictures = seen(&mut world, bo, SECOND);
        assert!(pictures.len() >= MANY);
        assert!(pictures.iter().all(|it| it.layer == layer), "{quality:?}");
    }
    check(&world.browser(bo).cameras.seen.clone());
    let others = &world.browser(cy).cameras.seen;
    assert!(others.iter().all(|it| it.layer == b'l'));
    // The sender's line became narrow: the largest that comes.
    world
        .browser(ada)
        .cameras
        .shows
        .insert(camera, b"l".to_vec());
    world.pass(3 * SECOND);
    let pictures = seen(&mut world, bo, SECOND);
    assert!(pictures.len() >= MANY && pictures.iter().all(|it| it.layer == b'l'));
    check(&world.browser(bo).cameras.seen.clone());
}

#[test]
fn what_is_shown_no_more_frees_its_slot() {
    let mut world = World::new(3, 8);
    let [ada, bo, _] = world.party(3)[..] else {
        unreachable!()
    };
    let screen = VideoKind::Screen;
    subscribe(&mut world, bo, &[(ada, screen, VideoQuality::High)]);
    publish(&mut world, ada, screen, b"x");
    world.pass(SECOND);
    assert!(seen(&mut world, bo, SECOND).len() >= MANY);
    world.command(Command::Unpublish {
        seat: ada,
        kind: screen,
    });
    assert!(world.videos.is_empty());
    world.pass(Duration::from_millis(10));
    assert_eq!(seen(&mut world, bo, SECOND), []);
    // What is wanted is wanted still.
    publish(&mut world, ada, screen, b"x");
    world.pass(SECOND);
    assert!(seen(&mut world, bo, SECOND).len() >= MANY);
    check(&world.browser(bo).cameras.seen.clone());
    world.leave(ada);
    assert!(world.videos.is_empty());
}

#[test]
fn there_are_so_many_slots_and_the_first_wishes_have_them() {
    let mut world = World::new(4, 8);
    let people = u64::try_from(VIDEO_SLOTS).unwrap() + 3;
    let seats = world.party(people);
    let camera = VideoKind::Camera;
    for seat in &seats[1..] {
        publish(&mut world, *seat, camera, b"l");
    }
    let all = |seats: &[SeatId]| -> Vec<_> {
        let wish = |seat: &SeatId| (*seat, camera, VideoQuality::Low);
        seats.iter().map(wish).collect()
    };
    subscribe(&mut world, seats[0], &all(&seats[1..]));
    world.pass(2 * SECOND);
    assert_eq!(world.videos.len(), VIDEO_SLOTS);
    let last = *seats.last().unwrap();
    assert_eq!(
        world
            .browser(seats[0])
            .cameras
            .seen
            .iter()
            .find(|it| it.who == last),
        None
    );
    let mut other = all(&seats[2..4]);
    other.push((last, camera, VideoQuality::Low));
    subscribe(&mut world, seats[0], &other);
    world.pass(SECOND);
    assert_eq!(world.videos.len(), 3);
    let pictures = seen(&mut world, seats[0], SECOND);
    assert!(pictures.iter().any(|it| it.who == last));
    assert!(pictures.iter().all(|it| it.who != seats[1]));
    check(&world.browser(seats[0]).cameras.seen.clone());
    // However many want one, a browser is not asked for pictures all the time.
    assert!(world.browser(seats[1]).cameras.asked_times <= 12);
}

/// A viewer whose line loses much gets less of it, and goes on seeing.
#[test]
fn loss_makes_the_camera_smaller() {
    let mut world = World::new(5, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    publish(&mut world, ada, VideoKind::Camera, ALL);
    subscribe(
        &mut world,
        bo,
        &[(ada, VideoKind::Camera, VideoQuality::High)],
    );
    world.pass(SECOND);
    world.weather.lost = 30;
    world.pass(20 * SECOND);
    let layers = seen(&mut world, bo, SECOND);
    assert!(!layers.is_empty() && layers.iter().all(|it| it.layer == b'l'));
    world.weather.lost = 0;
    world.pass(40 * SECOND);
    let layers = seen(&mut world, bo, SECOND);
    assert!(layers.len() >= MANY && layers.iter().all(|it| it.layer == b'h'));
}

/// A connection that is made anew in the middle of it shows and sees again; so does one whose ICE restarts.
#[test]
fn a_restart_goes_on_with_it() {
    let mut world = World::new(6, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    publish(&mut world, ada, VideoKind::Camera, ALL);
    subscribe(
        &mut world,
        bo,
        &[(ada, VideoKind::Camera, VideoQuality::High)],
    );
    world.command(Command::RestartIce { seat: bo });
    world.pass(2 * SECOND);
    world.command(Command::RestartIce { seat: ada });
    world.pass(2 * SECOND);
    assert!(seen(&mut world, bo, SECOND).len() >= MANY);
    check(&world.browser(bo).cameras.seen.clone());
    let failed = |(_, event): &(_, Event)| matches!(event, Event::Failed { .. });
    assert!(!world.told.iter().any(failed));
}

/// Who sends more than their limit is cut to it.
#[test]
fn a_flood_is_cut() {
    let mut world = World::new(7, 8);
    let [ada, bo] = world.party(2)[..] else {
        unreachable!()
    };
    let screen = VideoKind::Screen;
    publish(&mut world, ada, screen, b"x");
    subscribe(&mut world, bo, &[(ada, screen, VideoQuality::High)]);
    world.pass(SECOND);
    world.browser(ada).cameras.shows.clear();
    world.pass(SECOND);
    let since = world.now;
    let mut payload = vec![0x90, 0xe0, 0x80, 0, 0, 0, 0];
    payload.resize(1_200, 0);
    for _ in 0..3_000 {
        world.video(ada, screen, &payload);
        world.pass(Duration::from_millis(2));
    }
    // 2 Mb/s and half as much again, for six seconds, and what had been saved in three.
    let bytes = world.browser(bo).cameras.since(since).len() * 1_200;
    assert!(bytes < 3_500_000 && bytes > 1_500_000, "{bytes}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Whatever somebody sends as video: nobody falls, and the others go on.
    #[test]
    fn hostile_payloads_break_nothing(
        payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..40),
    ) {
        let mut world = World::new(8, 8);
        let [ada, bo] = world.party(2)[..] else {
            unreachable!()
        };
        let screen = VideoKind::Screen;
        publish(&mut world, ada, screen, b"x");
        subscribe(&mut world, bo, &[(ada, screen, VideoQuality::High)]);
        world.pass(SECOND);
        for payload in &payloads {
            world.video(ada, screen, payload);
            world.pass(Duration::from_millis(5));
        }
        prop_assert!(world.failure(ada).is_none() && world.failure(bo).is_none());
        prop_assert!(seen(&mut world, bo, SECOND).len() >= MANY / 2);
    }
}
