//! What a calendar's event is beside its name and its days: hours of a day, somebody's absence, an observance.
//! The words are data; what follows for a plan is not decided here.

/// What an event is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    #[default]
    Days,
    /// Less than a day, by the clock: a meeting.
    Hours,
    /// Somebody's absence or birthday.
    OfPerson,
    /// A day with a name that the calendar tells from public holidays.
    Observance,
}

/// What a calendar of holidays calls a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    PublicHoliday,
    Observance,
}

/// How descriptions and categories of Google, timeanddate and others begin, in small letters.
const MARKS: [(Mark, &[&str]); 2] = [
    (
        Mark::Observance,
        &[
            "observance",
            "festtag",
            "gedenktag",
            "local holiday",
            "local bank holiday",
            "local observance",
            "state observance",
            "common local",
            "united nations observance",
            "worldwide observance",
            "optional holiday",
            "restricted holiday",
            "season",
            "clock change",
            "daylight saving",
            "sporting event",
            "flag day",
            "célébration",
            "celebración",
            "ricorrenza",
            "viering",
            "data comemorativa",
        ],
    ),
    (
        Mark::PublicHoliday,
        &[
            "public holiday",
            "gesetzlicher feiertag",
            "federal holiday",
            "bank holiday",
            "national holiday",
            "statutory holiday",
            "state holiday",
            "jour férié",
            "día festivo",
            "festivo",
            "festività",
            "giorno festivo",
            "feestdag",
            "nationale feestdag",
            "officiële feestdag",
            "feriado",
        ],
    ),
];

impl Mark {
    /// By the beginning of a description or a category.
    pub fn of(text: &str) -> Option<Self> {
        let text: String = text.trim_start().chars().take(40).collect::<String>().to_lowercase();
        let begins = |(_, words): &&(Self, &[&str])| words.iter().any(|word| text.starts_with(word));
        MARKS.iter().find(begins).map(|(mark, _)| *mark)
    }
}

/// Words that only an absence or a birthday has.
const OF_PERSON: [&str; 22] = [
    "urlaub",
    "vacation",
    "vacations",
    "ooo",
    "oof",
    "pto",
    "birthday",
    "birthdays",
    "geburtstag",
    "geburtstage",
    "abwesend",
    "abwesenheit",
    "elternzeit",
    "krank",
    "krankheit",
    "absence",
    "absent",
    "verlof",
    "vakantie",
    "verjaardag",
    "congés",
    "cumpleaños",
];
/// The same of several words.
const PHRASES: [&str; 6] =
    ["out of office", "on leave", "annual leave", "sick leave", "parental leave", "maternity leave"];
/// Words by which it is everybody's, or a nation's.
const OF_ALL: [&str; 26] = [
    "company",
    "corporate",
    "collective",
    "public",
    "national",
    "bank",
    "plant",
    "factory",
    "school",
    "firma",
    "betrieb",
    "werk",
    "entreprise",
    "usine",
    "scolaires",
    "king's",
    "kings",
    "queen's",
    "queens",
    "emperor's",
    "sovereign's",
    "washington's",
    "lincoln's",
    "luther",
    "buddha's",
    "prophet's",
];

/// The name tells of one person. Kings, presidents and prophets have birthdays on which nobody works.
pub(super) fn is_of_person(name: &str) -> bool {
    let name = name.to_lowercase().replace('’', "'");
    let has = |words: &[&str]| {
        let mut all = name.split(|c: char| !c.is_alphanumeric() && c != '\'');
        all.any(|word| words.contains(&word))
    };
    PHRASES.iter().any(|phrase| name.contains(phrase)) || (has(&OF_PERSON) && !has(&OF_ALL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peoples_absences_are_told_from_everybodys_holidays() {
        for name in [
            "Urlaub Max Mustermann",
            "Anna – OOO",
            "Out of Office: Ben",
            "Geburtstag Anna",
            "Anna King's sick leave",
            "Birthday Anna King",
            "Vacation (Jo)",
            "Jo OOO all day",
        ] {
            assert!(is_of_person(name), "{name}");
        }
        for name in [
            "King's Birthday",
            "Queen’s Birthday",
            "Birthday of Martin Luther King, Jr.",
            "Betriebsurlaub",
            "Company vacation",
            "Urlaubssperre",
            "Labour Day",
            "Year end",
        ] {
            assert!(!is_of_person(name), "{name}");
        }
    }

    #[test]
    fn a_calendar_of_holidays_says_which_days_are_none() {
        assert_eq!(Mark::of("Observance\\nTo hide observances"), Some(Mark::Observance));
        assert_eq!(Mark::of("Festtag"), Some(Mark::Observance));
        assert_eq!(Mark::of("Local bank holiday in Scotland"), Some(Mark::Observance));
        assert_eq!(Mark::of(" Gesetzlicher Feiertag in Bremen"), Some(Mark::PublicHoliday));
        assert_eq!(Mark::of("Bank holiday"), Some(Mark::PublicHoliday));
        assert_eq!(Mark::of("Retail peak"), None);
    }
}
