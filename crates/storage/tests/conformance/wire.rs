//! A wire to a server that can be cut, in every way in which wires are cut.

use std::sync::Arc;

use parlor_storage::{Location, Options, Storage};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use crate::database::Database;

/// What the wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// Passes on whatever comes.
    Pass,
    /// Passes on the next commit, waits for its answer, and hangs up instead of passing that on.
    /// Then it passes on whatever comes.
    KeepTheAnswer,
    /// Hangs up on everybody, at once.
    HangUp,
    /// Passes on nothing, and says nothing about it.
    Stall,
}

pub(crate) struct Wire {
    does: Arc<watch::Sender<Does>>,
    location: Location,
}

impl Wire {
    /// One that leads to this database.
    pub(crate) async fn to(database: &Database) -> Self {
        let Location::Postgres { url } = &database.location else {
            unreachable!("only a server is at the end of a wire");
        };
        let (who, place) = url.rsplit_once('@').unwrap();
        let (server, name) = place.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let does = Arc::new(watch::Sender::new(Does::Pass));
        tokio::spawn(serve(listener, server.to_owned(), Arc::clone(&does)));
        let url = format!("{who}@127.0.0.1:{port}/{name}");
        Self {
            does,
            location: Location::Postgres { url },
        }
    }

    pub(crate) fn does(&self, does: Does) {
        self.does.send_replace(does);
    }

    /// A server of ours at this end.
    pub(crate) async fn open(&self, options: Options) -> Storage {
        Storage::open(self.location.clone(), options).await.unwrap()
    }
}

async fn serve(listener: TcpListener, server: String, does: Arc<watch::Sender<Does>>) {
    while let Ok((client, _)) = listener.accept().await {
        if *does.borrow() != Does::HangUp {
            let server = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(pass_on(client, server, Arc::clone(&does)));
        }
    }
}

async fn pass_on(mut client: TcpStream, mut server: TcpStream, does: Arc<watch::Sender<Does>>) {
    let mut told = does.subscribe();
    let (mut asked, mut answered) = ([0; 8192], [0; 8192]);
    let mut keep = false;
    loop {
        let now = *told.borrow_and_update();
        if now == Does::HangUp {
            return;
        }
        tokio::select! {
            _ = told.changed() => {}
            read = client.read(&mut asked), if now != Does::Stall => {
                let asked = match read {
                    Ok(bytes @ 1..) => &asked[..bytes],
                    _ => return,
                };
                if now == Does::KeepTheAnswer && asked.windows(6).any(|word| word == b"COMMIT") {
                    keep = true;
                    does.send_replace(Does::Pass);
                }
                server.write_all(asked).await.unwrap();
            }
            read = server.read(&mut answered), if now != Does::Stall => match read {
                Ok(bytes @ 1..) if !keep => client.write_all(&answered[..bytes]).await.unwrap(),
                _ => return,
            },
        }
    }
}
