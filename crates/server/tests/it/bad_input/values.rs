//! Values that are wrong, and values that are merely strange.

use serde_json::{Value, json};

use super::calls::Kind;

/// What no value of this kind can be.
pub fn wrong(kind: &Kind) -> Vec<Value> {
    let mut wrong = vec![json!({}), json!(["a"]), json!({"$ne": null})];
    if !matches!(kind, Kind::Flag) {
        wrong.push(json!(true));
    }
    if !matches!(kind, Kind::List(_)) {
        wrong.push(json!([]));
    }
    if matches!(kind, Kind::Number) {
        wrong.push(json!(u64::MAX));
    }
    wrong.extend(match kind {
        Kind::Text => vec![json!(0), json!(-1), json!(1.5), json!(u64::MAX)],
        Kind::Number | Kind::Position => vec![
            json!(-1),
            json!(1.5),
            json!("x"),
            json!("5"),
            json!(""),
            json!(1e30),
        ],
        Kind::Id => vec![
            json!(0),
            json!(-1),
            json!(1.5),
            json!(u64::MAX),
            json!(""),
            json!("x"),
            json!("-1"),
            json!("0"),
            json!("1.5"),
            json!("99999999999999999999"),
            json!("\u{661}"),
        ],
        Kind::Word(_) => vec![json!(""), json!("nonsense"), json!(0)],
        Kind::Flag => vec![json!(""), json!("true"), json!(0), json!(1)],
        Kind::List(each) => {
            let each = self::wrong(each).into_iter().map(|value| json!([value]));
            each.chain([json!(""), json!("a"), json!(0)]).collect()
        }
    });
    wrong
}

/// One that fits, were it not for the rest.
pub fn right(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!("x"),
        Kind::Number | Kind::Position => json!(1),
        Kind::Id => json!("1"),
        Kind::Word(words) => json!(words[0]),
        Kind::Flag => json!(false),
        Kind::List(each) => json!([right(each)]),
    }
}

/// Texts that have broken programs before.
pub fn strange_texts() -> Vec<String> {
    let texts = [
        "",
        " ",
        "\0",
        "a\0b",
        "\n",
        "\u{7f}",
        "\u{202e}abc",
        "\u{feff}",
        "\u{200d}",
        "\u{e0041}",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "e\u{301}\u{301}",
        "\u{fdfa}",
        "null",
        "undefined",
        "NaN",
        "-1",
        "1e400",
        "'; DROP TABLE users; --",
        "\" OR 1=1",
        "%00",
        "%",
        "_",
        "\\",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "9223372036854775807",
        "9223372036854775808",
        "00000000000000000001",
        "1",
    ];
    let mut texts: Vec<_> = texts.map(str::to_owned).into();
    texts.push("x".repeat(100_000));
    texts.push("\u{1f4a9}".repeat(5_000));
    texts
}

/// The same as values, and some that are none.
pub fn strange() -> Vec<Value> {
    let mut values: Vec<_> = strange_texts().into_iter().map(Value::from).collect();
    values.extend([
        Value::Null,
        json!(0),
        json!(1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!([]),
        json!({"a": [{}]}),
    ]);
    values
}
