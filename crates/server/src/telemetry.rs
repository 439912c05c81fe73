//! The log: lines on standard error, for people or for programs.
//!
//! What others send us may stand in a line only where a line cannot be forged with it: control
//! characters are written as escapes, so nobody starts a new line or moves the cursor of who reads
//! along. Tokens, tickets, passwords and query strings are never handed to it, and libraries, who
//! might, are not listened to below `info`.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
};

use tracing::{Level, Metadata, level_filters::LevelFilter};
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::filter_fn,
    fmt::{self, MakeWriter},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::config::{Log, LogFormat};

/// What the targets of our own lines begin with.
const OURS: &str = "parlor";

/// Starts to write the log, once in a process.
pub fn start(log: &Log) {
    let lines = fmt::layer().with_writer(Escaping).with_ansi(false);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match log.format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let known = filter_fn(is_known).with_max_level_hint(LevelFilter::TRACE);
    let subscriber = tracing_subscriber::registry()
        .with(lines)
        .with(known)
        .with(EnvFilter::new(&log.level));
    // A second start leaves the first one in place, which is what was asked for too.
    let _ = subscriber.try_init();
    std::panic::set_hook(Box::new(tell_panic));
}

/// Whether we know what stands in a line: in our own, and in what libraries say of the large
/// things. What they say beyond that quotes what passes through them, such as a frame with a token.
fn is_known(line: &Metadata<'_>) -> bool {
    *line.level() <= Level::INFO || line.target().starts_with(OURS)
}

/// A panic in the words of the log. A text that was put together at run time may quote what people
/// sent, so only fixed ones are told; the place is what one needs.
fn tell_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let what = panic.payload().downcast_ref::<&'static str>().copied();
    let place = panic.location().map(ToString::to_string);
    let thread = std::thread::current();
    tracing::error!(
        what,
        place = place.as_deref(),
        thread = thread.name(),
        "panic"
    );
}

struct Escaping;

impl<'a> MakeWriter<'a> for Escaping {
    type Writer = Lines<io::Stderr>;

    fn make_writer(&'a self) -> Self::Writer {
        Lines(io::stderr())
    }
}

/// Takes whole lines, one a write, as the subscriber hands them over.
struct Lines<W>(W);

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let (text, end) = match line.strip_suffix(b"\n") {
            Some(text) => (text, true),
            None => (line, false),
        };
        let text = String::from_utf8_lossy(text);
        let mut escaped = escape(&text).into_owned();
        if end {
            escaped.push('\n');
        }
        self.0.write_all(escaped.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Control characters as JSON writes them, which suits both formats.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if character.is_control() {
            // Writing into a string cannot fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(line: &str) -> String {
        let mut lines = Lines(Vec::new());
        lines.write_all(line.as_bytes()).unwrap();
        String::from_utf8(lines.0).unwrap()
    }

    /// No text forges a line or moves a cursor; ordinary lines pass as they are.
    #[test]
    fn a_line_is_one_line() {
        assert_eq!(written("grüße\n"), "grüße\n");
        assert_eq!(
            written("a\nERROR forged\r\x1b[2J\u{9b}x\n"),
            "a\\u000aERROR forged\\u000d\\u001b[2J\\u009bx\n"
        );
    }
}
