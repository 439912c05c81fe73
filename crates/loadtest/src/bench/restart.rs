//! A power cut of the server alone: everybody comes back at once, for what they missed.

use std::time::Duration;

use super::{
    Size,
    figures::{Moment, count, mebibytes, median},
    fill::fill,
};
use crate::{
    clock,
    crowd::{Crowd, Heard},
    host::{Contender, Ground, Host, Wants, Wish},
    http::Client,
    marker::Reader,
    table::Table,
    trouble::Trouble,
};

const SOCKETS: usize = 10_000;
/// How many messages each of them missed.
const MISSED: usize = 50;
const TURN: Duration = Duration::from_millis(20);

struct Round {
    listening: f64,
    whole: f64,
    cpu: f64,
    resident: u64,
    missing: u64,
}

/// From the start of the new process until the last one has everything.
pub(super) fn run(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let sockets = size.of(SOCKETS);
    let mut rounds = Vec::new();
    for _ in 0..size.rounds {
        rounds.push(round(ground, sockets)?);
    }
    let each = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
    let missing: u64 = rounds.iter().map(|round| round.missing).sum();
    let mut table = Table::new(&[
        "",
        "sockets",
        "listens after s",
        "all complete after s",
        "CPU s",
        "RSS MiB",
        "missing",
    ]);
    table.row(vec![
        Contender::Parlor.name().to_owned(),
        Table::whole(count(sockets as u64)),
        Table::part(each(|round| round.listening)),
        Table::part(each(|round| round.whole)),
        Table::part(each(|round| round.cpu)),
        Table::whole(each(|round| mebibytes(round.resident))),
        missing.to_string(),
    ]);
    if missing > 0 {
        table.fault(format!(
            "Parlor left out {missing} messages after a restart."
        ));
    }
    Ok(table)
}

fn round(ground: &Ground, sockets: usize) -> Result<Round, Trouble> {
    let wish = Wish {
        sockets,
        rate: None,
    };
    let mut host = Contender::Parlor.start(ground, wish)?;
    let epoch = epoch(&mut host)?;
    let seq = position(&host, ground)?;
    fill(&mut host, MISSED)?;
    host.program.kill();
    let begin = clock::micros();
    let mut host = Contender::Parlor.start(ground, wish)?;
    let listening = seconds_since(begin);
    host.wants(Wants::Resume { epoch, seq });
    let (mut crowd, reader) = (Crowd::new(&host)?, Reader::default());
    let mut heard = vec![0; sockets];
    let mut hear = |frame: &Heard<'_>| heard[frame.seat] += reader.markers(frame.payload).count();
    crowd.gather(sockets, &mut hear)?;
    let whole = seconds_since(begin);
    let end = Moment::of(&host)?;
    // Nothing should come twice either.
    crowd.turn(TURN, &mut hear)?;
    let wrong = heard.iter().map(|heard| heard.abs_diff(MISSED) as u64);
    Ok(Round {
        listening,
        whole,
        cpu: end.cpu(),
        resident: end.resident(),
        missing: wrong.sum(),
    })
}

/// Which database it is, as `READY` tells.
fn epoch(host: &mut Host) -> Result<String, Trouble> {
    host.wants(Wants::Ready);
    let mut epoch = String::new();
    let mut hear = |frame: &Heard<'_>| {
        let ready = serde_json::from_slice::<serde_json::Value>(frame.payload);
        if let Some(of) = ready
            .ok()
            .as_ref()
            .and_then(|ready| ready["epoch"].as_str())
        {
            of.clone_into(&mut epoch);
        }
    };
    Crowd::new(host)?.gather(1, &mut hear)?;
    Ok(epoch)
}

/// Where the channel stands.
fn position(host: &Host, ground: &Ground) -> Result<u64, Trouble> {
    let (channel, people) = (&ground.stage.channel, ground.stage.people());
    let path = format!("/api/v1/channels/{channel}/messages?limit=1");
    let page = Client::connect(host.address)?
        .get(&path, &people[0].access)?
        .json()?;
    let seq = page["lastSeq"].as_u64();
    seq.ok_or_else(|| Trouble::broken(format!("answered without lastSeq: {page}")))
}

fn seconds_since(begin: u64) -> f64 {
    count(clock::micros() - begin) / 1e6
}
