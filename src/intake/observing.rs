//! What reports say of devices one by one: it completes the lists of the estate, and becomes the actuals of
//! phases. Reading and telling phases is others' work.

use std::collections::BTreeMap;

use super::{Evidence, FileReport, Intake, Named, Proposal, Telling, Wish, enrollment, positions, tickets};
use crate::files::import::attempts::AttemptReading;
use crate::files::import::{Field, Kind, Layout};
use crate::fleet::Device;
use crate::picture::format;
use crate::plan::Plan;

/// Reasons that a note names.
const NAMED: usize = 5;

/// It lists devices to be counted; a report names some of them, and a list of members says whose they are.
pub(super) fn is_estate(layout: &Layout) -> bool {
    match layout.kind {
        Some(Kind::WorkloadStates) => false,
        Some(Kind::DeviceList) => layout.column(Field::Phase).is_none(),
        _ => true,
    }
}

impl Intake {
    /// Reports complete the devices of the lists, whatever the order of the files.
    pub(super) fn take_reports(&mut self) {
        for (layout, report) in std::mem::take(&mut self.reports) {
            // Without any other list the one with the phases is the estate.
            if self.device_files.is_empty() && layout.kind == Some(Kind::DeviceList) {
                self.fleet.join(report);
                self.device_files.push((layout.file.clone(), layout.key()));
                continue;
            }
            let strangers = self.fleet.learn(report);
            self.strangers.join(strangers);
            self.report_files.push(layout.file);
        }
    }

    fn devices(&self) -> Vec<&Device> {
        self.fleet.devices().iter().chain(self.strangers.devices()).collect()
    }

    /// Enrollment, failures and workload positions of each phase.
    pub(super) fn enrolled(&self, plan: &Plan, wish: &Wish, telling: &Telling) -> Proposal {
        let devices = self.devices();
        if devices.is_empty() {
            return Proposal::default();
        }
        let newest = self.fleet.as_of().max(self.strangers.as_of());
        let as_of = wish.as_of.or(newest).unwrap_or(plan.status_date);
        let files: Vec<_> =
            self.device_files.iter().map(|(file, _)| file).chain(&self.report_files).cloned().collect();
        let evidence = Evidence {
            devices: &devices,
            as_of,
            stale_after_days: self.stale_after_days(wish),
            source: format!("{}, {}", files.join(", "), format::date(as_of)),
            phase_of: &|device| telling.phase_of(device),
        };
        enrollment(plan, &evidence).and(positions(plan, &evidence))
    }

    /// Tickets of each phase.
    pub(super) fn of_phases(&self, plan: &Plan, wish: &Wish, telling: &Telling) -> Proposal {
        if self.tickets.is_empty() {
            return Proposal::default();
        }
        let devices = self.devices();
        let named = Named::of(&devices, telling);
        tickets(plan, &self.tickets, &wish.ticket_rules, &|ticket| named.phase_of(ticket))
    }
}

impl FileReport {
    /// How many attempts failed, and which users did, whose devices the report does not name.
    pub(super) fn note_attempts(&mut self, reading: &AttemptReading) {
        let attempts = format::plural(reading.attempts, "attempt", "attempts");
        if reading.users.is_empty() {
            let devices = format::plural(reading.fleet.len() as u64, "device", "devices");
            self.notes.push(format!("{attempts} of {devices}, {} failed.", format::count(reading.failed)));
            return;
        }
        let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
        for ((_, reason), users) in &reading.users {
            *reasons.entry(if reason.is_empty() { "no reason" } else { reason }).or_default() += users;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(reason, users)| (std::cmp::Reverse(*users), *reason));
        let named: Vec<_> =
            reasons.iter().take(NAMED).map(|(reason, users)| format!("{reason} {users}")).collect();
        self.notes.push(format!(
            "{attempts} failed, by users on each day: {}. The report names no device, so no phase has them.",
            named.join(", ")
        ));
    }
}
