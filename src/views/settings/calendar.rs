//! Plan settings, the calendar: working days, the steering committee's weekday, holidays, freezes, pauses.

use egui::{Rect, Ui, pos2, vec2};

use super::cells;
use super::table::{Records, words_column};
use crate::look::widgets::{Card, DateRule, Field, check_at, choice};
use crate::picture::format;
use crate::plan::{Day, Edit, Freeze, FreezeScope, Holiday, Key, PhaseScope, Record, Setting};
use crate::views::{Action, Actions, ViewInput};

pub fn week(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let calendar = &input.plan.calendar;
    Card::new(rect).title("Week", "enrollment, switches and the desk rest on other days").show(
        ui,
        |ui, body| {
            let wide = 104.0;
            for (n, day) in Day::ALL.into_iter().enumerate() {
                let place = Rect::from_min_size(
                    pos2(body.left() + n as f32 * wide, body.top() + 8.0),
                    vec2(wide - 8.0, 28.0),
                );
                let mut works = calendar.working_days.contains(&day);
                if check_at(ui, place, &mut works, day.name()).changed() {
                    let days = Day::ALL.into_iter().filter(|other| {
                        if *other == day { works } else { calendar.working_days.contains(other) }
                    });
                    actions.edit(Setting::WorkingDays(days.collect()));
                }
            }
            let names: Vec<&str> =
                std::iter::once("every working day").chain(Day::ALL.map(Day::name)).collect();
            let mut chosen = calendar.cadence.map_or(0, |day| day as usize + 1);
            let left = (body.left() + 7.0 * wide + 12.0).min(body.right() - 180.0);
            let place = Rect::from_min_size(pos2(left, body.top() - 10.0), vec2(180.0, 47.0));
            if choice(ui, Field::new("Gates are judged on").at(place), &mut chosen, &names, "").changed() {
                let day = chosen.checked_sub(1).and_then(|index| Day::ALL.get(index)).copied();
                actions.edit(Setting::Cadence(day));
            }
        },
    );
}

pub fn holidays(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let holidays = &input.plan.calendar.holidays;
    let count = format::plural(holidays.len() as u64, "day", "days");
    Card::new(rect).title("Holidays", &count).show(ui, |ui, body| {
        let columns = [words_column("Date", 0.0, 156.0), words_column("Name", 1.0, 120.0)];
        let table = Records {
            columns: &columns,
            count: holidays.len(),
            add: "Add holiday",
            empty: "No holidays yet.",
            remove: "Remove holiday",
        };
        let done = table.show(ui, body, |ui, index, at| {
            let (Some(old), [date, name]) = (holidays.get(index), at) else { return };
            let mut new = old.clone();
            if cells::date(ui, *date, "Date", &DateRule::default(), &mut new.date) {
                let edits = vec![Edit::Remove(Key::Holiday(old.date)), Record::Holiday(new).into()];
                actions.edit(Edit::Several { label: "Move holiday".into(), edits });
            } else if cells::text(ui, *name, "Name", &mut new.name) {
                actions.edit(Record::Holiday(new));
            }
        });
        if let Some(holiday) = done.removed.and_then(|index| holidays.get(index)) {
            actions.edit(Edit::Remove(Key::Holiday(holiday.date)));
        }
        if done.is_added {
            let after = holidays.iter().map(|holiday| holiday.date).max().unwrap_or(input.plan.start);
            let date = after.succ_opt().unwrap_or(after);
            actions.edit(Record::Holiday(Holiday { date, name: "Holiday".into() }));
        }
    });
}

const SCOPES: [(FreezeScope, &str); 3] = [
    (FreezeScope::Both, "no new devices, no switches"),
    (FreezeScope::Enrollment, "no new devices"),
    (FreezeScope::Switches, "no workload switches"),
];

pub fn freezes(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let freezes = &input.plan.calendar.freezes;
    Card::new(rect).title("Freezes", "devices already targeted go on enrolling").show(ui, |ui, body| {
        let columns = [
            words_column("Name", 1.0, 84.0),
            words_column("First day", 0.0, 156.0),
            words_column("Last day", 0.0, 156.0),
            words_column("Bars", 1.0, 104.0),
        ];
        let table = Records {
            columns: &columns,
            count: freezes.len(),
            add: "Add freeze",
            empty: "No freezes yet.",
            remove: "Remove freeze",
        };
        let done = table.show(ui, body, |ui, index, at| {
            let (Some(old), [name, from, to, bars]) = (freezes.get(index), at) else { return };
            let mut new = old.clone();
            let any = DateRule::default();
            let mut changed = cells::text(ui, *name, "Name", &mut new.name);
            changed |= cells::date(ui, *from, "First day", &any, &mut new.from);
            let until = DateRule { earliest: Some(new.from), ..any };
            changed |= cells::date(ui, *to, "Last day", &until, &mut new.to);
            changed |= cells::one_of(ui, *bars, "Bars", &SCOPES, &mut new.scope);
            if changed {
                new.to = new.to.max(new.from);
                actions.edit(Record::Freeze(new));
            }
        });
        if let Some(freeze) = done.removed.and_then(|index| freezes.get(index)) {
            actions.edit(Edit::Remove(Key::Freeze(freeze.id)));
        }
        if done.is_added {
            let from = input.plan.status_date.max(input.plan.start);
            let freeze = Freeze {
                id: input.plan.fresh_freeze_id(),
                name: "Change freeze".into(),
                from,
                to: from,
                scope: FreezeScope::Both,
            };
            actions.edit(Record::Freeze(freeze));
        }
    });
}

pub fn pauses(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let pauses = &input.plan.calendar.pauses;
    Card::new(rect).title("Pauses", "rollouts that are held").show(ui, |ui, body| {
        let columns = [
            words_column("Phases", 1.0, 100.0),
            words_column("From", 0.0, 156.0),
            words_column("Planned until", 0.0, 156.0),
            words_column("By", 0.6, 80.0),
            words_column("Reason", 1.4, 110.0),
        ];
        let table = Records {
            columns: &columns,
            count: pauses.len(),
            add: "Pause rollout",
            empty: "Nothing is paused.",
            remove: "Remove pause",
        };
        let done = table.show(ui, body, |ui, index, at| {
            let (Some(old), [phases, from, until, by, reason]) = (pauses.get(index), at) else { return };
            let mut new = old.clone();
            cells::words_at(ui, *phases, &scope_name(input, &old.phases), crate::picture::Ink::Text);
            let any = DateRule::default();
            let mut changed = cells::date(ui, *from, "From", &any, &mut new.from);
            let rule = DateRule { earliest: Some(new.from), ..any };
            changed |= cells::date(ui, *until, "Planned until", &rule, &mut new.until);
            changed |= cells::text(ui, *by, "By", &mut new.by);
            changed |= cells::text(ui, *reason, "Reason", &mut new.reason);
            if changed {
                new.until = new.until.max(new.from);
                actions.edit(Record::Pause(new));
            }
        });
        if let Some(pause) = done.removed.and_then(|index| pauses.get(index)) {
            actions.edit(Edit::Remove(Key::Pause(pause.id)));
        }
        if done.is_added {
            actions.push(Action::AskPause(None));
        }
    });
}

fn scope_name(input: &ViewInput<'_>, scope: &PhaseScope) -> String {
    match scope {
        PhaseScope::All => "All phases".into(),
        PhaseScope::Only(ids) => {
            let names = ids.iter().filter_map(|id| input.plan.phase(*id)).map(|phase| phase.name.as_str());
            names.collect::<Vec<_>>().join(", ")
        }
    }
}
