//! Build numbers into the names that people and Microsoft's support table use.

/// First build of each version, newest first; nothing where the builds of no version begin.
const VERSIONS: [(u32, &str); 19] = [
    (26300, ""),
    (26200, "Windows 11 25H2"),
    (26100, "Windows 11 24H2"),
    (23000, ""),
    (22631, "Windows 11 23H2"),
    (22621, "Windows 11 22H2"),
    (22000, "Windows 11 21H2"),
    (19046, ""),
    (19045, "Windows 10 22H2"),
    (19044, "Windows 10 21H2"),
    (19043, "Windows 10 21H1"),
    (19042, "Windows 10 20H2"),
    (19041, "Windows 10 2004"),
    (18363, "Windows 10 1909"),
    (18362, "Windows 10 1903"),
    (17763, "Windows 10 1809"),
    (17134, "Windows 10 1803"),
    (16299, "Windows 10 1709"),
    (10240, "Windows 10 before 1709"),
];

/// Builds of which there are servers alone: 2022, Azure Stack HCI 22H2 and 23H2. Others have the number of a client's.
const SERVERS: [u32; 3] = [20348, 20349, 25398];

/// The version behind `10.0.22631.5335`; none for what is no build of Windows 10 or 11.
pub fn windows_name(version: &str) -> Option<&'static str> {
    let build = build(version)?;
    let (_, name) = VERSIONS.iter().find(|(first, _)| build >= *first)?;
    Some(*name).filter(|name| !name.is_empty())
}

/// No client has this build.
pub fn is_server_build(version: &str) -> bool {
    build(version).is_some_and(|build| SERVERS.contains(&build))
}

/// The build in `10.0.22631.5335`, in Active Directory's `10.0 (22631)`, or alone, as some columns hold it.
fn build(version: &str) -> Option<u32> {
    let version = version.trim();
    if let Some(rest) = version.strip_prefix("10.0 (") {
        return rest.strip_suffix(')')?.parse().ok();
    }
    let mut parts = version.split('.');
    match (parts.next()?.trim(), parts.next(), parts.next()) {
        ("10", Some("0"), Some(build)) => build.trim().parse().ok(),
        (build, None, None) => build.parse().ok(),
        _ => None,
    }
}

/// The version can neither enroll by itself nor with a device token.
pub fn is_too_old(name: &str) -> bool {
    name == "Windows 10 before 1709"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_have_the_names_of_the_support_table() {
        assert_eq!(windows_name("10.0.22631.5335"), Some("Windows 11 23H2"));
        assert_eq!(windows_name("10.0.19045"), Some("Windows 10 22H2"));
        assert_eq!(windows_name("26100"), Some("Windows 11 24H2"));
        assert_eq!(windows_name("6.1.7601"), None);
        assert_eq!(windows_name("11"), None);
        assert_eq!(windows_name(""), None);
        assert_eq!(windows_name("10.0 (19045)"), Some("Windows 10 22H2"));
        assert_eq!(windows_name("10.0.18362.1"), Some("Windows 10 1903"));
        assert!(windows_name("10.0.14393").is_some_and(is_too_old));
    }

    #[test]
    fn what_only_servers_have_and_what_nobody_knows_yet_has_no_clients_name() {
        for build in ["10.0.20348.2762", "25398", "10.0 (20348)"] {
            assert_eq!((windows_name(build), is_server_build(build)), (None, true), "{build}");
        }
        for build in ["10.0.28000.1", "10.0.26300.1", "10.0.21996.1"] {
            assert_eq!((windows_name(build), is_server_build(build)), (None, false), "{build}");
        }
        assert!(
            !is_server_build("10.0.26100.2314") && !is_server_build("10.0.17763"),
            "clients have these too"
        );
    }
}
