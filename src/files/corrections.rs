//! What a person corrected about files of other programs, remembered by the names of their columns: a small
//! file beside the settings. What of it cannot be read is left out; it never stops an import.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::import::calendar::Use;
use super::import::moment::Order;
use super::import::tickets::Tool;
use super::import::{Field, Kind, is_passing};
use super::settings;
use crate::fleet::By;

/// What a person says of files with certain columns, where that differs from what they say themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    pub kind: Option<Kind>,
    /// The column of a field by its name; none = in no column.
    pub columns: Vec<(Field, Option<String>)>,
    /// How dates are read that can be read both ways.
    pub order: Option<Order>,
    /// Minutes by which dates without zone are ahead of UTC.
    pub written_ahead: Option<i16>,
    /// The same of the clock by which its days are counted.
    pub counted_ahead: Option<i16>,
    /// Which tool a ticket list comes from.
    pub tool: Option<Tool>,
    /// What a calendar's events are.
    pub usage: Option<Use>,
    /// What a list of devices is counted by.
    pub by: Option<Vec<By>>,
    pub stale_after_days: Option<u64>,
}

impl Correction {
    /// Another kind has other fields: what was said of the old one's columns goes.
    pub fn set_kind(&mut self, kind: Option<Kind>) {
        self.kind = kind;
        self.columns.clear();
    }

    pub fn set_column(&mut self, field: Field, column: Option<String>) {
        self.columns.retain(|(known, _)| *known != field);
        self.columns.push((field, column));
    }

    /// What was corrected, in words.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(self.kind.map(|kind| format!("kind {}", kind.name())));
        words.extend(self.columns.iter().map(|(field, column)| match column {
            Some(column) => format!("{} = {column}", field.name()),
            None => format!("{} in no column", field.name()),
        }));
        words.extend(self.order.map(|order| format!("dates {}", order.name())));
        words.extend(self.written_ahead.map(|ahead| format!("times of {}", zone(ahead))));
        words.extend(self.counted_ahead.map(|ahead| format!("days of {}", zone(ahead))));
        words.extend(self.tool.map(|tool| format!("from {}", tool.name())));
        words.extend(self.usage.map(|usage| format!("events as {}", usage.key())));
        words.extend(self.by.as_ref().map(|by| {
            let names: Vec<_> = by.iter().map(|by| by.name()).collect();
            format!("counted by {}", names.join(", "))
        }));
        words.extend(self.stale_after_days.map(|days| format!("stale after {days} days")));
        words
    }
}

/// A clock so many minutes ahead of UTC: "UTC+05:30".
pub fn zone(ahead: i16) -> String {
    let sign = if ahead < 0 { '−' } else { '+' };
    let minutes = ahead.unsigned_abs();
    if ahead == 0 { "UTC".into() } else { format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60) }
}

/// Corrections by the columns of the files they are of, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections(Vec<(String, Correction)>);

/// Sets of columns that are remembered.
const MOST: usize = 200;
/// Bytes of a set of columns beyond which it is not remembered.
const LONGEST_KEY: usize = 16 << 10;
const FILE: &str = "import-corrections.ron";

impl Corrections {
    /// What is remembered in `folder`, with a sentence when that could not be used.
    pub fn load(folder: &Path) -> (Self, Option<String>) {
        let path = folder.join(FILE);
        match settings::read::<Vec<Kept>>(&path) {
            Ok(kept) => (Self(kept.into_iter().take(MOST).map(Kept::read).collect()), None),
            Err(why) => {
                let path = path.display();
                let said = format!("Earlier corrections of imports could not be read ({why}; {path}).");
                (Self::default(), Some(said))
            }
        }
    }

    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let is_kept = |(key, _): &&(String, Correction)| key.len() <= LONGEST_KEY && !is_passing(key);
        let kept = self.0.iter().filter(is_kept).take(MOST).map(Kept::of);
        settings::write(&kept.collect::<Vec<_>>(), &folder.join(FILE))
    }

    pub fn of(&self, key: &str) -> Option<&Correction> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, correction)| correction)
    }

    /// Remembers it as the newest one; one that says nothing is forgotten.
    pub fn set(&mut self, key: &str, correction: Correction) {
        self.0.retain(|(known, _)| known != key);
        if correction != Correction::default() && !key.is_empty() {
            self.0.insert(0, (key.to_owned(), correction));
        }
    }
}

/// A correction as it stands in the file: in words, so that one that a later version does not know is left
/// out, and not the whole file.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    header: String,
    kind: String,
    columns: Vec<(String, Option<String>)>,
    dates: String,
    written_ahead: Option<i16>,
    counted_ahead: Option<i16>,
    tool: String,
    events: String,
    counted_by: Vec<String>,
    stale_after_days: Option<u64>,
}

