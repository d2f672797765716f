//! Which export a file is, told by its columns; a person may say otherwise.

use super::fields::{DEVICES, ENTRA, Field, TICKETS, matched, plain_column};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// All devices of Intune: the portal's CSV, a report, Graph, PowerShell.
    IntuneDevices,
    EnrollmentActivity,
    EnrollmentFailures,
    /// Which workloads Intune has, per device.
    WorkloadStates,
    /// Who may be co-managed, of tenant-attached devices.
    Eligibility,
    /// The co-management state that Configuration Manager's clients report.
    ClientStates,
    /// Devices of Configuration Manager.
    ConfigMgrDevices,
    /// The devices of Entra's own list, which alone tells the IDs by which groups know them.
    EntraDevices,
    /// Names of devices, with whatever else stands beside them.
    DeviceList,
    Tickets,
    /// Holidays and freezes.
    Calendar,
}

/// One kind: what it is called, and the columns without which a file is not it.
struct Shape {
    kind: Kind,
    key: &'static str,
    name: &'static str,
    /// One of each group.
    needs: &'static [&'static [Field]],
}

const SHAPES: &[Shape] = &[
    Shape {
        kind: Kind::ClientStates,
        key: "client-states",
        name: "Configuration Manager co-management state (v_ClientCoManagementState)",
        needs: &[
            &[Field::MdmEnrolled],
            &[Field::PolicyPresent],
            &[Field::ResourceId, Field::DeviceName, Field::EntraId],
        ],
    },
    Shape {
        kind: Kind::IntuneDevices,
        key: "intune",
        name: "Intune devices",
        needs: &[
            &[Field::Agent],
            &[Field::Enrolled, Field::LastSeen],
            &[Field::DeviceName, Field::EntraId, Field::IntuneId],
        ],
    },
    Shape {
        kind: Kind::WorkloadStates,
        key: "workloads",
        name: "Intune report: co-managed device workloads",
        needs: &[
            &[Field::DeviceName, Field::IntuneId],
            &[Field::CompliancePolicy],
            &[Field::ClientApps],
            &[Field::WindowsUpdate],
        ],
    },
    Shape {
        kind: Kind::EnrollmentActivity,
        key: "enrollment-activity",
        name: "Intune report: enrollment activity",
        needs: &[&[Field::AttemptedAt], &[Field::Failure]],
    },
    Shape {
        kind: Kind::EnrollmentFailures,
        key: "enrollment-failures",
        name: "Intune report: device enrollment failures",
        needs: &[&[Field::FailedAt], &[Field::FailureReason]],
    },
    Shape {
        kind: Kind::ConfigMgrDevices,
        key: "configmgr",
        name: "Configuration Manager devices",
        needs: &[&[Field::DeviceName], &[Field::ResourceId, Field::IsClient]],
    },
    Shape {
        kind: Kind::Eligibility,
        key: "eligibility",
        name: "Intune report: co-management eligibility",
        needs: &[
            &[Field::DeviceName, Field::IntuneId],
            &[Field::Eligibility],
            &[Field::Os, Field::OsVersion],
        ],
    },
    Shape {
        kind: Kind::EntraDevices,
        key: "entra",
        name: "Microsoft Entra devices",
        needs: &[&[Field::DeviceName], &[Field::ObjectId], &[Field::EntraId]],
    },
    Shape {
        kind: Kind::DeviceList,
        key: "devices",
        name: "List of devices",
        needs: &[&[Field::DeviceName, Field::EntraId, Field::Serial]],
    },
];

