//! `parlor invite`.

use clap::Args;
use parlor_protocol::{ids::UserId, invites::CreateInvite};

use super::{Failure, Place, beside, print};
use crate::{
    app::App,
    auth,
    invites::{self, CreateError},
    refusal::Refusal,
};

/// How many accounts are looked at once for the owner, who is the first in all but rare cases.
const PAGE: u32 = 100;

#[derive(Debug, Args)]
pub(super) struct Invite {
    /// How many people may use it [default: any number].
    #[arg(long, value_name = "COUNT")]
    max_uses: Option<u32>,
    /// For how long it is good, 60 to 31536000 [default: a week].
    #[arg(long, value_name = "SECONDS")]
    max_age_seconds: Option<u32>,
    #[command(flatten)]
    place: Place,
}

impl Invite {
    pub(super) async fn run(self) -> Result<(), Failure> {
        beside(&self.place, async |app| self.make(app).await).await
    }

    async fn make(&self, app: &App) -> Result<(), Failure> {
        let owner = owner(app).await?;
        let space = app.storage.spaces().first().await?;
        let (Some(user), Some(space)) = (owner, space) else {
            return Err(Failure::Refused(
                "Nobody owns this instance yet: open the set-up link that the server prints, or \
                 run `parlor user add`."
                    .to_owned(),
            ));
        };
        // Who may run this command on this machine may do what the owner may; there is no device.
        let actor = auth::operator(user);
        let input = CreateInvite {
            max_uses: self.max_uses,
            max_age_seconds: self.max_age_seconds,
        };
        let made = invites::create(app, &actor, (space, input)).await;
        let invite = made.map_err(refused)?;
        let address = super::serve::address(&app.config, app.config.listen);
        print(&format!("invite: {address}/invite/{}\n", invite.code))
    }
}

async fn owner(app: &App) -> Result<Option<UserId>, Failure> {
    let mut after = None;
    loop {
        let page = app.storage.accounts().list(after, PAGE).await?;
        if let Some(owner) = page.iter().find(|account| account.owner) {
            return Ok(Some(owner.id));
        }
        match page.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(None),
        }
    }
}

fn refused(error: CreateError) -> Failure {
    Failure::Refused(Refusal::from(error).detail)
}
