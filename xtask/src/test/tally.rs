//! Counting tests in what the test runners print.
//!
//! Their closing lines are meant for people but have not changed in years; a suite whose lines are
//! no longer understood counts as "ran no test", which fails, so a change would be noticed.

/// Whose closing lines to look for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reporter {
    Cargo,
    /// It shows what a failed test printed, with the closing line of that test's own program.
    Nextest,
    Vitest,
    Playwright,
}

/// How many tests passed, failed, were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) skipped: u32,
    /// Passed at a later try only. Counted as passed, but said.
    pub(super) flaky: u32,
}

impl Tally {
    /// Whether there is anything to count.
    pub(super) fn ran(&self) -> bool {
        self.passed + self.failed > 0
    }

    pub(super) fn add(&mut self, other: &Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.flaky += other.flaky;
    }

    pub(super) fn describe(&self) -> String {
        let numbers = [
            (self.passed, "passed"),
            (self.failed, "failed"),
            (self.skipped, "skipped"),
            (self.flaky, "FLAKY"),
        ];
        let said = numbers.iter().filter(|(number, _)| *number > 0);
        said.map(|(number, word)| format!("{number} {word}"))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Adds what this line says, if it is a closing line.
    pub(super) fn read(&mut self, reporter: Reporter, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        match reporter {
            Reporter::Cargo if line.starts_with("test result: ") => self.read_rust(line),
            Reporter::Nextest if line.starts_with("Summary ") && line.contains("run:") => {
                self.read_rust(line);
            }
            Reporter::Cargo | Reporter::Nextest => {}
            Reporter::Vitest => {
                if line.starts_with("Tests ") {
                    self.passed += number_before(line, "passed");
                    self.failed += number_before(line, "failed");
                    self.skipped += number_before(line, "skipped") + number_before(line, "todo");
                }
            }
            Reporter::Playwright => self.read_playwright(line),
        }
    }

    fn read_rust(&mut self, line: &str) {
        self.passed += number_before(line, "passed");
        self.failed += number_before(line, "failed");
        // nextest: "1 exec failed", "1 timed out".
        self.failed += number_before(line, "exec") + number_before(line, "timed");
        self.skipped += number_before(line, "ignored") + number_before(line, "skipped");
    }

    /// "4 passed (10.2s)", "1 flaky", "2 failed", each alone on a line.
    fn read_playwright(&mut self, line: &str) {
        let mut words = line.split(' ');
        let (Some(number), Some(word)) = (words.next(), words.next()) else {
            return;
        };
        let Ok(number) = number.parse::<u32>() else {
            return;
        };
        if words.next().is_some_and(|rest| !rest.starts_with('(')) {
            return;
        }
        match word {
            "passed" => self.passed += number,
            "failed" | "interrupted" => self.failed += number,
            "skipped" => self.skipped += number,
            "flaky" => {
                self.passed += number;
                self.flaky += number;
            }
            _ => {}
        }
    }
}

/// The number right before a word: 3 in "3 passed; 0 failed".
fn number_before(line: &str, word: &str) -> u32 {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    words
        .windows(2)
        .find(|pair| pair[1] == word)
        .and_then(|pair| pair[0].parse().ok())
        .unwrap_or(0)
}

/// Takes out terminal colours: ESC [ .. letter.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(reporter: Reporter, lines: &[&str]) -> (u32, u32, u32, u32) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(reporter, line);
        }
        (tally.passed, tally.failed, tally.skipped, tally.flaky)
    }

    /// Each runner's closing lines, as they were printed, colours included.
    #[test]
    fn closing_lines_are_understood() {
        let cargo = [
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            "test result: \u{1b}[31mFAILED\u{1b}[0m. 1 passed; 2 failed; 0 ignored; 0 measured",
        ];
        assert_eq!(read(Reporter::Cargo, &cargo), (4, 2, 1, 0));
        let nextest = [
            "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 612 filtered out",
            "     Summary [   0.010s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 3 skipped",
        ];
        assert_eq!(read(Reporter::Nextest, &nextest), (9, 3, 3, 0));
        let vitest = [
            " Test Files  1 failed | 3 passed (4)",
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | 11 passed | 2 skipped (14)",
        ];
        assert_eq!(read(Reporter::Vitest, &vitest), (11, 1, 2, 0));
        let playwright = [
            "  1 failed",
            "    desktop › talk.spec.ts:3:1 › talk",
            "  1 flaky",
            "  4 passed (36.1s)",
        ];
        assert_eq!(read(Reporter::Playwright, &playwright), (5, 1, 0, 1));
    }

    /// A test that prints such words does not count.
    #[test]
    fn ordinary_lines_are_not_counted() {
        assert_eq!(
            read(Reporter::Nextest, &["3 passed", "Summary of 3 passed"]),
            (0, 0, 0, 0)
        );
        assert_eq!(
            read(Reporter::Playwright, &["3 passed the door", "passed 3"]),
            (0, 0, 0, 0)
        );
    }
}
