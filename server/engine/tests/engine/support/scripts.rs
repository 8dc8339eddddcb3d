//! Kept scripts in memory: room for three, of forty bytes each.

use std::collections::BTreeMap;
use std::sync::Mutex;

use engine::WorldError;
use engine::scripts::{KeepError, Kept, Scripts};

#[derive(Default)]
pub struct TestScripts(pub Mutex<BTreeMap<String, String>>);

const ROOM: usize = 3;
const LONGEST: usize = 40;

impl TestScripts {
    fn add(&self, name: &str, text: &str) -> Result<Kept, KeepError> {
        let mut scripts = self.0.lock().unwrap();
        if text.len() > LONGEST {
            return Err(KeepError::TooLong { most: LONGEST });
        }
        if scripts.get(name).is_some_and(|known| known == text) {
            return Ok(Kept::Same(name.to_owned()));
        }
        if scripts.len() >= ROOM {
            return Err(KeepError::TooMany { most: ROOM });
        }
        match scripts.insert(name.to_owned(), text.to_owned()) {
            None => Ok(Kept::New(name.to_owned())),
            Some(old) => {
                let copy = format!("{name} (kopi)");
                scripts.insert(copy.clone(), old);
                Ok(Kept::Replaced { name: name.to_owned(), copy })
            }
        }
    }
}

impl Scripts for TestScripts {
    fn names(&self) -> Result<Vec<String>, WorldError> {
        Ok(self.0.lock().unwrap().keys().cloned().collect())
    }

    fn text(&self, name: &str) -> Result<Option<String>, WorldError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    fn keep(&self, name: &str, text: &str) -> Result<Kept, KeepError> {
        if name.len() > LONGEST { Err(KeepError::NotAName { most: LONGEST }) } else { self.add(name, text) }
    }

    fn keep_copy(&self, text: &str) -> Result<Kept, KeepError> {
        self.add("kopi av økt", text)
    }
}
