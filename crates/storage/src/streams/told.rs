//! Who is told what of a page of a space's stream: what is hidden from a reader is not in it.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    sync::Arc,
};

use parlor_protocol::{
    audience::{Audience, Seers},
    event::Event,
    ids::UserId,
};

use crate::{engine::Link, members::Sight};

/// Puts a `NOOP` wherever something happened to a channel that this reader does not see.
pub(super) async fn veil(
    link: &mut Link<'_>,
    events: &mut [Event],
    reader: UserId,
) -> sqlx::Result<()> {
    let spaces: BTreeSet<_> = events.iter().filter_map(Event::about_channel).collect();
    let Some((space, _)) = spaces.first() else {
        return Ok(());
    };
    let sight = Sight::of_some(link, *space, &[reader.raw()]).await?;
    for event in events {
        let hidden = event
            .about_channel()
            .is_some_and(|place| !sight.sees(reader, place));
        if let (true, Some((stream, seq))) = (hidden, event.position()) {
            *event = Event::Noop { stream, seq };
        }
    }
    Ok(())
}

/// Each event with those who are told of it.
pub(super) async fn audiences(
    link: &mut Link<'_>,
    events: Vec<Event>,
) -> sqlx::Result<Vec<(Event, Audience)>> {
    let about = events.iter().find_map(Event::about_channel);
    let sight = match about {
        Some((space, _)) => Sight::of_all(link, space).await?,
        None => Sight::default(),
    };
    let mut known = BTreeMap::new();
    let mut tell = |event: &Event| {
        let Some(place) = event.about_channel() else {
            return Audience::Everyone;
        };
        match known.entry(place) {
            Entry::Occupied(found) => Audience::clone(found.get()),
            Entry::Vacant(unknown) => unknown
                .insert(Audience::Some(Arc::new(Seers {
                    now: sight.seers(place),
                    before: Vec::new(),
                })))
                .clone(),
        }
    };
    let told = events.into_iter().map(|event| {
        let audience = tell(&event);
        (event, audience)
    });
    Ok(told.collect())
}
