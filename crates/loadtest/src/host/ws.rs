//! `ws`, the WebSocket library of npm, as people use it: text once, `send` to each.

use std::{fs, process::Command};

use super::{Ground, Host, Tongue, free_port, run, wait_for};
use crate::{program::Program, trouble::Trouble};

const SERVER: &str = include_str!("../peers/ws.js");

pub(super) fn start(name: &'static str, ground: &Ground) -> Result<Host, Trouble> {
    let folder = ground.peers.join("ws");
    fs::create_dir_all(&folder).map_err(Trouble::io(folder.display().to_string()))?;
    if !folder.join("node_modules/ws").is_dir() {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "ws"]);
        run(npm.current_dir(&folder), &folder.join("log"))?;
    }
    let file = folder.join("server.js");
    fs::write(&file, SERVER).map_err(Trouble::io(file.display().to_string()))?;
    let port = free_port()?;
    let mut command = Command::new("node");
    command.args([file.as_os_str(), port.to_string().as_ref()]);
    let program = Program::start(&mut command, &ground.log())?;
    Ok(Host {
        name,
        program,
        address: wait_for(name, port)?,
        tongue: Tongue::Json {
            path: "/".to_owned(),
        },
    })
}
