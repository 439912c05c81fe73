//! Somebody else's web server, on loopback: it answers as it is told and remembers what it was asked.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// What is answered at a path.
#[derive(Clone)]
pub enum Served {
    /// Head and body as they are.
    Raw(Vec<u8>),
    /// A head, and then a byte at a time for as long as somebody reads.
    Drip,
    /// A head, and then bytes for as long as somebody reads.
    Endless(&'static str),
    /// Head and body as they are, once the gate is open.
    Gated(Arc<Semaphore>, Vec<u8>),
    /// Nothing, until the other side goes away.
    Silence,
}

/// The server.
pub struct Site {
    address: SocketAddr,
    pages: Arc<Mutex<HashMap<String, Served>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub async fn start() -> Self {
        Self::start_at("127.0.0.1").await
    }

    /// At another address of this machine: another host for whoever asks one at a time.
    pub async fn start_at(host: &str) -> Self {
        let listener = TcpListener::bind((host, 0)).await.expect("a port");
        let site = Self {
            address: listener.local_addr().expect("bound"),
            pages: Arc::default(),
            asked: Arc::default(),
        };
        let (pages, asked) = (Arc::clone(&site.pages), Arc::clone(&site.asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&pages), Arc::clone(&asked)));
            }
        });
        site
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn serve(&self, path: &str, served: Served) -> String {
        self.pages.lock().unwrap().insert(path.to_owned(), served);
        format!("http://{}{path}", self.address)
    }

    /// An answer of this type.
    pub fn answer(&self, path: &str, content_type: &str, body: &[u8]) -> String {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nSet-Cookie: a=b\r\n\r\n",
            body.len()
        );
        self.serve(path, Served::Raw([head.as_bytes(), body].concat()))
    }

    pub fn page(&self, path: &str, html: &str) -> String {
        self.answer(path, "text/html; charset=utf-8", html.as_bytes())
    }

    /// Sends whoever asks for a path somewhere else.
    pub fn redirect(&self, path: &str, to: &str) -> String {
        let head = format!(
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
        );
        self.serve(path, Served::Raw(head.into_bytes()))
    }

    /// Every request head that came, whole.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn times(&self, path: &str) -> usize {
        let line = format!("GET {path} HTTP/1.1\r\n");
        let asked = self.asked();
        asked.iter().filter(|head| head.starts_with(&line)).count()
    }

    /// Waits until a path was asked for.
    pub async fn until_asked(&self, path: &str) {
        while self.times(path) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn serve(
    mut stream: TcpStream,
    pages: Arc<Mutex<HashMap<String, Served>>>,
    asked: Arc<Mutex<Vec<String>>>,
) {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(bytes) => head.extend_from_slice(&piece[..bytes]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(head);
    let served = pages.lock().unwrap().get(&path).cloned();
    let missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec();
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>slow</title>";
    match served.unwrap_or(Served::Raw(missing)) {
        Served::Raw(bytes) => drop(stream.write_all(&bytes).await),
        Served::Gated(gate, bytes) => {
            let _open = gate.acquire().await;
            drop(stream.write_all(&bytes).await);
        }
        Served::Drip => {
            let _ = stream.write_all(html.as_bytes()).await;
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Served::Endless(head) => {
            let _ = stream.write_all(head.as_bytes()).await;
            while stream.write_all(&[b' '; 16 * 1024]).await.is_ok() {}
        }
        Served::Silence => while matches!(stream.read(&mut piece).await, Ok(1..)) {},
    }
}
