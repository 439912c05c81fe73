//! Sessions that renew their tokens without end, as after an outage.

use serde_json::json;

use super::{
    Size,
    figures::{Moment, count, median, millis},
    swarm::swarm,
};
use crate::{
    host::{Contender, Ground, PASSWORD, Wish},
    http::{Client, text},
    table::Table,
    trouble::Trouble,
};

const SESSIONS: usize = 16;

/// Refreshes, each of which is on disk when it is answered.
pub(super) fn run(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let mut rounds = Vec::new();
    for _ in 0..size.rounds {
        let (sockets, rate) = (0, None);
        let host = Contender::Parlor.start(ground, Wish { sockets, rate })?;
        let mut client = Client::connect(host.address)?;
        let mut askers = Vec::new();
        // Sessions of their own: a spent token is worth nothing to whoever else holds it.
        let people = ground.stage.people().into_iter().cycle();
        for person in people.take(size.of(SESSIONS)) {
            let body = json!({"username": person.username, "password": PASSWORD});
            let token = client.post("/api/v1/auth/login", "", &body)?.json()?;
            let mut held = text(&token, "/refresh_token")?.to_owned();
            askers.push(move |client: &mut Client| {
                let body = json!({"refresh_token": held});
                let token = client.post("/api/v1/auth/refresh", "", &body)?.json()?;
                text(&token, "/refresh_token")?.clone_into(&mut held);
                Ok(true)
            });
        }
        let begin = Moment::of(&host)?;
        let took = swarm(host.address, askers, size.time)?;
        rounds.push((begin.until(&Moment::of(&host)?), took));
    }
    let mut table = Table::new(&["", "refreshes/s", "p50 ms", "p99 ms", "CPU us each"]);
    let late = |share| median(rounds.iter().map(|(_, took)| millis(took.per_mille(share))));
    table.row(vec![
        Contender::Parlor.name().to_owned(),
        Table::whole(median(
            rounds
                .iter()
                .map(|(span, took)| count(took.total()) / span.wall),
        )),
        format!("{:.1}", late(500)),
        format!("{:.1}", late(990)),
        Table::whole(median(
            rounds
                .iter()
                .map(|(span, took)| span.cpu * 1e6 / count(took.total())),
        )),
    ]);
    Ok(table)
}
