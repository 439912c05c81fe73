//! Asking to see the grant.
//!
//! A grant is proof of one permission in one place. One for anything else is no proof of this.

use parlor_protocol::{
    ids::{ChannelId, SpaceId},
    permissions::{Basis, Grant, Permission},
};

use crate::Error;

/// The channel of a grant that was asked for one, whatever it allows there.
pub(crate) fn channel(grant: &Grant) -> Result<ChannelId, Error> {
    grant.channel().ok_or(Error::WrongGrant)
}

/// Whether a grant is for this.
pub(crate) fn allows(grant: &Grant, permission: Permission) -> Result<(), Error> {
    if grant.permission() == permission {
        Ok(())
    } else {
        Err(Error::WrongGrant)
    }
}

/// The space of a grant that was asked for one, whatever it allows there.
pub(crate) fn space(grant: &Grant) -> Result<SpaceId, Error> {
    grant.space().ok_or(Error::WrongGrant)
}

/// What these grants stand on, each once.
pub(crate) fn bases(grants: &[Grant]) -> Box<[Basis]> {
    let mut bases: Vec<Basis> = grants.iter().map(Grant::basis).collect();
    bases.dedup();
    bases.into()
}
