//! Somebody else's push service, on loopback, and browsers that decrypt what it took for them.

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand::fill,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use crate::app::{Answer, Options, Person};

/// No push takes this long, also on a loaded machine.
const TOLD_MAX: Duration = Duration::from_mins(1);

/// A message as it came.
pub struct Taken {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
    pub at: Instant,
}

/// The service: takes everything, unless it is told to answer something else next.
pub struct Service {
    address: SocketAddr,
    taken: mpsc::UnboundedReceiver<Taken>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Service {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let (queue, taken) = mpsc::unbounded_channel();
        let answers = Arc::<Mutex<VecDeque<&'static str>>>::default();
        let service = Self {
            address,
            taken,
            answers: Arc::clone(&answers),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (queue, answers) = (queue.clone(), Arc::clone(&answers));
                tokio::spawn(take(stream, queue, answers));
            }
        });
        service
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// A server that may go there, and waits this long before it does.
    pub fn options(&self, delay_seconds: u32) -> Options {
        Options::default()
            .env("PARLOR_OUTBOUND__ALLOW", self.address)
            .env("PARLOR_PUSH__CONTACT", "mailto:admin@example.org")
            .env("PARLOR_PUSH__DELAY_SECONDS", delay_seconds)
    }

    /// Answers the next message in this way: a status line, and perhaps headers.
    pub fn answer(&self, head: &'static str) {
        self.answers.lock().unwrap().push_back(head);
    }

    /// The next message that comes.
    pub async fn next(&mut self) -> Taken {
        let taken = tokio::time::timeout(TOLD_MAX, self.taken.recv()).await;
        taken.expect("a message in time").expect("the service runs")
    }

    /// The next message, decrypted by the browser it must be for.
    pub async fn told(&mut self, browser: &Browser) -> Value {
        let taken = self.next().await;
        assert!(browser.endpoint.ends_with(&taken.path), "{}", taken.path);
        browser.decrypt(&taken.body)
    }
}

async fn take(
    mut stream: TcpStream,
    queue: mpsc::UnboundedSender<Taken>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
) {
    let mut bytes = Vec::new();
    let mut piece = [0; 8 * 1024];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    assert!(first.starts_with("POST /"), "{first}");
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let headers: HashMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    while bytes.len() < end + length {
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    }
    let answer = answers.lock().unwrap().pop_front();
    let answer = answer.unwrap_or("201 Created");
    let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n");
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = queue.send(Taken {
        path,
        headers,
        body: bytes.split_off(end),
        at: Instant::now(),
    });
}

/// A browser that subscribed.
pub struct Browser {
    pub endpoint: String,
    private: PrivateKey,
    point: Vec<u8>,
    auth: [u8; 16],
}

impl Browser {
    pub fn new(service: &Service, name: &str) -> Self {
        Self::at(format!("{}/send/{name}", service.origin()))
    }

    pub fn at(endpoint: String) -> Self {
        let private = PrivateKey::generate(&ECDH_P256).unwrap();
        let point = private.compute_public_key().unwrap().as_ref().to_vec();
        let mut auth = [0; 16];
        fill(&mut auth).unwrap();
        Self {
            endpoint,
            private,
            point,
            auth,
        }
    }

    /// What it says to the server.
    pub fn says(&self) -> Value {
        json!({
            "endpoint": self.endpoint,
            "p256dh": URL_SAFE_NO_PAD.encode(&self.point),
            "auth": URL_SAFE_NO_PAD.encode(self.auth),
        })
    }

    pub async fn subscribe(&self, person: &Person) -> Answer {
        person.put(super::PATH, self.says()).await
    }

    /// RFC 8291, from the other end.
    pub fn decrypt(&self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        assert_eq!(rest[..5], [0, 0, 16, 0, 65]);
        let (sender, record) = rest[5..].split_at(65);
        let sender = UnparsedPublicKey::new(&ECDH_P256, sender);
        let input = agree(&self.private, sender, (), |shared| {
            let key = Salt::new(HKDF_SHA256, &self.auth).extract(shared);
            let info = [b"WebPush: info\0", &self.point[..], &rest[5..70]];
            Ok(expand::<32>(&key, &info))
        });
        let key = Salt::new(HKDF_SHA256, salt).extract(&input.unwrap());
        let content = expand::<16>(&key, &[b"Content-Encoding: aes128gcm\0"]);
        let nonce = expand::<12>(&key, &[b"Content-Encoding: nonce\0"]);
        let content = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content).unwrap());
        let mut record = record.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let plain = content.open_in_place(nonce, Aad::empty(), &mut record);
        let plain = plain.expect("it was encrypted for this browser");
        let end = plain.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!(plain[end], 2, "the last record");
        serde_json::from_slice(&plain[..end]).expect("JSON")
    }
}

struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(key: &Prk, info: &[&[u8]]) -> [u8; N] {
    let mut bytes = [0; N];
    key.expand(info, Bytes(N))
        .unwrap()
        .fill(&mut bytes)
        .unwrap();
    bytes
}
