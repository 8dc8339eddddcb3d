//! The persons behind rows, with what was found out about their order: shared by all statements on a dataset, gone with it.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::tally::{Order, SetId};

/// Row → dense index of the person behind it, `u32::MAX` for none. Cloning shares, also what was found out.
#[derive(Clone)]
pub struct RowPersons(Arc<Found>);

struct Found {
    persons: Arc<[u32]>,
    order: OnceLock<Order>,
    /// The set of all rows, for one row a person and for several.
    all: [OnceLock<SetId>; 2],
}

impl RowPersons {
    /// The persons themselves.
    pub fn shared(&self) -> &Arc<[u32]> {
        &self.0.persons
    }

    /// Whether these are those persons, without looking at them.
    pub fn is_shared_with(&self, persons: &Arc<[u32]>) -> bool {
        Arc::ptr_eq(&self.0.persons, persons)
    }

    /// The order of rows by person. Two threads that come first both find it: nobody waits for another, who may be waiting for a
    /// place in the pool.
    pub(crate) fn order(&self) -> &Order {
        if let Some(order) = self.0.order.get() {
            return order;
        }
        let found = Order::of(&self.0.persons);
        self.0.order.get_or_init(|| found)
    }

    /// The set of all rows; `count` finds it the first time. Record keys belong to persons for ever, so it stays true.
    pub(crate) fn all(&self, several_rows: bool, count: impl FnOnce() -> SetId) -> SetId {
        let Some(place) = self.0.all.get(usize::from(several_rows)) else { return count() };
        match place.get() {
            Some(set) => *set,
            None => {
                let set = count();
                *place.get_or_init(|| set)
            }
        }
    }

    /// Bytes held beside the persons.
    pub fn extra_bytes(&self) -> usize {
        self.0.order.get().map_or(0, Order::bytes)
    }
}

impl Deref for RowPersons {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.0.persons
    }
}

impl From<Arc<[u32]>> for RowPersons {
    fn from(persons: Arc<[u32]>) -> Self {
        RowPersons(Arc::new(Found { persons, order: OnceLock::new(), all: [OnceLock::new(), OnceLock::new()] }))
    }
}

impl From<Vec<u32>> for RowPersons {
    fn from(persons: Vec<u32>) -> Self {
        Arc::<[u32]>::from(persons).into()
    }
}

impl<const N: usize> From<[u32; N]> for RowPersons {
    fn from(persons: [u32; N]) -> Self {
        Arc::<[u32]>::from(persons).into()
    }
}

impl From<&[u32]> for RowPersons {
    fn from(persons: &[u32]) -> Self {
        Arc::<[u32]>::from(persons).into()
    }
}

impl FromIterator<u32> for RowPersons {
    fn from_iter<I: IntoIterator<Item = u32>>(persons: I) -> Self {
        persons.into_iter().collect::<Arc<[u32]>>().into()
    }
}
