//! Every call of the API, read from its own description: what is added there is tried here.

use hyper::Method;
use serde_json::{Map, Value};

/// One call, and what it takes.
pub struct Call {
    pub method: Method,
    /// With its variable parts in braces.
    pub path: String,
    /// Whether it can be made without a session.
    pub open: bool,
    pub body: Option<Body>,
    /// Whether it brings a file, in a form.
    pub brings_a_file: bool,
    /// What stands in the path, the query and the headers.
    pub parameters: Vec<Field>,
}

/// A JSON object.
pub struct Body {
    /// Whether it must be there.
    pub required: bool,
    pub fields: Vec<Field>,
}

/// One named value.
pub struct Field {
    pub name: String,
    /// `body`, `path`, `query` or `header`.
    pub place: String,
    pub required: bool,
    pub kind: Kind,
}

/// What a value may be.
pub enum Kind {
    Text,
    Number,
    /// A place in a stream: any number of 64 bits, for what lies beyond the end counts as the end.
    Position,
    /// A decimal string; a number is accepted too.
    Id,
    /// One of these words.
    Word(Vec<String>),
    /// Yes or no.
    Flag,
    /// Any number of these.
    List(Box<Kind>),
}

impl Call {
    /// `POST /api/v1/auth/login`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The parameters of one place.
    pub fn of(&self, place: &str) -> impl Iterator<Item = &Field> {
        self.parameters
            .iter()
            .filter(move |field| field.place == place)
    }
}

/// All calls, the short names of four of them included.
pub fn all(document: &Value) -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, methods) in object(&document["paths"]) {
        for (method, call) in object(methods) {
            let made = |path: &str| Call {
                method: method.to_uppercase().parse().unwrap(),
                path: path.to_owned(),
                open: is_open(call, document),
                body: body(call, document),
                brings_a_file: call["requestBody"]["content"]
                    .get("multipart/form-data")
                    .is_some(),
                parameters: parameters(call, document),
            };
            calls.push(made(path));
            let short = path.strip_prefix("/api/v1/auth");
            if let Some(short) = short.filter(|short| ALIASES.contains(short)) {
                calls.push(made(short));
            }
        }
    }
    assert!(calls.len() > 35, "{} calls", calls.len());
    calls
}

/// They are not in the description, for they are the same calls.
const ALIASES: [&str; 4] = ["/register", "/login", "/refresh", "/logout"];

fn object(value: &Value) -> &Map<String, Value> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("an object: {value}"))
}

fn is_open(call: &Value, document: &Value) -> bool {
    let ways = call.get("security").unwrap_or(&document["security"]);
    let mut ways = ways.as_array().expect("ways in").iter();
    ways.any(|way| object(way).is_empty())
}

fn body(call: &Value, document: &Value) -> Option<Body> {
    let body = call.get("requestBody")?;
    let json = body["content"].get("application/json")?;
    let schema = resolve(&json["schema"], document);
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|n| n == name));
    let fields = object(&schema["properties"])
        .iter()
        .map(|(name, schema)| Field {
            name: name.clone(),
            place: "body".to_owned(),
            required: is_required(name),
            kind: kind(schema, document),
        });
    Some(Body {
        required: body["required"] == true,
        fields: fields.collect(),
    })
}

fn parameters(call: &Value, document: &Value) -> Vec<Field> {
    let parameters = call["parameters"].as_array().into_iter().flatten();
    let fields = parameters.map(|parameter| Field {
        name: parameter["name"].as_str().unwrap().to_owned(),
        place: parameter["in"].as_str().unwrap().to_owned(),
        required: parameter["required"] == true,
        kind: kind(&parameter["schema"], document),
    });
    fields.collect()
}

/// The schema itself, without what it may be instead (`null`) and what stands for it.
fn resolve<'a>(schema: &'a Value, document: &'a Value) -> &'a Value {
    if let Some(name) = reference(schema) {
        return resolve(&document["components"]["schemas"][name], document);
    }
    match schema["oneOf"].as_array() {
        Some(either) => {
            let real = either.iter().find(|schema| schema["type"] != "null");
            resolve(real.expect("something but null"), document)
        }
        None => schema,
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn kind(schema: &Value, document: &Value) -> Kind {
    let either = schema["oneOf"].as_array().into_iter().flatten();
    let mut names = either.chain([schema]).filter_map(reference);
    if names.any(|name| name.ends_with("Id")) {
        return Kind::Id;
    }
    let schema = resolve(schema, document);
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().filter_map(Value::as_str).map(str::to_owned);
        return Kind::Word(words.collect());
    }
    let types = schema["type"].to_string();
    match types {
        types if types.contains("integer") && schema["format"] == "int64" => Kind::Position,
        types if types.contains("integer") => Kind::Number,
        types if types.contains("string") => Kind::Text,
        types if types.contains("boolean") => Kind::Flag,
        types if types.contains("array") => {
            Kind::List(Box::new(self::kind(&schema["items"], document)))
        }
        types => panic!("say how a {types} can be wrong: {schema}"),
    }
}
