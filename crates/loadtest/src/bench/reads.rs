//! What people look up over HTTP in a long channel.

use serde_json::Value;

use super::{
    Size,
    figures::{Moment, Span, count, median, millis},
    fill::fill,
    swarm::swarm,
};
use crate::{
    histogram::Histogram,
    host::{Contender, Ground, Host, Wish},
    http::{Client, text},
    table::Table,
    trouble::Trouble,
};

/// How long the channel is at least.
const MESSAGES: usize = 20_000;
const ASKERS: usize = 8;
/// How many places one jumps to.
const PLACES: usize = 200;

/// Pages of fifty messages, beside a request that reads nothing.
pub(super) fn history(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let channel = &ground.stage.channel;
    rows(ground, size, |host, token| {
        let places = places(host, token, channel, size.of(PLACES))?;
        let pages = places.iter();
        let pages = pages.map(|id| format!("/api/v1/channels/{channel}/messages?before={id}"));
        Ok(vec![
            ("floor: GET /healthz", vec!["/healthz".to_owned()]),
            ("Parlor, 50 messages before any", pages.collect()),
        ])
    })
}

/// Searches that find one message and searches that find all.
pub(super) fn search(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let (channel, space) = (&ground.stage.channel, &ground.stage.space);
    rows(ground, size, |host, token| {
        let path = format!("/api/v1/channels/{channel}/messages?limit=100");
        let page = Client::connect(host.address)?.get(&path, token)?.json()?;
        let items = page["items"].as_array().map_or(&[][..], Vec::as_slice);
        let contents = items.iter().filter_map(|item| item["content"].as_str());
        // The marker at the end is a word that no other message has.
        let words = contents.filter_map(|content| content.rsplit(['~', ' ']).next());
        let find = |word: &str| format!("/api/v1/search?spaceId={space}&q={word}%20");
        let rare: Vec<String> = words.map(find).collect();
        Ok(vec![
            ("Parlor, a word of one message", rare),
            ("Parlor, a word of every message", vec![find("usual")]),
            (
                "Parlor, three words of every message",
                vec![find("cake%20from%20yesterday")],
            ),
        ])
    })
}

type Paths = Vec<(&'static str, Vec<String>)>;

fn rows(
    ground: &Ground,
    size: &Size,
    paths: impl Fn(&Host, &str) -> Result<Paths, Trouble>,
) -> Result<Table, Trouble> {
    let mut all: Vec<(&str, Vec<(Span, Histogram)>)> = Vec::new();
    for number in 0..size.rounds {
        let (sockets, rate) = (0, None);
        let mut host = Contender::Parlor.start(ground, Wish { sockets, rate })?;
        if number == 0 {
            fill(&mut host, size.of(MESSAGES))?;
        }
        let people = ground.stage.people();
        for (at, (name, paths)) in paths(&host, &people[0].access)?.into_iter().enumerate() {
            let askers = people.iter().cycle().take(ASKERS).enumerate();
            let askers = askers.map(|(asker, person)| {
                let mut paths = paths.iter().cycle().skip(asker * 31 % paths.len().max(1));
                move |client: &mut Client| {
                    let path = paths.next().map_or("/", String::as_str);
                    let answer = client.get(path, &person.access)?;
                    if answer.status == 200 {
                        return Ok(true);
                    }
                    answer.json().map(|_| true)
                }
            });
            let begin = Moment::of(&host)?;
            let took = swarm(host.address, askers.collect(), size.time)?;
            let span = begin.until(&Moment::of(&host)?);
            if all.len() == at {
                all.push((name, Vec::new()));
            }
            all[at].1.push((span, took));
        }
    }
    let mut table = Table::new(&["", "a second", "p50 ms", "p99 ms", "CPU us each"]);
    for (name, rounds) in &all {
        let each = |figure: fn(&(Span, Histogram)) -> f64| median(rounds.iter().map(figure));
        table.row(vec![
            (*name).to_owned(),
            Table::whole(each(|(span, took)| count(took.total()) / span.wall)),
            Table::part(each(|(_, took)| millis(took.per_mille(500)))),
            Table::part(each(|(_, took)| millis(took.per_mille(990)))),
            Table::whole(each(|(span, took)| span.cpu * 1e6 / count(took.total()))),
        ]);
    }
    Ok(table)
}

/// Ids of messages all over the channel.
fn places(host: &Host, token: &str, channel: &str, count: usize) -> Result<Vec<String>, Trouble> {
    let mut client = Client::connect(host.address)?;
    let mut places: Vec<String> = Vec::new();
    while places.len() < count {
        let before = places
            .last()
            .map_or_else(String::new, |id| format!("&before={id}"));
        let path = format!("/api/v1/channels/{channel}/messages?limit=100{before}");
        let page: Value = client.get(&path, token)?.json()?;
        if page["items"].as_array().is_none_or(Vec::is_empty) {
            break;
        }
        places.push(text(&page, "/items/0/id")?.to_owned());
        if page["hasMore"] == Value::Bool(false) {
            break;
        }
    }
    Ok(places)
}
