//! Writes what comes from the work to the runner's desk.

use wire::output::{Output, UsedDatabank};
use wire::run::{Progress, RunAnswer};

use super::Shared;
use crate::Runner;
use crate::stream::{Happening, Stream};
use crate::work::Report;

/// Where the job of one run reports to.
pub struct Reporter<'a> {
    pub(super) shared: &'a Shared,
    pub(super) runner: &'a Runner,
    pub(super) id: &'a str,
}

impl Reporter<'_> {
    fn update(&self, change: impl FnOnce(&mut RunAnswer, &mut Stream)) {
        self.shared.lock().desk(self.runner).update(self.id, change);
        self.shared.changed.notify_all();
    }
}

impl Report for Reporter<'_> {
    fn databanks(&mut self, databanks: Vec<UsedDatabank>) {
        self.update(|answer, _| answer.document.databanks = databanks);
    }

    fn output(&mut self, output: Output) {
        self.shared.lock().desk(self.runner).tell(self.id, output);
        self.shared.changed.notify_all();
    }

    fn progress(&mut self, done: usize, of: usize) {
        let run = self.id.to_owned();
        self.update(|answer, stream| {
            answer.progress = Progress { done, of };
            stream.push(Happening::Progress { run, done, of });
        });
    }
}
