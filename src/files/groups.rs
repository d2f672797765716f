//! Device collections and groups out of a roster, as Entra, Configuration Manager and people read them: one of
//! each phase, one of each workload's pilot, and one of all for auto-enrollment.

use std::collections::HashMap;

use super::roster::id_text;
use super::safe_folder::plain_name;
use super::spreadsheet::{table, text};
use crate::fleet::{Device, Roster};
use crate::plan::{Phase, PhaseId, Plan, Workload, wording};

/// The one title of Entra's template for importing members of a group.
const ENTRA_TITLE: &str = "Member object ID or user principal name [memberObjectIdOrUpn] Required";
/// Told to the reader of the folder, and by it the folder is known as written by Baton.
pub const READ_ME: &str = "READ ME.txt";
pub const AUTO_ENROLLMENT: &str = "Intune Auto Enrollment";

/// One collection of devices.
#[derive(Debug)]
pub struct Group<'r> {
    /// Its files' name: `01 Pilot`.
    pub file: String,
    /// The collection's name in Configuration Manager.
    pub collection: String,
    /// Whom it is for, a sentence.
    pub says: String,
    pub devices: Vec<(&'r Device, PhaseId)>,
}

impl Group<'_> {
    /// Devices without what Entra, and without what Configuration Manager, knows them by.
    pub fn unknown(&self) -> (usize, usize) {
        let count = |is: &dyn Fn(&Device) -> bool| self.devices.iter().filter(|(d, _)| is(d)).count();
        (count(&|device| device.object_id.is_none()), count(&|device| device.resource_id.is_none()))
    }
}

/// The collections of a plan, in its order: phases, pilots of workloads, auto-enrollment.
pub fn groups<'r>(plan: &Plan, roster: &'r Roster) -> Vec<Group<'r>> {
    let places: HashMap<PhaseId, usize> = plan.phases.iter().map(|phase| phase.id).zip(0..).collect();
    let seated = roster.seats().filter_map(|(device, seat)| Some((device, seat.phase?)));
    let mut devices: Vec<(&Device, PhaseId)> =
        seated.filter(|(_, phase)| places.contains_key(phase)).collect();
    devices.sort_by_cached_key(|(device, phase)| (places.get(phase), &device.name, device.entra_id));
    let of = |is_in: &dyn Fn(PhaseId) -> bool| devices.iter().copied().filter(|(_, id)| is_in(*id)).collect();
    let mut groups = Vec::new();
    for (place, phase) in plan.phases.iter().enumerate() {
        groups.push(Group {
            file: format!("{:02} {}", place + 1, plain_name(&phase.name, "phase")),
            collection: collection(phase),
            says: format!("The devices of {}.", phase.name),
            devices: of(&|id| id == phase.id),
        });
    }
    for workload in plan.switchable_workloads() {
        let joining: Vec<&Phase> =
            plan.phases.iter().filter(|phase| joins(plan, workload, phase.id)).collect();
        if joining.is_empty() {
            continue;
        }
        let names: Vec<&str> = joining.iter().map(|phase| phase.name.as_str()).collect();
        groups.push(Group {
            file: format!("Pilot {}", plain_name(workload.name(), "workload")),
            collection: format!("Co-management pilot: {}", workload.name()),
            says: format!(
                "The pilot collection of {} when all its phases have joined: {}. Add each phase when its day comes.",
                workload.name(),
                names.join(", ")
            ),
            devices: of(&|id| joining.iter().any(|phase| phase.id == id)),
        });
    }
    groups.push(Group {
        file: AUTO_ENROLLMENT.to_owned(),
        collection: AUTO_ENROLLMENT.to_owned(),
        says:
            "Every device of every phase: the collection for automatic enrollment, which contains all others."
                .to_owned(),
        devices: of(&|_| true),
    });
    groups
}

fn joins(plan: &Plan, workload: Workload, phase: PhaseId) -> bool {
    plan.has_cell(workload, phase)
}

fn collection(phase: &Phase) -> String {
    if phase.collection.trim().is_empty() { phase.name.clone() } else { phase.collection.clone() }
}

