//! Refresh rotation through half a year of virtual time: tabs that race, replies that are lost,
//! and a thief. One seed, one history; a failure names its seed.

mod ledger;
mod people;
mod vault;

use people::World;

const SEEDS: u64 = 600;
const ROUNDS: usize = 30;

/// However requests race and replies get lost: an honest client stays signed in until the session
/// ends of itself, on one chain.
#[test]
fn honest_tabs_are_never_logged_out() {
    let mut answered = 0;
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        world.plan_refreshes(ROUNDS);
        while world.step() {}
        assert!(!world.logged_out, "seed {seed}");
        assert!(!world.vault.revoked(), "seed {seed}");
        answered += world.answered;
    }
    assert!(answered > 50_000, "only {answered} refreshes were played");
}

/// Whatever a thief does with a copy: there is one live chain at most, and the first time a token
/// comes that nobody honest would present, nothing of the session is worth anything any more.
#[test]
fn a_thief_ends_the_session() {
    let (mut caught, mut unnoticed) = (0, 0);
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        world.plan_refreshes(ROUNDS);
        world.plan_theft();
        while world.step() {
            if world.ledger.late_reuse && !world.over() {
                assert!(world.vault.revoked(), "seed {seed}");
            }
        }
        if world.vault.revoked() {
            caught += 1;
            for token in 0..world.tokens() {
                assert!(!world.replay(token), "seed {seed}: token {token} lives on");
            }
        } else {
            unnoticed += 1;
        }
    }
    // Both happen: a copy that is never used in time, or never used at all, harms nobody.
    assert!(caught > SEEDS / 4, "{caught} caught, {unnoticed} unnoticed");
    assert!(unnoticed > 0);
}

/// A token from further back than the last but one, however old, ends the session at once.
#[test]
fn every_old_token_is_an_alarm() {
    for seed in 0..SEEDS / 10 {
        let mut world = World::new(seed);
        world.plan_refreshes(5);
        while world.step() {}
        let old = world.tokens() - 3;
        for token in 0..=old.min(usize::try_from(seed).unwrap() % world.tokens()) {
            assert!(!world.replay(token), "seed {seed}");
            assert!(world.vault.revoked(), "seed {seed}: token {token}");
        }
        assert!(!world.replay(world.tokens() - 1), "seed {seed}");
    }
}
