//! Seven people, the space five of them know, and what is in it.

use hyper::Method;
use serde_json::{Value, json};

use super::{
    Call,
    table::{Input, Row},
};
use crate::{
    app::{Answer, Options, Person, TestApp, http::Request},
    attachments::{form, multipart, upload},
};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Owner,
    /// Has a role with ADMINISTRATOR.
    Admin,
    Member,
    /// A member who may not write for now.
    TimedOut,
    /// Has an account, and is in another space.
    Outsider,
    /// Was a member.
    Banned,
    /// Has no session.
    Nobody,
}

/// In the order in which they act: who may least comes first, so that what is done is done last.
pub const KINDS: [Kind; 7] = [
    Kind::Nobody,
    Kind::Banned,
    Kind::Outsider,
    Kind::TimedOut,
    Kind::Member,
    Kind::Admin,
    Kind::Owner,
];

/// An id that nothing has.
const NOTHING: &str = "1";

pub struct Cast {
    pub app: TestApp,
    /// By kind; nobody is not among them.
    pub people: Vec<Person>,
    pub space: String,
    pub general: String,
    /// A member to whom things are done.
    subject: Person,
    file: Value,
    made: u32,
}

impl Cast {
    pub async fn of(app: TestApp) -> Self {
        const ANY: u32 = 1_000_000;
        let names = [
            "PARLOR_LIMITS__ANONYMOUS_REQUESTS_PER_MIN",
            "PARLOR_LIMITS__LOGINS_PER_10_MIN",
            "PARLOR_LIMITS__REGISTRATIONS_PER_10_MIN",
            "PARLOR_LIMITS__SENDS_PER_5_S",
            "PARLOR_LIMITS__COMMANDS_PER_10_S",
            "PARLOR_LIMITS__CHANGES_PER_10_S",
        ];
        let options = names.into_iter();
        let options = options.fold(Options::default(), |all, name| all.env(name, ANY));
        let app = app.with(options).await;
        let owner = app.owner().await;
        let (space, general) = (owner.space().await, owner.general().await);
        let mut joined = Vec::new();
        for name in ["admin", "member", "timed", "banned", "subject"] {
            joined.push(app.join(&owner, name).await);
        }
        let Ok([admin, member, timed, banned, subject]) = <[Person; 5]>::try_from(joined) else {
            unreachable!("five joined");
        };
        owner.give(&admin, &["ADMINISTRATOR"]).await;
        let silence = json!({"timeoutUntil": parlor::clock::now().plus_millis(3_600_000)});
        let seat = format!("/api/v1/spaces/{space}/members/{}", timed.id);
        owner.patch(&seat, silence).await.expect(200);
        let ban = format!("/api/v1/spaces/{space}/bans/{}", banned.id);
        assert_eq!(owner.put(&ban, json!({})).await.status, 204);
        let other = owner
            .post("/api/v1/spaces", json!({"name": "Other"}))
            .await
            .expect(201);
        let path = format!("/api/v1/spaces/{}/invites", other["id"].as_str().unwrap());
        let invite = owner.post(&path, json!({})).await.expect(201);
        let body =
            json!({"username": "outsider", "password": Person::PASSWORD, "invite": invite["code"]});
        let outsider = Person::register(&app, body).await;
        let file = upload(&owner, "a.txt", b"words").await;
        let said = json!({"content": "a file", "attachmentIds": [file["id"]]});
        let path = format!("/api/v1/channels/{general}/messages");
        owner.post(&path, said).await.expect(201);
        Self {
            people: vec![owner, admin, member, timed, outsider, banned],
            app,
            space,
            general,
            subject,
            file,
            made: 0,
        }
    }

    pub fn owner(&self) -> &Person {
        &self.people[0]
    }

    pub fn subject(&self) -> &Person {
        &self.subject
    }

    pub fn person(&self, kind: Kind) -> Option<&Person> {
        self.people.get(kind as usize)
    }

    /// A path where each variable part names something that is there, new where it may be used up.
    pub async fn path(&mut self, call: &Call, kind: Kind) -> String {
        let mut whole = String::new();
        let mut before = "";
        for part in call.path.split('/').skip(1) {
            whole.push('/');
            if part.starts_with('{') {
                whole += &self.thing(call, before, kind).await;
            } else {
                whole += part;
            }
            before = part;
        }
        whole
    }

    /// The same path to nothing.
    pub fn nowhere(path: &str) -> String {
        let parts = path.split('/');
        let parts = parts.map(|part| if part.starts_with('{') { NOTHING } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    async fn thing(&mut self, call: &Call, of: &str, kind: Kind) -> String {
        let id = |made: Value| made["id"].as_str().unwrap().to_owned();
        let is_mine = matches!(kind, Kind::Owner | Kind::Admin) && call.method == Method::DELETE;
        match of {
            "spaces" => self.space.clone(),
            "channels" if call.path.ends_with("{id}") => {
                self.owner()
                    .channel(json!({"name": "room", "kind": "text"}))
                    .await
            }
            "channels" | "voice" => self.general.clone(),
            "messages" => id(self.owner().say(&self.general, "hello").await),
            "roles" => {
                let path = format!("/api/v1/spaces/{}/roles", self.space);
                id(self
                    .owner()
                    .post(&path, json!({"name": "role"}))
                    .await
                    .expect(201))
            }
            "invites" => self.owner().invite().await,
            // Whoever may, removes somebody.
            "members" if is_mine => self.newcomer().await.id,
            "members" | "overrides" | "users" => self.subject.id.clone(),
            // Lifting it would make the banned an outsider.
            "bans" if call.method == Method::DELETE => self.subject.id.clone(),
            "bans" => self.people[Kind::Banned as usize].id.clone(),
            "sessions" => self.session().await,
            "reactions" => "%F0%9F%91%8D".to_owned(),
            "attachments" => self.file["id"].as_str().unwrap().to_owned(),
            "{id}" | "thumbnail" => "a.txt".to_owned(),
            "pictures" => format!("{}.webp", "0".repeat(64)),
            "embeds" => "0".repeat(64),
            of => panic!("say which one of the {of} is meant"),
        }
    }

    async fn newcomer(&mut self) -> Person {
        self.made += 1;
        let name = format!("newcomer{}", self.made);
        self.app.join(self.owner(), &name).await
    }

    /// A session of the owner's that is not the one he acts with.
    async fn session(&self) -> String {
        Person::login(&self.app, "ada", Person::PASSWORD).await;
        let sessions = self.owner().get("/api/v1/auth/sessions").await.expect(200);
        let sessions = sessions["items"].as_array().unwrap();
        let other = sessions.iter().find(|session| session["current"] == false);
        other.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Somebody makes a call.
    pub async fn ask(&self, call: &Call, row: &Row, kind: Kind, path: &str) -> Answer {
        let path = format!("{path}{}", row.query);
        let request = match self.person(kind) {
            // A session of its own, where the call ends it.
            Some(person) if row.ends_session => {
                let person = Person::login(&self.app, &person.username, Person::PASSWORD).await;
                person.request(call.method.clone(), &path)
            }
            Some(person) => person.request(call.method.clone(), &path),
            None => Request::new(call.method.clone(), &path),
        };
        let request = match &row.input {
            Input::Nothing => request,
            Input::Subject => request.json(json!({"userIds": [self.subject.id]})),
            Input::Json(body) => request.json(body.clone()),
            Input::File => request.body(&multipart(), form(&[("file", Some("a.txt"), b"words")])),
        };
        request.send(&self.app.base()).await
    }
}
