//! `parlor doctor`.

use std::net::{TcpListener, UdpSocket};

use super::folder;
use crate::app::{Engine, Mirror, Program, TestApp};

const PUBLIC: &str = "PARLOR_VOICE__PUBLIC_ADDRESS";

/// A port of which both kinds are free.
fn free() -> String {
    for _ in 0..100 {
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = tcp.local_addr().unwrap();
        if UdpSocket::bind(address).is_ok() {
            return address.to_string();
        }
    }
    panic!("no port is free for both");
}

/// A new instance on free ports is well, and stays as empty as it was.
#[test]
fn a_new_instance_is_well() {
    let folder = folder();
    let listen = free();
    let doctor = Program::new(folder.path(), &["doctor"]);
    let said = doctor
        .env("PARLOR_LISTEN", &listen)
        .env(PUBLIC, &listen)
        .run()
        .good();
    for line in [
        "data: good.",
        "database: good.",
        "http: good.",
        "voice: good.",
        "voice by tcp: good.",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    assert!(
        said.contains(&format!("sent to {listen} by UDP arrives here")),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// What is taken by others is broken, with what to do; an address that leads elsewhere is doubtful.
#[test]
fn what_is_broken_is_told() {
    let folder = folder();
    let http = TcpListener::bind("127.0.0.1:0").unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let doctor = || {
        let doctor = Program::new(folder.path(), &["doctor"]);
        doctor.env("PARLOR_LISTEN", http.local_addr().unwrap().to_string())
    };
    let taken = udp.local_addr().unwrap().to_string();
    let ended = doctor().env("PARLOR_VOICE__UDP_LISTEN", &taken).run();
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("http: broken."), "{ended:?}");
    assert!(ended.out.contains("voice: broken."), "{ended:?}");
    assert!(ended.out.contains("Set `voice.udp_listen`"), "{ended:?}");
    assert!(ended.err.contains("2 things are broken"), "{ended:?}");

    let ended = doctor()
        .env("PARLOR_VOICE__UDP_LISTEN", free())
        .env(PUBLIC, &taken)
        .run();
    assert!(ended.out.contains("voice: unsure."), "{ended:?}");
    assert!(ended.out.contains("open UDP port"), "{ended:?}");
}

/// Beside a server that runs, what it has is as it should be. The server itself warns of an address that leads elsewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beside_a_server_all_is_well() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.owner().await;
    let listen = app.base().replace("http://", "");
    let mut command = app.command(&["doctor"]);
    command.env("PARLOR_LISTEN", &listen);
    let said = Program::from(command).run().good();
    assert!(
        said.contains(&format!("http: good. A Parlor serves at {listen}")),
        "{said}"
    );
    assert!(said.contains("somebody owns the instance"), "{said}");
}

/// Where a STUN server is chosen, it is asked from the port of voice; one that says nothing is doubtful.
#[test]
fn a_stun_server_is_asked() {
    let folder = folder();
    let mirror = Mirror::start("203.0.113.9:40000".parse().unwrap(), 0);
    let listen = free();
    let doctor = |stun: &str| {
        let doctor = Program::new(folder.path(), &["doctor"]);
        let doctor = doctor.env("PARLOR_LISTEN", &listen);
        doctor.env("PARLOR_VOICE__STUN", stun).run()
    };
    let said = doctor(&mirror.address.to_string()).good();
    assert!(said.contains("voice from outside: good."), "{said}");
    assert!(said.contains("as 203.0.113.9:40000"), "{said}");
    assert_eq!(mirror.askers(), [listen.parse().unwrap()]);

    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let said = doctor(&silent.local_addr().unwrap().to_string()).good();
    assert!(said.contains("voice from outside: unsure."), "{said}");
    assert!(said.contains("does not answer by STUN"), "{said}");
}