const TICKET_NEEDS: &[&[Field]] =
    &[&[Field::Opened], &[Field::TicketNumber, Field::Subject, Field::TicketState]];

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::IntuneDevices,
        Self::EnrollmentActivity,
        Self::EnrollmentFailures,
        Self::WorkloadStates,
        Self::Eligibility,
        Self::ClientStates,
        Self::ConfigMgrDevices,
        Self::EntraDevices,
        Self::DeviceList,
        Self::Tickets,
        Self::Calendar,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Tickets => "Helpdesk tickets",
            Self::Calendar => "Calendar",
            _ => self.shape().map_or("", |shape| shape.name),
        }
    }

    /// The word for the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Calendar => "calendar",
            _ => self.shape().map_or("", |shape| shape.key),
        }
    }

    fn shape(self) -> Option<&'static Shape> {
        SHAPES.iter().find(|shape| shape.kind == self)
    }

    /// The columns that it cannot do without, one of each group.
    pub fn needs(self) -> &'static [&'static [Field]] {
        match self {
            Self::Tickets => TICKET_NEEDS,
            Self::Calendar => &[],
            _ => self.shape().map_or(&[], |shape| shape.needs),
        }
    }

    /// The names that its columns may have.
    pub fn names(self) -> &'static [(Field, &'static [&'static str])] {
        match self {
            Self::Tickets => TICKETS,
            Self::EntraDevices => ENTRA,
            _ => DEVICES,
        }
    }

    /// Which column of a file of this kind is what.
    pub fn columns(self, header: &[String]) -> Vec<(Field, usize)> {
        let mut columns = matched(header, self.names());
        if !matches!(self, Self::Tickets | Self::EntraDevices) {
            name_truly(&mut columns, header);
        }
        columns
    }

    /// The groups of which the header has no column.
    pub fn missing(self, columns: &[(Field, usize)]) -> Vec<&'static [Field]> {
        let has = |field: &Field| columns.iter().any(|(found, _)| found == field);
        self.needs().iter().copied().filter(|group| !group.iter().any(has)).collect()
    }

    /// What a file is of which a person says where some fields are; none = nothing is said.
    pub fn of_said(header: &[String], said: &[Field]) -> Option<Self> {
        if said.iter().any(|field| TICKETS.iter().any(|(known, _)| known == field)) {
            return Some(Self::Tickets);
        }
        let mut columns = Self::DeviceList.columns(header);
        columns.extend(said.iter().map(|field| (*field, 0)));
        let is_whole = |shape: &&Shape| shape.kind.missing(&columns).is_empty();
        let found = SHAPES.iter().find(is_whole).map_or(Self::DeviceList, |shape| shape.kind);
        (!said.is_empty()).then_some(found)
    }

    /// What a header makes a file; none = nothing that is known.
    pub fn of_header(header: &[String]) -> Option<Self> {
        let devices = Self::DeviceList.columns(header);
        let is_whole = |shape: &&Shape| match shape.kind {
            Self::EntraDevices => {
                is_of_directory(header) && shape.kind.missing(&shape.kind.columns(header)).is_empty()
            }
            kind => {
                let is_report = kind != Self::Eligibility || has_column(header, &["devicename", "deviceid"]);
                is_report && kind.missing(&devices).is_empty()
            }
        };
        let shape = SHAPES.iter().find(is_whole).map(|shape| shape.kind);
        let shape = shape.filter(|kind| *kind != Self::DeviceList || names_devices(header, &devices));
        // A ticket list may name a device, and a device list a category: what only one of them has decides.
        let tickets = Self::Tickets.columns(header);
        let has_subject = tickets.iter().any(|(field, _)| *field == Field::Subject);
        let tells_devices = devices.iter().any(|(field, _)| OF_NO_TICKET.contains(field));
        let is_tickets = Self::Tickets.missing(&tickets).is_empty() && (has_subject || !tells_devices);
        let has_resources = devices.iter().any(|(field, _)| *field == Field::ResourceId);
        match shape {
            Some(Self::DeviceList | Self::Eligibility) | None if is_tickets => Some(Self::Tickets),
            // A ticket's client is whom it is for.
            Some(Self::ConfigMgrDevices) if is_tickets && !has_resources => Some(Self::Tickets),
            shape => shape,
        }
    }
}

fn has_column(header: &[String], names: &[&str]) -> bool {
    header.iter().any(|name| names.contains(&plain_column(name).as_str()))
}

/// What only Entra says of a device.
const OF_ENTRA: [&str; 6] = [
    "trusttype",
    "devicetrusttype",
    "jointypetrusttype",
    "profiletype",
    "approximatelastsignindatetime",
    "approximatelastlogontimestamp",
];

/// A list out of the directory: it says so, or has a device's ID beside the object's, which Graph calls `id`.
fn is_of_directory(header: &[String]) -> bool {
    let has = |name: &str| has_column(header, &[name]);
    let names_object = has("id") && has("deviceid");
    has_column(header, &["objectid", "entraobjectid", "microsoftentraobjectid", "azureadobjectid"])
        || (names_object && (has("displayname") || has_column(header, &OF_ENTRA)))
}

/// Columns that mean something else in this list than in most: Entra's IDs in a list out of the directory, whose
/// computer it is in a list of people, who answers for it in Active Directory.
fn name_truly(columns: &mut Vec<(Field, usize)>, header: &[String]) {
    if has_column(header, &OF_ENTRA) {
        let named = |name: &str, column: usize| plain_column(&header[column]) == name;
        let free =
            [Field::EntraId, Field::ObjectId].map(|field| columns.iter().all(|(known, _)| *known != field));
        for (field, column) in columns.iter_mut().filter(|(field, _)| *field == Field::IntuneId) {
            if free[0] && named("deviceid", *column) {
                *field = Field::EntraId;
            } else if free[1] && named("id", *column) {
                *field = Field::ObjectId;
            }
        }
    }
    if has_column(header, &["distinguishedname"]) {
        columns.retain(|(field, _)| *field != Field::Agent);
    }
    let own = header.iter().position(|name| is_called(name, &OWN_NAMES));
    if let Some(own) = own.filter(|_| lists_people(header)) {
        let is_any = |(field, column): &&mut (Field, usize)| {
            *field == Field::DeviceName && is_called(&header[*column], &ANY_NAMES)
        };
        columns.iter_mut().filter(is_any).for_each(|name| name.1 = own);
    }
}

