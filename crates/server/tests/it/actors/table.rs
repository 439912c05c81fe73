//! Who is answered what: a row a call.

use serde_json::{Value, json};

/// What goes with a call.
pub enum Input {
    Nothing,
    Json(Value),
    /// The ids of people: of the one to whom things are done.
    Subject,
    /// A form with a file that is no picture.
    File,
}

pub struct Row {
    /// As the router's table names it.
    pub call: &'static str,
    pub query: &'static str,
    pub input: Input,
    /// The status for the owner, an admin, a member, one who is timed out, an outsider, one who is
    /// banned, and nobody.
    pub answers: [u16; 7],
    pub ends_session: bool,
}

fn row(call: &'static str, input: Input, answers: [u16; 7]) -> Row {
    Row {
        call,
        query: "",
        input,
        answers,
        ends_session: false,
    }
}

/// Whoever belongs to the space.
fn members(call: &'static str, input: Input, ok: u16) -> Row {
    row(call, input, [ok, ok, ok, ok, 404, 404, 401])
}

/// Those of them who are not timed out.
fn speakers(call: &'static str, input: Input, ok: u16) -> Row {
    row(call, input, [ok, ok, ok, 403, 404, 404, 401])
}

/// Those who manage it.
fn managers(call: &'static str, input: Input, ok: u16) -> Row {
    row(call, input, [ok, ok, 403, 403, 404, 404, 401])
}

/// Whoever is signed in, each for themself.
fn everybody(call: &'static str, input: Input, ok: u16) -> Row {
    row(call, input, [ok, ok, ok, ok, ok, ok, 401])
}

/// Who runs the instance: here its owner alone.
fn runners(call: &'static str, input: Input, ok: u16) -> Row {
    row(call, input, [ok, 403, 403, 403, 403, 403, 401])
}

/// Whoever there is.
fn anybody(call: &'static str, input: Input, ok: u16) -> Row {
    row(call, input, [ok; 7])
}

/// The browser of RFC 8291's example.
fn browser() -> Value {
    json!({
        "endpoint": "https://push.example/x",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    })
}

