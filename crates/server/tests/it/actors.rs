//! Every call and every command, by every kind of actor: what each is answered stands in a table,
//! and what does not stand there fails.

mod cast;
mod commands;
mod table;
mod voice;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

use hyper::Method;

use crate::app::Answer;

use cast::{Cast, KINDS, Kind};

/// A call as the router's table has it.
pub struct Call {
    pub method: Method,
    /// With its variable parts in braces.
    pub path: String,
}

/// They are not described, for they are the same calls.
const ALIASES: [&str; 4] = ["/register", "/login", "/refresh", "/logout"];

/// Every call there is.
fn calls(document: &Value) -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let short = path.strip_prefix("/api/v1/auth");
            let short = short.filter(|short| ALIASES.contains(short));
            for path in [Some(path.as_str()), short].into_iter().flatten() {
                calls.push(Call {
                    method: method.clone(),
                    path: path.to_owned(),
                });
            }
        }
    }
    calls
}

/// Routes that are beside the router's table, by the file that has them: the short names of four
/// calls, and what describes all of them.
const BESIDE: [(&str, usize); 3] = [
    ("auth/http.rs", 4),
    ("http/docs.rs", 3),
    ("http/router.rs", 2),
];

/// How many routes each file has that do not get into the table by themselves.
fn beside(folder: &Path, root: &Path, found: &mut BTreeMap<String, usize>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            beside(&path, root, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap_or_default();
        let ways = [".route(", ".route_service(", ".nest(", ".nest_service("];
        let routes = ways.iter().map(|way| source.matches(way).count()).sum();
        if routes > 0 {
            let name = path.strip_prefix(root).unwrap().to_string_lossy();
            found.insert(name.into_owned(), routes);
        }
    }
}

/// Whoever adds a route adds it to the table, from which every call is tried.
#[test]
fn no_route_is_beside_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    beside(&root, &root, &mut found);
    let known = BESIDE.map(|(file, routes)| (file.to_owned(), routes));
    assert_eq!(found, known.into());
}

/// An answer without what differs from one call to the next.
fn body(answer: &Answer) -> Value {
    let mut body = answer.json();
    if let Some(problem) = body.as_object_mut() {
        problem.remove("requestId");
    }
    body
}

fn name(call: &Call) -> String {
    format!("{} {}", call.method, call.path)
}

/// What is wrong with one cell of the table, if anything is.
async fn wrong(cast: &mut Cast, call: &Call, row: &table::Row, kind: Kind) -> Option<String> {
    let expected = row.answers[kind as usize];
    let path = cast.path(call, kind).await;
    let answer = cast.ask(call, row, kind, &path).await;
    let status = answer.status.as_u16();
    if status != expected {
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        return Some(format!(
            "{} by {kind:?}: {status}, not {expected}: {body}",
            row.call
        ));
    }
    // What is hidden answers as what does not exist.
    if expected == 404 && call.path.contains('{') {
        let nowhere = cast.ask(call, row, kind, &Cast::nowhere(&call.path)).await;
        if (nowhere.status, body(&nowhere)) != (answer.status, body(&answer)) {
            let bodies = [body(&answer), body(&nowhere)];
            return Some(format!(
                "{} by {kind:?} tells hidden from missing: {bodies:?}",
                row.call
            ));
        }
    }
    None
}

on_both_engines! {
    /// Every call of the router's own table answers each kind of actor as the table here says.
    async fn every_call_knows_its_actors(app: TestApp) {
        let mut cast = Cast::of(app).await;
        let rows = table::rows();
        let document = cast.app.get("/api/openapi.json").await.expect(200);
        let calls = calls(&document);
        let served: BTreeSet<String> = calls.iter().map(name).collect();
        let known: BTreeSet<String> = rows.iter().map(|row| row.call.to_owned()).collect();
        let unknown: Vec<_> = served.symmetric_difference(&known).collect();
        assert!(unknown.is_empty(), "only the router or only the table has: {unknown:#?}");
        let mut all_wrong = Vec::new();
        for row in &rows {
            let call = calls.iter().find(|call| name(call) == row.call).unwrap();
            for kind in KINDS {
                all_wrong.extend(wrong(&mut cast, call, row, kind).await);
            }
        }
        assert!(all_wrong.is_empty(), "{all_wrong:#?}");
    }

    /// So does every command of the socket.
    async fn every_command_knows_its_actors(app: TestApp) {
        let mut cast = Cast::of(app).await;
        commands::play(&mut cast).await;
    }

    /// So does every command of the voice socket.
    async fn every_voice_command_knows_its_actors(app: TestApp) {
        let mut cast = Cast::of(app).await;
        voice::play(&mut cast).await;
    }
}
