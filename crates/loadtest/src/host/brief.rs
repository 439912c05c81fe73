//! The same product as it is commonly written in Python: `FastAPI` on uvicorn with uvloop, a JWT and a
//! look-up for each socket, a row for each message, and each reader in turn.

use std::{fs, process::Command};

use super::{Ground, Host, Tongue, free_port, run, wait_for};
use crate::{program::Program, trouble::Trouble};

const SERVER: &str = include_str!("../peers/brief.py");
const PACKAGES: [&str; 6] = [
    "fastapi",
    "uvicorn",
    "uvloop",
    "websockets",
    "pyjwt",
    "sqlalchemy",
];

pub(super) fn start(name: &'static str, ground: &Ground) -> Result<Host, Trouble> {
    let folder = ground.peers.join("brief");
    fs::create_dir_all(&folder).map_err(Trouble::io(folder.display().to_string()))?;
    let (python, log) = (folder.join("venv/bin/python"), folder.join("log"));
    if !folder.join("venv/bin/uvicorn").is_file() {
        let venv = folder.join("venv");
        run(Command::new("python3").args(["-m", "venv"]).arg(venv), &log)?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet"]).args(PACKAGES);
        run(&mut pip, &log)?;
    }
    let file = folder.join("server.py");
    fs::write(&file, SERVER).map_err(Trouble::io(file.display().to_string()))?;
    let port = free_port()?;
    let database = ground.scratch.path().join("brief.db");
    let mut command = Command::new(&python);
    command.arg(&file).arg(port.to_string()).arg(database);
    let mut program = Program::start(&mut command, &ground.log())?;
    let (token, _) = program.line("token: ")?;
    Ok(Host {
        name,
        program,
        address: wait_for(name, port)?,
        tongue: Tongue::Json {
            path: format!("/ws?token={token}"),
        },
    })
}
