//! The description of the socket, made from the enums of its commands and events.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use parlor_protocol::{
    command::{Command, REF_CHARS_MAX},
    event::Event,
};
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema, openapi::RefOr};

/// Named schemas, as the derives give them.
type Schemas = Vec<(String, RefOr<utoipa::openapi::Schema>)>;

/// The whole document, as `/api/asyncapi.json` serves it. Made once.
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        // The document is made of strings and lists, and always has a text.
        let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
        text.push('\n');
        text
    });
    &TEXT
}

/// `GET /api/asyncapi.json`.
pub(super) async fn serve() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}

fn document() -> Value {
    let mut schemas = Schemas::new();
    Event::schemas(&mut schemas);
    let commands = commands(&mut schemas);
    let events = events();
    let names = |messages: &Map<String, Value>| -> Vec<Value> {
        let names = messages.keys();
        names
            .map(|name| json!({"$ref": format!("#/channels/socket/messages/{name}")}))
            .collect()
    };
    let (heard, told) = (names(&commands), names(&events));
    let schemas = components(schemas, &events);
    let all: Map<String, Value> = commands.into_iter().chain(events).collect();
    let channel = all.keys().map(|name| {
        (
            name.clone(),
            json!({"$ref": format!("#/components/messages/{name}")}),
        )
    });
    let channel: Map<String, Value> = channel.collect();
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parlor",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The socket's side of the contract; docs/protocol.md has all of it, with HTTP.",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "instance": {
                "host": "{host}",
                "protocol": "wss",
                "description": "The instance that serves this page.",
                "variables": {"host": {"description": "Where it is reached."}},
            },
        },
        "channels": {
            "socket": {
                "address": "/ws",
                "description": "One JSON object a text frame, either way. Unknown fields are ignored.",
                "messages": channel,
                "bindings": {"ws": {"method": "GET", "query": query()}},
            },
        },
        "operations": {
            "hear": {
                "action": "receive",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "What a client may say.",
                "messages": heard,
            },
            "tell": {
                "action": "send",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "What the server says.",
                "messages": told,
            },
        },
        "components": {"messages": all, "schemas": schemas},
    })
}

/// How a socket is opened.
fn query() -> Value {
    json!({
        "type": "object",
        "properties": {
            "ticket": {"type": "string", "description": "A ticket of purpose `ws`."},
            "token": {"type": "string", "description": "An access token, where the instance takes one here."},
            "v": {"type": "integer", "const": parlor_protocol::event::VERSION, "description": "The version of the language."},
        },
    })
}

/// What a client may say.
fn commands(schemas: &mut Schemas) -> Map<String, Value> {
    let commands = Command::described(schemas).into_iter();
    let commands = commands.map(|command| {
        let mut payload = value(&command.fields);
        let name = command.name;
        if let Some(fields) = payload.as_object_mut() {
            fields.remove("description");
            let properties = fields.entry("properties").or_insert_with(|| json!({}));
            properties["type"] = json!({"type": "string", "enum": [name]});
            let reference = "Echoed on the answer.";
            properties["ref"] =
                json!({"type": "string", "maxLength": REF_CHARS_MAX, "description": reference});
            let required = fields.entry("required").or_insert_with(|| json!([]));
            required
                .as_array_mut()
                .into_iter()
                .for_each(|names| names.push("type".into()));
        }
        (name.to_owned(), message(name, command.summary, &payload))
    });
    commands.collect()
}

/// What the server says: each variant of the enum, under its `type`.
fn events() -> Map<String, Value> {
    let schema = value(&Event::schema());
    let variants = schema["oneOf"].as_array().into_iter().flatten();
    let events = variants.filter_map(|variant| {
        let name = variant["properties"]["type"]["enum"][0].as_str()?;
        let mut payload = variant.clone();
        let fields = payload.as_object_mut()?;
        let summary = fields.remove("description").unwrap_or_default();
        let words = summary.as_str().unwrap_or_default().split_whitespace();
        let summary = words.collect::<Vec<_>>().join(" ");
        // The derive does not know the enum's one word for the case of all its fields.
        if let Some(Value::Object(properties)) = fields.get_mut("properties") {
            let named = std::mem::take(properties).into_iter();
            *properties = named.map(|(name, of)| (camel(&name), of)).collect();
        }
        for required in fields.get_mut("required")?.as_array_mut()? {
            *required = camel(required.as_str()?).into();
        }
        Some((name.to_owned(), message(name, &summary, &payload)))
    });
    events.collect()
}

fn message(name: &str, summary: &str, payload: &Value) -> Value {
    json!({"name": name, "summary": summary, "payload": payload})
}

/// `last_seq` as it stands on the wire.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        all + &head.to_ascii_uppercase() + tail
    })
}

/// What messages are made of; among it any event, as a page of them carries.
fn components(schemas: Schemas, events: &Map<String, Value>) -> Map<String, Value> {
    let any = events.keys();
    let any = any.map(|name| json!({"$ref": format!("#/components/messages/{name}/payload")}));
    let any = json!({"description": "Any event.", "oneOf": any.collect::<Vec<_>>()});
    let schemas = schemas.into_iter();
    let schemas = schemas.map(|(name, schema)| (name, value(&schema)));
    schemas.chain([("Event".to_owned(), any)]).collect()
}

fn value(schema: &impl serde::Serialize) -> Value {
    // What the derives make is made of strings, numbers and lists.
    serde_json::to_value(schema).unwrap_or_default()
}
