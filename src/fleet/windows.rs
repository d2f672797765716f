//! Build numbers into the names that people and Microsoft's support table use.

/// First build of each version, newest first.
const VERSIONS: [(u32, &str); 15] = [
    (26200, "Windows 11 25H2"),
    (26100, "Windows 11 24H2"),
    (22631, "Windows 11 23H2"),
    (22621, "Windows 11 22H2"),
    (22000, "Windows 11 21H2"),
    (19045, "Windows 10 22H2"),
    (19044, "Windows 10 21H2"),
    (19043, "Windows 10 21H1"),
    (19042, "Windows 10 20H2"),
    (19041, "Windows 10 2004"),
    (18363, "Windows 10 1909"),
    (17763, "Windows 10 1809"),
    (17134, "Windows 10 1803"),
    (16299, "Windows 10 1709"),
    (10240, "Windows 10 before 1709"),
];

/// The version behind `10.0.22631.5335`; none for what is no build of Windows 10 or 11.
pub fn windows_name(version: &str) -> Option<&'static str> {
    let mut parts = version.trim().split('.');
    let build: u32 = match (parts.next()?.trim(), parts.next(), parts.next()) {
        ("10", Some("0"), Some(build)) => build.trim().parse().ok()?,
        // Some columns hold the build alone.
        (build, None, None) => build.parse().ok()?,
        _ => return None,
    };
    VERSIONS.iter().find(|(first, _)| build >= *first).map(|(_, name)| *name)
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
        assert!(windows_name("10.0.14393").is_some_and(is_too_old));
    }
}
