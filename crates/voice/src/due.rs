//! Who must be looked at when. Postponing costs nothing, as every packet postpones somebody.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    hash::Hash,
    time::Instant,
};

/// One deadline for each of many.
#[derive(Debug)]
pub(crate) struct Due<K> {
    heap: BinaryHeap<Reverse<(Instant, K)>>,
    /// When the heap will name somebody; every entry of the heap that says otherwise is void.
    named: HashMap<K, Instant>,
}

impl<K> Default for Due<K>
where
    K: Ord,
{
    fn default() -> Self {
        Self {
            heap: BinaryHeap::new(),
            named: HashMap::new(),
        }
    }
}

impl<K: Copy + Ord + Hash> Due<K> {
    /// Somebody must be looked at then. A later time than before is not noted: whoever is looked at too early says again when.
    pub(crate) fn at(&mut self, key: K, at: Instant) {
        let named = self.named.entry(key);
        if named.key() == &key
            && let std::collections::hash_map::Entry::Occupied(before) = &named
            && *before.get() <= at
        {
            return;
        }
        named.insert_entry(at);
        self.heap.push(Reverse((at, key)));
    }

    /// Somebody is gone.
    pub(crate) fn forget(&mut self, key: K) {
        self.named.remove(&key);
    }

    /// When the next one must be looked at.
    pub(crate) fn next(&mut self) -> Option<Instant> {
        loop {
            let Reverse((at, key)) = self.heap.peek()?;
            if self.named.get(key) == Some(at) {
                return Some(*at);
            }
            self.heap.pop();
        }
    }

    /// Takes the next one whose time has come.
    pub(crate) fn take(&mut self, now: Instant) -> Option<K> {
        self.next().filter(|at| *at <= now)?;
        let Reverse((_, key)) = self.heap.pop()?;
        self.named.remove(&key);
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn earlier_counts_later_does_not_and_gone_is_gone() {
        let now = Instant::now();
        let after = |ms| now + Duration::from_millis(ms);
        let mut due = Due::default();
        due.at('a', after(30));
        due.at('b', after(20));
        due.at('a', after(10));
        due.at('a', after(40));
        due.at('c', after(5));
        due.forget('c');
        assert_eq!(due.next(), Some(after(10)));
        assert_eq!(due.take(after(9)), None);
        assert_eq!(due.take(after(50)), Some('a'));
        assert_eq!(due.take(after(50)), Some('b'));
        assert_eq!(due.take(after(50)), None);
        assert_eq!(due.next(), None);
    }
}
