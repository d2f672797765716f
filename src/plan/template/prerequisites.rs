//! What must hold before devices can move, by migration option and path, with due dates around the start.
//! States and owners are for the user to fill in.

use chrono::NaiveDate;

use crate::plan::{
    Calendar, EnrollmentPath, MigrationOption, PhaseId, PhaseKind, Plan, Prerequisite, PrerequisiteId,
    PrerequisiteState,
};

/// Whom it holds up.
#[derive(Clone, Copy)]
enum Blocks {
    First,
    Second,
    FirstWave,
    Nobody,
}

/// Name, whom it blocks, working days from the start (before it when negative), what it is about.
type Line = (&'static str, Blocks, i32, &'static str);

pub(super) fn prerequisites(plan: &Plan, path: EnrollmentPath) -> Vec<Prerequisite> {
    dated(plan, lines(plan.option, path), 1)
}

/// The usual prerequisites of the plan's option and paths that none of its own seems to be, with the ids that
/// come next. A name of one's own is recognized by its words.
pub fn missing_prerequisites(plan: &Plan) -> Vec<Prerequisite> {
    let path = plan.phases.first().map_or(EnrollmentPath::default(), |phase| phase.path);
    let mut usual = lines(plan.option, path);
    usual.extend(more(plan));
    let own: Vec<String> = plan.prerequisites.iter().map(|entry| entry.name.to_lowercase()).collect();
    let is_there = |(name, ..): &Line| {
        own.iter()
            .any(|own| *own == name.to_lowercase() || known_by(name).iter().any(|word| own.contains(word)))
    };
    usual.retain(|line| !is_there(line));
    dated(plan, usual, plan.fresh_prerequisite_id().0)
}

fn lines(option: MigrationOption, path: EnrollmentPath) -> Vec<Line> {
    match option {
        MigrationOption::TenantAttach => tenant_attach(),
        MigrationOption::FromScratch => from_scratch(path),
        MigrationOption::CoManagement | MigrationOption::ConfigurationManagerToIntune => {
            co_management(path, option)
        }
    }
}

/// What many plans need as well, but a new one does not begin with.
fn more(plan: &Plan) -> Vec<Line> {
    use Blocks::{First, Nobody};
    let mut lines: Vec<Line> = Vec::new();
    if plan.option != MigrationOption::FromScratch {
        lines.push((
            "Connector to Configuration Manager healthy",
            First,
            -1,
            "Healthy: synchronized less than 1 day ago; a warning after 1 day, unhealthy after 3",
        ));
    }
    if matches!(plan.option, MigrationOption::CoManagement | MigrationOption::ConfigurationManagerToIntune) {
        lines.extend([
            (
                "Tenant attached",
                Nobody,
                -5,
                "Devices show in the Intune admin center, new ones within 15 minutes",
            ),
            (
                "Global Administrator and Full Administrator at hand",
                First,
                -10,
                "One sign-in to Entra; Configuration Manager with all scopes",
            ),
            (
                "Cloud management gateway for internet clients",
                Nobody,
                -5,
                "Where clients work off the network or are Entra joined only",
            ),
        ]);
    }
    if plan.phases.iter().any(|phase| phase.path == EnrollmentPath::ThirdPartyMdm) {
        lines.push((
            "Tasks and features in use of the old product listed",
            First,
            -20,
            "Each has its place in Intune, or is given up",
        ));
    }
    lines
}

/// Words that give a prerequisite away, whatever else its name says.
fn known_by(name: &str) -> &'static [&'static str] {
    const KNOWN: &[(&str, &[&str])] = &[
        ("version in support", &["in support", "site version", "configmgr 2", "current branch"]),
        ("license for the administrator", &["admin licence", "admin license"]),
        ("licenses assigned", &["licence", "license", "entra id p1"]),
        ("Hybrid join works", &["hybrid join", "entra connect"]),
        ("Entra join works", &["entra join"]),
        (
            "register with Entra",
            &["automatic registration", "registration client setting", "register with entra"],
        ),
        ("gateway", &["gateway", "cmg"]),
        ("MDM user scope", &["mdm authority", "mdm user scope", "mdm scope"]),
        ("enrollment restriction", &["enrollment restriction", "enrolment restriction"]),
        ("multifactor", &["mfa", "multifactor", "multi-factor"]),
        ("policies ready", &["policies ready"]),
        ("collections built", &["collections"]),
        ("groups for the phases", &["user groups"]),
        ("Helpdesk briefed", &["helpdesk", "help desk", "service desk"]),
        ("Duplicate", &["duplicate"]),
        ("other duties", &["other duties"]),
        ("old product can release", &["release devices", "unenroll"]),
        ("Global Administrator", &["global administrator", "full administrator"]),
        ("Administration service", &["administration service"]),
        ("Service connection point", &["service connection point"]),
        ("Helpdesk users", &["helpdesk users", "device actions"]),
        ("tenant set up", &["tenant set up"]),
        ("Applications packaged", &["packaged"]),
        ("Connector", &["connector"]),
        ("Tenant attached", &["tenant attach", "cloud attach"]),
        ("Tasks and features", &["features in use", "tasks in use"]),
    ];
    KNOWN.iter().find(|(part, _)| name.contains(part)).map_or(&[], |(_, words)| words)
}

