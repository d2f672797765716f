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
    let lines = match plan.option {
        MigrationOption::TenantAttach => tenant_attach(),
        MigrationOption::FromScratch => from_scratch(path),
        MigrationOption::CoManagement | MigrationOption::ConfigurationManagerToIntune => {
            co_management(path, plan.option)
        }
    };
    let first = plan.phases.first().map(|phase| phase.id);
    let second = plan.phases.get(1).map(|phase| phase.id);
    let wave = plan.phases.iter().find(|phase| phase.kind == PhaseKind::Wave).map(|phase| phase.id);
    let number = (1..).map(PrerequisiteId);
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
            "Entra ID P1 and Intune licences assigned",
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
        ("Intune licence for the administrator", Nobody, -5, "Without it the sign-in fails"),
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
        ("Entra ID P1 and Intune licences assigned", First, -1, "Every user needs a full Intune licence"),
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
