//! How far the user has read, as his sockets hear of it.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, StreamId, UserId},
    reads::ReadState,
};
use parlor_realtime::{
    Tip,
    session::{Capacity, Input, Output, RETRY_MIN},
};

use crate::stage::{ADA, BO, GENERAL, RANDOM, Reader, Stage};

fn state(channel: i64, read_seq: u64) -> ReadState {
    ReadState {
        channel_id: ChannelId::from_raw(channel),
        read_seq,
        last_seq: 9,
        last_message_seq: 9,
        unread: 2,
        mentions: 1,
    }
}

fn told(channel: i64, read_seq: u64) -> Event {
    Event::ReadState {
        channel_id: ChannelId::from_raw(channel),
        read_seq,
        unread: 2,
        mentions: 1,
    }
}

fn tell(stage: &Stage, channel: i64, read_seq: u64) {
    let moment = stage.hub.moment();
    assert!(stage.hub.tell(moment, ADA, &[state(channel, read_seq)]));
}

fn synced(read_states: Option<Vec<ReadState>>) -> Event {
    Event::Synced {
        reference: None,
        read_states,
    }
}

/// A reader past its `READY`.
fn ada(stage: &Stage) -> Reader {
    let mut reader = stage.connect(ADA);
    assert_eq!(stage.settle(&mut reader), None);
    reader.heard();
    reader
}

fn hears(stage: &Stage, reader: &mut Reader) -> Vec<Event> {
    assert_eq!(stage.settle(reader), None);
    reader.heard()
}

/// All sockets of the user are told and nobody else's; what was told before and still waits is
/// forgotten, so that any number of marks costs one frame a channel.
#[test]
fn the_newest_state_wins() {
    let stage = Stage::new(Capacity::default());
    let (mut phone, mut laptop, mut bo) = (ada(&stage), ada(&stage), stage.connect(BO));
    hears(&stage, &mut bo);
    for read_seq in 0..=5_000 {
        tell(&stage, 7, read_seq);
        tell(&stage, 8, 3);
    }
    for reader in [&mut phone, &mut laptop] {
        assert_eq!(hears(&stage, reader), [told(7, 5_000), told(8, 3)]);
    }
    assert!(hears(&stage, &mut bo).is_empty());
    assert!(stage.hub.is_connected(BO));
    drop(bo);
    assert!(!stage.hub.is_connected(BO));
}

