//! Plan settings, the estate: counted segments with what stands in the way of their enrollment, and the
//! days on which Windows versions leave support.

use egui::{Rect, Ui};

use super::cells;
use super::table::{Records, figure_column, words_column};
use crate::look::widgets::{Card, DateRule};
use crate::picture::{Ink, format};
use crate::plan::{Edit, JoinType, Key, Record, Segment, SupportEnd};
use crate::views::{Actions, ViewInput};

pub fn segments(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let estate = &input.plan.estate;
    let subtitle = format!(
        "{} in {}",
        format::plural(estate.devices(), "device", "devices"),
        format::plural(estate.segments.len() as u64, "segment", "segments")
    );
    let note = difference(estate.devices(), input.plan.devices());
    Card::new(rect).title("Estate", &subtitle).note(&note).show(ui, |ui, body| {
        let columns = [
            words_column("Site", 2.0, 96.0),
            words_column("Department", 1.5, 84.0),
            words_column("Windows version", 2.0, 120.0),
            words_column("Join type", 1.5, 120.0),
            figure_column("Devices", 84.0),
            figure_column("OS update", 76.0),
            figure_column("Needs join", 76.0),
            figure_column("Ineligible", 76.0),
            figure_column("Stale", 70.0),
            figure_column("Unknown", 70.0),
            figure_column("Ready", 58.0),
        ];
        let table = Records {
            columns: &columns,
            count: estate.segments.len(),
            add: "Add segment",
            empty: "No segments yet. Add one, or leave the estate to the sizes of the phases.",
            remove: "Remove segment",
        };
        let done = table.show(ui, body, |ui, index, at| {
            let Some(old) = estate.segments.get(index) else { return };
            segment_row(ui, at, old, actions);
        });
        if let Some(segment) = done.removed.and_then(|index| estate.segments.get(index)) {
            actions.edit(Edit::Remove(Key::Segment(segment.id)));
        }
        if done.is_added {
            actions.edit(Record::Segment(Segment::new(input.plan.fresh_segment_id(), "New site", 0)));
        }
    });
}

fn segment_row(ui: &mut Ui, at: &[Rect], old: &Segment, actions: &mut Actions) {
    let [site, department, os, join, devices, update, needs_join, ineligible, stale, unknown, ready] = at
    else {
        return;
    };
    let mut new = old.clone();
    let mut changed = cells::text(ui, *site, "Site", &mut new.site);
    changed |= cells::text(ui, *department, "Department", &mut new.department);
    changed |= cells::text(ui, *os, "Windows version", &mut new.os);
    changed |=
        cells::one_of(ui, *join, "Join type", &JoinType::ALL.map(|one| (one, one.name())), &mut new.join);
    let counts = [
        (devices, "Devices", &mut new.devices),
        (update, "OS update", &mut new.needs_os_update),
        (needs_join, "Needs join", &mut new.needs_join),
        (ineligible, "Ineligible", &mut new.ineligible),
        (stale, "Stale", &mut new.stale),
        (unknown, "Unknown", &mut new.unknown),
    ];
    let mut dragged = None;
    for (place, name, value) in counts {
        let response = cells::count(ui, *place, name, value);
        if response.changed() {
            dragged = Some(response);
        }
    }

    let ink = if new.gaps() > new.devices { Ink::BadText } else { Ink::Text };
    let share = format::share_floor0(u64::from(new.ready()), u64::from(new.devices));
    cells::figure(ui, *ready, &share, ink);
    if let Some(response) = dragged {
        actions.edit_while_dragging(&response, Record::Segment(new));
    } else if changed {
        actions.edit(Record::Segment(new));
    }
}

/// What the estate holds more or less than the phases take.
fn difference(estate: u64, phases: u64) -> String {
    match estate.cmp(&phases) {
        _ if estate == 0 => format!("phases hold {}", format::count(phases)),
        std::cmp::Ordering::Equal => format!("phases hold all {}", format::count(phases)),
        std::cmp::Ordering::Greater => {
            format!("{} in no phase", format::plural(estate - phases, "device", "devices"))
        }
        std::cmp::Ordering::Less => format!("phases hold {} more", format::count(phases - estate)),
    }
}

pub fn support_ends(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let ends = &input.plan.estate.support_ends;
    Card::new(rect).title("End of support", "by Windows version").show(ui, |ui, body| {
        let columns = [words_column("Windows version", 1.0, 120.0), words_column("Last day", 0.0, 156.0)];
        let table = Records {
            columns: &columns,
            count: ends.len(),
            add: "Add version",
            empty: "No dates yet.",
            remove: "Remove version",
        };
        let done = table.show(ui, body, |ui, index, at| {
            let (Some(old), [os, date]) = (ends.get(index), at) else { return };
            let mut new = old.clone();
            let renamed = cells::text(ui, *os, "Windows version", &mut new.os);
            let dated = cells::date(ui, *date, "Last day of support", &DateRule::default(), &mut new.date);
            if renamed {
                let edits =
                    vec![Edit::Remove(Key::SupportEnd(old.os.clone())), Record::SupportEnd(new).into()];
                actions.edit(Edit::Several { label: "Rename Windows version".into(), edits });
            } else if dated {
                actions.edit(Record::SupportEnd(new));
            }
        });
        if let Some(end) = done.removed.and_then(|index| ends.get(index)) {
            actions.edit(Edit::Remove(Key::SupportEnd(end.os.clone())));
        }
        if done.is_added {
            let os = format!("Windows version {}", ends.len() + 1);
            actions.edit(Record::SupportEnd(SupportEnd { os, date: input.plan.start }));
        }
    });
}
