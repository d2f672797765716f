//! The rows of a table into what an import holds: each kind of list has its place and its limit there.

use super::noting::SAMPLE;
use super::observing::{is_estate, is_sample};
use super::refused::not_taken;
use super::{FileReport, Intake};
use crate::files::import::attempts::read_attempts;
use crate::files::import::moment::Order;
use crate::files::import::tickets::{Tool, read_tickets};
use crate::files::import::{Choices, ImportError, Kind, Layout, Limit, Progress, Table, read_devices};
use crate::fleet::Fleet;

/// A table whose columns are known.
pub(super) struct List<'a> {
    pub layout: &'a Layout,
    /// Opens it, each time from its beginning.
    pub open: &'a dyn Fn() -> Result<Table, ImportError>,
    pub choices: &'a Choices,
    /// The tool of a ticket list, where a person says it.
    pub tool: Option<Tool>,
}

type Taken = Result<(), ImportError>;

impl Intake {
    pub(super) fn take_list(
        &mut self,
        list: &List<'_>,
        report: &mut FileReport,
        progress: Progress<'_>,
    ) -> Taken {
        match list.layout.kind {
            Some(Kind::Tickets) => self.take_tickets(list, report, progress),
            Some(
                Kind::IntuneDevices
                | Kind::ConfigMgrDevices
                | Kind::ClientStates
                | Kind::Eligibility
                | Kind::WorkloadStates
                | Kind::DeviceList,
            ) => self.take_devices(list, report, progress),
            Some(Kind::EntraDevices) => self.take_directory(list, report, progress),
            Some(Kind::EnrollmentActivity | Kind::EnrollmentFailures) => {
                self.take_attempts(list, report, progress)
            }
            None if list.layout.is_empty_page => {
                report.notes.push("A page with nothing in it.".into());
                Ok(())
            }
            Some(Kind::Calendar) | None => Err(not_taken(list.layout, list.layout.kind)),
        }
    }

    fn take_tickets(&mut self, list: &List<'_>, report: &mut FileReport, progress: Progress<'_>) -> Taken {
        let held = self.tickets.iter().map(|reading| reading.tickets.len()).sum();
        let limit = self.limits.tickets.beside(held);
        let mut reading = read_tickets(list.open, list.choices, limit, progress)?;
        report.dates = reading.first().zip(reading.last());
        report.note_order(reading.orders.open(), list.choices.order.unwrap_or(Order::MonthFirst));
        reading.tool = list.tool.unwrap_or_else(|| Tool::of(&list.layout.header));
        report.note_tickets(&reading);
        report.tally = reading.tally.clone();
        self.tickets.push(reading);
        Ok(())
    }

    fn take_devices(&mut self, list: &List<'_>, report: &mut FileReport, progress: Progress<'_>) -> Taken {
        let is_report = !is_estate(list.layout) || is_sample(list.layout);
        let limit = if is_report { self.report_room() } else { self.limits.devices };
        let mut reading = read_devices(list.open, list.choices, limit, progress)?;
        reading.fleet.settle();
        if !is_report {
            self.check_room(&self.fleet, &reading.fleet, list)?;
        }
        report.dates = reading.first.zip(reading.last);
        report.note_order(reading.orders.open(), reading.assumed);
        report.tally = reading.tally;
        report.note_dates();
        report.note_questions();
        report.note_serials(&reading.fleet.twins);
        if is_sample(list.layout) {
            report.notes.push(SAMPLE.into());
        }
        if is_report {
            self.reports.push((list.layout.clone(), reading.fleet));
        } else {
            report.note_apart(self.fleet.join(reading.fleet));
            self.device_files.push((list.layout.file.clone(), report.key.clone()));
        }
        Ok(())
    }

    fn take_directory(&mut self, list: &List<'_>, report: &mut FileReport, progress: Progress<'_>) -> Taken {
        let reading = read_devices(list.open, list.choices, self.limits.devices, progress)?;
        self.check_room(&self.directory, &reading.fleet, list)?;
        report.tally = reading.tally;
        report.notes.push("It tells by which IDs groups know devices; it is no estate.".into());
        self.directory.join(reading.fleet);
        Ok(())
    }

    fn take_attempts(&mut self, list: &List<'_>, report: &mut FileReport, progress: Progress<'_>) -> Taken {
        let file = &list.layout.file;
        let held = self.user_failures.iter().map(|(_, failures)| failures.len()).sum();
        let limit = self.limits.attempts.beside(held);
        let reading = read_attempts(list.open, list.choices, limit, progress)?;
        self.report_room().holds(reading.fleet.len()).map_err(|limit| limit.refuses(file))?;
        report.note_order(reading.orders.open(), list.choices.order.unwrap_or(Order::MonthFirst));
        report.dates = reading.first.zip(reading.last);
        report.note_attempts(&reading);
        report.tally = reading.tally;
        if !reading.users.is_empty() {
            self.user_failures.push((self.files.len(), reading.users));
            self.report_files.push(file.clone());
        }
        if !reading.fleet.is_empty() {
            self.reports.push((list.layout.clone(), reading.fleet));
        }
        Ok(())
    }

    /// How many devices reports may still name: all are held until the last file is read.
    fn report_room(&self) -> Limit {
        self.limits.devices.beside(self.reports.iter().map(|(_, report)| report.len()).sum())
    }