/// Names of columns that hold the names of devices, whatever else the list is of.
const OWN_NAMES: [&str; 8] =
    ["devicename", "computername", "computer", "hostname", "machinename", "pcname", "pc", "workstation"];
/// Names that anything can have: people, goods, groups.
const ANY_NAMES: [&str; 6] = ["name", "displayname", "machine", "assetname", "resourcename", "ciname"];
/// Names of columns that only lists of people have.
const OF_PEOPLE: [&str; 12] = [
    "surname",
    "givenname",
    "firstname",
    "lastname",
    "mail",
    "email",
    "emailaddress",
    "jobtitle",
    "usertype",
    "vorname",
    "nachname",
    "samaccountname",
];
/// What only devices have.
const OF_DEVICES: [Field; 14] = [
    Field::EntraId,
    Field::ResourceId,
    Field::Serial,
    Field::Agent,
    Field::EnrollmentType,
    Field::Enrolled,
    Field::LastSeen,
    Field::Compliance,
    Field::Os,
    Field::OsVersion,
    Field::State,
    Field::Registration,
    Field::Join,
    Field::WorkloadFlags,
];
/// What stands beside a device and beside no ticket.
const OF_NO_TICKET: [Field; 4] = [Field::EntraId, Field::Serial, Field::Agent, Field::LastSeen];
/// What people have too.
const OF_EITHER: [Field; 2] = [Field::Phase, Field::Model];