/// Lines with the phases that they hold up, and with due dates before those can start.
fn dated(plan: &Plan, lines: Vec<Line>, first_id: u32) -> Vec<Prerequisite> {
    let first = plan.phases.first().map(|phase| phase.id);
    let second = plan.phases.get(1).map(|phase| phase.id);
    let wave = plan.phases.iter().find(|phase| phase.kind == PhaseKind::Wave).map(|phase| phase.id);
    let number = (first_id..).map(PrerequisiteId);
    let of = |(id, (name, blocks, days, note)): (PrerequisiteId, Line)| {
        let blocks: Option<PhaseId> = match blocks {
            Blocks::First => first,
            Blocks::Second => second.or(first),
            Blocks::FirstWave => wave.or(first),
            Blocks::Nobody => None,
        };
        // A phase takes six working days at least, soak and lag; what holds up one is due before it can start.
        let place = blocks.and_then(|phase| plan.phase_index(phase));
        let latest = |place: usize| if place == 0 { -1 } else { place as i32 * 6 - 2 };
        let days = place.map_or(days, |place| days.min(latest(place)));
        Prerequisite {
            id,
            name: name.to_owned(),
            state: PrerequisiteState::Open,
            owner: String::new(),
            due: due(&plan.calendar, plan.start, days),
            blocks,
            note: note.to_owned(),
        }
    };
    number.zip(lines).map(of).collect()
}

fn due(calendar: &Calendar, start: NaiveDate, days: i32) -> Option<NaiveDate> {
    if days < 0 {
        calendar.working_days_before(start, days.unsigned_abs())
    } else {
        calendar.add_working_days(start, days.unsigned_abs())
    }
}

fn co_management(path: EnrollmentPath, option: MigrationOption) -> Vec<Line> {
    use Blocks::{First, FirstWave, Nobody, Second};
    let mut lines: Vec<Line> = vec![
        (
            "Configuration Manager version in support",
            First,
            -10,
            "Update the site first if its version is not",
        ),
        (
            "Entra ID P1 and Intune licenses assigned",
            First,
            -1,
            "For the pilot's users and one administrator",
        ),
        identity(path),
        client(path),
        (
            "MDM authority is Intune, MDM user scope covers the pilot",
            First,
            -5,
            "Entra admin center, Mobility",
        ),
        (
            "Default enrollment restriction allows Windows",
            First,
            -5,
            "Device enrollment heeds no other restriction",
        ),
        (
            "Intune enrollment excluded from multifactor prompts",
            First,
            -1,
            "A prompt nobody answers ends in 0x8018002A",
        ),
        ("Intune policies ready for every workload", First, -1, "Each policy exists before its slider moves"),
        (
            "Enrollment and pilot collections built",
            First,
            -1,
            "The enrollment collection contains all pilot collections",
        ),
        ("Helpdesk briefed", Second, 7, "Two hours, with the known enrollment errors"),
        (
            "Duplicate and stale Entra device objects removed",
            FirstWave,
            15,
            "Duplicates can keep devices from enrolling",
        ),
    ];
    if option == MigrationOption::ConfigurationManagerToIntune {
        let line = (
            "Configuration Manager's other duties have a new home",
            Nobody,
            60,
            "OS deployment, reports, servers",
        );
        lines.push(line);
    }
    if path == EnrollmentPath::ThirdPartyMdm {
        lines.push(("The old product can release devices", First, -1, "A device has one MDM at a time"));
    }
    lines
}

fn identity(path: EnrollmentPath) -> Line {
    match path {
        EnrollmentPath::ExistingClient | EnrollmentPath::OtherManager | EnrollmentPath::ThirdPartyMdm => (
            "Hybrid join works",
            Blocks::First,
            -10,
            "Entra Connect and a service connection point in each forest",
        ),
        _ => (
            "Entra join works for new devices",
            Blocks::First,
            -10,
            "Registered-only devices cannot be co-managed",
        ),
    }
}

