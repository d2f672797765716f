//! Reports of enrollment attempts: who tried, when, and why it failed. One report names devices, the other
//! only users: of those nothing but their number per day and reason is kept.

use std::collections::HashSet;
use std::num::NonZeroU64;

use chrono::NaiveDate;

use super::devices::{Choices, Ids, USERS, is_windows_client, user};
use super::left::{Left, Refused, Tally};
use super::limits::Limit;
use super::moment::{self, Moment, Order, Orders};
use super::rows::{Progress, Row, Table};
use super::states::{code_within, reason};
use super::{Field, ImportError};
use crate::fleet::{Device, Fleet, Step, Word, Words};

/// The attempts of one file.
#[derive(Default)]
pub struct AttemptReading {
    /// The devices that tried, each with its first success, else with its last failure.
    pub fleet: Fleet,
    pub attempts: u64,
    pub failed: u64,
    /// Failures whose users alone are known, in order of time; of a user one a day.
    pub users: Vec<UserFailure>,
    pub tally: Tally,
    pub orders: Orders,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
}

/// A failure of a user whose device the report does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFailure {
    pub day: NaiveDate,
    pub why: Word,
    /// By name and by ID, as [`Device::user`].
    pub users: [Option<NonZeroU64>; 2],
}

const DATES: [Field; 2] = [Field::AttemptedAt, Field::FailedAt];

struct Attempt {
    at: Moment,
    device: Device,
    /// Where the report has no device.
    users: [Option<NonZeroU64>; 2],
}

#[derive(Default)]
struct Part {
    words: Words,
    attempts: Vec<Attempt>,
    orders: Orders,
}

/// Reads the attempts of a table, anew where later rows tell another order of dates than was assumed.
pub fn read_attempts(
    open: &dyn Fn() -> Result<Table, ImportError>,
    choices: &Choices,
    limit: Limit,
    progress: Progress<'_>,
) -> Result<AttemptReading, ImportError> {
    let assumed = choices.order.unwrap_or(Order::MonthFirst);
    let reading = read_once(open()?, choices, assumed, (limit, progress))?;
    let found = DATES.into_iter().find_map(|date| reading.orders.of(date)).unwrap_or(assumed);
    if found == assumed { Ok(reading) } else { read_once(open()?, choices, found, (limit, progress)) }
}

fn read_once(
    table: Table,
    choices: &Choices,
    order: Order,
    (limit, progress): (Limit, Progress<'_>),
) -> Result<AttemptReading, ImportError> {
    let names_devices = table.layout.column(Field::AttemptedAt).is_some();
    let date = if names_devices { Field::AttemptedAt } else { Field::FailedAt };
    let mut reading = AttemptReading::default();
    let mut attempts = Vec::new();
    let take = |part: &mut Part, row: &Row<'_>| {
        let text = row.text(date);
        part.orders.add(date, &text);
        let at = moment::parse(&text, order).ok_or(Left::Date.by(date))?;
        if !is_windows_client(&row.text(Field::Os)) {
            return Err(Left::NoWindows.by(Field::Os));
        }
        part.attempts.push(attempt(row, at, names_devices, &mut part.words)?);
        Ok(())
    };
    let put = |part: Part, _lines: u64| {
        reading.orders.join(part.orders);
        attempts.extend(part.attempts);
        limit.holds(attempts.len())
    };
    reading.tally = table.read(Part::default, take, put, progress)?;
    // In order of time: of a device the last failure counts, and a success before all.
    attempts.sort_by_key(|attempt| attempt.at);
    reading.count(attempts, choices);
    Ok(reading)
}

fn attempt(row: &Row<'_>, at: Moment, names_devices: bool, words: &mut Words) -> Result<Attempt, Refused> {
    let is_failure = !names_devices || is_failure(&row.text(Field::Failure));
    let trouble = if is_failure { trouble(row) } else { String::new() };
    let step = if is_failure { Step::Failed } else { Step::Enrolled };
    if names_devices {
        let device = Device { step, trouble: words.of(&trouble), ..Ids::of(row)?.device() };
        return Ok(Attempt { at, device, users: [None; 2] });
    }
    let users = USERS.map(|field| user(row, field));
    if users == [None; 2] {
        return Err(Left::Nameless.by(Field::User));
    }
    let device = Device { step, trouble: words.of(&trouble), ..Device::default() };
    Ok(Attempt { at, device, users })
}

/// The column beside an attempt says that it failed, in whatever words.
fn is_failure(text: &str) -> bool {
    let plain = super::fields::plain(text);
    !matches!(plain.as_str(), "" | "0" | "false" | "no" | "none" | "notfailed" | "success" | "succeeded")
}

/// The error code if any column names one, else the reason in the report's words. Details are free text.
fn trouble(row: &Row<'_>) -> String {
    let fields = [Field::FailureDetails, Field::FailureReason, Field::Failure];
    let code = fields.iter().find_map(|field| code_within(&row.text(*field)));
    code.unwrap_or_else(|| reason(&row.text(Field::FailureReason)))
}