/// A column without its number at the end, as views of the database have it.
fn is_called(column: &str, names: &[&str]) -> bool {
    let column = plain_column(column);
    names.contains(&column.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// A list by name alone is one of devices only if nothing else stands in it, or something that devices have.
fn names_devices(header: &[String], columns: &[(Field, usize)]) -> bool {
    let says = |column: usize| header.get(column).is_some_and(|name| !is_called(name, &["lastlogondate"]));
    let has =
        |fields: &[Field]| columns.iter().any(|(field, column)| fields.contains(field) && says(*column));
    let is_of_any = columns.iter().any(|(field, column)| {
        *field == Field::DeviceName && header.get(*column).is_some_and(|name| is_called(name, &ANY_NAMES))
    });
    let names =
        DEVICES.iter().find(|(field, _)| *field == Field::DeviceName).map_or(&[][..], |(_, names)| names);
    // People have no site of Active Directory.
    let is_told = header.iter().any(|name| {
        !is_called(name, &ANY_NAMES) && (is_called(name, names) || is_called(name, &["adsitename"]))
    });
    !is_of_any
        || is_told
        || has(&OF_DEVICES)
        || header.iter().filter(|name| !name.trim().is_empty()).count() == 1
        || (has(&OF_EITHER) && !lists_people(header))
}

/// It has columns that only people have.
pub fn lists_people(header: &[String]) -> bool {
    header.iter().any(|name| is_called(name, &OF_PEOPLE))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_list_by_name_alone_is_no_list_of_devices() {
        let kind = |header: &str| Kind::of_header(&header.split(',').map(str::to_owned).collect::<Vec<_>>());
        for header in [
            "Name",
            "displayName,",
            "Name,Serial number,Mail",
            "Name,OS",
            "Name0,AD_Site_Name0,Netbios_Name0",
            "Name,Wave",
            "Device name,Department,Mail",
            "PC name,Host name",
            "Name0,AD_Site_Name0",
            "DistinguishedName,DNSHostName,Enabled,Name,ObjectClass,ObjectGUID,SamAccountName,SID,UserPrincipalName",
            "DistinguishedName,DNSHostName,LastLogonDate,ManagedBy,Name,SamAccountName",
            "Computer,Phase",
            "PC",
            "Machine,Wave",
            "MachineName,Site",
            "Workstation,Owner",
            "Asset name,Serial number",
            "Resource Name,LastHWScan",
            "CI name,OS",
            "Computer,Status,OS",
            "Details_Table0_ComputerName,Details_Table0_Domain",
            "Details_Table0_Netbios_Name0,Details_Table0_SerialNumber0",
            "Name0,SerialNumber0,Caption0,LastHWScan",
        ] {
            assert_eq!(kind(header), Some(Kind::DeviceList), "{header}");
        }
        for header in [
            "Name,Price",
            "Asset name,Price,Location",
            "Machine,Line,Hours",
            "Name,Mail,LastLogonDate",
            "PC-1,Anna",
            "Name,E-Mail,Abteilung",
            "Name,Department,Location",
            "Name,Mail,Wave",
            "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,accountEnabled",
            "DistinguishedName,Enabled,GivenName,Name,ObjectClass,ObjectGUID,SamAccountName,SID,Surname,UserPrincipalName",
        ] {
            assert_eq!(kind(header), None, "{header}");
        }
    }

    #[test]
    fn a_header_tells_the_kind() {
        let kind = |header: &str| Kind::of_header(&header.split(',').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(
            kind("Device name,Managed by,Last check-in,Microsoft Entra Device ID"),
            Some(Kind::IntuneDevices)
        );
        assert_eq!(kind("number,opened_at,short_description,category,cmdb_ci"), Some(Kind::Tickets));
        assert_eq!(
            kind("Subject,Type,Status,Group,Ticket Id,Created Time,Resolved Time"),
            Some(Kind::Tickets)
        );
        assert_eq!(kind("Device name,Serial number,Date created,Status"), Some(Kind::DeviceList));
        assert_eq!(kind("DeviceName,DeviceId,Status,OSDescription,OSVersion"), Some(Kind::Eligibility));
        assert_eq!(
            kind("displayName,accountEnabled,operatingSystem,joinType (trustType),deviceId,objectId"),
            Some(Kind::EntraDevices)
        );
        for header in [
            "AccountEnabled,ApproximateLastSignInDateTime,DeviceId,DisplayName,EnrollmentType,Id,IsManaged,TrustType",
            "id,deviceId,displayName",
            "id,deviceId,name,trustType",
        ] {
            assert_eq!(kind(header), Some(Kind::EntraDevices), "{header}");
        }
        assert_eq!(kind("id,deviceName,azureADDeviceId,operatingSystem,joinType"), Some(Kind::DeviceList));
        assert_eq!(kind("id,deviceId,name,number,opened,subject"), Some(Kind::Tickets));
        for header in ["Number,Opened,Client,Computer,Summary", "Computer,Created,Status,OS", "PC,Date,Title"]
        {
            assert_eq!(kind(header), Some(Kind::Tickets), "{header}");
        }
        assert_eq!(kind("Netbios_Name01,SerialNumber01"), Some(Kind::DeviceList));
        assert_eq!(kind("Recipe,Flour,Sugar"), None);
    }

    #[test]
    fn a_column_is_called_what_it_is() {
        let columns = |header: &str| {
            let header: Vec<_> = header.split(',').map(str::to_owned).collect();
            let kind = Kind::of_header(&header).unwrap();
            let known = [Field::DeviceName, Field::EntraId, Field::ObjectId, Field::IntuneId, Field::Agent];
            let of =
                |field| kind.columns(&header).iter().find(|(known, _)| *known == field).map(|found| found.1);
            known.map(|field| of(field).map_or("", |column| header[column].as_str()).to_owned())
        };
        assert_eq!(columns("id,deviceId,displayName,trustType"), ["displayName", "deviceId", "id", "", ""]);
        assert_eq!(
            columns("displayName,deviceId,objectId,joinType"),
            ["displayName", "deviceId", "objectId", "", ""]
        );
        assert_eq!(columns("displayName,deviceId,trustType"), ["displayName", "deviceId", "", "", ""]);
        assert_eq!(columns("displayName,id,trustType"), ["displayName", "", "id", "", ""]);
        assert_eq!(columns("id,deviceName,azureADDeviceId"), ["deviceName", "azureADDeviceId", "", "id", ""]);
        assert_eq!(
            columns("Name,Mail,Computer"),
            ["Computer", "", "", "", ""],
            "the person's is no device's"
        );
        assert_eq!(columns("DistinguishedName,Name,DNSHostName,ManagedBy"), ["Name", "", "", "", ""]);
    }

    #[test]
    fn what_a_person_says_of_columns_tells_the_kind() {
        let header = ["Gerät", "Managed by", "Last check-in"].map(str::to_owned);
        let said = |fields: &[Field]| Kind::of_said(&header, fields);
        assert_eq!(said(&[Field::DeviceName]), Some(Kind::IntuneDevices));
        assert_eq!(said(&[Field::Site]), Some(Kind::DeviceList));
        assert_eq!(said(&[Field::DeviceName, Field::Opened]), Some(Kind::Tickets));
        assert_eq!(said(&[]), None);
    }

    #[test]
    fn a_device_of_graph_says_its_workloads_too_and_is_still_a_device() {
        let header = ["deviceName", "managementAgent", "enrolledDateTime", "features.compliancePolicy"];
        assert_eq!(Kind::of_header(&header.map(str::to_owned)), Some(Kind::IntuneDevices));
    }

    #[test]
    fn every_kind_has_its_own_word() {
        let keys: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.key()).collect();
        assert_eq!(keys.len(), Kind::ALL.len());
        assert!(Kind::ALL.iter().all(|kind| !kind.name().is_empty()));
    }
}
