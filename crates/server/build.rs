//! Sees to it that a web client that was built anew is built in anew.

use std::{fs, path::Path};

fn main() {
    let built = Path::new("../../frontend/dist");
    // A folder that is missing would make each build look out of date. Where it cannot be made,
    // that is all that happens: the server is built without its client.
    let _ = fs::create_dir_all(built);
    println!("cargo::rerun-if-changed={}", built.display());
    println!("cargo::rerun-if-changed=build.rs");
}
