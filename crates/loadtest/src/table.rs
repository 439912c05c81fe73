//! Tables in Markdown.

use std::fmt;

use crate::trouble::Trouble;

/// What a run was too short to tell.
const UNKNOWN: &str = "-";

/// A table, row by row.
#[derive(Debug)]
pub(crate) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
    faults: Vec<String>,
}

impl Table {
    /// An empty one.
    pub(crate) fn new(head: &[&str]) -> Self {
        Self {
            head: head.iter().map(|&word| word.to_owned()).collect(),
            rows: Vec::new(),
            notes: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// How many columns it has.
    pub(crate) fn columns(&self) -> usize {
        self.head.len()
    }

    /// One more row.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// One more sentence below.
    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Something that must not be.
    pub(crate) fn fault(&mut self, what: String) {
        self.faults.push(what);
    }

    /// Everything that must not be.
    pub(crate) fn faults(&self) -> &[String] {
        &self.faults
    }

    /// What was measured of `name`; where it is not installed a sentence below says so.
    pub(crate) fn there<'a, T>(
        &mut self,
        name: &str,
        measured: &'a Result<Vec<T>, Trouble>,
    ) -> Result<Option<&'a [T]>, Trouble> {
        match measured {
            Ok(rounds) => Ok(Some(rounds)),
            Err(Trouble::NotHere(why)) => {
                self.note(format!("{name} is not here: {why}."));
                Ok(None)
            }
            Err(trouble) => Err(Trouble::broken(trouble.to_string())),
        }
    }

    /// A number with a fraction; a dash for what a run was too short to tell.
    pub(crate) fn part(number: f64) -> String {
        if number.is_finite() {
            format!("{number:.2}")
        } else {
            UNKNOWN.to_owned()
        }
    }

    /// A number without its fraction, in groups of three.
    pub(crate) fn whole(number: f64) -> String {
        if !number.is_finite() {
            return UNKNOWN.to_owned();
        }
        let digits = format!("{number:.0}");
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
        writeln!(out, "{}", line(&self.head))?;
        let rule: Vec<String> = self.head.iter().map(|_| "-".to_owned()).collect();
        writeln!(out, "{}", line(&rule))?;
        for row in &self.rows {
            writeln!(out, "{}", line(row))?;
        }
        for note in self.notes.iter().chain(&self.faults) {
            writeln!(out, "\n{note}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Large numbers are readable, and a row is a line.
    #[test]
    fn a_table_reads_well() {
        let mut table = Table::new(&["who", "figure"]);
        table.row(vec!["a".to_owned(), Table::whole(1_234_567.4)]);
        table.row(vec!["b".to_owned(), Table::whole(999.0)]);
        table.row(vec![Table::part(0.456), Table::part(1.0 / 0.0)]);
        table.note("c is not here.".to_owned());
        let text = "| who | figure |\n| - | - |\n| a | 1,234,567 |\n| b | 999 |\n| 0.46 | - |\n\nc is not here.\n";
        assert_eq!(table.to_string(), text);
    }
}
