//! The record that a key names, as it stands in the plan.

use crate::plan::{FullSwitch, Key, Plan, Record};

impl Plan {
    /// The record with this key, if the plan has it.
    pub fn record(&self, key: &Key) -> Option<Record> {
        match key {
            Key::Phase(id) => self.phase(*id).cloned().map(|phase| Record::Phase(Box::new(phase))),
            Key::Segment(id) => self.estate.segment(*id).cloned().map(Record::Segment),
            Key::SupportEnd(os) => {
                find(&self.estate.support_ends, |end| end.os.eq_ignore_ascii_case(os)).map(Record::SupportEnd)
            }
            Key::Cell { workload, phase } => {
                let cell = self.workload(*workload).and_then(|row| row.cell(*phase)).cloned();
                cell.map(|cell| Record::Cell { workload: *workload, cell })
            }
            Key::FullSwitch(workload) => {
                let full = self.workload(*workload).map_or(FullSwitch::Never, |row| row.full);
                Some(Record::FullSwitch { workload: *workload, full })
            }
            Key::SwitchBack(id) => find(&self.switch_backs, |back| back.id == *id).map(Record::SwitchBack),
            Key::Holiday(date) => {
                find(&self.calendar.holidays, |holiday| holiday.date == *date).map(Record::Holiday)
            }
            Key::Freeze(id) => find(&self.calendar.freezes, |freeze| freeze.id == *id).map(Record::Freeze),
            Key::Pause(id) => find(&self.calendar.pauses, |pause| pause.id == *id).map(Record::Pause),
            Key::Agents(from) => find(&self.desk.agents, |entry| entry.from == *from).map(Record::Agents),
            Key::Milestone(kind) => find(&self.milestones, |m| m.kind == *kind).map(Record::Milestone),
            Key::Prerequisite(id) => find(&self.prerequisites, |p| p.id == *id).map(Record::Prerequisite),
            Key::Task(id) => find(&self.tasks, |t| t.id == *id).map(Record::Task),
            Key::Decision(id) => find(&self.decisions, |d| d.id == *id).map(Record::Decision),
            Key::Question(id) => find(&self.questions, |q| q.id == *id).map(Record::Question),
            Key::Baseline(name) => {
                find(&self.baselines, |b| b.name == *name).map(|b| Record::Baseline(Box::new(b)))
            }
            Key::Scenario(name) => {
                find(&self.scenarios, |s| s.name == *name).map(|s| Record::Scenario(Box::new(s)))
            }
            _ => self.actual(key),
        }
    }

    fn actual(&self, key: &Key) -> Option<Record> {
        let actuals = &self.actuals;
        match key {
            Key::Stock { phase, date } => find(&actuals.phase(*phase)?.stocks, |s| s.date == *date)
                .map(|stock| Record::Stock { phase: *phase, stock }),
            Key::Flow { phase, date } => find(&actuals.phase(*phase)?.flows, |f| f.date == *date)
                .map(|flow| Record::Flow { phase: *phase, flow }),
            Key::Failure { phase, date, code } => {
                find(&actuals.phase(*phase)?.failures, |f| f.date == *date && f.code == *code)
                    .map(|failure| Record::Failure { phase: *phase, failure })
            }
            Key::Position { phase, workload } => {
                let position = actuals.phase(*phase)?.position(*workload).copied();
                position.map(|position| Record::Position { phase: *phase, position })
            }
            Key::Desk(to) => find(&actuals.desk, |entry| entry.to == *to).map(Record::Desk),
            Key::Event { what, on } => find(&actuals.events, |event| event.is(what, *on)).map(Record::Event),
            Key::Measurement { phase, what, date } => {
                find(&actuals.measurements, |m| m.phase == *phase && m.what == *what && m.date == *date)
                    .map(Record::Measurement)
            }
            Key::SignOff { phase, what } => {
                find(&actuals.sign_offs, |s| s.phase == *phase && s.what == *what).map(Record::SignOff)
            }
            _ => None,
        }
    }
}

fn find<T: Clone>(list: &[T], is_it: impl Fn(&T) -> bool) -> Option<T> {
    list.iter().find(|entry| is_it(entry)).cloned()
}
