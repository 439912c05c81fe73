use rand::{SeedableRng, rngs::StdRng};

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn bound(session: i64, purpose: Purpose, channel: Option<i64>) -> Bound {
    Bound {
        user: UserId::from_raw(1),
        session: SessionId::from_raw(session),
        purpose,
        channel: channel.map(ChannelId::from_raw),
    }
}

/// A socket's ticket opens one socket: the second use finds nothing.
#[test]
fn a_socket_ticket_is_spent_once() {
    for purpose in [Purpose::Ws, Purpose::Voice, Purpose::Export] {
        let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(1));
        let bound = bound(1, purpose, None);
        let text = tickets.issue(bound, NOW, &mut rng);
        assert_eq!(tickets.redeem(&text, purpose, None, NOW), Some(bound));
        assert_eq!(tickets.redeem(&text, purpose, None, NOW), None);
        assert!(tickets.is_empty());
    }
}

/// A ticket for downloads serves all of them until it expires.
#[test]
fn a_file_ticket_is_used_again() {
    let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(2));
    let bound = bound(1, Purpose::File, None);
    let text = tickets.issue(bound, NOW, &mut rng);
    let last = NOW.plus_millis(lifetime_ms(Purpose::File) - 1);
    for now in [NOW, NOW.plus_millis(1), last] {
        assert_eq!(tickets.redeem(&text, Purpose::File, None, now), Some(bound));
    }
    let over = last.plus_millis(1);
    assert_eq!(tickets.redeem(&text, Purpose::File, None, over), None);
}

/// A socket's ticket is good for 30 s and not a millisecond longer.
#[test]
fn a_ticket_expires() {
    let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(3));
    let text = tickets.issue(bound(1, Purpose::Ws, None), NOW, &mut rng);
    let over = NOW.plus_millis(30_000);
    assert_eq!(tickets.redeem(&text, Purpose::Ws, None, over), None);
    let text = tickets.issue(bound(1, Purpose::Ws, None), NOW, &mut rng);
    let just = NOW.plus_millis(29_999);
    assert!(tickets.redeem(&text, Purpose::Ws, None, just).is_some());
}

/// A ticket opens no other kind of door and no other channel, and trying does not spend it.
#[test]
fn a_ticket_opens_its_own_door_only() {
    let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(4));
    let text = tickets.issue(bound(1, Purpose::Voice, Some(7)), NOW, &mut rng);
    let channel = |raw| Some(ChannelId::from_raw(raw));
    for (purpose, channel) in [
        (Purpose::Ws, channel(7)),
        (Purpose::File, channel(7)),
        (Purpose::Voice, channel(8)),
        (Purpose::Voice, None),
    ] {
        assert_eq!(tickets.redeem(&text, purpose, channel, NOW), None);
    }
    assert!(
        tickets
            .redeem(&text, Purpose::Voice, channel(7), NOW)
            .is_some()
    );
}

/// What is not a ticket, or is one with a letter changed or missing, opens nothing.
#[test]
fn other_texts_open_nothing() {
    let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(5));
    let text = tickets.issue(bound(1, Purpose::Ws, None), NOW, &mut rng);
    assert_eq!(text.len(), 25);
    let other = if text.as_bytes()[5] == b'A' { "B" } else { "A" };
    for bad in [
        String::new(),
        "wt_".to_owned(),
        text[3..].to_owned(),
        text[..24].to_owned(),
        format!("{text} "),
        text.replacen("wt_", "rt_", 1),
        format!("{}{other}{}", &text[..5], &text[6..]),
        "wt_".repeat(100_000),
    ] {
        assert_eq!(tickets.redeem(&bad, Purpose::Ws, None, NOW), None, "{bad}");
    }
    assert!(tickets.redeem(&text, Purpose::Ws, None, NOW).is_some());
}

/// When a session ends, so do its tickets, and only its own.
#[test]
fn a_session_takes_its_tickets_with_it() {
    let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(6));
    let mine = tickets.issue(bound(1, Purpose::Ws, None), NOW, &mut rng);
    let file = tickets.issue(bound(1, Purpose::File, None), NOW, &mut rng);
    let theirs = tickets.issue(bound(2, Purpose::Ws, None), NOW, &mut rng);
    tickets.forget_session(SessionId::from_raw(1));
    assert_eq!(tickets.redeem(&mine, Purpose::Ws, None, NOW), None);
    assert_eq!(tickets.redeem(&file, Purpose::File, None, NOW), None);
    assert!(tickets.redeem(&theirs, Purpose::Ws, None, NOW).is_some());
}

/// A session that asks without end loses its own oldest tickets and nobody else's.
#[test]
fn a_session_has_a_bounded_number() {
    let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(7));
    let theirs = tickets.issue(bound(2, Purpose::Ws, None), NOW, &mut rng);
    let mine: Vec<String> = (0..=TICKETS_PER_SESSION_MAX)
        .map(|_| tickets.issue(bound(1, Purpose::Ws, None), NOW, &mut rng))
        .collect();
    assert_eq!(tickets.len(), TICKETS_PER_SESSION_MAX + 1);
    assert_eq!(tickets.redeem(&mine[0], Purpose::Ws, None, NOW), None);
    assert!(tickets.redeem(&mine[1], Purpose::Ws, None, NOW).is_some());
    assert!(tickets.redeem(&theirs, Purpose::Ws, None, NOW).is_some());
}

/// The table never grows over its limit: expired tickets go first, then those that would be next.
#[test]
fn the_table_is_bounded() {
    let (mut tickets, mut rng) = (Tickets::new(), StdRng::seed_from_u64(8));
    let first = tickets.issue(bound(0, Purpose::Ws, None), NOW, &mut rng);
    let later = NOW.plus_millis(1);
    for session in 1..=i64::try_from(TICKETS_MAX).unwrap() {
        tickets.issue(bound(session, Purpose::Ws, None), later, &mut rng);
    }
    assert_eq!(tickets.len(), TICKETS_MAX);
    assert_eq!(tickets.redeem(&first, Purpose::Ws, None, later), None);
    let over = later.plus_millis(30_000);
    tickets.issue(bound(1, Purpose::Ws, None), over, &mut rng);
    assert_eq!(tickets.len(), 1);
    assert_eq!(tickets.by_session.len(), 1);
    assert_eq!(tickets.by_expiry.len(), 1);
}
