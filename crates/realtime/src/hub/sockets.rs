//! Who is connected to this node, by user.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use parlor_protocol::ids::{SessionId, UserId};

use super::connection::Line;

/// All open sockets.
#[derive(Debug, Default)]
pub(super) struct Sockets {
    of_user: HashMap<UserId, Vec<Arc<Line>>>,
    count: usize,
}

impl Sockets {
    /// Adds a socket unless its user has `per_user_max` already.
    pub(super) fn add(&mut self, line: Arc<Line>, per_user_max: usize) -> bool {
        let lines = self.of_user.entry(line.user).or_default();
        if lines.len() >= per_user_max {
            return false;
        }
        lines.push(line);
        self.count += 1;
        true
    }

    /// Removes a socket.
    pub(super) fn remove(&mut self, line: &Arc<Line>) {
        let Some(lines) = self.of_user.get_mut(&line.user) else {
            return;
        };
        if let Some(at) = lines.iter().position(|other| Arc::ptr_eq(other, line)) {
            lines.swap_remove(at);
            self.count -= 1;
        }
        if lines.is_empty() {
            self.of_user.remove(&line.user);
        }
    }

    /// Those who have one.
    pub(super) fn users(&self) -> Vec<UserId> {
        self.of_user.keys().copied().collect()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether this user has one.
    pub(super) fn has(&self, user: UserId) -> bool {
        self.of_user.contains_key(&user)
    }

    /// Those of one user.
    pub(super) fn of_user(&self, user: UserId) -> Vec<Arc<Line>> {
        self.of_user.get(&user).cloned().unwrap_or_default()
    }

    /// Those of some sessions.
    pub(super) fn of_sessions(&self, sessions: &[SessionId]) -> Vec<Arc<Line>> {
        let sessions: HashSet<SessionId> = sessions.iter().copied().collect();
        let all = self.of_user.values().flatten();
        all.filter(|line| sessions.contains(&line.session))
            .cloned()
            .collect()
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<Arc<Line>> {
        self.of_user.values().flatten().cloned().collect()
    }
}
