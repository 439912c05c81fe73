//! A table that a flood cannot grow, nor make slow.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
};

/// What is known of the newest keys. Of more keys than it holds, the one that came first goes: no
/// look at any other is needed, so that a flood of new ones costs everybody else nothing.
pub struct Recent<K, V> {
    max: usize,
    entries: HashMap<K, V>,
    /// Every key once, the one that came first in front.
    order: VecDeque<K>,
}

impl<K: Eq + Hash + Clone, V> Recent<K, V> {
    /// An empty table of at most `max` keys, which is not 0.
    pub fn new(max: usize) -> Self {
        Self {
            max,
            entries: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    /// What is known of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key)
    }

    /// What is known of a key, to be changed; `fresh` when it is new.
    pub fn entry(&mut self, key: K, fresh: V) -> &mut V {
        if !self.entries.contains_key(&key) {
            if self.entries.len() >= self.max
                && let Some(first) = self.order.pop_front()
            {
                self.entries.remove(&first);
            }
            self.order.push_back(key.clone());
        }
        self.entries.entry(key).or_insert(fresh)
    }
}

#[cfg(test)]
impl<K, V> Recent<K, V> {
    pub(crate) fn len(&self) -> usize {
        assert_eq!(self.entries.len(), self.order.len());
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who came first goes first, however often he came again; who stays keeps what is known.
    #[test]
    fn the_first_goes_first() {
        let mut recent = Recent::new(2);
        *recent.entry("ada", 0) += 1;
        *recent.entry("bo", 0) += 1;
        *recent.entry("ada", 0) += 1;
        assert_eq!((recent.get(&"ada"), recent.len()), (Some(&2), 2));
        recent.entry("cy", 7);
        assert_eq!(recent.get(&"ada"), None);
        assert_eq!((recent.get(&"bo"), recent.get(&"cy")), (Some(&1), Some(&7)));
        assert_eq!(recent.len(), 2);
    }

    /// Newcomers at a full table are over in a moment: one look at all others for each of these
    /// would take an hour.
    #[test]
    fn a_flood_costs_no_look_at_the_others() {
        const MAX: usize = 65_536;
        let mut recent = Recent::new(MAX);
        for key in 0..300_000 {
            recent.entry(key, ());
        }
        assert_eq!(recent.len(), MAX);
        assert!(recent.get(&299_999).is_some() && recent.get(&0).is_none());
    }
}