/// The folder's files by name. A list that would have no row is left out.
pub fn files(plan: &Plan, groups: &[Group<'_>]) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![(READ_ME.to_owned(), read_me(plan, groups).replace('\n', "\r\n").into_bytes())];
    for group in groups.iter().filter(|group| !group.devices.is_empty()) {
        let mut put = |what: &str, bytes| files.push((format!("{} - {what}", group.file), bytes));
        put("devices.csv", devices(plan, group));
        let names: Vec<&str> = group.devices.iter().flat_map(|(device, _)| [&*device.name, "\r\n"]).collect();
        put("names.txt", names.concat().into_bytes());
        put("Configuration Manager.csv", configuration_manager(group));
        if group.devices.iter().any(|(device, _)| device.object_id.is_some()) {
            put("Entra members.csv", entra(group));
        }
    }
    files
}

fn entra(group: &Group<'_>) -> Vec<u8> {
    let ids = group.devices.iter().filter_map(|(device, _)| device.object_id);
    let mut rows = vec![[ENTRA_TITLE.to_owned()]];
    rows.extend(ids.map(|id| [id_text(id.get())]));
    // The portal compares the first row letter by letter: no mark before it.
    table(rows.iter().map(<[String; 1]>::as_slice)).split_off(3)
}

fn configuration_manager(group: &Group<'_>) -> Vec<u8> {
    let mut rows = vec![["CollectionName", "Name", "ResourceID"].map(str::to_owned)];
    rows.extend(group.devices.iter().map(|(device, _)| {
        let id = device.resource_id.map_or_else(String::new, |id| id.to_string());
        [text(&group.collection).into_owned(), text(&device.name).into_owned(), id]
    }));
    table(rows.iter().map(<[String; 3]>::as_slice))
}

fn devices(plan: &Plan, group: &Group<'_>) -> Vec<u8> {
    let titles =
        ["Device name", "Phase", "Entra device ID", "Entra object ID", "ResourceID", "Serial number", "Site"];
    let mut rows = vec![titles.map(str::to_owned)];
    rows.extend(group.devices.iter().map(|(device, phase)| {
        let phase = plan.phase(*phase).map_or("", |phase| &phase.name);
        [
            text(&device.name).into_owned(),
            text(phase).into_owned(),
            device.entra_id.map_or_else(String::new, id_text),
            device.object_id.map_or_else(String::new, |id| id_text(id.get())),
            device.resource_id.map_or_else(String::new, |id| id.to_string()),
            text(&device.serial).into_owned(),
            text(&device.site).into_owned(),
        ]
    }));
    table(rows.iter().map(<[String; 7]>::as_slice))
}

fn read_me(plan: &Plan, groups: &[Group<'_>]) -> String {
    let mut text = format!(
        "{}: device collections and groups\n\nEach has up to four files; what follows the name says for whom.\n\n{HOW}\n",
        plan.name
    );
    for group in groups {
        let (objects, resources) = group.unknown();
        let devices = group.devices.len();
        let devices = wording::devices(devices as u64);
        text.extend([&group.file, "\n  ", &group.says, " ", &devices, ".\n"]);
        let joined: Vec<(usize, &str)> = vec![(objects, "Entra object ID"), (resources, "ResourceID")];
        for (count, what) in joined.into_iter().filter(|(count, _)| *count > 0) {
            text.extend(["  ", &wording::count(count as u64), " of them without ", what, ".\n"]);
        }
    }
    text
}

const HOW: &str = "\
devices.csv                The devices as a table, for people and for Power Query.
names.txt                  Their names, one a line, for tools that take a list of names.
Configuration Manager.csv  For direct membership. In the Configuration Manager console's PowerShell:

    $rows = Import-Csv '.\\NAME - Configuration Manager.csv'
    $ids = $rows | ForEach-Object { if ($_.ResourceID) { $_.ResourceID } else { (Get-CMDevice -Fast -Name $_.Name).ResourceID } }
    Add-CMDeviceCollectionDirectMembershipRule -CollectionName $rows[0].CollectionName -ResourceId $ids

Entra members.csv          For Groups > the group > Members > Bulk operations > Import members. Groups know a
                           device by its object ID, which only Entra's own list tells (Devices > All devices >
                           Download devices): read that file with `baton members PLAN --devices FILE` to have it
                           complete. If the template of your portal begins with the row `version:v1.0`, put that
                           row first here too.
";

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