    /// Lists of the same devices are one list, and its devices are those that count.
    fn check_room(&self, lists: &Fleet, other: &Fleet, list: &List<'_>) -> Result<(), ImportError> {
        let limit = self.limits.devices;
        if lists.has_room(other, limit.most) { Ok(()) } else { Err(limit.refuses(&list.layout.file)) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::files::import::Limits;
    use crate::intake::Wish;
    use crate::plan::Plan;

    /// Reads files where each list may hold three.
    fn read(files: &[(&str, &str)]) -> Intake {
        let folder = tempfile::tempdir().unwrap();
        let write = |(at, (name, text)): (usize, &(&str, &str))| {
            let path = folder.path().join(format!("{at}-{name}"));
            std::fs::write(&path, text).unwrap();
            path
        };
        let paths: Vec<_> = files.iter().enumerate().map(write).collect();
        let limits = Limits {
            devices: Limit { most: 3, words: "3 devices" },
            attempts: Limit { most: 3, words: "3 attempts" },
            tickets: Limit { most: 3, words: "3 tickets" },
        };
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let on = &mut |_, _| ControlFlow::Continue(());
        Intake { limits, ..Intake::default() }.and(&paths, &Wish::default(), &plan, on)
    }

    fn errors(intake: &Intake) -> Vec<&str> {
        intake.files.iter().map(|file| file.error.as_deref().unwrap_or_default()).collect()
    }

    const INTUNE: &str = "Device name,Managed by,Last check-in\nA,Intune,\nB,Intune,\n";

    /// The head of each kind of list, and a row of it.
    const LISTS: [(Kind, &str, &str, &str); 11] = [
        (
            Kind::IntuneDevices,
            "Device name,Managed by,Last check-in\n",
            "PC-#,Intune,2026-08-01\n",
            "devices",
        ),
        (
            Kind::IntuneDevices,
            "",
            "{\"deviceName\":\"PC-#\",\"managementAgent\":\"mdm\",\"lastSyncDateTime\":\"2026-08-31T00:00:00Z\"}\n",
            "devices",
        ),
        (Kind::ConfigMgrDevices, "Name,ResourceID,ADSiteName,IsClient\n", "PC-#,#,HQ,True\n", "devices"),
        (Kind::ClientStates, "Name,ResourceID,MDMEnrolled,ComgmtPolicyPresent\n", "PC-#,#,1,1\n", "devices"),
        (Kind::WorkloadStates, WORKLOADS, "PC-#,Intune,Intune,Intune\n", "devices"),
        (Kind::DeviceList, "Device name,Phase\n", "PC-#,Pilot\n", "devices"),
        (Kind::Eligibility, "DeviceName,OSVersion,Status\n", "PC-#,10.0.26100,Eligible\n", "devices"),
        (Kind::EntraDevices, "displayName,deviceId,objectId,trustType\n", "PC-#,,,AzureAd\n", "devices"),
        (Kind::EnrollmentActivity, ACTIVITY, "PC-#,2026-08-05 10:00:00,,Windows\n", "attempts"),
        (Kind::EnrollmentFailures, FAILURES, "2026-08-05 10:00:00,User validation,Windows,#\n", "attempts"),
        (Kind::Tickets, "number,opened_at,short_description\n", "INC#,2026-08-05 10:00:00,VPN\n", "tickets"),
    ];
    const WORKLOADS: &str = "DeviceName,CompliancePolicy,ModernApps,WindowsUpdateforBusiness\n";
    const ACTIVITY: &str = "DeviceName,EnrollmentDateTime,Failure,OS\n";
    const FAILURES: &str = "EnrollmentFailureDateTime,FailureReason,OS,UserId\n";

    /// So many rows from this one on.
    fn list((_, head, row, _): (Kind, &str, &str, &str), from: usize, count: usize) -> String {
        (from..from + count).fold(head.to_owned(), |text, n| text + &row.replace('#', &format!("10{n}")))
    }

    #[test]
    fn a_list_of_any_kind_ends_where_its_limit_is() {
        for of in LISTS {
            let (full, more) = (list(of, 0, 3), list(of, 0, 4));
            let intake = read(&[("a", &full)]);
            assert_eq!((intake.files[0].kind, errors(&intake)), (Some(of.0), vec![""]), "{full}");
            let says = format!("0-a is larger than can be read: 3 {}", of.3);
            let intake = read(&[("a", &more), ("b.csv", INTUNE)]);
            assert_eq!(errors(&intake), [says.as_str(), ""], "{more}");
            assert_eq!(intake.fleet.len(), 2, "nothing of it counts");
        }
    }

    #[test]
    fn lists_have_one_limit_together_and_the_same_devices_count_once() {
        for of in LISTS {
            let (two, next) = (list(of, 0, 2), list(of, 2, 2));
            let intake = read(&[("a", &two), ("b", &next), ("c", &list(of, 2, 1))]);
            let what = if of.0 == Kind::EnrollmentActivity { "devices" } else { of.3 };
            let says = format!("1-b is larger than can be read: 3 {what}");
            assert_eq!(errors(&intake), ["", says.as_str(), ""], "{two}");
        }
        let intake = read(&[("a", INTUNE), ("b", "Device name,Managed by\na,Intune\nb,Intune\nC,Intune\n")]);
        assert_eq!((errors(&intake), intake.fleet.len()), (vec!["", ""], 3));
    }
}
