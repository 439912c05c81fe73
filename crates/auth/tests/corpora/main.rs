//! What fuzzing begins with, and what it found, once more: the functions of `fuzz/src/lib.rs` with
//! everything that lies in `fuzz/corpus`. Here they need no nightly compiler.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that panics says where; what it calls is a library elsewhere"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

#[path = "../../../../fuzz/src/lib.rs"]
mod fuzzed;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// Nothing of it makes anything panic.
#[test]
fn every_seed_is_taken() {
    for (name, target) in fuzzed::ALL {
        let folder = fuzz().join("corpus").join(name);
        let seeds = names(&folder);
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in seeds {
            println!("{name}/{seed}");
            target(&fs::read(folder.join(seed)).unwrap());
        }
    }
}

/// The seeds reach what lies behind the signature.
#[test]
fn one_token_is_good() {
    let good = fs::read_to_string(fuzz().join("corpus/tokens/access_token")).unwrap();
    assert_eq!(fuzzed::access(&good).unwrap().user.raw(), 7);
    assert!(fuzzed::access(&good[..good.len() - 1]).is_none());
}

/// Every function has a program and seeds, and there are no others.
#[test]
fn every_target_is_whole() {
    let all: BTreeSet<String> = fuzzed::ALL
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(names(&fuzz().join("corpus")), all);
    let programs = names(&fuzz().join("fuzz_targets"));
    let programs: BTreeSet<_> = programs
        .iter()
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect();
    assert_eq!(programs, all);
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    for name in all {
        assert!(
            manifest.contains(&format!("name = \"{name}\"")),
            "{name} is no program"
        );
    }
}
