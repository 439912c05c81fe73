//! The npm side: installing packages and building the web client, only when that is needed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::process::{self, Failure, root};

/// What npm does takes a minute or two; a registry that hangs must not hang us for ever.
const NPM_MAX: Duration = Duration::from_mins(15);

/// `npm <arguments>` in a folder of the checkout.
pub(crate) fn npm(folder: &str, arguments: &[&str]) -> Command {
    process::command("npm", folder, arguments)
}

/// `npm ci`, unless the packages there were installed from this very package-lock.json.
pub(crate) fn install(folder: &str) -> Result<(), Failure> {
    let lock_file = root().join(folder).join("package-lock.json");
    let lock = fs::read(&lock_file).map_err(|cause| Failure::Io {
        what: lock_file.display().to_string(),
        cause,
    })?;
    // `npm ci` begins by removing the whole folder, and this note with it.
    let note = root().join(folder).join("node_modules/.installed-from");
    if fs::read(&note).is_ok_and(|installed| installed == lock) {
        println!("{folder}: packages are up to date");
        return Ok(());
    }
    let mut command = npm(folder, &["ci", "--no-audit", "--no-fund"]);
    // The tests use the system's Chromium; Playwright must not fetch one of its own.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut command, NPM_MAX)?;
    write(&note, &lock)
}

/// Builds the web client when anything under frontend/ differs from the last build.
pub(crate) fn build_if_changed() -> Result<(), Failure> {
    let note = root().join("target/web-client-built-from");
    let built = root().join("frontend/dist/index.html").is_file();
    let before = fingerprint(&root().join("frontend"));
    if built && fs::read_to_string(&note).is_ok_and(|last| last == before) {
        println!("The web client is up to date.");
        return Ok(());
    }
    install("frontend")?;
    process::run(&mut npm("frontend", &["run", "build"]), NPM_MAX)?;
    // Taken again: the first build may write a file of its own (a TypeScript build note).
    write(&note, fingerprint(&root().join("frontend")).as_bytes())
}

/// A number that differs when a source file differs, in name or content.
fn fingerprint(folder: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    for file in files_under(folder) {
        file.strip_prefix(folder).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// Every file below `folder`, sorted; neither hidden ones nor what tools have put there.
pub(crate) fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let produced = ["node_modules", "dist", "target", "data", "test-results"];
            if name.starts_with('.') || produced.contains(&name.as_str()) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn write(file: &Path, content: &[u8]) -> Result<(), Failure> {
    let folder = file.parent().unwrap_or(root());
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, content))
        .map_err(|cause| Failure::Io {
            what: file.display().to_string(),
            cause,
        })
}
