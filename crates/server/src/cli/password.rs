//! Passwords on the command line: read from standard input or made here, never an argument, which
//! everybody on the machine could see.

use std::io::{self, Read};

use parlor_auth::password::{self, Password, PasswordHash};

use super::Failure;
use crate::{app::App, clock};

/// Without those that are taken for each other; 32 of them, so each is worth 5 bits.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Four groups of five letters: 100 bits.
const GROUPS: usize = 4;
const GROUP: usize = 5;

/// More than any password, in bytes.
const INPUT_BYTES_MAX: u64 = 4096;

/// A password and its hash.
pub(super) struct Chosen {
    pub(super) hash: PasswordHash,
    /// The password, where it was made here and somebody must be told.
    pub(super) made: Option<String>,
}

/// Reads a password from standard input, or makes one.
pub(super) fn choose(app: &App, from_stdin: bool, username: &str) -> Result<Chosen, Failure> {
    let (text, made) = if from_stdin {
        (read()?, None)
    } else {
        let made = make();
        (made.clone(), Some(made))
    };
    let settings = app.settings.in_force();
    let words = [username, settings.name.as_str()];
    let password = Password::new_checked(text, &app.config.limits, &words)
        .map_err(|why| Failure::Refused(format!("The password {why}.")))?;
    Ok(Chosen {
        hash: password::hash(&password, &mut clock::rng()),
        made,
    })
}

/// The first line; its end is not part of the password.
fn read() -> Result<String, Failure> {
    let mut text = String::new();
    let read = io::stdin().take(INPUT_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|_| Failure::Refused("The password on standard input is not UTF-8.".to_owned()))?;
    let line = text.split('\n').next().unwrap_or_default();
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

fn make() -> String {
    let bytes = clock::random::<{ GROUPS * GROUP }>();
    let letters = bytes.map(|byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
    let groups: Vec<String> = letters
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use parlor_protocol::limits::Limits;

    use super::*;

    /// What is made is long enough to be guessed by nobody, easy to type, and new each time.
    #[test]
    fn a_made_password_is_a_good_one() {
        let (one, other) = (make(), make());
        assert_ne!(one, other);
        assert_eq!(one.len(), GROUPS * (GROUP + 1) - 1);
        assert!(Password::new_checked(one, &Limits::default(), &["ada"]).is_ok());
    }
}