/// Every call. What ends something for others stands last.
#[expect(
    clippy::too_many_lines,
    reason = "a row a call: it is as long as the router's table"
)]
pub fn rows() -> Vec<Row> {
    use Input::{File, Json, Nothing};
    let query = |query, row: Row| Row { query, ..row };
    let ending = |row: Row| Row {
        ends_session: true,
        ..row
    };
    let text = || Json(json!({"content": "hi"}));
    let emoji = || Json(json!({"emoji": "\u{1f44d}"}));
    let name = || Json(json!({"name": "name"}));
    let empty = || Json(json!({}));
    let level = || Json(json!({"level": "all"}));
    vec![
        anybody("GET /healthz", Nothing, 200),
        anybody("GET /readyz", Nothing, 200),
        anybody("GET /metrics", Nothing, 200),
        anybody("GET /ws", Nothing, 400),
        anybody("GET /ws/voice/{channel_id}", Nothing, 400),
        anybody("GET /api/v1/instance", Nothing, 200),
        anybody("POST /api/v1/auth/reset", empty(), 422),
        anybody("POST /api/v1/auth/reset-mail", empty(), 422),
        anybody("POST /api/v1/auth/confirm-email", empty(), 422),
        everybody("POST /api/v1/auth/delete-account", empty(), 422),
        runners("GET /api/v1/admin/users", Nothing, 200),
        runners("PATCH /api/v1/admin/users/{id}", empty(), 200),
        runners("POST /api/v1/admin/users/{id}/reset-link", Nothing, 201),
        runners("GET /api/v1/admin/audit-log", Nothing, 200),
        runners("GET /api/v1/admin/storage", Nothing, 200),
        runners("GET /api/v1/admin/settings", Nothing, 200),
        runners("PATCH /api/v1/admin/settings", empty(), 200),
        anybody("POST /api/v1/auth/login", empty(), 422),
        anybody("POST /login", empty(), 422),
        anybody("POST /api/v1/auth/register", empty(), 422),
        anybody("POST /register", empty(), 422),
        anybody("POST /api/v1/auth/refresh", empty(), 401),
        anybody("POST /refresh", empty(), 401),
        everybody("GET /api/v1/auth/sessions", Nothing, 200),
        row(
            "DELETE /api/v1/auth/sessions/{id}",
            Nothing,
            [204, 404, 404, 404, 404, 404, 401],
        ),
        everybody(
            "POST /api/v1/auth/ticket",
            Json(json!({"purpose": "ws"})),
            200,
        ),
        everybody(
            "POST /api/v1/auth/password",
            Json(
                json!({"currentPassword": "not this one 17", "newPassword": "heliotrope-umbrella-42"}),
            ),
            403,
        ),
        everybody("GET /api/v1/users/me", Nothing, 200),
        everybody(
            "PATCH /api/v1/users/me",
            Json(json!({"statusText": "x"})),
            200,
        ),
        everybody("GET /api/v1/users/me/export", Nothing, 200),
        row(
            "GET /api/v1/users/{id}",
            Nothing,
            [200, 200, 200, 200, 404, 404, 401],
        ),
        everybody("PUT /api/v1/users/me/avatar", File, 422),
        everybody("DELETE /api/v1/users/me/avatar", Nothing, 204),
        everybody("GET /api/v1/pictures/{name}", Nothing, 404),
        everybody("GET /api/v1/sync", Nothing, 200),
        everybody("GET /api/v1/voice", Nothing, 200),
        everybody("POST /api/v1/voice/check", Nothing, 200),
        everybody(
            "POST /api/v1/voice/check/answer",
            Json(json!({"way": "ws", "sdp": ""})),
            422,
        ),
        query("?q=hello", everybody("GET /api/v1/search", Nothing, 200)),
        everybody("GET /api/v1/notifications", Nothing, 200),
        everybody("GET /api/v1/users/me/push", Nothing, 200),
        everybody("PUT /api/v1/users/me/push", Json(browser()), 200),
        everybody("DELETE /api/v1/users/me/push", Nothing, 204),
        everybody("GET /api/v1/spaces", Nothing, 200),
        row(
            "POST /api/v1/spaces",
            name(),
            [201, 403, 403, 403, 403, 403, 401],
        ),
        members("GET /api/v1/spaces/{id}", Nothing, 200),
        managers("PATCH /api/v1/spaces/{id}", name(), 200),
        // Only its owner hands a space over; to somebody who is there.
        row(
            "PATCH /api/v1/spaces/{id}",
            Json(json!({"ownerId": "1"})),
            [422, 403, 403, 403, 404, 404, 401],
        ),
        managers("PUT /api/v1/spaces/{id}/icon", File, 422),
        managers("DELETE /api/v1/spaces/{id}/icon", Nothing, 204),
        members("GET /api/v1/spaces/{id}/channels", Nothing, 200),
        managers("POST /api/v1/spaces/{id}/channels", name(), 201),
        members("GET /api/v1/spaces/{id}/members", Nothing, 200),
        managers(
            "PATCH /api/v1/spaces/{id}/members/{user}",
            Json(json!({"nickname": "n"})),
            200,
        ),
        managers("DELETE /api/v1/spaces/{id}/members/{user}", Nothing, 204),
        managers("GET /api/v1/spaces/{id}/audit-log", Nothing, 200),
        managers("GET /api/v1/spaces/{id}/bans", Nothing, 200),
        managers("GET /api/v1/spaces/{id}/bans/{user}", Nothing, 200),
        managers("PUT /api/v1/spaces/{id}/bans/{user}", empty(), 204),
        managers("DELETE /api/v1/spaces/{id}/bans/{user}", Nothing, 204),
        members("GET /api/v1/spaces/{id}/roles", Nothing, 200),
        managers("POST /api/v1/spaces/{id}/roles", name(), 201),
        managers("PATCH /api/v1/roles/{id}", name(), 200),
        managers("DELETE /api/v1/roles/{id}", Nothing, 204),
        members("GET /api/v1/spaces/{id}/invites", Nothing, 200),
        managers("POST /api/v1/spaces/{id}/invites", empty(), 201),
        anybody("GET /api/v1/invites/{code}", Nothing, 200),
        row(
            "DELETE /api/v1/invites/{code}",
            Nothing,
            [204, 204, 403, 403, 404, 404, 401],
        ),
        members("POST /api/v1/spaces/{id}/read", Nothing, 200),
        members("PUT /api/v1/spaces/{id}/notifications", level(), 200),
        members("GET /api/v1/channels/{id}", Nothing, 200),
        managers("PATCH /api/v1/channels/{id}", name(), 200),
        managers("DELETE /api/v1/channels/{id}", Nothing, 204),
        managers("GET /api/v1/channels/{id}/overrides", Nothing, 200),
        managers("PUT /api/v1/channels/{id}/overrides/{target}", empty(), 204),
        managers(
            "DELETE /api/v1/channels/{id}/overrides/{target}",
            Nothing,
            204,
        ),
        everybody("GET /api/v1/dms", Nothing, 200),
        // With somebody whom one shares a space with.
        row(
            "POST /api/v1/dms",
            Input::Subject,
            [201, 201, 201, 201, 404, 404, 401],
        ),
        // Only a group has people who come and go; this is a channel of a space.
        members("PUT /api/v1/channels/{id}/members/{user}", Nothing, 409),
        members("DELETE /api/v1/channels/{id}/members/{user}", Nothing, 409),
        // A channel for messages has no call.
        everybody("GET /api/v1/channels/{id}/voice", Nothing, 404),
        members("GET /api/v1/channels/{id}/messages", Nothing, 200),
        speakers("POST /api/v1/channels/{id}/messages", text(), 201),
        members("GET /api/v1/channels/{id}/pins", Nothing, 200),
        members(
            "PUT /api/v1/channels/{id}/read",
            Json(json!({"seq": 1})),
            200,
        ),
        members("PUT /api/v1/channels/{id}/notifications", level(), 200),
        members("GET /api/v1/messages/{id}", Nothing, 200),
        // Only its author edits a message.
        row(
            "PATCH /api/v1/messages/{id}",
            text(),
            [200, 403, 403, 403, 404, 404, 401],
        ),
        managers("DELETE /api/v1/messages/{id}", Nothing, 204),
        managers("DELETE /api/v1/messages/{id}/embeds", Nothing, 204),
        // It has no preview.
        everybody("GET /api/v1/messages/{id}/embeds/{image}", Nothing, 404),
        managers("PUT /api/v1/messages/{id}/pin", Nothing, 204),
        managers("DELETE /api/v1/messages/{id}/pin", Nothing, 204),
        speakers("POST /api/v1/messages/{id}/reactions", emoji(), 201),
        members("GET /api/v1/messages/{id}/reactions/{emoji}", Nothing, 200),
        members(
            "DELETE /api/v1/messages/{id}/reactions/{emoji}",
            Nothing,
            204,
        ),
        everybody("POST /api/v1/attachments", File, 201),
        // It is the owner's, as its message is.
        row(
            "PATCH /api/v1/attachments/{id}",
            Json(json!({"alt": "a list"})),
            [200, 403, 403, 403, 404, 404, 401],
        ),
        members("GET /api/v1/attachments/{id}/{filename}", Nothing, 200),
        // It is no picture, and has none.
        everybody(
            "GET /api/v1/attachments/{id}/thumbnail/{filename}",
            Nothing,
            404,
        ),
        // From here on the outsider is a member.
        row(
            "POST /api/v1/invites/{code}/accept",
            empty(),
            [200, 200, 200, 200, 200, 403, 401],
        ),
        row(
            "DELETE /api/v1/spaces/{id}",
            Nothing,
            [204, 403, 403, 403, 403, 404, 401],
        ),
        runners("POST /api/v1/admin/users/{id}/logout-all", Nothing, 204),
        ending(anybody("POST /api/v1/auth/logout", empty(), 204)),
        ending(anybody("POST /logout", empty(), 204)),
        ending(everybody("POST /api/v1/auth/logout-all", Nothing, 204)),
    ]
}