fn client(path: EnrollmentPath) -> Line {
    match path {
        EnrollmentPath::ExistingClient => {
            ("Clients register with Entra automatically", Blocks::First, -5, "Client setting, Cloud Services")
        }
        EnrollmentPath::Autopilot => (
            "Co-management settings policy and cloud management gateway",
            Blocks::First,
            -5,
            "Autopilot installs the client; Pilot Intune is not available",
        ),
        _ => (
            "Cloud management gateway and client installation from Intune",
            Blocks::First,
            -5,
            "Off the network the client needs both",
        ),
    }
}

fn tenant_attach() -> Vec<Line> {
    use Blocks::Nobody;
    vec![
        (
            "Configuration Manager version in support",
            Nobody,
            -10,
            "Update the site first if its version is not",
        ),
        ("Global Administrator at hand for the sign-in", Nobody, -1, "Once, when the site is attached"),
        ("Intune license for the administrator", Nobody, -5, "Without it the sign-in fails"),
        ("Administration service works", Nobody, -5, "It answers what the admin center asks"),
        (
            "Service connection point online and in reach",
            Nobody,
            -5,
            "Also to the certificate revocation lists",
        ),
        (
            "Helpdesk users synchronized and given the device actions",
            Nobody,
            5,
            "Discovered users with the right to initiate actions",
        ),
    ]
}

fn from_scratch(path: EnrollmentPath) -> Vec<Line> {
    use Blocks::{First, FirstWave, Second};
    let mut lines: Vec<Line> = vec![
        ("Intune tenant set up", First, -10, "Custom domain, MDM authority Intune"),
        ("Entra ID P1 and Intune licenses assigned", First, -1, "Every user needs a full Intune license"),
        ("Entra join works", First, -10, "Registered-only devices stay out"),
        ("MDM user scope covers the pilot", First, -5, "Entra admin center, Mobility"),
        (
            "Default enrollment restriction allows Windows",
            First,
            -5,
            "And keeps personal devices out if so wanted",
        ),
        (
            "Intune enrollment excluded from multifactor prompts",
            First,
            -1,
            "A prompt nobody answers ends in 0x8018002A",
        ),
        ("Compliance, security and update policies ready", First, -1, "Nothing else manages these devices"),
        ("Applications packaged for Intune", First, -1, "At least those the pilot works with"),
        ("User groups for the phases built", First, -1, "One a phase"),
        ("Helpdesk briefed", Second, 7, "Two hours, with the known enrollment errors"),
        (
            "Duplicate and stale Entra device objects removed",
            FirstWave,
            15,
            "Duplicates can keep devices from enrolling",
        ),
    ];
    if path == EnrollmentPath::ThirdPartyMdm {
        lines.push(("The old product can release devices", First, -1, "A device has one MDM at a time"));
    }
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::Phase;

    fn plan(option: MigrationOption, path: EnrollmentPath) -> Plan {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.option = option;
        plan.phases.push(Phase { path, ..Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 50) });
        plan
    }

    fn names(plan: &Plan) -> Vec<String> {
        missing_prerequisites(plan).into_iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn what_is_there_under_any_usual_name_is_not_offered_again() {
        let mut plan = plan(MigrationOption::CoManagement, EnrollmentPath::ExistingClient);
        let all = missing_prerequisites(&plan);
        assert!(all.iter().all(|entry| entry.due.is_some() && !entry.note.is_empty()), "{all:?}");
        plan.prerequisites = all;
        assert_eq!(names(&plan), Vec::<String>::new());
        for entry in &mut plan.prerequisites {
            if entry.name.contains("multifactor") {
                entry.name = "MFA exclusion, requested".into();
            } else if entry.name.contains("licenses") {
                entry.name = "Own words".into();
            }
        }
        assert_eq!(names(&plan), ["Entra ID P1 and Intune licenses assigned"]);
        let next = missing_prerequisites(&plan)[0].id;
        assert!(plan.prerequisites.iter().all(|entry| entry.id != next));
    }

    #[test]
    fn every_usual_line_is_recognized_by_words_and_not_by_another_ones() {
        for option in [
            MigrationOption::TenantAttach,
            MigrationOption::CoManagement,
            MigrationOption::ConfigurationManagerToIntune,
            MigrationOption::FromScratch,
        ] {
            for path in EnrollmentPath::ALL {
                let mut plan = plan(option, path);
                let all = missing_prerequisites(&plan);
                assert!(all.len() > 5, "{option:?} {path:?}");
                assert!(all.iter().all(|entry| !known_by(&entry.name).is_empty()), "{all:?}");
                // A plan that begins with the usual ones is offered the others alone.
                plan.prerequisites = prerequisites(&plan, path);
                let offered = names(&plan);
                let more: Vec<&str> = more(&plan).into_iter().map(|(name, ..)| name).collect();
                assert!(
                    offered.iter().all(|name| more.contains(&name.as_str())),
                    "{option:?} {path:?} {offered:?}"
                );
            }
        }
    }
}
