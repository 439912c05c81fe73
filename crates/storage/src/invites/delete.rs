//! Taking an invite back.

use crate::{
    Error,
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Delete {
    pub(super) code: String,
}

impl Write for Delete {
    type Output = bool;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<bool, Failed<Error>> {
        let deleted = execute!(link, "DELETE FROM invites WHERE code = $1", &self.code)?;
        Ok(deleted > 0)
    }
}
