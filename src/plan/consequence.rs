//! What follows from moving each workload to Intune, as documented: what Intune takes over, what people have
//! to do before and after, what is good to know. It knows no plan; sources are public documents by title.

use super::Workload;

pub const WORKLOADS: &str = "Co-management workloads, Microsoft Learn";
pub const SWITCHING: &str = "How to switch workloads, Microsoft Learn";
pub const TROUBLES: &str = "Troubleshoot co-management workloads, Microsoft Learn";
pub const FAQ: &str = "Co-management FAQ, Microsoft Learn";
pub const AUTOPATCH: &str = "Windows Autopatch prerequisites, Microsoft Learn";

/// Something to know, with where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    pub text: &'static str,
    pub source: &'static str,
}

/// When in the course of a workload's move a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Around the first phase that joins its pilot collection.
    First,
    /// For each phase anew.
    Cell,
    /// Around the slider's move to Intune.
    Full,
}

/// Something that somebody has to do because a workload moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: &'static str,
    pub moment: Moment,
    /// Working days after it; negative = before.
    pub days: i32,
    /// The switch should wait for it.
    pub is_blocking: bool,
    pub note: &'static str,
}

/// What the move of one workload means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consequences {
    /// "rules that feed Conditional Access".
    pub takes_over: &'static str,
    pub steps: &'static [Step],
    pub facts: &'static [Fact],
}

const fn step(name: &'static str, moment: Moment, days: i32, is_blocking: bool, note: &'static str) -> Step {
    Step { name, moment, days, is_blocking, note }
}

const fn fact(text: &'static str, source: &'static str) -> Fact {
    Fact { text, source }
}

/// Holds for every workload.
pub const ALWAYS: &[Fact] = &[
    fact("Intune's policy must exist before the switch: some tool has to own each workload.", SWITCHING),
    fact("Devices that are on take the change at their next check-in, within about 8 hours.", SWITCHING),
];

/// What Windows Autopatch asks for, all on the same device.
pub const FOR_AUTOPATCH: [Workload; 3] =
    [Workload::WindowsUpdatePolicies, Workload::DeviceConfiguration, Workload::OfficeClickToRun];

impl Workload {
    /// What follows from moving it.
    pub const fn consequences(self) -> Consequences {
        match self {
            Self::CompliancePolicies => COMPLIANCE,
            Self::WindowsUpdatePolicies => UPDATES,
            Self::ResourceAccessPolicies => RESOURCES,
            Self::EndpointProtection => ENDPOINT,
            Self::DeviceConfiguration => CONFIGURATION,
            Self::OfficeClickToRun => OFFICE,
            Self::ClientApps => APPS,
        }
    }

    /// Windows Autopatch manages a device only with this workload on Intune or Pilot Intune.
    pub fn is_needed_by_autopatch(self) -> bool {
        FOR_AUTOPATCH.contains(&self)
    }
}

const COMPLIANCE: Consequences = Consequences {
    takes_over: "the rules that say whether a device is compliant, and so feed Conditional Access",
    steps: &[
        step(
            "Create compliance policies in Intune",
            Moment::First,
            -10,
            true,
            "A Configuration Manager baseline can stay one of the rules",
        ),
        step(
            "Compare compliance before and after",
            Moment::First,
            5,
            false,
            "Devices that turn out not compliant are mended before Conditional Access enforces",
        ),
    ],
    facts: &[
        fact("Conditional Access by device compliance needs this workload on Intune or Pilot Intune.", FAQ),
        fact(
            "Until it moves, Intune shows a client’s last check-in as 2/1/1900.",
            "Troubleshoot co-management bootstrap, Microsoft Learn",
        ),
    ],
};

const UPDATES: Consequences = Consequences {
    takes_over: "deferrals, deadlines and rings of quality and feature updates",
    steps: &[
        step(
            "Create update rings and feature update policies in Intune",
            Moment::First,
            -10,
            true,
            "Rings for the pilots first, then for the waves",
        ),
        step(
            "Turn off the client setting Software updates",
            Moment::Cell,
            0,
            false,
            "By hand, for the devices of the phase: the switch does not do it",
        ),
    ],
    facts: &[
        fact(
            "The client setting Software updates has to be turned off by hand for these devices.",
            WORKLOADS,
        ),
        fact("Windows versions installed through Intune stay when the workload is taken back.", WORKLOADS),
    ],
};

