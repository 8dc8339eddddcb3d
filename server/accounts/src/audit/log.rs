//! Adding records: one transaction with what they tell, durable before anybody hears of it.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::end;
use super::head::HeadFile;
use super::record::seal;
use super::{Act, AuditKeys, Digest, LogEnd, Stamp};
use crate::{Accounts, AccountsError, Moment, Result};

/// What is needed to add records.
pub(crate) struct Log {
    keys: AuditKeys,
    /// `None`: a log in memory, which ends with the process.
    head: Option<HeadFile>,
}

impl Log {
    /// The log in an accounts file.
    pub(crate) fn beside(accounts: &std::path::Path, keys: AuditKeys) -> Log {
        Log { keys, head: Some(HeadFile::beside(accounts)) }
    }

    /// A log in memory.
    pub(crate) fn in_memory(keys: AuditKeys) -> Log {
        Log { keys, head: None }
    }

    /// Makes a new log ready, or checks that an old one fits keys and head; says so in it if the keys are new.
    pub(crate) fn begin(&self, connection: &mut Connection, now: Moment) -> Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut end = self.end(&transaction)?;
        let is_new = end.number == 0;
        if is_new && let Some(head) = &self.head {
            // From the first record on, a log without a head is one whose head was taken away.
            head.write_durably(&self.keys, end).map_err(AccountsError::AuditHead)?;
        }
        if let Some(retired) = self.keys.last_retired().filter(|retired| retired.end.number == end.number) {
            let (from, to) = (retired.key.id().to_owned(), self.keys.current().id().to_owned());
            end = self.append(&transaction, end, Stamp::operator(now), Act::KeyChanged { from, to })?;
        }
        if is_new {
            end = self.carry_over(&transaction, end, now)?;
        }
        transaction.commit()?;
        self.advance(end)
    }

    /// The keys.
    pub(super) fn keys(&self) -> &AuditKeys {
        &self.keys
    }

    /// The log's end, or what is wrong with it.
    pub(super) fn end(&self, connection: &Connection) -> Result<LogEnd> {
        end::end(connection, &self.keys, self.head.as_ref())
    }

    /// Adds a record after `end`.
    fn append(&self, transaction: &Transaction<'_>, end: LogEnd, stamp: Stamp<'_>, act: Act) -> Result<LogEnd> {
        let sealed = seal(&self.keys, end, stamp, act)?;
        let sql = "INSERT INTO audit (number, record, mac) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, params![sealed.end.number, sealed.text, sealed.mac])?;
        Ok(sealed.end)
    }

    /// Moves the head to the log's end; the records are durable by now.
    fn advance(&self, end: LogEnd) -> Result<()> {
        let Some(head) = &self.head else { return Ok(()) };
        head.write(&self.keys, end).map_err(AccountsError::AuditHead)
    }

    /// Puts the runs that were recorded before there was a log at its beginning.
    fn carry_over(&self, transaction: &Transaction<'_>, mut end: LogEnd, now: Moment) -> Result<LogEnd> {
        let mut statement =
            transaction.prepare("SELECT run, account, script_hash, started FROM run_record ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut runs = 0;
        while let Some(row) = rows.next()? {
            let (run, account): (String, String) = (row.get(0)?, row.get(1)?);
            let (script, started) = (Digest(row.get(2)?), Moment(row.get(3)?));
            let stamp = Stamp { account: &account, now: started };
            end = self.append(transaction, end, stamp, Act::RunBegan { run, script, institution: None })?;
            runs += 1;
        }
        if runs > 0 {
            end = self.append(transaction, end, Stamp::operator(now), Act::RunsCarriedOver { runs })?;
        }
        Ok(end)
    }
}

impl Accounts {
    /// Writes an act down, durably.
    ///
    /// # Errors
    /// If the log cannot be written, or is not as it was left.
    pub fn record(&self, stamp: Stamp<'_>, act: Act) -> Result<()> {
        self.act(stamp, |_| Ok(((), act)))
    }

    /// Writes several acts of the same moment down, all or none.
    ///
    /// # Errors
    /// Those of [`Accounts::record`].
    pub fn record_all<'a>(&self, acts: impl IntoIterator<Item = (Stamp<'a>, Act)>) -> Result<()> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut end = self.log.end(&transaction)?;
        for (stamp, act) in acts {
            end = self.log.append(&transaction, end, stamp, act)?;
        }
        transaction.commit()?;
        self.log.advance(end)
    }

    /// Does an act and writes it down in one transaction: neither is there without the other.
    pub(crate) fn act<T>(
        &self,
        stamp: Stamp<'_>,
        work: impl FnOnce(&Transaction<'_>) -> Result<(T, Act)>,
    ) -> Result<T> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let end = self.log.end(&transaction)?;
        let (value, act) = work(&transaction)?;
        let end = self.log.append(&transaction, end, stamp, act)?;
        transaction.commit()?;
        self.log.advance(end)?;
        Ok(value)
    }

    /// Replaces the key of the log while nobody else can add a record: `change` learns where the log ends under the old key, puts
    /// the new keys where they are kept, and answers them. This value knows only the old keys: open the file again.
    ///
    /// # Errors
    /// Those of `change` inside; those of the log outside. If the new keys are kept and the log was not written, the next opening
    /// writes the change down.
    pub fn change_keys<E>(
        &self,
        stamp: Stamp<'_>,
        change: impl FnOnce(LogEnd) -> std::result::Result<AuditKeys, E>,
    ) -> Result<std::result::Result<(), E>> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let end = self.log.end(&transaction)?;
        let from = self.log.keys.current().id().to_owned();
        let keys = match change(end) {
            Ok(keys) => keys,
            Err(error) => return Ok(Err(error)),
        };
        let to = keys.current().id().to_owned();
        let log = Log { keys, head: self.log.head.clone() };
        let end = log.append(&transaction, end, stamp, Act::KeyChanged { from, to })?;
        transaction.commit()?;
        log.advance(end)?;
        Ok(Ok(()))
    }
}
