//! `nats-server` over WebSocket: a broker in Go that is known to be fast.

use std::{fs, process::Command};

use super::{Ground, Host, Tongue, free_port, wait_for};
use crate::{program::Program, trouble::Trouble};

pub(super) fn start(name: &'static str, ground: &Ground) -> Result<Host, Trouble> {
    let there = Command::new("nats-server").arg("--version").output();
    there.map_err(|_| Trouble::NotHere("no nats-server".to_owned()))?;
    let (port, other) = (free_port()?, free_port()?);
    let file = ground.scratch.path().join("nats.conf");
    let settings = format!(
        "listen: \"127.0.0.1:{other}\"\n\
         websocket {{\n  listen: \"127.0.0.1:{port}\"\n  no_tls: true\n}}\n"
    );
    fs::write(&file, settings).map_err(Trouble::io(file.display().to_string()))?;
    let mut command = Command::new("nats-server");
    command.arg("--config").arg(&file);
    let program = Program::start(&mut command, &ground.log())?;
    Ok(Host {
        name,
        program,
        address: wait_for(name, port)?,
        tongue: Tongue::Nats,
    })
}