const RESOURCES: Consequences = Consequences {
    takes_over: "VPN, Wi-Fi, email and certificate profiles",
    steps: &[
        step(
            "Build VPN, Wi-Fi, email and certificate profiles in Intune",
            Moment::First,
            -10,
            true,
            "Certificates of old profiles stay on devices, but nobody renews them",
        ),
        step(
            "Delete the old profiles in Configuration Manager",
            Moment::Full,
            5,
            false,
            "The site cannot be updated to 2403 or later while they exist",
        ),
    ],
    facts: &[fact(
        "From site version 2403 on it is always with Intune; the update is refused while old policies exist.",
        WORKLOADS,
    )],
};

const ENDPOINT: Consequences = Consequences {
    takes_over: "Defender Antivirus, firewall, SmartScreen, exploit protection, application control and BitLocker",
    steps: &[
        step(
            "Create endpoint security policies in Intune",
            Moment::First,
            -10,
            true,
            "Antivirus, firewall, disk encryption, attack surface reduction",
        ),
        step(
            "Move Defender Antivirus settings to Endpoint security",
            Moment::First,
            -10,
            true,
            "Those in a device restrictions profile lie outside this workload",
        ),
        step(
            "Confirm that Intune's policies have arrived",
            Moment::First,
            1,
            false,
            "Configuration Manager's stay until Intune's overwrite them at the next check-in",
        ),
    ],
    facts: &[
        fact("No gap: Configuration Manager's policies hold until Intune's overwrite them.", WORKLOADS),
        fact("Settings are undone only once Device configuration has moved as well.", TROUBLES),
        fact("While it moves alone, both sides apply Windows Information Protection.", WORKLOADS),
        fact("In Pilot Intune, policies are applied, but not removed when unassigned.", SWITCHING),
    ],
};

const CONFIGURATION: Consequences = Consequences {
    takes_over: "device settings: any policy of the settings catalog, whatever its content",
    steps: &[
        step(
            "Create configuration profiles in Intune",
            Moment::First,
            -10,
            true,
            "Settings catalog and templates in place of what Configuration Manager and group policies set",
        ),
        step(
            "Mark baselines that stay for co-managed clients",
            Moment::First,
            -5,
            false,
            "“Always apply this baseline even for co-managed clients”",
        ),
        step(
            "Remove settings left behind",
            Moment::Full,
            5,
            false,
            "Pilot Intune removes nothing; from the full switch on, unassigned settings go",
        ),
    ],
    facts: &[
        fact("Endpoint Protection and Resource access come along.", WORKLOADS),
        fact("In Pilot Intune, settings are applied, but not removed when unassigned.", SWITCHING),
        fact("Configuration Manager's baselines go on if they are marked to.", WORKLOADS),
    ],
};

const OFFICE: Consequences = Consequences {
    takes_over: "installing and updating Microsoft 365 Apps",
    steps: &[
        step(
            "Create Microsoft 365 Apps and their update policy in Intune",
            Moment::First,
            -10,
            true,
            "Same channel and languages as before",
        ),
        step(
            "Check deployments of Microsoft 365 Apps",
            Moment::First,
            -5,
            false,
            "A global condition stops Configuration Manager from installing them after the switch",
        ),
        step(
            "Confirm that Microsoft 365 Apps update from Intune",
            Moment::First,
            2,
            false,
            "It may take about 24 hours to show",
        ),
    ],
    facts: &[
        fact("A global condition stops Configuration Manager from installing Microsoft 365 Apps.", WORKLOADS),
        fact("Updates from the cloud may take about 24 hours to show.", WORKLOADS),
        fact("Versions installed through Intune stay when the workload is taken back.", WORKLOADS),
    ],
};

const APPS: Consequences = Consequences {
    takes_over: "apps and scripts from Intune in Company Portal",
    steps: &[
        step(
            "Publish apps in Intune and deploy Company Portal",
            Moment::First,
            -10,
            true,
            "Users find Configuration Manager's apps there as well",
        ),
        step(
            "Retire deployments that Intune has taken over",
            Moment::First,
            10,
            false,
            "Configuration Manager's deployments go on after the switch",
        ),
    ],
    facts: &[
        fact("Configuration Manager's deployments go on in Software Center.", WORKLOADS),
        fact("Store apps from Intune need the switch; PowerShell scripts run without it.", FAQ),
    ],
};
