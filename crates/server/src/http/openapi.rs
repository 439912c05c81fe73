//! The description of the API, made from the code that answers.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
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
        (name = "users", description = "People."),
        (name = "spaces", description = "Communities."),
        (name = "channels", description = "Places where messages and voices go."),
        (name = "members", description = "Who is in a space."),
        (name = "invites", description = "Links that let people in."),
        (name = "messages", description = "What people write."),
        (name = "reactions", description = "Emoji on messages."),
        (name = "reads", description = "How far one has read."),
        (name = "search", description = "Finding messages."),
        (name = "notifications", description = "What calls one, and what may."),
        (name = "sync", description = "Everything a client needs to draw itself."),
        (name = "socket", description = "Where what happens is told at once."),
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
        let document = super::router::features().into_openapi();
        // The document is made of strings and lists, and always has a text.
        let mut text = document.to_pretty_json().unwrap_or_default();
        text.push('\n');
        text
    });
    &TEXT
}

/// `GET /api/openapi.json`.
pub(super) async fn serve() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}