/// A resume of one's own stream ends with how one stands everywhere, read after everything was
/// caught up with; a resume of others does not.
#[test]
fn a_resume_of_ones_own_stream_ends_with_the_states() {
    let mut stage = Stage::new(Capacity::default());
    stage.write(GENERAL);
    let mut reader = ada(&stage);
    stage.say(&mut reader, r#"{"type":"resume","streams":{"100":1}}"#);
    assert_eq!(hears(&stage, &mut reader), [synced(None)]);

    stage.say(
        &mut reader,
        r#"{"type":"resume","streams":{"1":0,"100":1}}"#,
    );
    let asked = stage.serve(&mut reader);
    assert!(matches!(asked[..], [Output::ReadStates]), "{asked:?}");
    assert!(hears(&stage, &mut reader).is_empty());
    let states = vec![state(7, 4)];
    let read = Input::ReadStates(Some(states.clone()));
    reader.session.handle(stage.now, read);
    assert_eq!(hears(&stage, &mut reader), [synced(Some(states))]);
}

/// What changes while the states are read may be newer than they are, or older: it is read again, and
/// told after them.
#[test]
fn what_changes_meanwhile_is_read_again_and_told_afterwards() {
    let stage = Stage::new(Capacity::default());
    let mut reader = ada(&stage);
    stage.say(&mut reader, r#"{"type":"resume","streams":{"1":0}}"#);
    stage.serve(&mut reader);
    for read_seq in [5, 6] {
        tell(&stage, 7, read_seq);
    }
    assert!(hears(&stage, &mut reader).is_empty());
    let states = vec![state(7, 4)];
    let read = Input::ReadStates(Some(states.clone()));
    reader.session.handle(stage.now, read);
    let asked = stage.serve(&mut reader);
    assert!(
        matches!(&asked[..], [Output::Moved(channels)] if *channels == [ChannelId::from_raw(7)].into()),
        "{asked:?}"
    );
    assert_eq!(hears(&stage, &mut reader), [synced(Some(states))]);
    tell(&stage, 7, 7);
    assert_eq!(hears(&stage, &mut reader), [told(7, 7)]);
}

/// Who reads a state before all are told, and comes with it afterwards, reads it again: it may be
/// older than what was told.
#[test]
fn what_was_read_before_all_states_were_told_is_not_told_after_them() {
    let stage = Stage::new(Capacity::default());
    let mut reader = ada(&stage);
    let before = stage.hub.moment();
    stage.say(&mut reader, r#"{"type":"resume","streams":{"1":0}}"#);
    stage.serve(&mut reader);
    let meanwhile = stage.hub.moment();
    let states = vec![state(7, 4)];
    let read = Input::ReadStates(Some(states.clone()));
    reader.session.handle(stage.now, read);
    for moment in [before, meanwhile] {
        assert!(!stage.hub.tell(moment, ADA, &[state(7, 3)]));
    }
    assert_eq!(hears(&stage, &mut reader), [synced(Some(states))]);
    tell(&stage, 7, 5);
    assert_eq!(hears(&stage, &mut reader), [told(7, 5)]);
}

/// States that could not be read are asked for again after a while, and nothing is held meanwhile.
#[test]
fn states_that_could_not_be_read_are_asked_for_again() {
    let mut stage = Stage::new(Capacity::default());
    let mut reader = ada(&stage);
    stage.say(&mut reader, r#"{"type":"resume","streams":{"1":0}}"#);
    stage.serve(&mut reader);
    tell(&stage, 7, 5);
    reader.session.handle(stage.now, Input::ReadStates(None));
    let asked = stage.serve(&mut reader);
    assert!(matches!(asked[..], [Output::Moved(_)]), "{asked:?}");
    tell(&stage, 7, 5);
    assert_eq!(hears(&stage, &mut reader), [told(7, 5)]);
    assert!(stage.serve(&mut reader).is_empty());
    stage.now += RETRY_MIN;
    reader.session.handle(stage.now, Input::Tick);
    let asked = stage.serve(&mut reader);
    assert!(matches!(asked[..], [Output::ReadStates]), "{asked:?}");
    reader
        .session
        .handle(stage.now, Input::ReadStates(Some(Vec::new())));
    assert_eq!(hears(&stage, &mut reader), [synced(Some(Vec::new()))]);
}

/// Who loses a right is told nothing that was read before, and what waits is not written: neither
/// how he stands there, nor where channels stand.
#[test]
fn what_was_read_before_a_right_was_lost_is_not_told() {
    let stage = Stage::new(Capacity::default());
    let mut reader = ada(&stage);
    let tips = [tip(GENERAL, &[ADA])];
    tell(&stage, 100, 1);
    assert!(stage.hub.tip_off(stage.hub.moment(), &tips));
    let moment = stage.hub.moment();
    stage.hub.detach(ADA, GENERAL);
    assert!(hears(&stage, &mut reader).is_empty());
    assert!(!stage.hub.tell(moment, ADA, &[state(100, 2)]));
    assert!(!stage.hub.tip_off(moment, &tips));
    assert!(hears(&stage, &mut reader).is_empty());
    tell(&stage, 7, 1);
    assert_eq!(hears(&stage, &mut reader), [told(7, 1)]);
}

fn tip(stream: StreamId, seen_by: &[UserId]) -> Tip {
    Tip {
        channel: ChannelId::from_raw(stream.raw()),
        last_seq: 5,
        last_message_seq: 4,
        seen_by: seen_by.to_vec(),
    }
}

fn tipped(streams: &[StreamId]) -> Event {
    Event::Tips {
        streams: streams.iter().map(|stream| (*stream, 5)).collect(),
        messages: streams
            .iter()
            .map(|stream| (ChannelId::from_raw(stream.raw()), 4))
            .collect(),
    }
}

/// A socket hears of the channels its user sees and it does not follow; whatever happens in a
/// stream between two rounds is told once.
#[test]
fn tips_are_for_passive_channels() {
    let mut stage = Stage::new(Capacity::default());
    let (mut active, mut passive, mut bo) = (ada(&stage), ada(&stage), stage.connect(BO));
    hears(&stage, &mut bo);
    stage.join(&mut active, GENERAL, 0);
    for _ in 0..100 {
        stage.write(GENERAL);
        stage.write(RANDOM);
    }
    assert_eq!(stage.hub.take_stirred(), [GENERAL, RANDOM]);
    assert!(stage.hub.take_stirred().is_empty());
    stage.hub.stir(&[RANDOM]);
    assert_eq!(stage.hub.take_stirred(), [RANDOM]);
    let mut users = stage.hub.users();
    users.sort_unstable();
    assert_eq!(users, [ADA, BO]);

    active.heard();
    hears(&stage, &mut active);
    let tips = [tip(GENERAL, &[ADA]), tip(RANDOM, &[ADA, BO])];
    assert!(stage.hub.tip_off(stage.hub.moment(), &tips));
    assert_eq!(hears(&stage, &mut active), [tipped(&[RANDOM])]);
    assert_eq!(hears(&stage, &mut passive), [tipped(&[GENERAL, RANDOM])]);
    assert_eq!(hears(&stage, &mut bo), [tipped(&[RANDOM])]);
}
