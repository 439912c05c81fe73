//! Accounts, invites and keys, beside a server that runs and without one.

use std::time::{Duration, Instant};

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Engine, Person, Program, TestApp, http::Request};

use super::folder;

const NEW: &str = "quarry-lantern-77";
const LOGIN: &str = "/api/v1/auth/login";

fn beside(app: &TestApp, arguments: &[&str]) -> Program {
    Program::from(app.command(arguments))
}

/// The value of the line with this name.
#[track_caller]
fn value<'a>(output: &'a str, name: &str) -> &'a str {
    let line = |line: &'a str| line.strip_prefix(name)?.strip_prefix(": ");
    output
        .lines()
        .find_map(line)
        .unwrap_or_else(|| panic!("{name} in {output}"))
}

fn credentials(username: &str, password: &str) -> Value {
    json!({"username": username, "password": password})
}

on_both_engines! {
    /// The first account that the operator makes owns the instance, and the set-up link is dead;
    /// the next one is anybody. Both can sign in at once, by name or by address, and a list shows
    /// them.
    async fn the_operator_makes_accounts(app: TestApp) {
        let setup = app.setup_token().unwrap();
        assert_eq!(beside(&app, &["user", "list"]).run().good(), "");
        let add = ["user", "add", "ada", "--display-name", "Ada L", "--email", "Ada@example.org"];
        let made = beside(&app, &add).run();
        assert!(made.err.contains("owns the instance"), "{made:?}");
        let made = made.done();
        assert_eq!(value(&made, "user"), "ada");
        let ada = Person::login(&app, "ada", value(&made, "password")).await;
        Person::login(&app, "ADA@EXAMPLE.ORG", value(&made, "password")).await;
        assert_eq!(ada.get("/api/v1/users/me").await.expect(200)["displayName"], "Ada L");
        ada.invite().await;
        let late = json!({"username": "eve", "password": NEW, "setupToken": setup});
        app.post("/register", late).await.refused(403, "REGISTRATION_CLOSED");

        let space = ada.space().await;
        let mut socket = ada.socket().await;
        let sync = ada.get("/api/v1/sync").await.expect(200);
        let resume = json!({
            "type": "resume", "epoch": socket.seen[0]["epoch"],
            "streams": {&space: sync["streams"][&space]},
        });
        socket.send(resume).await;
        socket.expect("SYNCED").await;
        let bo = beside(&app, &["user", "add", "Bo", "--password-stdin"]).input(format!("{NEW}\r\nmore"));
        assert_eq!(bo.run().good(), "user: Bo\n");
        let joined = socket.expect("MEMBER_JOINED").await;
        assert_eq!(joined["member"]["user"]["username"], "Bo");
        Person::login(&app, "bo", NEW).await;

        let list = beside(&app, &["user", "list"]).run().good();
        let rows: Vec<Vec<_>> = list.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(rows.len(), 2, "{list}");
        assert_eq!((rows[0][0], rows[0][1], rows[0][4]), (ada.id.as_str(), "ada", "owner"));
        assert_eq!((rows[1][1], rows[1][2], rows[1][4]), ("Bo", "-", "-"));
    }

    /// A name and an address belong to one account, in any case.
    async fn names_are_taken_once(app: TestApp) {
        let ada = app.owner().await;
        let with_email = json!({"email": "ada@example.org"});
        ada.patch("/api/v1/users/me", with_email).await.expect(200);
        for (arguments, said) in [
            (&["ADA"][..], "This username is taken."),
            (&["bo", "--email", "ada@EXAMPLE.org"], "There is an account with this e-mail address."),
        ] {
            let arguments = [&["user", "add"], arguments].concat();
            assert_eq!(beside(&app, &arguments).run().sentence(), said);
        }
        assert_eq!(beside(&app, &["user", "list"]).run().good().lines().count(), 1);
    }

    /// Another password from the operator signs its owner out everywhere within two seconds, open
    /// sockets included, and nobody else.
    async fn a_reset_signs_out(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        bo.patch("/api/v1/users/me", json!({"email": "bo@example.org"})).await.expect(200);
        let (mut of_ada, mut of_bo) = (ada.socket().await, bo.socket().await);
        let reset = ["user", "reset-password", "BO@example.org", "--password-stdin"];
        let ended = beside(&app, &reset).input(NEW).run();
        let since = Instant::now();
        assert_eq!(ended.err, "1 session was ended.\n");
        assert_eq!(ended.done(), "user: bo\n");
        assert_eq!(of_bo.expect_close().await, Some(4401));
        assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
        bo.get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
        app.post("/refresh", json!({"refresh_token": bo.refresh_token})).await.refused(401, "UNAUTHENTICATED");
        app.post(LOGIN, credentials("bo", Person::PASSWORD)).await.refused(401, "INVALID_CREDENTIALS");
        Person::login(&app, "bo", NEW).await;
        of_ada.send(json!({"type": "ping"})).await;
        of_ada.expect("PONG").await;
        let short = beside(&app, &["user", "reset-password", "bo", "--password-stdin"]).input("short");
        assert!(short.run().sentence().starts_with("The password "));
        let nobody = beside(&app, &["user", "reset-password", "nobody"]).run().sentence();
        assert!(nobody.contains("\"nobody\""), "{nobody}");
    }

    /// After a restore nobody goes on from what only the lost database knew: sessions are over, and
    /// who signs in again and comes with cursors of before is told to start anew.
    async fn a_restored_instance_begins_anew(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        ada.say(&general, "one").await;
        let epoch = ada.socket().await.seen[0]["epoch"].clone();
        if app.engine == Engine::Sqlite {
            let early = beside(&app, &["restored"]).run().sentence();
            assert!(early.starts_with("Another Parlor serves "), "{early}");
        }
        app.kill();
        let restored = beside(&app, &["restored"]).run();
        assert_eq!(restored.err, "The database has a new epoch; 1 session was ended.\n");
        assert_eq!(restored.done(), "");
        app.restart().await;

        ada.moved(&app).get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
        app.post("/refresh", json!({"refresh_token": ada.refresh_token})).await.refused(401, "UNAUTHENTICATED");
        let ada = Person::login(&app, "ada", Person::PASSWORD).await;
        let mut socket = ada.socket().await;
        assert_ne!(socket.seen[0]["epoch"], epoch);
        socket.send(json!({"type": "resume", "epoch": epoch, "streams": {&general: 1}})).await;
        let reset = socket.expect("SYNC_RESET").await;
        assert_eq!(reset, json!({"type": "SYNC_RESET", "stream": general, "seq": 1, "reason": "EPOCH"}));
        socket.expect("SYNCED").await;
    }

    /// The operator's invite works like one of the owner's, as often and as long as was said.
    async fn the_operator_invites(app: TestApp) {
        let early = beside(&app, &["invite"]).run().sentence();
        assert!(early.starts_with("Nobody owns this instance yet"), "{early}");
        app.owner().await;
        let link = beside(&app, &["invite", "--max-uses", "1", "--max-age-seconds", "60"]).run().good();
        let link = value(&link, "invite");
        let (address, code) = link.rsplit_once("/invite/").expect("a link");
        assert_eq!(address, "http://127.0.0.1:8080");
        app.get(&format!("/api/v1/invites/{code}")).await.expect(200);
        let body = |username: &str| json!({"username": username, "password": NEW, "invite": code});
        app.post("/register", body("bo")).await.expect(201);
        app.post("/register", body("cy")).await.refused(403, "REGISTRATION_CLOSED");
        for bad in [["--max-uses", "0"], ["--max-age-seconds", "1"]] {
            let sentence = beside(&app, &[&["invite"], &bad[..]].concat()).run().sentence();
            assert!(sentence.contains("must be"), "{sentence}");
        }
        let public = beside(&app, &["invite"]).env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example");
        assert!(public.run().good().starts_with("invite: https://chat.example/invite/"));
    }
}

