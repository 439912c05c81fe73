//! `parlor config`.

use std::fmt::Write;

use super::{Failure, print};
use crate::config::{Loaded, Setting};

/// Prints every setting as it would stand in `parlor.toml`, with its place beside it. What has no
/// value to show is a comment, so the whole can be used as a file.
pub(super) fn show(loaded: &Loaded) -> Result<(), Failure> {
    let lines: Vec<_> = loaded.settings().iter().map(line).collect();
    let width = lines.iter().map(|(line, _)| line.chars().count()).max();
    let mut text = String::new();
    for (line, place) in lines {
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "{line:width$}  # {place}",
            width = width.unwrap_or(0).min(60)
        );
    }
    for name in &loaded.ignored {
        let _ = writeln!(text, "# {name} in the environment means nothing");
    }
    print(&text)
}

fn line(setting: &Setting) -> (String, String) {
    let Setting { name, value, place } = setting;
    let line = if value.starts_with('(') {
        format!("# {name} {value}")
    } else {
        format!("{name} = {value}")
    };
    (line, place.clone())
}
