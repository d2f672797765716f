//! What a column can mean, and the names that exports give it. The names are data: a product's next renaming
//! is one more word here.

pub use super::desks::TICKETS;

/// What a column means to Baton. Columns that mean nothing to it are never read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    DeviceName,
    EntraId,
    ObjectId,
    IntuneId,
    ResourceId,
    Serial,
    Agent,
    EnrollmentType,
    Enrolled,
    LastSeen,
    Ownership,
    Compliance,
    Os,
    OsVersion,
    Category,
    Department,
    Site,
    State,
    Registration,
    Join,
    Manufacturer,
    Model,
    Phase,

    MdmEnrolled,
    PolicyPresent,
    MdmProvisioned,
    HybridJoined,
    EntraJoined,
    EnrollmentFailed,
    PendingSignIn,
    Scheduled,
    StatusCode,
    StatusDetail,
    WorkloadFlags,
    IsClient,
    IsObsolete,
    AccountEnabled,
    IsActive,

    Eligibility,
    AttemptedAt,
    FailedAt,
    Failure,
    FailureReason,
    FailureDetails,
    User,
    UserName,

    CompliancePolicy,
    ResourceAccess,
    DeviceConfiguration,
    WindowsUpdate,
    EndpointProtection,
    ClientApps,
    OfficeApps,

    TicketNumber,
    Opened,
    Resolved,
    Priority,
    TicketState,
    Subject,
    TicketCategory,
    Group,
    Tags,
    TicketDevice,
}

impl Field {
    /// Every field that a column can be.
    pub fn all() -> impl Iterator<Item = Self> {
        DEVICES.iter().chain(TICKETS).map(|(field, _)| *field)
    }

    /// What the person who matches columns by hand reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeviceName => "Device name",
            Self::EntraId => "Entra device ID",
            Self::ObjectId => "Entra object ID",
            Self::IntuneId => "Intune device ID",
            Self::ResourceId => "Configuration Manager resource ID",
            Self::Serial => "Serial number",
            Self::Agent => "Managed by",
            Self::EnrollmentType => "Enrollment type",
            Self::Enrolled => "Enrollment date",
            Self::LastSeen => "Last check-in",
            Self::Ownership => "Ownership",
            Self::Compliance => "Compliance",
            Self::Os => "Operating system",
            Self::OsVersion => "OS version",
            Self::Category => "Category",
            Self::Department => "Department",
            Self::Site => "Site",
            Self::State => "Device state",
            Self::Registration => "Registration",
            Self::Join => "Join type",
            Self::Manufacturer => "Manufacturer",
            Self::Model => "Model",
            Self::Phase => "Phase",
            Self::MdmEnrolled => "MDM enrolled",
            Self::PolicyPresent => "Co-management policy present",
            Self::MdmProvisioned => "MDM provisioned",
            Self::HybridJoined => "Hybrid joined",
            Self::EntraJoined => "Entra joined",
            Self::EnrollmentFailed => "Enrollment failed",
            Self::PendingSignIn => "Pending sign-in",
            Self::Scheduled => "Enrollment scheduled",
            Self::StatusCode => "Enrollment status code",
            Self::StatusDetail => "Enrollment error",
            Self::WorkloadFlags => "Workload flags",
            Self::IsClient => "Has the client",
            Self::IsObsolete => "Obsolete",
            Self::AccountEnabled => "Account enabled",
            Self::IsActive => "Active",
            Self::Eligibility => "Eligibility status",
            Self::AttemptedAt => "Enrollment attempt",
            Self::FailedAt => "Enrollment failure date",
            Self::Failure => "Failure",
            Self::FailureReason => "Failure reason",
            Self::FailureDetails => "Failure details",
            Self::User => "User",
            Self::UserName => "User name",
            Self::CompliancePolicy => "Compliance policies",
            Self::ResourceAccess => "Resource access policies",
            Self::DeviceConfiguration => "Device configuration",
            Self::WindowsUpdate => "Windows Update policies",
            Self::EndpointProtection => "Endpoint Protection",
            Self::ClientApps => "Client apps",
            Self::OfficeApps => "Office Click-to-Run apps",
            Self::TicketNumber => "Ticket number",
            Self::Opened => "Opened",
            Self::Resolved => "Resolved",
            Self::Priority => "Priority",
            Self::TicketState => "Ticket state",
            Self::Subject => "Subject",
            Self::TicketCategory => "Ticket category",
            Self::Group => "Group",
            Self::Tags => "Tags",
            Self::TicketDevice => "Device of the ticket",
        }
    }

    /// Its column holds dates.
    pub const fn is_date(self) -> bool {
        matches!(
            self,
            Self::Enrolled
                | Self::LastSeen
                | Self::AttemptedAt
                | Self::FailedAt
                | Self::Opened
                | Self::Resolved
        )
    }
}

