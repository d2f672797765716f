//! Who has the workloads of one device, in the three ways in which exports say it.

use crate::plan::Workload;

/// For each workload with Intune, with Configuration Manager, or not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Positions {
    /// A bit a workload, in the order of [`Workload::ALL`].
    known: u8,
    intune: u8,
}

/// The bits of the clients' capability value. Newer clients add bits above the low byte, which say nothing of
/// their own; bit 0 says that co-management is set up at all.
const FLAGS: [u8; 7] = [2, 16, 4, 32, 8, 128, 64];

impl Positions {
    /// Of the clients' capability value; none where co-management is not set up.
    pub fn of_flags(value: i64) -> Option<Self> {
        let low = (value & 0xFF) as u8;
        let mut positions = Self::default();
        for (workload, bit) in Workload::ALL.into_iter().zip(FLAGS) {
            positions.set(workload, low & bit == bit);
        }
        (low & 1 == 1).then_some(positions)
    }

    pub fn set(&mut self, workload: Workload, is_with_intune: bool) {
        let bit = 1 << workload.index();
        self.known |= bit;
        self.intune = if is_with_intune { self.intune | bit } else { self.intune & !bit };
    }

    /// Intune has it; none = not said.
    pub fn is_with_intune(self, workload: Workload) -> Option<bool> {
        let bit = 1 << workload.index();
        (self.known & bit != 0).then_some(self.intune & bit != 0)
    }

    pub const fn is_unknown(self) -> bool {
        self.known == 0
    }

    /// These, and the others' where these say nothing.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self { known: self.known | other.known, intune: self.intune | (other.intune & !self.known) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use Workload::{
        ClientApps, CompliancePolicies, DeviceConfiguration, EndpointProtection, OfficeClickToRun,
        ResourceAccessPolicies, WindowsUpdatePolicies,
    };

    fn with_intune(value: i64) -> Vec<Workload> {
        let positions = Positions::of_flags(value).unwrap();
        Workload::ALL.into_iter().filter(|w| positions.is_with_intune(*w) == Some(true)).collect()
    }

    #[test]
    fn only_the_low_byte_of_the_capabilities_counts() {
        assert_eq!(with_intune(8193), []);
        assert_eq!(with_intune(8195), [CompliancePolicies]);
        // Microsoft's own sample of a log.
        assert_eq!(with_intune(7), [CompliancePolicies, ResourceAccessPolicies]);
        assert_eq!(with_intune(12333), [ResourceAccessPolicies, EndpointProtection, DeviceConfiguration]);
        assert_eq!(
            with_intune(211),
            [CompliancePolicies, WindowsUpdatePolicies, OfficeClickToRun, ClientApps]
        );
        for all in [255, 12543, 2_147_479_807, -1] {
            assert_eq!(with_intune(all), Workload::ALL, "{all}");
        }
        assert_eq!((Positions::of_flags(0), Positions::of_flags(8192)), (None, None));
    }

    #[test]
    fn what_one_export_leaves_open_another_may_say() {
        let (mut newer, mut older) = (Positions::default(), Positions::default());
        newer.set(ClientApps, false);
        older.set(ClientApps, true);
        older.set(CompliancePolicies, true);
        let both = newer.or(older);
        assert_eq!(both.is_with_intune(ClientApps), Some(false));
        assert_eq!(both.is_with_intune(CompliancePolicies), Some(true));
        assert_eq!(both.is_with_intune(OfficeClickToRun), None);
        assert!(Positions::default().is_unknown() && !both.is_unknown());
    }
}
