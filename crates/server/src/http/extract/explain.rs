//! What serde says, in the words of the contract.

use parlor_protocol::error::Code;
use serde::de::DeserializeOwned;
use serde_path_to_error::Path;

use crate::refusal::Refusal;

/// What a body that is not an object must be.
const OBJECT: &str = "must be a JSON object";

/// Reads one JSON object.
///
/// # Errors
/// [`Code::Malformed`] for what is not JSON, [`Code::Validation`] with the field for what is not
/// the object it must be.
pub(super) fn from_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    // All of it: a reader looks only at the fields it wants.
    let Ok(text) = std::str::from_utf8(text) else {
        return Err(Refusal::new(
            Code::Malformed,
            "The request body is not UTF-8, which JSON must be.",
        ));
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader);
    let value: T = value.map_err(|error| of_json(&error, text))?;
    reader.end().map_err(|error| not_json(&error))?;
    // serde reads a struct from a list too, field by field; nobody means that.
    if is_object(text) {
        Ok(value)
    } else {
        Err(Refusal::field("body", OBJECT))
    }
}

fn is_object(text: &str) -> bool {
    text.trim_ascii_start().starts_with('{')
}

/// A reader stops at the first thing it does not want; whether all of it is JSON is another
/// question, and comes first.
fn of_json(error: &serde_path_to_error::Error<serde_json::Error>, text: &str) -> Refusal {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        return not_json(&error);
    }
    if !is_object(text) {
        return Refusal::field("body", OBJECT);
    }
    let inner = error.inner();
    if !inner.is_data() {
        // What is one of several words is read in a way that takes anything else for a mistake in
        // the JSON.
        return of_field(error.path(), "has the wrong type", OBJECT);
    }
    let message = inner.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(before, _)| before);
    of_field(error.path(), message, OBJECT)
}

fn not_json(error: &serde_json::Error) -> Refusal {
    let (line, column) = (error.line(), error.column());
    Refusal::new(
        Code::Malformed,
        format!("The request body is not JSON: see line {line}, column {column}."),
    )
}

/// Reads what a form or a query says, a list of names and texts.
///
/// # Errors
/// [`Code::Validation`] with the field.
pub(super) fn from_form<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text));
    serde_path_to_error::deserialize(reader)
        .map_err(|error| of_field(error.path(), &error.inner().to_string(), "is not a form"))
}

fn of_field(path: &Path, message: &str, whole: &str) -> Refusal {
    let parent = path.to_string();
    // These two are said of the object, not of the field.
    let own = [
        ("missing field `", "is missing"),
        ("duplicate field `", "stands twice"),
    ];
    for (beginning, why) in own {
        let rest = message.strip_prefix(beginning);
        if let Some((field, _)) = rest.and_then(|rest| rest.split_once('`')) {
            return match parent.as_str() {
                "." => Refusal::field(field, why),
                parent => Refusal::field(&format!("{parent}.{field}"), why),
            };
        }
    }
    match parent.as_str() {
        "." => Refusal::field("body", whole),
        name => Refusal::field(name, &plain(message)),
    }
}

