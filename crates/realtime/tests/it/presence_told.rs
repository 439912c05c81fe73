//! How the hub tells who is there, and who types.

use parlor_protocol::{event::Event, ids::ChannelId, presence::Mood};
use parlor_realtime::{
    presence::{GRACE, Line, Standing},
    session::Answer,
};
use serde_json::{Value, json};

use crate::{
    presence::{CY, PEOPLE, SPACE},
    stage::{ADA, BO, GENERAL, Reader, Stage},
};

/// Says something, and carries it out as the server would.
fn say(stage: &Stage, reader: &mut Reader, command: &Value) {
    stage.say(reader, &command.to_string());
    let calls = stage.serve(reader);
    for call in calls {
        let parlor_realtime::session::Output::Call(id, command) = call else {
            continue;
        };
        let answer = match command {
            parlor_protocol::command::Command::StatusUpdate(update) => {
                Answer::Chosen(update.status)
            }
            other => panic!("{other:?}"),
        };
        let answered = parlor_realtime::session::Input::Answered(id, answer);
        reader.session.handle(stage.now, answered);
    }
}

/// A hub whose people share a space and are known.
fn meet(stage: &Stage) {
    let standings = stage.hub.take_wanted().into_iter().map(|user| Standing {
        user,
        circles: vec![SPACE],
        mood: Mood::default(),
        line: Line::default(),
    });
    stage.hub.learn(standings.collect());
    stage.hub.tell_presences(stage.now);
}

/// The sockets of those who may know are told, each change in the same bytes, the newest in the
/// place of those that wait; who left a space hears nothing more from the moment that is published.
#[test]
fn the_hub_tells_the_newest() {
    let mut stage = Stage::default();
    let [mut ada, bo, cy] = PEOPLE.map(|user| stage.greet(user));
    meet(&stage);
    for reader in [&ada, &bo, &cy] {
        assert_eq!(reader.told().len(), 3, "oneself and two others");
    }
    for status in ["idle", "busy"] {
        say(
            &stage,
            &mut ada,
            &json!({"type": "status_update", "status": status}),
        );
        stage.hub.tell_presences(stage.now);
    }
    let frames = [&bo, &cy].map(|reader| reader.take(usize::MAX).0);
    assert_eq!(frames[0].len(), 1, "busy took the place of idle");
    assert_eq!(frames[0][0].as_ptr(), frames[1][0].as_ptr());
    let told: Value = serde_json::from_slice(&frames[0][0]).unwrap();
    assert_eq!(
        told,
        json!({"type": "USER_STATUS", "userId": "1", "status": "dnd", "statusText": null})
    );

    let left = Event::SpaceLeft {
        stream: CY.into(),
        seq: 1,
        space_id: parlor_protocol::ids::SpaceId::from_raw(50),
    };
    stage.publish(&[left]);
    say(
        &stage,
        &mut ada,
        &json!({"type": "status_update", "status": "online"}),
    );
    stage.hub.tell_presences(stage.now);
    assert_eq!((bo.told().len(), cy.told().len()), (1, 0));
    assert!(stage.hub.presences_of([CY], ADA).is_empty());

    drop(ada);
    stage.hub.tell_presences(stage.now);
    stage.now += GRACE;
    stage.hub.tell_presences(stage.now);
    assert_eq!(bo.told()[0]["status"], "offline");
}

/// Who types is told to those who were let into the channel, and to nobody else; not of who hides.
#[test]
fn the_hub_tells_who_types_to_those_who_follow() {
    let stage = Stage::default();
    let mut ada = stage.greet(ADA);
    let [mut bo, mut cy] = [BO, CY].map(|user| stage.greet(user));
    stage.join(&mut bo, GENERAL, 0);
    stage.join(&mut ada, GENERAL, 0);
    // Asks, and is not let in yet.
    stage.ask_to_join(&mut cy, GENERAL, Some(0));
    meet(&stage);
    for reader in [&ada, &bo, &cy] {
        reader.told();
    }
    let channel = ChannelId::from_raw(GENERAL.raw());
    let heard = || [&ada, &bo, &cy].map(Reader::told);
    stage.hub.typing(stage.now, ADA, channel);
    stage.hub.typing(stage.now, ADA, channel);
    let typing = json!({"type": "TYPING", "channelId": "100", "userId": "1"});
    assert_eq!(heard(), [vec![], vec![typing], vec![]]);
    stage.hub.typed(ADA, channel);
    say(
        &stage,
        &mut bo,
        &json!({"type": "status_update", "status": "invisible"}),
    );
    stage.hub.typing(stage.now, BO, channel);
    assert_eq!([&ada, &cy].map(|reader| reader.told().len()), [0, 0]);
}
