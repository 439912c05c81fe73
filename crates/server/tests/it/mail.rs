//! What the instance writes to people, and what they do with it.

use serde_json::{Value, json};

use crate::app::{Engine, Mailbox, Options, Person, Program, TestApp};

const ME: &str = "/api/v1/users/me";
const RESET_MAIL: &str = "/api/v1/auth/reset-mail";
const RESET: &str = "/api/v1/auth/reset";
const CONFIRM: &str = "/api/v1/auth/confirm-email";
const NEW: &str = "marigold-bicycle-92";

fn options(mailbox: &Mailbox) -> Options {
    Options::default()
        .env("PARLOR_MAIL__HOST", "127.0.0.1")
        .env("PARLOR_MAIL__PORT", mailbox.port)
        .env("PARLOR_MAIL__ENCRYPTION", "none")
        .env("PARLOR_MAIL__FROM", "Parlor <parlor@example.org>")
        .env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example.org")
}

fn email(address: &str) -> Value {
    json!({"email": address})
}

on_both_engines! {
    /// A new address is the account's when its link was opened, and the one before is told.
    async fn an_address_is_proven(app: TestApp) {
        let mailbox = Mailbox::start().await;
        let app = app.with(options(&mailbox)).await;
        let ada = app.owner().await;
        assert_eq!(app.get("/api/v1/instance").await.expect(200)["features"], json!(["mail", "push"]));
        let me = ada.patch(ME, json!({"email": "Ada@example.org", "statusText": "hi"})).await.expect(200);
        assert_eq!((&me["email"], &me["statusText"]), (&Value::Null, &json!("hi")));
        let letter = mailbox.letter(0).await;
        assert_eq!((letter.from.as_str(), letter.to.as_str()), ("MAIL FROM:<parlor@example.org>", "RCPT TO:<Ada@example.org>"));
        assert!(letter.text.contains("https://chat.example.org/confirm-email#token=lt_"), "{}", letter.text);
        let token = letter.token();
        app.post(RESET, json!({"token": token, "newPassword": NEW})).await.refused(404, "NOT_FOUND");
        for bad in ["", "nonsense", "lt_AAAA"] {
            app.post(CONFIRM, json!({"token": bad})).await.refused(404, "NOT_FOUND");
        }
        app.post(CONFIRM, json!({"token": token})).await.expect(204);
        app.post(CONFIRM, json!({"token": token})).await.refused(404, "NOT_FOUND");
        assert_eq!(ada.get(ME).await.expect(200)["email"], "Ada@example.org");
        Person::login(&app, "ada@EXAMPLE.org", Person::PASSWORD).await;

        ada.patch(ME, email("second@example.org")).await.expect(200);
        let token = mailbox.letter(1).await.token();
        app.post(CONFIRM, json!({"token": token})).await.expect(204);
        let note = mailbox.letter(2).await;
        assert_eq!(note.to, "RCPT TO:<Ada@example.org>");
        assert!(!note.text.contains("token") && !note.text.contains("second@"), "{}", note.text);
        let bo = app.join(&ada, "bo").await;
        bo.patch(ME, email("SECOND@example.org")).await.refused(409, "CONFLICT");
        assert_eq!(ada.patch(ME, json!({"email": null})).await.expect(200)["email"], Value::Null);
        assert!(!app.log().contains(&token) && !app.log().contains("@example.org"));
    }

    /// Who forgot a password gets a link, takes another one with it, and everybody else is out; of
    /// an address that nobody has nothing comes, and the answer is the same.
    async fn a_password_is_forgotten(app: TestApp) {
        let mailbox = Mailbox::busy(1).await;
        let app = app.with(options(&mailbox)).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let register = json!({"username": "cy", "password": Person::PASSWORD, "invite": ada.invite().await, "email": "cy@example.org"});
        let cy = Person::register(&app, register).await;
        for address in ["nobody@example.org", "cy@example.org"] {
            let answer = app.post(RESET_MAIL, email(address)).await;
            assert!(answer.body.is_empty());
            answer.expect(204);
        }
        app.post(RESET_MAIL, email("nobody")).await.refused(422, "VALIDATION");
        // The first try was refused for the moment; the letter came all the same, and only it.
        let letter = mailbox.letter(0).await;
        assert_eq!(letter.to, "RCPT TO:<cy@example.org>");
        assert!(letter.text.contains("https://chat.example.org/reset#token=lt_"), "{}", letter.text);
        let token = letter.token();
        app.post(CONFIRM, json!({"token": token})).await.refused(404, "NOT_FOUND");
        app.post(RESET, json!({"token": token, "newPassword": NEW})).await.expect(204);
        cy.get(ME).await.refused(401, "UNAUTHENTICATED");
        bo.get(ME).await.expect(200);
        Person::login(&app, "cy@example.org", NEW).await;
        app.post(RESET, json!({"token": token, "newPassword": Person::PASSWORD})).await.refused(404, "NOT_FOUND");
        assert_eq!(mailbox.all().await.len(), 1);

        // Three to one address in an hour, whether or not anybody has it; one more is too many.
        app.post(RESET_MAIL, email("CY@example.org")).await.expect(204);
        mailbox.letter(1).await;
        app.post(RESET_MAIL, email("cy@example.org")).await.expect(204);
        let refused = app.post(RESET_MAIL, email("cy@example.org")).await;
        assert!(refused.header("retry-after").is_some());
        refused.refused(429, "RATE_LIMITED");
        app.post(RESET_MAIL, email("nobody@example.org")).await.expect(204);
        app.post(RESET_MAIL, email("nobody@example.org")).await.expect(204);
        app.post(RESET_MAIL, email("nobody@example.org")).await.refused(429, "RATE_LIMITED");
    }

    /// Without a mail server nobody is told anything by mail, and addresses change at once.
    async fn without_mail_it_works_too(app: TestApp) {
        let ada = app.owner().await;
        assert_eq!(app.get("/api/v1/instance").await.expect(200)["features"], json!(["push"]));
        let me = ada.patch(ME, email("ada@example.org")).await.expect(200);
        assert_eq!(me["email"], "ada@example.org");
        for address in ["ada@example.org", "nobody@example.org"] {
            app.post(RESET_MAIL, email(address)).await.refused(409, "CONFLICT");
        }
    }
}

