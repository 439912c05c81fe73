//! Names on the wire, and the resolution held against a slow and obvious model.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::ids::{ChannelId, SpaceId, UserId};

const USER: UserId = UserId::from_raw(1);
const SPACE: SpaceId = SpaceId::from_raw(2);
const CHANNEL: ChannelId = ChannelId::from_raw(3);

fn member(everyone: Permissions) -> Access {
    let standing = Standing::new(false, false).with_role(0, everyone);
    Access::in_space(USER, SPACE, standing)
}

#[test]
fn names_go_over_the_wire_and_come_back() {
    let json = serde_json::to_string(&Permissions::NEW_SPACE).unwrap();
    assert_eq!(
        json,
        r#"["VIEW_CHANNEL","SEND_MESSAGES","ADD_REACTIONS","ATTACH_FILES","EMBED_LINKS","CONNECT","SPEAK","VIDEO"]"#
    );
    assert_eq!(
        serde_json::from_str::<Permissions>(&json).unwrap(),
        Permissions::NEW_SPACE
    );
    assert_eq!(
        Permissions::from_bits(Permissions::ALL.bits()),
        Permissions::ALL
    );
    assert_eq!(Permissions::from_bits(-1), Permissions::ALL);
}

#[test]
fn the_owner_may_everything_and_a_member_what_everyone_may() {
    let owner = Access::in_space(USER, SPACE, Standing::new(true, true));
    let member = member(Permissions::NEW_SPACE);
    for permission in Permission::ALL {
        assert!(owner.may(*permission).is_ok());
        assert_eq!(
            member.may(*permission).is_ok(),
            Permissions::NEW_SPACE.has(*permission)
        );
    }
}

#[test]
fn who_may_not_view_has_no_access_to_the_channel_at_all() {
    let blind = member(Permissions::of(&[Permission::SendMessages]));
    assert!(blind.in_channel(CHANNEL, &Overrides::default()).is_none());
    let grant = member(Permissions::NEW_SPACE)
        .in_channel(CHANNEL, &Overrides::default())
        .unwrap()
        .may(Permission::SendMessages)
        .unwrap();
    assert_eq!((grant.user(), grant.channel()), (USER, Some(CHANNEL)));
    assert_eq!(grant.space(), Some(SPACE));
}

#[test]
fn a_conversation_belongs_to_no_space_and_nobody_manages_it() {
    let access = Access::in_conversation(USER, CHANNEL);
    let grant = access.may(Permission::SendMessages).unwrap();
    assert_eq!((grant.space(), grant.channel()), (None, Some(CHANNEL)));
    assert!(access.may(Permission::ManageMessages).is_err());
}

#[test]
fn a_higher_position_ranks_higher_and_the_owner_highest() {
    let standing = Standing::new(false, false);
    let ranked = |standing| Access::in_space(USER, SPACE, standing).rank();
    let two = ranked(
        standing
            .with_role(0, Permissions::NONE)
            .with_role(2, Permissions::NONE)
            .with_role(1, Permissions::NONE),
    );
    assert_eq!(two, Rank::of(2));
    assert!(two.outranks(1) && !two.outranks(2));
    assert!(ranked(Standing::new(true, false)).outranks(u32::MAX - 1));
}

/// A role and what the channel changes for it.
#[derive(Debug, Clone)]
struct Held {
    permissions: Permissions,
    changed: Override,
}

/// One member of one space, before one channel.
#[derive(Debug, Clone)]
struct Case {
    owner: bool,
    timed_out: bool,
    everyone: Held,
    roles: Vec<Held>,
    own: Override,
}

fn permissions() -> impl Strategy<Value = Permissions> {
    // Few administrators, or nothing else would be tried.
    (any::<u32>(), 0..8).prop_map(|(bits, of_eight)| {
        let set = Permissions::from_bits(i64::from(bits));
        let administrator = Permissions::of(&[Permission::Administrator]);
        if of_eight == 0 {
            set
        } else {
            set.without(administrator)
        }
    })
}

fn change() -> impl Strategy<Value = Override> {
    (permissions(), permissions()).prop_map(|(allow, deny)| Override { allow, deny })
}

fn held() -> impl Strategy<Value = Held> {
    (permissions(), change()).prop_map(|(permissions, changed)| Held {
        permissions,
        changed,
    })
}

fn case() -> impl Strategy<Value = Case> {
    let roles = prop::collection::vec(held(), 0..4);
    (0..10, any::<bool>(), held(), roles, change()).prop_map(
        |(of_ten, timed_out, everyone, roles, own)| Case {
            owner: of_ten == 0,
            timed_out,
            everyone,
            roles,
            own,
        },
    )
}