/// What cannot be an account is refused in one sentence, and there is none.
#[test]
fn bad_accounts_are_refused() {
    let folder = folder();
    let parlor = |arguments: &[&str]| Program::new(folder.path(), arguments);
    for (arguments, said) in [
        (&["a"][..], "The username "),
        (&["a b"], "The username "),
        (&["\u{e4}\u{e4}"], "The username "),
        (&["bo", "--email", "nonsense"], "The e-mail address "),
        (&["bo", "--display-name", "\u{202e}"], "The display name "),
        (&["bo", "--display-name", ""], "The display name "),
    ] {
        let sentence = parlor(&[&["user", "add"], arguments].concat())
            .run()
            .sentence();
        assert!(sentence.starts_with(said), "{arguments:?}: {sentence}");
    }
    let long = "x".repeat(5000);
    for password in [
        "",
        "\n",
        "password",
        "parlor123\n",
        "a\0aaaaaaaaaa",
        long.as_str(),
    ] {
        let add = parlor(&["user", "add", "bo", "--password-stdin"]).input(password);
        let sentence = add.run().sentence();
        assert!(
            sentence.starts_with("The password "),
            "{password:?}: {sentence}"
        );
    }
    let binary = parlor(&["user", "add", "bo", "--password-stdin"]).input([0xff; 16]);
    assert_eq!(
        binary.run().sentence(),
        "The password on standard input is not UTF-8."
    );
    assert_eq!(parlor(&["user", "list"]).run().good(), "");
}

/// New keys sign from the next start on; what the old ones signed is good until it expires, nobody
/// is signed out, and the file stays its owner's alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_rotated() {
    use std::os::unix::fs::PermissionsExt as _;
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let head = |token: &str| token.split('.').next().unwrap().to_owned();
    let before = std::fs::read_to_string(app.data().join("secret.key")).unwrap();
    let rotated = beside(&app, &["rotate-keys"]).run();
    assert!(rotated.err.contains("Restart the server"), "{rotated:?}");
    assert_eq!(rotated.done(), "");
    let file = app.data().join("secret.key");
    assert_ne!(std::fs::read_to_string(&file).unwrap(), before);
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    ada.get("/api/v1/users/me").await.expect(200);

    app.kill();
    app.restart().await;
    let ada = ada.moved(&app);
    ada.get("/api/v1/users/me").await.expect(200);
    let refresh = json!({"refresh_token": ada.refresh_token});
    let token = app.post("/refresh", refresh).await.expect(200);
    let token = token["access_token"].as_str().unwrap();
    assert_ne!(head(token), head(&ada.access_token), "another kid");
    let me = Request::new(Method::GET, "/api/v1/users/me").bearer(token);
    me.send(&app.base()).await.expect(200);
}

/// Without a server the commands make the instance themselves; the server that comes later finds an
/// owner and prints no link.
#[test]
fn an_instance_can_begin_on_the_command_line() {
    let folder = folder();
    let parlor = |arguments: &[&str]| Program::new(folder.path(), arguments);
    parlor(&["user", "add", "ada"]).run().done();
    let mut child = parlor(&["serve", "--listen", "127.0.0.1:0"]).spawn();
    let output = std::io::BufReader::new(child.stdout.take().unwrap());
    let line = std::io::BufRead::lines(output).next().unwrap().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("listening: http://127.0.0.1:"), "{line}");
}