/// One person has only so many mails sent, whatever the addresses.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_floods_strangers() {
    let mailbox = Mailbox::start().await;
    let app = TestApp::start_with(Engine::Sqlite, options(&mailbox)).await;
    let ada = app.owner().await;
    for n in 0..3 {
        let address = format!("stranger{n}@example.org");
        ada.patch(ME, email(&address)).await.expect(200);
    }
    ada.patch(ME, email("stranger4@example.org"))
        .await
        .refused(429, "RATE_LIMITED");
    mailbox.letter(2).await;
    assert_eq!(mailbox.all().await.len(), 3);
}

const HOST: (&str, &str) = ("PARLOR_MAIL__HOST", "mail.example.org");
const FROM: (&str, &str) = ("PARLOR_MAIL__FROM", "parlor@example.org");
const URL: (&str, &str) = ("PARLOR_HTTP__PUBLIC_URL", "https://chat.example.org");
const NAME: (&str, &str) = ("PARLOR_MAIL__USERNAME", "parlor");
const PASSWORD: (&str, &str) = ("PARLOR_MAIL__PASSWORD", "hunter2");

/// Settings that could send no mail, or would show a password to the way, stop the start; the
/// password is in no list of settings.
#[test]
fn settings_that_cannot_work_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let config = |settings: &[(&str, &str)]| {
        let all = settings.iter();
        all.fold(
            Program::new(folder.path(), &["config"]),
            |program, (name, value)| program.env(name, value),
        )
        .run()
    };
    for (settings, said) in [
        (&[HOST][..], "`mail.from`"),
        (&[HOST, FROM], "`http.public_url`"),
        (&[HOST, URL, ("PARLOR_MAIL__FROM", "nobody")], "`mail.from`"),
        (&[NAME], "`mail.password`"),
        (&[PASSWORD], "`mail.username`"),
        (
            &[
                HOST,
                FROM,
                URL,
                NAME,
                PASSWORD,
                ("PARLOR_MAIL__ENCRYPTION", "none"),
            ],
            "`mail.encryption`",
        ),
        (&[("PARLOR_MAIL__ENCRYPTION", "rot13")], "`mail.encryption`"),
    ] {
        let sentence = config(settings).sentence();
        assert!(
            sentence.contains(said) && !sentence.contains("hunter2"),
            "{sentence}"
        );
    }
    let shown = config(&[HOST, FROM, URL, NAME, PASSWORD]).good();
    assert!(
        shown.contains("mail.password") && !shown.contains("hunter2"),
        "{shown}"
    );
}
