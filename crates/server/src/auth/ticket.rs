//! Tickets: what stands in an address instead of a token.

use parlor_auth::tickets::{Bound, lifetime_ms};
use parlor_protocol::auth::{CreateTicket, Purpose, Ticket};

use super::authenticate::tickets;
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why there is no ticket.
#[derive(Debug, thiserror::Error)]
pub enum TicketError {
    /// The channel is missing or hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A voice connection goes to one channel, and none was named.
    #[error("channelId is missing")]
    NoChannel,
}

impl From<TicketError> for Refusal {
    fn from(error: TicketError) -> Self {
        match error {
            TicketError::Access(error) => error.into(),
            TicketError::NoChannel => Self::field("channelId", "must name the voice channel"),
        }
    }
}

/// Makes a ticket for this session.
///
/// # Errors
/// See [`TicketError`].
pub async fn ticket(
    app: &App,
    actor: &Actor,
    CreateTicket {
        purpose,
        channel_id,
    }: CreateTicket,
) -> Result<Ticket, TicketError> {
    if let Some(channel) = channel_id {
        members::in_channel(app, actor, channel).await?;
    }
    let channel = match (purpose, channel_id) {
        (Purpose::Voice, None) => return Err(TicketError::NoChannel),
        // Neither is one channel's.
        (Purpose::Ws | Purpose::Export, _) => None,
        (Purpose::Voice | Purpose::File, channel) => channel,
    };
    let bound = Bound {
        user: actor.user,
        session: actor.session,
        purpose,
        channel,
    };
    let ticket = tickets(app).issue(bound, clock::now(), &mut clock::rng());
    Ok(Ticket {
        ticket,
        expires_in: lifetime_ms(purpose).unsigned_abs() / 1000,
    })
}