/// No clock is further from UTC, in minutes.
const FURTHEST: u16 = 14 * 60;

impl Kept {
    fn of((key, correction): &(String, Correction)) -> Self {
        let columns = correction.columns.iter();
        Self {
            header: key.clone(),
            kind: correction.kind.map_or("", Kind::key).to_owned(),
            columns: columns.map(|(field, column)| (field.name().to_owned(), column.clone())).collect(),
            dates: correction.order.map_or("", Order::key).to_owned(),
            written_ahead: correction.written_ahead,
            counted_ahead: correction.counted_ahead,
            tool: correction.tool.map_or("", Tool::name).to_owned(),
            events: correction.usage.map_or("", Use::key).to_owned(),
            counted_by: correction.by.iter().flatten().map(|by| by.key().to_owned()).collect(),
            stale_after_days: correction.stale_after_days,
        }
    }

    fn read(self) -> (String, Correction) {
        let field = |name: &str| Field::all().find(|field| field.name() == name);
        let columns = self.columns.into_iter().take(Field::all().count());
        let by: Vec<By> =
            By::ALL.into_iter().filter(|by| self.counted_by.iter().any(|key| key == by.key())).collect();
        let is_clock = |ahead: &i16| ahead.unsigned_abs() <= FURTHEST;
        let correction = Correction {
            kind: Kind::ALL.into_iter().find(|kind| kind.key() == self.kind),
            columns: columns.filter_map(|(name, column)| Some((field(&name)?, column))).collect(),
            order: Order::ALL.into_iter().find(|order| order.key() == self.dates),
            written_ahead: self.written_ahead.filter(is_clock),
            counted_ahead: self.counted_ahead.filter(is_clock),
            tool: Tool::ALL.into_iter().find(|tool| tool.name() == self.tool),
            usage: Use::ALL.into_iter().find(|usage| usage.key() == self.events),
            by: (!by.is_empty()).then_some(by),
            stale_after_days: self.stale_after_days,
        };
        (self.header, correction)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn whole() -> Correction {
        Correction {
            kind: Some(Kind::Tickets),
            columns: vec![(Field::Opened, Some("Raised on".into())), (Field::Resolved, None)],
            order: Some(Order::DayFirst),
            written_ahead: Some(-90),
            counted_ahead: Some(330),
            tool: Some(Tool::Other),
            usage: Some(Use::Holidays),
            by: Some(vec![By::Site, By::Model]),
            stale_after_days: Some(45),
        }
    }

    #[test]
    fn corrections_come_back_as_they_were_and_the_newest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut corrections = Corrections::default();
        corrections.set("a b", whole());
        for n in 0..MOST {
            let correction = Correction { stale_after_days: Some(n as u64), ..Correction::default() };
            corrections.set(&format!("columns {n}"), correction);
        }
        corrections.set("a b", Correction { order: None, ..whole() });
        corrections.set(&"long ".repeat(LONGEST_KEY), whole());
        corrections.save(&folder.path().join("new")).unwrap();
        let (read, complaint) = Corrections::load(&folder.path().join("new"));
        assert_eq!(complaint, None);
        assert_eq!(read.of("a b"), Some(&Correction { order: None, ..whole() }));
        assert_eq!((read.0.len(), read.of("columns 0")), (MOST, None), "the oldest makes room");
        let mut read = read;
        read.set("a b", Correction::default());
        assert_eq!(read.of("a b"), None, "what says nothing is forgotten");
    }

    #[test]
    fn a_broken_file_is_left_out_with_a_sentence_and_a_strange_word_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Corrections::load(folder.path()), (Corrections::default(), None));
        for broken in ["", "(", "\0\0", "[(header: 3)]", "{}"] {
            std::fs::write(folder.path().join(FILE), broken).unwrap();
            let (corrections, complaint) = Corrections::load(folder.path());
            assert_eq!(corrections, Corrections::default(), "{broken}");
            assert!(complaint.unwrap().contains(FILE), "{broken}");
        }
        let strange = "[(header: \"a\", kind: \"tea\", dates: \"day-first\", written_ahead: Some(-32768), new: 3, columns: [(\"Moon\", None)])]";
        std::fs::write(folder.path().join(FILE), strange).unwrap();
        let (corrections, complaint) = Corrections::load(folder.path());
        assert_eq!(complaint, None);
        let expected = Correction { order: Some(Order::DayFirst), ..Correction::default() };
        assert_eq!(corrections.of("a"), Some(&expected));
    }

    #[test]
    fn a_correction_is_said_in_words() {
        let expected = "kind Helpdesk tickets; Opened = Raised on; Resolved in no column; dates day first; times of UTC−01:30; days of UTC+05:30; from Another tool; events as holidays; counted by Site, Model; stale after 45 days";
        assert_eq!(whole().words().join("; "), expected);
    }
}
