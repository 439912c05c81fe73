//! `parlor restored`: what a database needs that was put back from a backup.

use super::{Failure, Place, note};
use crate::{app::App, clock};

/// Gives the database a new epoch and ends every session in it. A server would go on with the old
/// epoch, so where one can be seen, there is none: the lock of the data directory is taken.
pub(super) async fn run(place: &Place) -> Result<(), Failure> {
    let (app, _lock) = App::start(place.load()?.config).await?;
    let ended = app.storage.restored(clock::now()).await;
    app.storage.close().await;
    note(&match ended? {
        1 => "The database has a new epoch; 1 session was ended.".to_owned(),
        count => format!("The database has a new epoch; {count} sessions were ended."),
    });
    Ok(())
}