impl AttemptReading {
    fn count(&mut self, attempts: Vec<Attempt>, choices: &Choices) {
        let mut known: HashSet<(NaiveDate, NonZeroU64)> = HashSet::new();
        for Attempt { at, mut device, users } in attempts {
            let day = at.day_at(choices.written_ahead, choices.counted_ahead);
            self.first = [self.first, Some(day)].into_iter().flatten().min();
            self.last = [self.last, Some(day)].into_iter().flatten().max();
            self.attempts += 1;
            self.failed += u64::from(device.step == Step::Failed);
            match users.into_iter().flatten().last() {
                // A user who tries again on the same day has the same trouble.
                Some(user) if known.insert((day, user)) => {
                    self.users.push(UserFailure { day, why: device.trouble, users });
                }
                Some(_) => {}
                None => {
                    device.last_seen = Some(day);
                    let has_failed = device.step == Step::Failed;
                    (device.enrolled, device.failed) =
                        ((!has_failed).then_some(day), has_failed.then_some(day));
                    self.fleet.put(device);
                }
            }
        }
        // That a device tries again is no mistake of the report.
        self.fleet.doubles = 0;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::super::{Input, Limits};
    use super::*;

    fn read(text: &str) -> AttemptReading {
        let bytes = text.as_bytes().to_vec();
        let open = || Table::of(Input::of_bytes("attempts.csv", bytes.clone())?);
        read_attempts(
            &open,
            &Choices::default(),
            Limits::REAL.attempts,
            &mut |_, _| ControlFlow::Continue(()),
        )
        .unwrap()
    }

    const HEADER: &str = "AadDeviceId,DeviceId,DeviceName,EnrollmentDateTime,Failure,FailureDetails,FailureReason,OS,SerialNumber";

    #[test]
    fn a_device_has_its_first_success_else_its_last_failure() {
        let reading = read(&format!(
            "{HEADER}\n\
             ,,PC-1,2026-08-05 10:00:00,,,,Windows,\n\
             ,,PC-1,2026-08-03 09:00:00,True,,User validation,Windows,\n\
             ,,pc-1.contoso.example,2026-08-09 09:00:00,False,,,Windows,\n\
             ,,PC-2,2026-08-04 12:00:00,True,HRESULT 0x8018002a for anna@contoso.example,Authentication,Windows,\n\
             ,,PC-2,2026-08-04 09:00:00,True,,Authentication,Windows,\n\
             ,,PC-3,2026-08-06 09:00:00,Failed for Anna,No licence for CONTOSO\\\\anna,on HQ-L0042,Windows,\n\
             ,,PC-4,2026-08-06 09:00:00,,,,iOS,\n\
             ,,PC-5,soon,,,,Windows,\n\
             ,,,2026-08-06 09:00:00,,,,Windows,\n"
        ));
        let devices: Vec<_> = reading
            .fleet
            .devices()
            .iter()
            .map(|d| (d.step, d.enrolled, d.failed, d.trouble.as_ref()))
            .collect();
        let day = |text: &str| text.parse().ok();
        assert_eq!(
            devices,
            [
                (Step::Enrolled, day("2026-08-05"), day("2026-08-03"), ""),
                (Step::Failed, None, day("2026-08-04"), "0x8018002A"),
                (Step::Failed, None, day("2026-08-06"), ""),
            ]
        );
        assert_eq!((reading.attempts, reading.failed), (6, 4));
        let left: Vec<_> = reading.tally.left.iter().map(|(why, rows)| (*why, rows.count)).collect();
        assert_eq!(left, [(Left::Nameless, 1), (Left::Date, 1), (Left::NoWindows, 1)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_the_cells_hold_every_row_is_read_or_left(
            rows in prop::collection::vec(prop::collection::vec("[ -~é\u{0}\"]{0,24}", 9), 1..20),
        ) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let lines: Vec<_> =
                rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")).collect();
            let reading = read(&format!("{HEADER}\n{}\n", lines.join("\n")));
            let left: u64 = reading.tally.left.values().map(|left| left.count).sum();
            prop_assert!(reading.tally.rows + left <= rows.len() as u64);
            prop_assert_eq!(reading.attempts, reading.tally.rows);
            prop_assert!(reading.fleet.len() as u64 <= reading.attempts);
        }
    }

    #[test]
    fn users_count_once_a_day() {
        let reading = read(
            "EnrollmentFailureDateTime,FailureReason,FailureReason_loc,OS,OS_loc,UserId\n\
             2026-08-03 09:00:00,5,User validation,1,Windows,a\n\
             2026-08-03 11:00:00,1,Authentication,1,Windows,A\n\
             2026-08-04 11:00:00,1,Authentication,1,Windows,a\n\
             2026-08-04 11:00:00,1,Authentication,1,Windows,b\n\
             2026-08-04 11:00:00,1,Authentication,5,iOS,c\n",
        );
        let users: Vec<_> =
            reading.users.iter().map(|user| (user.day.to_string(), user.why.as_ref())).collect();
        let of = |day: &str, why: &'static str| (day.to_owned(), why);
        let twice = of("2026-08-04", "Authentication");
        assert_eq!(users, [of("2026-08-03", "User validation"), twice.clone(), twice]);
        assert_eq!(reading.users[0].users, reading.users[1].users, "a and A are one");
        assert_eq!((reading.attempts, reading.fleet.len()), (4, 0));
    }
}