/// The names of a field in device lists, in the form of [`plain`]; the first ones count most.
pub const DEVICES: &[(Field, &[&str])] = &[
    (
        Field::DeviceName,
        &[
            "devicename",
            "name",
            "netbiosname",
            "computername",
            "device",
            "hostname",
            "displayname",
            "computer",
            "machinename",
            "machine",
            "pcname",
            "pc",
            "workstationname",
            "workstation",
            "assetname",
            "resourcename",
            "ciname",
            "dnshostname",
        ],
    ),
    (
        Field::EntraId,
        &["microsoftentradeviceid", "azureaddeviceid", "aaddeviceid", "entradeviceid", "referenceid"],
    ),
    (Field::ObjectId, &["objectid", "entraobjectid", "microsoftentraobjectid", "azureadobjectid"]),
    (Field::IntuneId, &["deviceid", "id", "intunedeviceid"]),
    (Field::ResourceId, &["resourceid", "machineid"]),
    (Field::Serial, &["serialnumber", "serial"]),
    (Field::Agent, &["managedby", "managementagent", "managementagents"]),
    (Field::EnrollmentType, &["deviceenrollmenttype", "enrollmenttype"]),
    (Field::Enrolled, &["enrollmentdate", "enrolleddatetime", "createddate"]),
    (
        Field::LastSeen,
        &[
            "lastcheckin",
            "lastsyncdatetime",
            "lastcontact",
            "lastactivetime",
            "lastseen",
            "lastonlinetime",
            "cnlastonlinetime",
            "lasthwscan",
            "lasthw",
            "lasthardwarescan",
            "lastddr",
            "lastpolicyrequest",
            "lastlogondate",
        ],
    ),
    (Field::Ownership, &["ownership", "manageddeviceownertype", "ownertype"]),
    (Field::Compliance, &["compliance", "compliancestate", "compliantstate"]),
    (
        Field::Os,
        &[
            "osloc",
            "operatingsystem",
            "deviceos",
            "os",
            "operatingsystemnameand",
            "osdescription",
            "operatingsystemcaption",
            "oscaption",
            // Of the view alone: CMPivot's own "Caption" tells its results from lists.
            "caption0",
        ],
    ),
    (
        Field::OsVersion,
        &[
            "osversion",
            "operatingsystemversion",
            "deviceosbuild",
            "operatingsystembuild",
            "osbuild",
            "build",
            "buildnumber",
        ],
    ),
    (Field::Category, &["category", "categoryname", "devicecategorydisplayname", "devicecategory"]),
    (Field::Department, &["department", "businessunit", "abteilung"]),
    (Field::Site, &["site", "adsitename", "location", "standort"]),
    (Field::State, &["devicestate", "managementstate"]),
    (Field::Registration, &["intuneregistered", "deviceregistrationstate"]),
    (Field::Join, &["jointype", "jointypetrusttype", "trusttype"]),
    (Field::Manufacturer, &["manufacturer"]),
    (Field::Model, &["model"]),
    (Field::Phase, &["phase", "wave", "ring"]),
    (Field::MdmEnrolled, &["mdmenrolled"]),
    (Field::PolicyPresent, &["comgmtpolicypresent", "comanaged"]),
    (Field::MdmProvisioned, &["mdmprovisioned"]),
    (Field::HybridJoined, &["hybridaadjoined"]),
    (Field::EntraJoined, &["aadjoined"]),
    (Field::EnrollmentFailed, &["enrollmentfailed"]),
    (Field::PendingSignIn, &["pendinglogon"]),
    (Field::Scheduled, &["enrollmentscheduled"]),
    (Field::StatusCode, &["enrollmentstatuscode"]),
    (Field::StatusDetail, &["enrollmenterrordetail"]),
    (Field::WorkloadFlags, &["mdmworkloads", "sccmcomanagementfeatures"]),
    (Field::IsClient, &["isclient", "client"]),
    (Field::IsObsolete, &["isobsolete", "obsolete"]),
    (Field::IsActive, &["isactive", "active"]),
    (Field::Eligibility, &["status"]),
    (Field::AttemptedAt, &["enrollmentdatetime"]),
    (Field::FailedAt, &["enrollmentfailuredatetime"]),
    (Field::Failure, &["failure"]),
    (Field::FailureReason, &["failurereasonloc", "failurereason"]),
    (Field::FailureDetails, &["failuredetails"]),
    (Field::User, &["userid"]),
    (Field::UserName, &["upn", "primaryuserupn", "userprincipalname"]),
    (
        Field::CompliancePolicy,
        &[
            "compliancepolicyloc",
            "compliancepolicy",
            "configurationmanagerclientenabledfeaturescompliancepolicy",
        ],
    ),
    (
        Field::ResourceAccess,
        &["resourceaccessloc", "resourceaccess", "configurationmanagerclientenabledfeaturesresourceaccess"],
    ),
    (
        Field::DeviceConfiguration,
        &[
            "deviceconfigurationloc",
            "deviceconfiguration",
            "configurationmanagerclientenabledfeaturesdeviceconfiguration",
        ],
    ),
    (
        Field::WindowsUpdate,
        &[
            "windowsupdateforbusinessloc",
            "windowsupdateforbusiness",
            "configurationmanagerclientenabledfeatureswindowsupdateforbusiness",
        ],
    ),
    (
        Field::EndpointProtection,
        &[
            "endpointprotectionloc",
            "endpointprotection",
            "configurationmanagerclientenabledfeaturesendpointprotection",
        ],
    ),
    (
        Field::ClientApps,
        &["modernappsloc", "modernapps", "configurationmanagerclientenabledfeaturesmodernapps"],
    ),
    (
        Field::OfficeApps,
        &["officeappsloc", "officeapps", "configurationmanagerclientenabledfeaturesofficeapps"],
    ),
];