impl Case {
    /// The rule in the words of the contract, one set operation after the other. The second set is
    /// empty where the channel cannot be seen.
    fn model(&self) -> [BTreeSet<&'static str>; 2] {
        let all = || names(Permissions::ALL);
        let mut base = names(self.everyone.permissions);
        for role in &self.roles {
            base.extend(names(role.permissions));
        }
        if self.owner || base.contains("Administrator") {
            return [all(), all()];
        }
        let mut here = base.clone();
        let deny = |set: &mut BTreeSet<_>, denied| set.retain(|name| !names(denied).contains(name));
        deny(&mut here, self.everyone.changed.deny);
        here.extend(names(self.everyone.changed.allow));
        for role in &self.roles {
            deny(&mut here, role.changed.deny);
        }
        for role in &self.roles {
            here.extend(names(role.changed.allow));
        }
        deny(&mut here, self.own.deny);
        here.extend(names(self.own.allow));
        if !here.contains("ViewChannel") {
            here.clear();
        }
        if self.timed_out {
            base.retain(|name| *name == "ViewChannel");
            here.retain(|name| *name == "ViewChannel");
        }
        [base, here]
    }

    fn resolved(&self) -> [BTreeSet<&'static str>; 2] {
        let mut standing =
            Standing::new(self.owner, self.timed_out).with_role(0, self.everyone.permissions);
        let mut overrides = Overrides {
            everyone: self.everyone.changed,
            roles: Override::default(),
            member: self.own,
        };
        for role in &self.roles {
            standing = standing.with_role(1, role.permissions);
            overrides.roles = overrides.roles.and(role.changed);
        }
        let access = Access::in_space(USER, SPACE, standing);
        let here = access.in_channel(CHANNEL, &overrides);
        [may(&access), here.as_ref().map(may).unwrap_or_default()]
    }
}

fn names(set: Permissions) -> BTreeSet<&'static str> {
    let held = Permission::ALL.iter().filter(|each| set.has(**each));
    held.copied().map(name).collect()
}

fn may(access: &Access) -> BTreeSet<&'static str> {
    let allowed = Permission::ALL
        .iter()
        .filter(|each| access.may(**each).is_ok());
    allowed.copied().map(name).collect()
}

fn name(permission: Permission) -> &'static str {
    let names = [
        "ViewChannel",
        "SendMessages",
        "AddReactions",
        "AttachFiles",
        "EmbedLinks",
        "MentionEveryone",
        "ManageMessages",
        "CreateInvite",
        "ManageChannels",
        "ManageRoles",
        "ManageSpace",
        "KickMembers",
        "BanMembers",
        "TimeoutMembers",
        "ViewAuditLog",
        "Connect",
        "Speak",
        "Video",
        "MuteMembers",
        "DeafenMembers",
        "MoveMembers",
        "Administrator",
    ];
    names[permission as usize]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn rights_are_what_the_contract_says(case in case()) {
        prop_assert_eq!(case.resolved(), case.model());
    }
}

/// Judging somebody by all they hold, in a space and in a channel, and every question that is asked of
/// the judgement afterwards, allocate nothing.
#[test]
fn a_check_allocates_nothing() {
    let held = [Permissions::NEW_SPACE; 50];
    let change = Override {
        allow: Permissions::of(&[Permission::ManageMessages]),
        deny: Permissions::of(&[Permission::Speak]),
    };
    let mut allowed = 0;
    let measured = allocation_counter::measure(|| {
        for timed_out in [false, true] {
            let mut standing = Standing::new(false, timed_out);
            let mut overrides = Overrides::default();
            for (position, permissions) in (0..).zip(held) {
                standing = standing.with_role(position, permissions);
                overrides.roles = overrides.roles.and(change);
            }
            overrides.member = change;
            let access = Access::in_space(USER, SPACE, standing).after(7);
            let here = access.in_channel(CHANNEL, &overrides);
            for access in [Some(access), here].into_iter().flatten() {
                for permission in Permission::ALL {
                    allowed += usize::from(access.may(*permission).is_ok());
                }
                allowed += usize::from(access.check_holds(Permissions::NEW_SPACE).is_ok());
                allowed += usize::from(access.rank().outranks(10));
            }
        }
    });
    assert_eq!((measured.count_total, measured.bytes_total), (0, 0));
    // So something was asked. In the space eight are given, they are held, and the rank is high; in
    // the channel one comes and one goes; who is silenced may only look.
    assert_eq!(allowed, (8 + 1 + 1) + (8 + 1) + (1 + 1) + (1 + 1));
    // And it would have been noticed.
    let noticed = allocation_counter::measure(|| drop(vec![allowed]));
    assert_eq!(noticed.count_total, 1);
}
