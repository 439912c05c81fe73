//! What can be wrong with a service.

use parlor_checker::check::Invariant;

macro_rules! bugs {
    ($($(#[doc = $doc:literal])+ $name:ident breaks $invariant:ident,)*) => {
        /// One thing that is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Bug { $($(#[doc = $doc])+ $name,)* }

        impl Bug {
            pub const ALL: [Self; [$(stringify!($name)),*].len()] = [$(Self::$name),*];

            /// The promise that it breaks first of all.
            pub const fn breaks(self) -> Invariant {
                match self { $(Self::$name => Invariant::$invariant,)* }
            }
        }
    };
}

bugs! {
    /// It acknowledges, and dies before it commits.
    AcknowledgedTooEarly breaks Acknowledged,
    /// A repeat is written a second time.
    NonceForgotten breaks Once,
    /// A position is taken and nothing is put there.
    PositionBurned breaks NoHole,
    /// A page of what was missed begins one too early.
    PageOverlaps breaks SameOrder,
    /// Two events are told in the wrong order.
    Swapped breaks SameOrder,
    /// A page leaves one out and says that it is whole.
    GapSkipped breaks SameOrder,
    /// The client shows an event twice.
    AppliedTwice breaks SameOrder,
    /// Two readers are told different things of one position.
    TwoStories breaks SameOrder,
    /// The last event is lost and nobody looks.
    LastEventLost breaks Converged,
    /// A page is read from an old copy.
    StaleRead breaks OwnWrites,
    /// A page leaves one out.
    PageLeavesOut breaks OwnWrites,
    /// Two pages are read from two copies, the older one last.
    ReadsGoBack breaks Monotonic,
    /// Positions are given out before they are needed.
    PositionReserved breaks RealTime,
    /// A message that nobody wrote.
    Invented breaks Invented,
    /// A message that is cut short.
    Torn breaks Invented,
    /// A message in another channel.
    WrongChannel breaks Invented,
    /// A repeat is answered with another position.
    AnswerChanges breaks Outcome,
    /// What was refused is done.
    RefusedAndDone breaks Outcome,
    /// Who comes back is told the text from before an edit.
    EditForgottenOnReplay breaks State,
    /// An edit is acknowledged and not done.
    EditLost breaks State,
    /// A deletion is acknowledged and not done.
    DeletionLost breaks State,
    /// A reaction is told and not stored.
    ReactionLost breaks State,
    /// Who was removed is still told.
    ToldAfterRemoval breaks Revoked,
    /// A device that signed out is still told.
    ToldAfterLogout breaks Revoked,
    /// Everybody sees the author's nonce.
    ForeignNonce breaks Revoked,
    /// Somebody who left is still shown.
    Ghost breaks Presence,
    /// Somebody who is there is not shown.
    Unseen breaks Presence,
    /// An older word on how far one has read comes last.
    ReadStateGoesBack breaks Unread,
    /// A mark is acknowledged and not kept.
    MarkLost breaks Unread,
    /// One message too many is counted.
    Miscounted breaks Unread,
}
