//! The description of the sockets, made from the enums of its commands and events.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use parlor_protocol::{
    command::{Command, Commands, REF_CHARS_MAX},
    event::Event,
    voice::{VoiceCommand, VoiceEvent},
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

/// What is said on one socket: each message under its name in the document.
struct Socket {
    heard: Map<String, Value>,
    told: Map<String, Value>,
}

impl Socket {
    /// `/ws`.
    fn gateway(schemas: &mut Schemas) -> Self {
        Event::schemas(schemas);
        Self {
            heard: commands::<Command>(schemas),
            told: events(&value(&Event::schema())),
        }
    }

    /// `/ws/voice/{channel_id}`. Both sides use some words, and some stand in the other language.
    fn voice(schemas: &mut Schemas) -> Self {
        VoiceEvent::schemas(schemas);
        let under = |prefix: &str, messages: Map<String, Value>| {
            let messages = messages.into_iter();
            messages
                .map(|(name, message)| (format!("{prefix}.{name}"), message))
                .collect()
        };
        Self {
            heard: under("voice.client", commands::<VoiceCommand>(schemas)),
            told: under("voice.server", events(&value(&VoiceEvent::schema()))),
        }
    }

    fn all(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.heard.iter().chain(&self.told)
    }

    /// The messages of the channel of this name.
    fn messages(&self) -> Value {
        let pointers = self.all().map(|(name, _)| {
            let pointer = format!("#/components/messages/{name}");
            (name.clone(), json!({"$ref": pointer}))
        });
        pointers.collect::<Map<_, _>>().into()
    }
}

fn operation(
    action: &str,
    channel: &str,
    (summary, messages): (&str, &Map<String, Value>),
) -> Value {
    let names = messages.keys();
    let names = names.map(|name| json!({"$ref": format!("#/channels/{channel}/messages/{name}")}));
    json!({
        "action": action,
        "channel": {"$ref": format!("#/channels/{channel}")},
        "summary": summary,
        "messages": names.collect::<Vec<_>>(),
    })
}

fn document() -> Value {
    let mut schemas = Schemas::new();
    let (gateway, voice) = (Socket::gateway(&mut schemas), Socket::voice(&mut schemas));
    let schemas = components(schemas, &gateway.told);
    let all = gateway.all().chain(voice.all());
    let all: Map<String, Value> = all.map(|(name, of)| (name.clone(), of.clone())).collect();
    let frames = "One JSON object a text frame, either way. Unknown fields are ignored.";
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parlor",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The sockets' side of the contract; docs/protocol.md has all of it, with HTTP.",
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
                "description": frames,
                "messages": gateway.messages(),
                "bindings": {"ws": {"method": "GET", "query": query()}},
            },
            "voice": {
                "address": "/ws/voice/{channel_id}",
                "description": frames,
                "parameters": {"channel_id": {"description": "The channel whose call it is."}},
                "messages": voice.messages(),
                "bindings": {"ws": {"method": "GET", "query": voice_query()}},
            },
        },
        "operations": {
            "hear": operation("receive", "socket", ("What a client may say.", &gateway.heard)),
            "tell": operation("send", "socket", ("What the server says.", &gateway.told)),
            "hearVoice": operation("receive", "voice", ("What a client may say in a call.", &voice.heard)),
            "tellVoice": operation("send", "voice", ("What the server says in a call.", &voice.told)),
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

/// How a socket of a call is opened.
fn voice_query() -> Value {
    json!({
        "type": "object",
        "properties": {
            "ticket": {"type": "string", "description": "A ticket of purpose `voice` for this channel."},
            "token": {"type": "string", "description": "An access token, where the instance takes one here."},
            "resume": {"type": "string", "description": "`sessionId.resumeToken` of a `ready`: takes that seat again."},
        },
    })
}

/// What a client may say.
fn commands<C: Commands>(schemas: &mut Schemas) -> Map<String, Value> {
    let commands = C::described(schemas).into_iter();
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
fn events(schema: &Value) -> Map<String, Value> {
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