/// What the value must be. Never repeats the value: it may be a password in the wrong place.
fn plain(message: &str) -> String {
    const NUMBER: &str = "must be a whole number";
    match (message.rsplit_once(", expected "), message) {
        (Some((_, "u8" | "u16" | "u32" | "u64" | "usize" | "i64")), _)
        | (None, "invalid digit found in string" | "cannot parse integer from empty string") => {
            NUMBER.to_owned()
        }
        (Some((_, expected)), _) if expected.starts_with("struct ") => OBJECT.to_owned(),
        (Some((_, expected)), _) => format!("must be {}", expected.replace('`', "")),
        (None, "number too large to fit in target type") => "is too large".to_owned(),
        (None, message) => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use parlor_protocol::page::PageSize;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Inner {
        #[serde(rename = "maxUses")]
        _max_uses: Option<u32>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Colour {
        Red,
        Blue,
    }

    #[derive(Debug, Deserialize)]
    struct Input {
        #[serde(rename = "content")]
        _content: String,
        #[serde(rename = "inner")]
        _inner: Option<Inner>,
        #[serde(default, rename = "limit")]
        _limit: PageSize,
        #[serde(rename = "colour")]
        _colour: Option<Colour>,
    }

    fn json(text: &str) -> (Code, String, String) {
        told(from_json::<Input>(text.as_bytes()).unwrap_err())
    }

    fn form(text: &str) -> (Code, String, String) {
        told(from_form::<Input>(text.as_bytes()).unwrap_err())
    }

    fn told(refusal: Refusal) -> (Code, String, String) {
        let (field, why) = refusal.fields.into_iter().next().unwrap_or_default();
        (refusal.code, field, why)
    }

    fn invalid(field: &str, why: &str) -> (Code, String, String) {
        (Code::Validation, field.to_owned(), why.to_owned())
    }

    /// Well-formed but wrong: the field is named, what it must be is told, the value is not.
    #[test]
    fn wrong_types_name_their_field() {
        assert_eq!(json("{}"), invalid("content", "is missing"));
        assert_eq!(
            json(r#"{"content":5}"#),
            invalid("content", "must be a string")
        );
        assert_eq!(
            json(r#"{"content":{"$ne":null}}"#),
            invalid("content", "must be a string")
        );
        assert_eq!(
            json(r#"{"content":null}"#),
            invalid("content", "must be a string")
        );
        assert_eq!(
            json(r#"{"content":"","inner":{"maxUses":-1}}"#),
            invalid("inner.maxUses", "must be a whole number")
        );
        assert_eq!(
            json(r#"{"content":"","inner":"hunter2"}"#),
            invalid("inner", "must be a JSON object")
        );
        assert_eq!(
            json(r#"{"content":"a","content":"b"}"#),
            invalid("content", "stands twice")
        );
        assert_eq!(
            json(r#"{"content":"a","limit":101}"#),
            invalid("limit", "must be from 1 to 100")
        );
        for wrong in ["5", "true", "[]"] {
            let text = format!(r#"{{"colour":{wrong}}}"#);
            assert_eq!(
                json(&text),
                invalid("colour", "has the wrong type"),
                "{text}"
            );
        }
        for wrong in ["hunter2", "a, expected hunter2"] {
            let text = format!(r#"{{"colour":"{wrong}"}}"#);
            assert_eq!(json(&text), invalid("colour", "must be red or blue"));
        }
        for text in ["[]", "\"hunter2\"", "5", "null", r#"["a",null,7]"#, "[[]]"] {
            assert_eq!(
                json(text),
                invalid("body", "must be a JSON object"),
                "{text}"
            );
        }
    }

    /// What no JSON reader would take is 400, however much of it looked good.
    #[test]
    fn what_is_not_json_is_malformed() {
        let deep = "[".repeat(10_000);
        let half = r#"{"content":"a"#;
        for text in [
            "",
            "{",
            "hi",
            half,
            r#"{"content":"a"} x"#,
            "\u{feff}{}",
            &deep,
            "{'a':1}",
        ] {
            assert_eq!(json(text).0, Code::Malformed, "{text}");
        }
        assert_eq!(
            from_json::<Input>(b"{\"content\":\"\xff\"}")
                .unwrap_err()
                .code,
            Code::Malformed
        );
    }

    /// Unknown fields are ignored, for clients of tomorrow.
    #[test]
    fn unknown_fields_are_ignored() {
        assert!(from_json::<Input>(br#" {"content":"a","mood":{"x":[1]}} "#).is_ok());
        assert!(from_form::<Input>(b"content=a&mood=good").is_ok());
    }

    /// Forms and queries are judged like JSON.
    #[test]
    fn forms_name_their_field() {
        assert_eq!(form(""), invalid("content", "is missing"));
        assert_eq!(
            form("content=a&limit=0"),
            invalid("limit", "must be from 1 to 100")
        );
        assert_eq!(
            form("content=a&limit=-1"),
            invalid("limit", "must be a whole number")
        );
        assert_eq!(
            form("content=a&limit="),
            invalid("limit", "must be a whole number")
        );
        assert_eq!(
            form("content=a&limit=99999999999999999999"),
            invalid("limit", "is too large")
        );
        assert_eq!(
            form("content=a&content=b"),
            invalid("content", "stands twice")
        );
    }
}
