//! Making a further space.

use parlor_protocol::{ids::StreamId, spaces::Space};

use super::{MakeError, NewSpace, create, get, rows::owned};
use crate::{
    Committed,
    engine::Link,
    error::Damage,
    members,
    writer::{Failed, Write},
};

pub(super) struct Make {
    pub(super) new: NewSpace,
    pub(super) per_owner_max: u32,
}

impl Write for Make {
    type Output = Committed<Space>;
    type Error = MakeError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.new.owner.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Space>, Failed<MakeError>> {
        if owned(link, self.new.owner).await? >= i64::from(self.per_owner_max) {
            return Err(Failed::Refused(MakeError::TooMany));
        }
        let mut events = create(link, &self.new).await?;
        let NewSpace {
            id,
            owner,
            created_at,
            ..
        } = self.new;
        events.append(&mut members::join(link, id, owner, created_at).await?);
        match get(link, id).await? {
            Some(value) => Ok(Committed { value, events }),
            None => Err(Damage("a space is missing").into()),
        }
    }
}
