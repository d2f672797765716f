//! Work in the background: each job has a name, runs once at a time, can be given up, and answers with a
//! value. A panic in it becomes an answer too, never a crash.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobName {
    FileDialog,
    Opening,
    Importing,
    Saving,
    Calculating,
    Simulating,
    Previewing,
    SizingPilot,
    Seating,
    WhatIf,
    Comparing,
    Searching,
    ReadingLogo,
    Packing,
    Exporting,
    Differing,
    KeepingCopy,
}

impl JobName {
    /// As the status line says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::FileDialog => "Choosing a file",
            Self::Opening => "Opening",
            Self::Importing => "Reading files",
            Self::Saving => "Saving",
            Self::Calculating => "Calculating",
            Self::Simulating => "Simulating",
            Self::Previewing => "Trying a change",
            Self::SizingPilot => "Sizing the pilot",
            Self::Seating => "Trying the rules",
            Self::WhatIf => "Trying it out",
            Self::Comparing => "Comparing",
            Self::Searching => "Searching",
            Self::ReadingLogo => "Reading the picture",
            Self::Packing => "Writing the steering pack",
            Self::Exporting => "Exporting",
            Self::Differing => "Comparing with the file",
            Self::KeepingCopy => "Keeping a copy",
        }
    }
}

struct Running {
    name: JobName,
    number: u64,
    thread: JoinHandle<()>,
}

/// What a job answered, or how it broke.
pub enum Answer<T> {
    Done(T),
    Broke { name: JobName, why: String },
}

struct Message<T> {
    number: u64,
    answer: Answer<T>,
}

pub struct Jobs<T> {
    running: Vec<Running>,
    next: u64,
    sender: Sender<Message<T>>,
    receiver: Receiver<Message<T>>,
}

impl<T: Send + 'static> Default for Jobs<T> {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { running: Vec::new(), next: 0, sender, receiver }
    }
}

impl<T: Send + 'static> Jobs<T> {
    /// Starts a job; one of the same name that still runs is given up: its answer will be dropped.
    /// `wake` is called when the answer is there. Says whether the system gave a thread.
    pub fn start(
        &mut self,
        name: JobName,
        wake: impl Fn() + Send + 'static,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> bool {
        self.give_up(name);
        self.next += 1;
        let number = self.next;
        let sender = self.sender.clone();
        let run = move || {
            let answer = match catch_unwind(AssertUnwindSafe(work)) {
                Ok(value) => Answer::Done(value),
                Err(panic) => Answer::Broke { name, why: words(panic.as_ref()) },
            };
            // The window may be gone; then nobody waits for the answer.
            if sender.send(Message { number, answer }).is_ok() {
                wake();
            }
        };
        let thread = std::thread::Builder::new().name(format!("baton: {}", name.words())).spawn(run);
        match thread {
            Ok(thread) => {
                self.running.push(Running { name, number, thread });
                true
            }
            Err(error) => {
                log::error!("no thread for {}: {error}", name.words());
                false
            }
        }
    }

    /// The answer of this job is not wanted any more.
    pub fn give_up(&mut self, name: JobName) {
        self.running.retain(|job| job.name != name);
    }

    pub fn is_running(&self, name: JobName) -> bool {
        self.running.iter().any(|job| job.name == name)
    }

    /// What is under way, for the status line.
    pub fn busy(&self) -> Option<&'static str> {
        // A simulation says itself how far it is.
        let quiet = [JobName::KeepingCopy, JobName::Simulating, JobName::Previewing];
        let shown = |job: &&Running| !quiet.contains(&job.name);
        self.running.iter().find(shown).map(|job| job.name.words())
    }

    /// The answers since the last time, in the order in which they came.
    pub fn answers(&mut self) -> Vec<Answer<T>> {
        let mut answers = Vec::new();
        while let Ok(message) = self.receiver.try_recv() {
            let known = self.running.iter().position(|job| job.number == message.number);
            if let Some(at) = known {
                self.running.remove(at);
                answers.push(message.answer);
            }
        }
        answers
    }

    /// Waits until every job has answered. The answers stay to be fetched.
    pub fn wait_idle(&self) {
        while self.running.iter().any(|job| !job.thread.is_finished()) {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an unknown error".into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn done(jobs: &mut Jobs<u32>) -> Vec<u32> {
        jobs.wait_idle();
        let value = |answer| if let Answer::Done(value) = answer { Some(value) } else { None };
        jobs.answers().into_iter().filter_map(value).collect()
    }

    #[test]
    fn a_newer_job_of_the_same_name_takes_the_place_of_the_older() {
        let mut jobs = Jobs::default();
        let (go, wait) = channel::<()>();
        jobs.start(
            JobName::Calculating,
            || {},
            move || {
                let _ = wait.recv();
                1
            },
        );
        jobs.start(JobName::Calculating, || {}, || 2);
        jobs.start(JobName::Saving, || {}, || 3);
        go.send(()).unwrap();
        let mut values = done(&mut jobs);
        values.sort_unstable();
        assert_eq!(values, [2, 3]);
        assert!(!jobs.is_running(JobName::Calculating));
        assert_eq!(jobs.busy(), None);
    }

    #[test]
    fn a_panic_is_an_answer() {
        let mut jobs: Jobs<u32> = Jobs::default();
        jobs.start(JobName::Opening, || {}, || panic!("the table is upside down"));
        jobs.wait_idle();
        let answers = jobs.answers();
        assert!(
            matches!(&answers[..], [Answer::Broke { name: JobName::Opening, why }] if why.contains("upside down"))
        );
    }
}
