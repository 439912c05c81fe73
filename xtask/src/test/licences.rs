//! What we stand on: each dependency's licence is allowed, it comes from crates.io, and no crate
//! is there in two versions unless deny.toml says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Stdio;

use super::deny::Deny;
use super::spdx::is_allowed;
use crate::process::{self, Failure, root};

/// A crate in the graph, as `cargo tree` names it.
struct Package {
    name: String,
    version: String,
    licence: String,
}

/// Checks the whole graph of every platform that deny.toml names.
pub(super) fn check() -> Result<(), Failure> {
    let deny = Deny::parse(&read("deny.toml")?)?;
    let packages = packages(&deny.targets)?;
    let mut complaints = licence_complaints(&packages, &deny);
    complaints.extend(version_complaints(&packages, &deny));
    complaints.extend(source_complaints(&read("Cargo.lock")?, &deny));
    for skip in unused_skips(&packages, &deny) {
        println!("deny.toml: the exception for {skip} is no longer needed");
    }
    if complaints.is_empty() {
        println!(
            "{} crates: licences, sources and versions are in order",
            packages.len()
        );
        return Ok(());
    }
    Err(Failure::Broken(complaints.join("\n")))
}

fn licence_complaints(packages: &[Package], deny: &Deny) -> Vec<String> {
    packages
        .iter()
        .filter(|package| !is_allowed(&package.licence, &deny.licences))
        .map(
            |Package {
                 name,
                 version,
                 licence,
             }| {
                format!("{name} {version}: licence `{licence}` is not on the list in deny.toml")
            },
        )
        .collect()
}

fn version_complaints(packages: &[Package], deny: &Deny) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        if !deny
            .skips
            .iter()
            .any(|skip| skip.covers(&package.name, &package.version))
        {
            versions
                .entry(&package.name)
                .or_default()
                .insert(&package.version);
        }
    }
    versions
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| {
            let versions: Vec<&str> = versions.iter().copied().collect();
            format!(
                "{name} is there in versions {}: use one, or say in deny.toml why not \
                 (cargo tree -i {name}@{})",
                versions.join(" and "),
                versions[0]
            )
        })
        .collect()
}

/// A crate from anywhere but the registry has been seen by nobody but us.
fn source_complaints(lock_file: &str, deny: &Deny) -> Vec<String> {
    let sources = lock_file
        .lines()
        .filter_map(|line| line.strip_prefix("source = \"registry+"));
    let elsewhere = lock_file
        .lines()
        .filter(|line| line.starts_with("source = \"") && !line.contains("\"registry+"));
    sources
        .map(|rest| rest.trim_end_matches('"'))
        .filter(|registry| !deny.registries.iter().any(|allowed| allowed == registry))
        .chain(elsewhere)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|source| format!("Cargo.lock: {source} is not an allowed source"))
        .collect()
}

fn unused_skips(packages: &[Package], deny: &Deny) -> Vec<String> {
    deny.skips
        .iter()
        .filter(|skip| {
            let covered = packages
                .iter()
                .any(|package| skip.covers(&package.name, &package.version));
            let twice = packages
                .iter()
                .filter(|package| package.name == skip.name)
                .map(|package| &package.version)
                .collect::<BTreeSet<_>>()
                .len()
                > 1;
            !(covered && twice)
        })
        .map(|skip| format!("{} {}", skip.name, skip.version))
        .collect()
}

/// `cargo tree` rather than `cargo metadata`: it leaves out what no chosen feature builds.
fn packages(targets: &[String]) -> Result<Vec<Package>, Failure> {
    let fixed = [
        "tree",
        "--workspace",
        "--all-features",
        "--locked",
        "--prefix",
        "none",
    ];
    let edges = ["--edges", "normal,build,dev", "--format", "{p}|{l}"];
    let mut command = process::command("cargo", ".", &[&fixed[..], &edges[..]].concat());
    for target in targets {
        command.args(["--target", target]);
    }
    let output =
        command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|cause| Failure::NotStarted {
                program: "cargo tree".to_owned(),
                cause,
            })?;
    if !output.status.success() {
        let program = "cargo tree".to_owned();
        return Err(Failure::Ended {
            program,
            status: output.status,
        });
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: BTreeSet<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    Ok(lines.into_iter().filter_map(package).collect())
}

/// `name v1.2.3 (proc-macro)|MIT OR Apache-2.0`
fn package(line: &str) -> Option<Package> {
    let (package, licence) = line.split_once('|')?;
    let (name, version) = package.split_once(" v")?;
    let version = version.split(' ').next()?;
    Some(Package {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.to_owned(),
    })
}

fn read(file: &str) -> Result<String, Failure> {
    fs::read_to_string(root().join(file)).map_err(|cause| Failure::Io {
        what: file.to_owned(),
        cause,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::deny::Skip;

    fn deny() -> Deny {
        Deny {
            licences: vec!["MIT".to_owned()],
            registries: vec!["https://registry.example/index".to_owned()],
            skips: vec![Skip {
                name: "old".to_owned(),
                version: "0.1".to_owned(),
            }],
            ..Deny::default()
        }
    }

    fn graph(lines: &[&str]) -> Vec<Package> {
        lines.iter().filter_map(|line| package(line)).collect()
    }

    /// A licence that is not on the list is named together with its crate.
    #[test]
    fn a_foreign_licence_is_a_complaint() {
        let graph = graph(&["good v1.0.0|MIT", "bad v2.0.0 (proc-macro)|GPL-3.0-only"]);
        let complaints = licence_complaints(&graph, &deny());
        assert_eq!(complaints.len(), 1);
        assert!(complaints[0].starts_with("bad 2.0.0"), "{}", complaints[0]);
    }

    /// Two versions are a complaint unless one is excused; an excuse nobody needs is mentioned.
    #[test]
    fn two_versions_are_a_complaint() {
        let twice = graph(&[
            "new v1.0.0|MIT",
            "new v2.0.0|MIT",
            "old v0.1.5|MIT",
            "old v0.2.0|MIT",
        ]);
        assert_eq!(version_complaints(&twice, &deny()).len(), 1);
        assert!(unused_skips(&twice, &deny()).is_empty());
        assert_eq!(
            unused_skips(&graph(&["old v0.1.5|MIT"]), &deny()),
            ["old 0.1"]
        );
    }

    /// Git dependencies and other registries are complaints.
    #[test]
    fn other_sources_are_a_complaint() {
        let lock = "source = \"registry+https://registry.example/index\"\n\
                    source = \"git+https://git.example/x#1\"\n\
                    source = \"registry+https://other.example/index\"\n";
        assert_eq!(source_complaints(lock, &deny()).len(), 2);
    }
}
