//! A small mail server on loopback: it takes what it is given and shows it.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

/// No letter takes this long, also on a loaded machine.
const LETTER_MAX: Duration = Duration::from_secs(45);

/// A letter as it came.
#[derive(Debug, Clone)]
pub struct Letter {
    pub from: String,
    pub to: String,
    pub text: String,
}

impl Letter {
    /// The token of the link in it.
    pub fn token(&self) -> String {
        let (_, rest) = self.text.split_once("#token=").expect("a link");
        rest.split_whitespace().next().expect("a token").to_owned()
    }
}

/// The server and what came. Refuses the first letters, if it is told to.
pub struct Mailbox {
    pub port: u16,
    letters: Arc<Mutex<Vec<Letter>>>,
}

impl Mailbox {
    /// Answers so many letters with a failure that passes, and takes the rest.
    pub async fn busy(mut busy: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let letters = Arc::new(Mutex::new(Vec::new()));
        let taken = Arc::clone(&letters);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let refuse = busy > 0;
                busy = busy.saturating_sub(1);
                if let Some(letter) = serve(stream, refuse).await {
                    taken.lock().await.push(letter);
                }
            }
        });
        Self { port, letters }
    }

    pub async fn start() -> Self {
        Self::busy(0).await
    }

    /// Everything that came.
    pub async fn all(&self) -> Vec<Letter> {
        self.letters.lock().await.clone()
    }

    /// The letter of this number, as soon as it has come.
    pub async fn letter(&self, number: usize) -> Letter {
        let wait = async {
            loop {
                if let Some(letter) = self.all().await.get(number) {
                    return letter.clone();
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(LETTER_MAX, wait)
            .await
            .expect("a letter in time")
    }
}

/// One conversation (RFC 5321).
async fn serve(stream: TcpStream, refuse: bool) -> Option<Letter> {
    let mut stream = BufReader::new(stream);
    let mut letter = Letter {
        from: String::new(),
        to: String::new(),
        text: String::new(),
    };
    let (mut line, mut taken) = (String::new(), None);
    stream.write_all(b"220 mailbox\r\n").await.ok()?;
    loop {
        line.clear();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return taken;
        }
        let word = line.split([' ', '\r']).next().unwrap_or_default();
        let answer = match word.to_ascii_uppercase().as_str() {
            "MAIL" if refuse => "451 later",
            "MAIL" => {
                line.trim_end().clone_into(&mut letter.from);
                "250 ok"
            }
            "RCPT" => {
                line.trim_end().clone_into(&mut letter.to);
                "250 ok"
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                while !letter.text.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut letter.text).await.ok()? == 0 {
                        return None;
                    }
                }
                // Quoted-printable (RFC 2045 section 6.7), as far as our letters need it.
                letter.text = letter.text.replace("=\r\n", "").replace("=3D", "=");
                taken = Some(letter.clone());
                "250 taken"
            }
            "QUIT" => {
                // Who leaves without hearing it has left.
                let _ = stream.write_all(b"221 bye\r\n").await;
                return taken;
            }
            _ => "250 ok",
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        stream.write_all(b"\r\n").await.ok()?;
    }
}
