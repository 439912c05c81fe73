//! How many long pieces of work go on at once, by one person and by everybody: a file that comes in
//! holds a part of the disk before anybody has agreed to keep it, one that goes out a thread.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use parlor_protocol::ids::UserId;

/// Who is at work. Cheap to clone: all clones count together.
#[derive(Debug, Clone)]
pub struct Slots {
    // std Mutex: held for a look-up, never across an await.
    taken: Arc<Mutex<Taken>>,
    per_user_max: u32,
    max: u32,
}

#[derive(Debug, Default)]
struct Taken {
    by_user: HashMap<UserId, u32>,
    all: u32,
}

/// Why nothing more is begun now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSlot {
    /// This person has as many as one may.
    OfUser,
    /// Everybody together has.
    OfAll,
}

impl Slots {
    /// None is taken; so many there are for one person, and so many for everybody together.
    pub fn new(per_user_max: u32, max: u32) -> Self {
        Self {
            taken: Arc::default(),
            per_user_max,
            max,
        }
    }

    /// A slot until it is dropped.
    ///
    /// # Errors
    /// [`NoSlot`]; nothing is taken then.
    pub fn take(&self, user: UserId) -> Result<Slot, NoSlot> {
        let mut taken = self.lock();
        let of_user = taken.by_user.get(&user).copied().unwrap_or_default();
        if of_user >= self.per_user_max {
            return Err(NoSlot::OfUser);
        }
        if taken.all >= self.max {
            return Err(NoSlot::OfAll);
        }
        taken.by_user.insert(user, of_user + 1);
        taken.all += 1;
        Ok(Slot {
            slots: self.clone(),
            user,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to do one piece of work.
#[derive(Debug)]
pub struct Slot {
    slots: Slots,
    user: UserId,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.slots.lock();
        taken.all -= 1;
        if let Some(of_user) = taken.by_user.get_mut(&self.user) {
            *of_user -= 1;
            if *of_user == 0 {
                taken.by_user.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One person has so many, all have so many, and each comes back.
    #[test]
    fn slots_are_bounded_and_come_back() {
        let slots = Slots::new(2, 3);
        let (ada, bo) = (UserId::from_raw(1), UserId::from_raw(2));
        let first = slots.take(ada).unwrap();
        let _second = slots.take(ada).unwrap();
        assert_eq!(slots.take(ada).unwrap_err(), NoSlot::OfUser);
        let third = slots.take(bo).unwrap();
        assert_eq!(slots.take(bo).unwrap_err(), NoSlot::OfAll);
        drop(first);
        let _fourth = slots.take(ada).unwrap();
        drop(third);
        assert!(!slots.lock().by_user.contains_key(&bo));
        assert!(slots.take(bo).is_ok());
    }
}
