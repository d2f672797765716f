//! When Microsoft's support for versions of Windows and of Configuration Manager ends, as far as known.
//! The Windows dates only fill the table of a new plan; there they are the user's to correct.

use chrono::NaiveDate;

use super::SupportEnd;

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

const WINDOWS: [(&str, NaiveDate); 5] = [
    ("Windows 10 22H2", day(2025, 10, 14)),
    ("Windows 10 LTSC 2021", day(2027, 1, 12)),
    ("Windows 11 22H2", day(2025, 10, 14)),
    ("Windows 11 23H2", day(2026, 11, 10)),
    ("Windows 11 24H2", day(2027, 10, 12)),
];

const SITE_VERSIONS: [(u16, NaiveDate); 5] = [
    (2403, day(2025, 10, 22)),
    (2409, day(2026, 6, 4)),
    (2503, day(2026, 9, 30)),
    (2509, day(2027, 5, 12)),
    (2603, day(2027, 11, 5)),
];

/// The support ends of Windows, Enterprise editions, that a new plan starts with.
pub fn windows_support_ends() -> Vec<SupportEnd> {
    WINDOWS.into_iter().map(|(os, date)| SupportEnd { os: os.to_owned(), date }).collect()
}

/// The site versions whose end of support is known, oldest first.
pub fn site_versions() -> impl DoubleEndedIterator<Item = u16> {
    SITE_VERSIONS.into_iter().map(|(version, _)| version)
}

/// The day on which a site version leaves support. An older one than all known has left it with the
/// oldest; of a newer one nothing is known.
pub fn site_version_support_end(version: u16) -> Option<NaiveDate> {
    let (oldest, end) = SITE_VERSIONS[0];
    if version < oldest {
        return Some(end);
    }
    SITE_VERSIONS.iter().find(|(known, _)| *known == version).map(|(_, end)| *end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_old_version_is_out_of_support_and_a_future_one_is_not_judged() {
        assert_eq!(site_version_support_end(2503), Some(day(2026, 9, 30)));
        assert!(site_version_support_end(1902) <= site_version_support_end(2403));
        assert_eq!(site_version_support_end(2803), None);
    }

    #[test]
    fn every_date_of_the_tables_exists() {
        let windows = windows_support_ends();
        assert!(windows.iter().all(|end| end.date > day(2020, 1, 1)));
        assert!(site_versions().all(|version| site_version_support_end(version) > Some(day(2020, 1, 1))));
    }
}