/// The names of a field in Entra's own lists: `id` is the object in the directory there, and `deviceId` what other
/// lists call Entra's.
pub const ENTRA: &[(Field, &[&str])] = &[
    (Field::DeviceName, &["displayname", "devicename", "name"]),
    (
        Field::EntraId,
        &["microsoftentradeviceid", "azureaddeviceid", "aaddeviceid", "entradeviceid", "deviceid"],
    ),
    (Field::ObjectId, &["objectid", "entraobjectid", "microsoftentraobjectid", "azureadobjectid", "id"]),
    (Field::Os, &["operatingsystem", "os"]),
    (Field::OsVersion, &["operatingsystemversion", "osversion"]),
    (Field::Category, &["devicecategory"]),
    (Field::Manufacturer, &["manufacturer"]),
    (Field::Model, &["model"]),
    (Field::Join, &["jointype", "jointypetrusttype", "trusttype", "devicetrusttype"]),
    (Field::UserName, &["upn", "userprincipalname"]),
    (Field::AccountEnabled, &["accountenabled"]),
    (Field::LastSeen, &["approximatelastsignindatetime", "approximatelastlogontimestamp"]),
];

/// A header for comparing: letters and digits only, in small letters.
pub fn plain(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The name of a column for comparing, without what a report puts before it: `Details_Table0_ComputerName`.
pub fn plain_column(header: &str) -> String {
    let named = header.find("Table").and_then(|at| {
        let rest = header[at..].strip_prefix("Table")?.strip_prefix(|c: char| c.is_ascii_digit())?;
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('_')
    });
    plain(named.filter(|name| !name.is_empty()).unwrap_or(header))
}

/// What the first device of a list without header may be called, with its number: no names of such columns.
const OF_DEVICES: [&str; 5] = ["computer", "pc", "machine", "workstation", "device"];

/// Which column is which field: each column once, each field once, the better name first.
pub fn matched(header: &[String], names: &[(Field, &[&str])]) -> Vec<(Field, usize)> {
    let headers: Vec<String> = header.iter().map(|name| plain_column(name)).collect();
    let mut found: Vec<(Field, usize)> = Vec::new();
    for (field, synonyms) in names {
        let is_free = |column: &usize| found.iter().all(|(_, taken)| taken != column);
        let exact = synonyms.iter().find_map(|name| {
            headers.iter().position(|header| header == name).filter(|column| is_free(column))
        });
        // Views of the database end names in a number.
        let bare = |name: &&str| {
            let column = headers
                .iter()
                .position(|header| header.trim_end_matches(|c: char| c.is_ascii_digit()) == *name);
            column.filter(|column| is_free(column) && !OF_DEVICES.contains(name))
        };
        if let Some(column) = exact.or_else(|| synonyms.iter().find_map(bare)) {
            found.push((*field, column));
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn fields(header: &[&str], names: &[(Field, &[&str])]) -> Vec<(Field, usize)> {
        matched(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), names)
    }

    #[test]
    fn columns_go_by_any_of_their_names() {
        let portal = fields(
            &["Device name", "Managed by", "Enrollment date", "Azure AD Device ID", "Device ID"],
            DEVICES,
        );
        assert_eq!(
            portal,
            [
                (Field::DeviceName, 0),
                (Field::EntraId, 3),
                (Field::IntuneId, 4),
                (Field::Agent, 1),
                (Field::Enrolled, 2)
            ]
        );
        assert_eq!(plain_column("Details_Table0_OperatingSystem0"), "operatingsystem0");
        assert_eq!([plain_column("Table_Name"), plain_column("Tablet_0_x")], ["tablename", "tablet0x"]);
        assert_eq!(fields(&["PC-1"], DEVICES), [], "it may be the first of the devices");
        let sql = fields(&["Netbios_Name01", "SerialNumber01"], DEVICES);
        assert_eq!(sql, [(Field::DeviceName, 0), (Field::Serial, 1)]);
        let nested = fields(&["configurationManagerClientEnabledFeatures.modernApps"], DEVICES);
        assert_eq!(nested, [(Field::ClientApps, 0)]);
    }

    #[test]
    fn no_column_is_taken_twice_and_all_names_are_plain() {
        let device = fields(&["Device", "DeviceName"], DEVICES);
        assert_eq!(device, [(Field::DeviceName, 1)]);
        let zendesk =
            fields(&["Id", "Group", "Subject", "Status", "Created at", "Solved at", "Ticket type"], TICKETS);
        assert_eq!(zendesk.len(), 7);
        for (field, names) in DEVICES.iter().chain(ENTRA).chain(TICKETS) {
            assert!(names.iter().all(|name| plain(name) == **name), "{field:?}");
        }
    }
}
