//! What the program has to tell the user, oldest first. A warning or an error stays until dismissed;
//! a confirmation goes by itself.

/// Names a notice while it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeId(pub u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something went as meant.
    Info,
    Warning,
    Error,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub id: NoticeId,
    pub severity: Severity,
    /// What happened, in one sentence.
    pub text: String,
    /// Why and what to do, then the path; may be empty.
    pub detail: String,
    /// The step that it can take back, as long as that is the last one.
    pub undoes: Option<String>,
    /// Seconds on the program's clock at which it goes by itself.
    pub gone_at: Option<f64>,
}

/// How long a confirmation stands, in seconds.
const CONFIRMATION: f64 = 5.0;
/// One that offers to take a step back.
const UNDOABLE: f64 = 15.0;

/// More than this many at once nobody reads; the oldest make room.
const MOST: usize = 6;

#[derive(Clone, Debug, Default)]
pub struct Notices {
    standing: Vec<Notice>,
    next: u64,
}

impl Notices {
    pub fn standing(&self) -> &[Notice] {
        &self.standing
    }

    /// `now` is in seconds on the program's clock. The same words twice stand once.
    pub fn push(&mut self, now: f64, severity: Severity, text: impl Into<String>, detail: impl Into<String>) {
        let (text, detail) = (text.into(), detail.into());
        self.standing.retain(|notice| (&notice.text, &notice.detail) != (&text, &detail));
        if severity == Severity::Info {
            // The newest confirmation is the one that matters.
            self.standing.retain(|notice| notice.severity != Severity::Info);
        }
        if self.standing.len() >= MOST {
            self.standing.remove(0);
        }
        self.next += 1;
        let gone_at = (severity == Severity::Info).then_some(now + CONFIRMATION);
        let id = NoticeId(self.next);
        self.standing.push(Notice { id, severity, text, detail, undoes: None, gone_at });
    }

    /// A confirmation of a step of the history, which offers to take it back.
    pub fn push_step(&mut self, now: f64, text: impl Into<String>, detail: impl Into<String>, step: &str) {
        self.push(now, Severity::Info, text, detail);
        if let Some(notice) = self.standing.last_mut() {
            notice.undoes = Some(step.to_owned());
            notice.gone_at = Some(now + UNDOABLE);
        }
    }

    pub fn dismiss(&mut self, id: NoticeId) {
        self.standing.retain(|notice| notice.id != id);
    }

    /// Drops confirmations whose time is over; says in how many seconds the next one goes.
    pub fn expire(&mut self, now: f64) -> Option<f64> {
        self.standing.retain(|notice| notice.gone_at.is_none_or(|gone_at| gone_at > now));
        self.standing.iter().filter_map(|notice| notice.gone_at).map(|gone_at| gone_at - now).reduce(f64::min)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn confirmations_go_and_errors_stay() {
        let mut notices = Notices::default();
        notices.push(0.0, Severity::Info, "Saved", "");
        notices.push(1.0, Severity::Error, "The plan could not be saved", "The disk is full");
        assert_eq!(notices.expire(2.0), Some(CONFIRMATION - 2.0));
        assert_eq!(notices.expire(CONFIRMATION + 0.1), None, "nothing left to wait for");
        assert_eq!(notices.standing().len(), 1);
        assert_eq!(notices.standing()[0].severity, Severity::Error);
        notices.dismiss(notices.standing()[0].id);
        assert!(notices.standing().is_empty());
    }

    #[test]
    fn one_confirmation_takes_the_place_of_another_and_of_nothing_else() {
        let mut notices = Notices::default();
        notices.push(0.0, Severity::Warning, "Careful", "");
        notices.push(0.0, Severity::Info, "Undone: Move start", "");
        notices.push(0.0, Severity::Info, "Done again: Move start", "");
        let texts: Vec<&str> = notices.standing().iter().map(|notice| notice.text.as_str()).collect();
        assert_eq!(texts, ["Careful", "Done again: Move start"]);
    }

    #[test]
    fn the_same_words_stand_once_and_the_oldest_make_room() {
        let mut notices = Notices::default();
        for n in 0..20 {
            notices.push(0.0, Severity::Warning, format!("Problem {}", n % 9), "");
            notices.push(0.0, Severity::Warning, format!("Problem {}", n % 9), "");
        }
        assert_eq!(notices.standing().len(), MOST);
        let mut texts: Vec<&str> = notices.standing().iter().map(|notice| notice.text.as_str()).collect();
        texts.dedup();
        assert_eq!(texts.len(), MOST);
    }
}
