//! Judging again when rights were changed between the judgement and the write.

use std::error::Error;

use parlor_storage::Error as Storage;
use tokio::sync::Mutex;

use crate::app::App;

/// How often a verb is tried beside others that are tried again, and how often alone then.
const TOGETHER_MAX: u32 = 3;
const ALONE_MAX: u32 = 16;

/// The turn of whoever is tried again alone: where many people's rights are changed at the same time,
/// each change makes the others judge anew, and so they go one after the other. One turn for the
/// node: waiting for it are calls, and those are bounded.
#[derive(Debug, Default)]
pub struct Turn(Mutex<()>);

/// Does what needs a grant: `verb` judges and then writes. A write whose grant is from before a
/// change of rights in its place is refused by storage; then all of it is done again, and the answer
/// is that of the rights of today. Who loses the race again and again is told to come back later;
/// nothing was written then.
///
/// # Errors
/// Those of the verb.
pub async fn anew<T, E, F>(app: &App, mut verb: impl FnMut() -> F) -> Result<T, E>
where
    E: Error + 'static,
    F: Future<Output = Result<T, E>>,
{
    for _ in 0..TOGETHER_MAX {
        match verb().await {
            Err(error) if is_outdated(&error) => {}
            done => return done,
        }
    }
    let _alone = app.judging.0.lock().await;
    for _ in 1..ALONE_MAX {
        match verb().await {
            Err(error) if is_outdated(&error) => {}
            done => return done,
        }
    }
    verb().await
}

/// Whether this is what storage says of a grant that does not hold any more.
pub fn is_outdated(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<Storage>() {
            return *error == Storage::Outdated;
        }
        next = error.source();
    }
    false
}
