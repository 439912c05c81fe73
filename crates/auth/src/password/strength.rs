//! Whether a guesser would find a password soon.

use zxcvbn::{Score, feedback::Feedback, zxcvbn};

use super::Refused;

/// Under a million guesses a password is refused; more is up to its owner.
const SCORE_MIN: Score = Score::Two;

/// # Errors
/// [`Refused::Context`] or [`Refused::Guessable`].
pub(super) fn check(password: &str, words: &[&str]) -> Result<(), Refused> {
    let lower = password.to_lowercase();
    if words.iter().any(|word| word.to_lowercase() == lower) {
        return Err(Refused::Context);
    }
    let estimate = zxcvbn(password, words);
    if estimate.score() >= SCORE_MIN {
        return Ok(());
    }
    Err(Refused::Guessable {
        advice: advice(estimate.feedback()),
    })
}

/// The most telling sentence, fit to follow a colon.
fn advice(feedback: Option<&Feedback>) -> String {
    let sentence = feedback.and_then(|feedback| {
        let warning = feedback.warning().map(|warning| warning.to_string());
        warning.or_else(|| feedback.suggestions().first().map(ToString::to_string))
    });
    let sentence = sentence
        .unwrap_or_else(|| "Add another word or two. Uncommon words are better.".to_owned());
    let mut chars = sentence.trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}
