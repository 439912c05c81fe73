//! The cable between the server and its PostgreSQL, which a test can pull.

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// Passes everything on, while it is plugged.
pub struct Cable {
    /// The database at this end.
    pub url: String,
    plugged: watch::Sender<bool>,
}

impl Cable {
    /// A plugged cable to the database of this address.
    pub async fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let here = listener.local_addr().unwrap().to_string();
        let (_, rest) = url.split_once("://").expect("a scheme");
        let there = rest.split_once('/').expect("a database").0;
        let there = there.rsplit('@').next().unwrap().to_owned();
        let plugged = watch::Sender::new(true);
        let hears = plugged.subscribe();
        let url = url.replacen(&there, &here, 1);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(pass(near, there.clone(), hears.clone()));
            }
        });
        Self { url, plugged }
    }

    /// Breaks every connection; new ones break at once.
    pub fn pull(&self) {
        self.plugged.send_replace(false);
    }

    /// Lets new connections through again.
    pub fn plug(&self) {
        self.plugged.send_replace(true);
    }
}

async fn pass(mut near: TcpStream, there: String, mut plugged: watch::Receiver<bool>) {
    if !*plugged.borrow() {
        return;
    }
    let Ok(mut far) = TcpStream::connect(there).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        _ = plugged.wait_for(|plugged| !plugged) => {}
    }
}
