//! A small instance with one of everything, so that nothing but the input is wrong.

use serde_json::{Map, Value, json};

use crate::{
    app::{Engine, Options, Person, TestApp, http::Request},
    attachments::{form, multipart, upload},
};

use super::calls::{self, Call};

/// Everybody and everything that is there.
pub struct World {
    pub app: TestApp,
    pub base: String,
    /// Owns everything, so nothing is refused for want of permission.
    pub ada: Person,
    pub calls: Vec<Call>,
    space: String,
    general: String,
    message: String,
    session: String,
    code: String,
    role: String,
    attachment: String,
}

const EMOJI: &str = "%F0%9F%91%8D";
const FILE: &str = "notes.txt";

impl World {
    pub async fn new(engine: Engine) -> Self {
        const ANY: u32 = 1_000_000;
        let options = [
            "PARLOR_LIMITS__ANONYMOUS_REQUESTS_PER_MIN",
            "PARLOR_LIMITS__LOGINS_PER_10_MIN",
            "PARLOR_LIMITS__REGISTRATIONS_PER_10_MIN",
            "PARLOR_LIMITS__RESETS_PER_10_MIN",
            "PARLOR_LIMITS__EXPORTS_PER_HOUR",
            "PARLOR_LIMITS__SENDS_PER_5_S",
            "PARLOR_LIMITS__CHANGES_PER_10_S",
            "PARLOR_LIMITS__PASSWORD_CHANGES_PER_MIN",
        ];
        let options = options
            .into_iter()
            .fold(Options::default(), |all, name| all.env(name, ANY));
        let app = TestApp::start_with(engine, options).await;
        let ada = app.owner().await;
        Person::login(&app, "ada", Person::PASSWORD).await;
        let general = ada.general().await;
        let message = ada.say(&general, "hello").await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let path = format!("/api/v1/messages/{message}/reactions");
        ada.post(&path, json!({"emoji": "\u{1f44d}"}))
            .await
            .expect(201);
        let sessions = ada.get("/api/v1/auth/sessions").await.expect(200);
        let sessions = sessions["items"].as_array().unwrap();
        let other = sessions
            .iter()
            .find(|session| session["current"] == false)
            .unwrap();
        let space = ada.space().await;
        let role = ada
            .post(
                &format!("/api/v1/spaces/{space}/roles"),
                json!({"name": "helpers"}),
            )
            .await
            .expect(201);
        let attachment = upload(&ada, FILE, b"a file").await;
        let id = |thing: &Value| thing["id"].as_str().unwrap().to_owned();
        Self {
            role: id(&role),
            attachment: id(&attachment),
            base: app.base(),
            calls: calls::all(&app.get("/api/openapi.json").await.expect(200)),
            space,
            session: other["id"].as_str().unwrap().to_owned(),
            code: ada.invite().await,
            general,
            message,
            app,
            ada,
        }
    }

    /// The path of a call, to things that are there.
    pub fn path(&self, call: &Call) -> String {
        self.path_with(call, "", "")
    }

    /// The same with one of its parts replaced.
    pub fn path_with(&self, call: &Call, name: &str, value: &str) -> String {
        let mut whole = String::new();
        let mut before = "";
        for part in call.path.split('/').skip(1) {
            let variable = part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'));
            whole.push('/');
            whole += match variable {
                None => part,
                Some(variable) if variable == name => value,
                Some("filename") => FILE,
                Some(_) => self.thing(before),
            };
            before = part;
        }
        whole
    }

    fn thing(&self, of: &str) -> &str {
        match of {
            "spaces" => &self.space,
            "channels" | "voice" => &self.general,
            "messages" => &self.message,
            "users" | "members" | "bans" => &self.ada.id,
            "sessions" => &self.session,
            "invites" => &self.code,
            "reactions" => EMOJI,
            "roles" | "overrides" => &self.role,
            "attachments" => &self.attachment,
            "pictures" => "none.webp",
            "embeds" => "none",
            of => panic!("say which one of the {of} is meant"),
        }
    }

    /// What a call needs after the question mark.
    pub fn query(call: &Call) -> &'static str {
        if call.path.ends_with("/search") {
            "q=hello&"
        } else {
            ""
        }
    }

    /// The request with a body that is right.
    pub fn filled(&self, call: &Call, request: Request) -> Request {
        if call.brings_a_file {
            request.body(&multipart(), form(&[("file", Some(FILE), b"a file")]))
        } else {
            request.json(self.good(call))
        }
    }

    /// A call by the owner, without a body.
    pub fn request(&self, call: &Call) -> Request {
        self.ada.request(call.method.clone(), &self.path(call))
    }

    /// A body with everything that must be in it.
    pub fn good(&self, call: &Call) -> Value {
        let fields = call.body.iter().flat_map(|body| &body.fields);
        let mut good: Map<_, _> = fields
            .filter(|field| field.required)
            .map(|field| (field.name.clone(), Self::good_value(&field.name)))
            .collect();
        if call.path.ends_with("/register") {
            good.insert("invite".to_owned(), json!(self.code));
        }
        Value::Object(good)
    }

    fn good_value(name: &str) -> Value {
        match name {
            "username" => json!("nobody"),
            "password" | "currentPassword" | "newPassword" => json!(Person::PASSWORD),
            "content" => json!("hello"),
            "emoji" => json!("\u{1f44d}"),
            "purpose" => json!("ws"),
            "name" => json!("somewhere"),
            "seq" => json!(1),
            "level" => json!("all"),
            "userIds" => json!([]),
            "token" => json!("lt_x"),
            "email" => json!("nobody@example.org"),
            "way" => json!("udp"),
            "sdp" => json!("v=0"),
            "endpoint" => json!("https://push.example/x"),
            // The example of RFC 8291.
            "p256dh" => json!(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            ),
            "auth" => json!("BTBZMqHH6r4Tts7J_aSIgg"),
            name => panic!("say what a good {name} is"),
        }
    }

    /// Everything that could have changed.
    pub async fn state(&self) -> Value {
        let mut state = Vec::new();
        for path in [
            "/api/v1/sync".to_owned(),
            format!("/api/v1/channels/{}/messages", self.general),
            format!("/api/v1/spaces/{}/members", self.space),
            format!("/api/v1/spaces/{}/invites", self.space),
            "/api/v1/auth/sessions".to_owned(),
        ] {
            state.push(self.ada.get(&path).await.expect(200));
        }
        Value::Array(state)
    }
}
