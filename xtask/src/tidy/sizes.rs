//! How large files and functions are. A number is a prompt to look, not a reason to cut a good
//! whole in two; only `--strict` fails on one.

use super::Source;
use super::source::Language;

/// A function longer than this is worth a look.
const FUNCTION_LINES_MAX: usize = 70;

/// What we expect of a whole language's files, in lines.
const FILE_MEDIAN_MAX: usize = 160;
const FILE_P90_MAX: usize = 350;

/// Words that stand before a brace like a function's name but are none.
const NOT_FUNCTIONS: [&str; 6] = ["if", "for", "while", "switch", "catch", "with"];

/// A function and where it begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) length: usize,
}

/// Prints the distributions; gives the number of remarks.
pub(super) fn report(sources: &[Source]) -> usize {
    let mut remarks = 0;
    for (language, name) in [
        (Language::Rust, "Rust"),
        (Language::TypeScript, "TypeScript"),
    ] {
        let ours: Vec<&Source> = sources
            .iter()
            .filter(|source| source.language == language && !source.generated)
            .collect();
        let mut files: Vec<usize> = ours.iter().map(|source| source.lines()).collect();
        let functions: Vec<(&str, Function)> = ours
            .iter()
            .flat_map(|source| {
                functions(source)
                    .into_iter()
                    .map(|f| (source.path.as_str(), f))
            })
            .collect();
        let mut lengths: Vec<usize> = functions.iter().map(|(_, f)| f.length).collect();
        println!("{name:<10} files     {}", distribution(&mut files));
        println!("{name:<10} functions {}", distribution(&mut lengths));
        if share(&files, 50) > FILE_MEDIAN_MAX || share(&files, 90) > FILE_P90_MAX {
            println!(
                "  remark: expected of files: median <= {FILE_MEDIAN_MAX}, p90 <= {FILE_P90_MAX}"
            );
            remarks += 1;
        }
        for (path, function) in functions
            .iter()
            .filter(|(_, f)| f.length > FUNCTION_LINES_MAX)
        {
            let Function { name, line, length } = function;
            println!("  remark: {path}:{line}: `{name}` has {length} lines");
            remarks += 1;
        }
    }
    remarks
}

fn distribution(lengths: &mut [usize]) -> String {
    lengths.sort_unstable();
    format!(
        "{:>5}   lines: median {:>3}  p90 {:>3}  max {:>3}",
        lengths.len(),
        share(lengths, 50),
        share(lengths, 90),
        lengths.last().copied().unwrap_or(0)
    )
}

/// The length that so many percent do not exceed. The lengths are sorted.
fn share(lengths: &[usize], percent: usize) -> usize {
    let rank = (lengths.len() * percent).div_ceil(100).max(1);
    lengths.get(rank - 1).copied().unwrap_or(0)
}

/// Every function with a body, also those inside others.
pub(super) fn functions(source: &Source) -> Vec<Function> {
    let code = source.code.as_str();
    let mut found = Vec::new();
    let mut open: Vec<Option<(String, usize)>> = Vec::new();
    let mut header_start = 0;
    let mut line = 1;
    for (at, character) in code.char_indices() {
        match character {
            '\n' => line += 1,
            '{' => {
                let header = &code[header_start..at];
                let name = match source.language {
                    Language::Rust => rust_function(header),
                    _ => typescript_function(header),
                };
                let first = line - header.trim_start().matches('\n').count();
                open.push(name.map(|name| (name, first)));
                header_start = at + 1;
            }
            '}' => {
                if let Some((name, first)) = open.pop().flatten() {
                    found.push(Function {
                        name,
                        line: first,
                        length: line + 1 - first,
                    });
                }
                header_start = at + 1;
            }
            ';' => header_start = at + 1,
            _ => {}
        }
    }
    found
}

/// The name in `pub async fn name<T>(..) -> X`, if the text before a brace is such a head.
fn rust_function(header: &str) -> Option<String> {
    let words: Vec<&str> = header.split_whitespace().collect();
    let index = words.iter().rposition(|word| *word == "fn")?;
    let name: String = words
        .get(index + 1)?
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    // Between the signature and this brace nothing else may have begun: `fn f() = match x {`.
    (!name.is_empty() && words[index..].iter().all(|word| *word != "match")).then_some(name)
}

/// `function name(..)`, `name(..)` and `(..) =>`, with or without a return type.
fn typescript_function(header: &str) -> Option<String> {
    let header = header.trim();
    if let Some(arrow) = header.strip_suffix("=>") {
        let name = arrow.rsplit_once('=').and_then(|(left, _)| {
            let left = left.split(':').next().unwrap_or(left);
            left.split_whitespace().last()
        });
        return Some(
            name.filter(|name| is_name(name))
                .unwrap_or("(arrow)")
                .to_owned(),
        );
    }
    let last_line_start = header.rfind('\n').map_or(0, |at| at + 1);
    let open = header.find('(')?;
    let after_parameters = header.rfind(')')? + 1;
    let tail = header[after_parameters..].trim();
    if !(tail.is_empty() || tail.starts_with(':')) || after_parameters < last_line_start {
        return None;
    }
    let head = header[..open].split('<').next().unwrap_or_default();
    let name = head.split_whitespace().last()?;
    (is_name(name) && !NOT_FUNCTIONS.contains(&name)).then(|| name.to_owned())
}

fn is_name(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &str, text: &str) -> Vec<(String, usize, usize)> {
        let source = Source::new(path, text.to_owned()).expect("a source file");
        functions(&source)
            .into_iter()
            .map(|f| (f.name, f.line, f.length))
            .collect()
    }

    /// Functions and methods count, from the first line of their head to their last brace.
    #[test]
    fn rust_functions_are_measured() {
        let text = "struct A { b: u8 }\n\nimpl A {\n    pub async fn one<T>(\n        t: T,\n    ) \
                    -> Option<T> {\n        if x { y }\n    }\n}\n\nfn two() {}\n";
        let found = names("a.rs", text);
        assert_eq!(found, [("one".to_owned(), 4, 5), ("two".to_owned(), 11, 1)]);
    }

    /// The three ways to write a function in TypeScript; control flow is none.
    #[test]
    fn typescript_functions_are_measured() {
        let text = "export function one(a: string): void {\n  if (a) {\n    b();\n  }\n}\n\
                    class C {\n  two() {\n  }\n}\nconst three = (a: number) => {\n};\n\
                    const o = { p: 1 };\n";
        let found: Vec<String> = names("a.ts", text)
            .into_iter()
            .map(|(name, ..)| name)
            .collect();
        assert_eq!(found, ["one", "two", "three"]);
    }

    /// The usual definition, also at the edges.
    #[test]
    fn shares_are_counted() {
        assert_eq!(share(&[], 50), 0);
        assert_eq!(share(&[7], 90), 7);
        let hundred: Vec<usize> = (1..=100).collect();
        assert_eq!((share(&hundred, 50), share(&hundred, 90)), (50, 90));
    }
}
