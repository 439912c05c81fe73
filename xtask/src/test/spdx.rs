//! Licence expressions: `MIT OR Apache-2.0`, `(MIT OR Apache-2.0) AND Unicode-3.0`.

/// Whether everything the expression demands is on the list: one side of an OR, both of an AND.
/// The old spelling `MIT/Apache-2.0` means OR. What cannot be read is not allowed.
pub(super) fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        allowed,
    };
    let verdict = reader.any();
    verdict == Some(true) && reader.words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a [String],
}

impl Reader<'_> {
    fn any(&mut self) -> Option<bool> {
        let mut verdict = self.all()?;
        while self.take("OR") {
            verdict |= self.all()?;
        }
        Some(verdict)
    }

    fn all(&mut self) -> Option<bool> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            verdict &= self.one()?;
        }
        Some(verdict)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let verdict = self.any()?;
            return self.take(")").then_some(verdict);
        }
        let mut licence = self.next()?.to_owned();
        if self.take("WITH") {
            licence = format!("{licence} WITH {}", self.next()?);
        }
        Some(self.allowed.contains(&licence))
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.words.first() == Some(&word);
        if found {
            self.words = &self.words[1..];
        }
        found
    }

    fn next(&mut self) -> Option<&str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        (!["AND", "OR", "WITH", "(", ")"].contains(first)).then_some(*first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expressions that real dependencies carry, and some that must not pass.
    #[test]
    fn expressions_are_judged() {
        let allowed: Vec<String> = ["MIT", "ISC", "Unicode-3.0"].map(str::to_owned).to_vec();
        let passes = |expression| is_allowed(expression, &allowed);
        assert!(passes("MIT OR Apache-2.0"));
        assert!(passes("Apache-2.0/MIT"));
        assert!(passes("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(passes("ISC AND (Apache-2.0 OR ISC)"));
        assert!(passes("Apache-2.0 WITH LLVM-exception OR MIT"));
        assert!(!passes("GPL-3.0-only"));
        assert!(!passes("MIT AND GPL-3.0-only"));
        assert!(!passes("MIT WITH Something"));
        assert!(!passes(""));
        assert!(!passes("(MIT"));
        assert!(!passes("MIT ISC"));
    }
}
