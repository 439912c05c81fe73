//! The log on a quiet server and on a busy one.

use std::sync::Arc;

use parlor_protocol::ids::StreamId;

use super::{LOG_BYTES_MAX, Log};
use crate::{
    Error, Options,
    database::{Database, On},
    engine::{Engine, Link},
    streams::log,
    writer::{Failed, Write},
};

/// Makes a stream.
struct Make(i64);

impl Write for Make {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        Ok(log::create(link, StreamId::from_raw(self.0)).await?)
    }
}

/// When nobody has written for a while, the log is empty; and after the next write again.
#[tokio::test]
async fn a_quiet_log_is_empty() {
    let database = Database::new(On::Sqlite).await.unwrap();
    let storage = database.open().await;
    for id in 1..3 {
        storage.write(Make(id)).await.unwrap();
        while storage.inner.engine.log_bytes().await > 0 {
            tokio::task::yield_now().await;
        }
    }
    storage.close().await;
}

/// Whoever reads holds on to a log that grew too long and is not disturbed; the writer does not
/// wait for them again before it is twice as long. When they have read, it is emptied.
#[tokio::test]
async fn a_log_that_grew_too_long_is_emptied() {
    let database = Database::new(On::Sqlite).await.unwrap();
    let options = Options::default();
    let engine = Engine::open(database.location.clone(), &options).await;
    let engine = Arc::new(engine.unwrap());
    let (mut writer, _) = engine.prepare().await.unwrap();
    let mut log = Log::of(Arc::clone(&engine));
    log.bytes_max = 1;
    let stream = StreamId::from_raw(1);
    let mut snapshot = engine.snapshot().await.unwrap();
    let before = log::position(&mut snapshot.link(), stream).await;
    assert_eq!(before.unwrap(), None);
    log::create(&mut writer.link(), stream).await.unwrap();
    log.written().await;
    let grown = engine.log_bytes().await;
    assert!(!log.empty && grown > 0);
    assert_eq!(log.bytes_max, 2 * grown);
    let still = log::position(&mut snapshot.link(), stream).await;
    assert_eq!(still.unwrap(), None);

    drop(snapshot);
    log.written().await;
    assert_eq!(engine.log_bytes().await, grown);
    log.bytes_max = grown;
    log.written().await;
    assert!(log.empty);
    assert_eq!(
        (engine.log_bytes().await, log.bytes_max),
        (0, LOG_BYTES_MAX)
    );
    let now = log::position(&mut engine.reader().await.unwrap().link(), stream).await;
    assert_eq!(now.unwrap(), Some(0));
    writer.close().await;
    engine.close().await;
}
