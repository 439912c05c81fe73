//! Taking an invite back. The row stays for a while, so that taking it back twice is no error.

use crate::{
    Error,
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Revoke {
    pub(super) code: String,
}

impl Write for Revoke {
    type Output = bool;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<bool, Failed<Error>> {
        let revoked = execute!(
            link,
            "UPDATE invites SET revoked = TRUE WHERE code = $1",
            &self.code
        )?;
        Ok(revoked > 0)
    }
}
