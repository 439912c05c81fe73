//! The description of the API, made from the code that answers.

use std::sync::LazyLock;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        PathItem, RefOr,
        path::Operation,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// What stands around the paths. Each path says of itself when it needs no token.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Parlor",
        description = "The HTTP side of the contract; docs/protocol.md has all of it, with the socket.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "The instance that serves this page.")),
    security(("bearer" = [])),
    modifiers(&Bearer),
    tags(
        (name = "instance", description = "What anybody may know."),
        (name = "auth", description = "Accounts and sessions."),
        (name = "admin", description = "For the owner of the instance and its admins."),
        (name = "users", description = "People."),
        (name = "spaces", description = "Communities."),
        (name = "channels", description = "Places where messages and voices go."),
        (name = "dms", description = "Direct conversations."),
        (name = "roles", description = "Named sets of permissions."),
        (name = "members", description = "Who is in a space."),
        (name = "bans", description = "Who may not come back into a space."),
        (name = "audit", description = "Who did what to whom in a space."),
        (name = "invites", description = "Links that let people in."),
        (name = "messages", description = "What people write."),
        (name = "attachments", description = "Files of messages."),
        (name = "reactions", description = "Emoji on messages."),
        (name = "reads", description = "How far one has read."),
        (name = "search", description = "Finding messages."),
        (name = "notifications", description = "What calls one, and what may."),
        (name = "push", description = "Telling browsers while no window is open."),
        (name = "sync", description = "Everything a client needs to draw itself."),
        (name = "gateway", description = "Where what happens is told at once."),
        (name = "voice", description = "Calls: who is in which."),
        (name = "operations", description = "For who runs the server."),
    ),
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some(
                "The access token that register, login and refresh answer with.",
            ))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
}

/// The document without paths; [`super::router::features`] adds them.
pub(super) fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The whole document, as `/api/openapi.json` serves it. Made once.
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut document = super::router::features().into_openapi();
        let calls = document.paths.paths.values_mut().flat_map(operations);
        calls.for_each(finish);
        // The document is made of strings and lists, and always has a text.
        let mut text = document.to_pretty_json().unwrap_or_default();
        text.push('\n');
        text
    });
    &TEXT
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        put,
        post,
        patch,
        delete,
        ..
    } = item;
    [get, put, post, patch, delete].into_iter().flatten()
}

/// Says what the attributes beside the handlers cannot say, or would have to say each time.
fn finish(call: &mut Operation) {
    // Two features may have a verb of the same name; in the whole document an id stands once
    // (OpenAPI 3.1 section 4.8.10.1).
    let feature = call.tags.iter().flatten().next().cloned();
    if let (Some(feature), Some(verb)) = (feature, &mut call.operation_id) {
        *verb = format!("{feature}_{verb}");
    }
    // The first sentence is what a list of calls shows.
    let said = [call.summary.take(), call.description.take()];
    let said = said.into_iter().flatten().map(|text| one_line(&text));
    let said = said.collect::<Vec<_>>().join(" ");
    let (summary, description) = match said.split_once(". ") {
        Some((summary, description)) => (format!("{summary}."), Some(description.to_owned())),
        None => (said, None),
    };
    call.summary = Some(summary);
    call.description = description;
    for (status, answer) in &mut call.responses.responses {
        if let RefOr::T(answer) = answer
            && answer.description.is_empty()
        {
            meaning(status).clone_into(&mut answer.description);
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an answer means that says nothing of itself; section 4.8.17.1 wants a word on each.
fn meaning(status: &str) -> &'static str {
    const REFUSED: &str = "Refused: a problem document, whose `code` says why.";
    match StatusCode::from_bytes(status.as_bytes()) {
        Ok(status) if status.is_success() => status.canonical_reason().unwrap_or("Done"),
        _ => REFUSED,
    }
}

/// `GET /api/openapi.json`.
pub(super) async fn serve() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}
