//! What the pilots cannot tell: parts of the estate of which they hold no device, or too few to show a fault.
//! The counting is done elsewhere and handed in.

use super::look::Look;
use super::{Place, Problem, Rule, Severity, Unspoken};
use crate::plan::wording::{count, devices, percent};

pub(super) const RULES: &[Rule] = &[cannot_speak];

/// Named one by one; of more the rest is counted.
const NAMED: usize = 4;

fn cannot_speak(look: &Look, out: &mut Vec<Problem>) {
    let (unspoken, remedy) = look.unspoken();
    let Some(fault) = unspoken.first().map(|part| percent(part.fault)) else { return };
    let has = |part: &Unspoken| match part.pilot {
        0 => format!(
            "{} (none of {} in a pilot, {} needed)",
            part.name,
            devices(part.devices),
            count(part.needed)
        ),
        n => format!("{} ({} of {} needed)", part.name, count(n), count(part.needed)),
    };
    let mut named: Vec<String> = unspoken.iter().take(NAMED).map(has).collect();
    if unspoken.len() > NAMED {
        named.push(format!("{} more", unspoken.len() - NAMED));
    }
    let text = format!(
        "The pilots cannot speak for {}: a fault on {fault} of their devices may not show before their phase.",
        named.join(", ")
    );
    let is_missing = unspoken.iter().any(|part| part.pilot == 0);
    let severity = if is_missing { Severity::Warning } else { Severity::Note };
    let problem = Problem::new(severity, "pilot-cannot-speak", Place::Estate, text);
    out.push(Problem { remedy: remedy.cloned(), ..problem });
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::check::{ExpectedDates, check_with};

    fn found(unspoken: Vec<Unspoken>) -> Option<(Severity, String)> {
        let plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        let expected = ExpectedDates { unspoken, ..ExpectedDates::default() };
        let problems = check_with(&plan, Some(&expected));
        let problem = problems.into_iter().find(|problem| problem.code == "pilot-cannot-speak")?;
        Some((problem.severity, problem.text))
    }

    fn part(name: &str, pilot: u64) -> Unspoken {
        Unspoken { name: name.into(), devices: 3_000, pilot, needed: 58, fault: 0.05 }
    }

    #[test]
    fn what_no_pilot_holds_is_a_warning_and_too_few_devices_a_note() {
        assert_eq!(found(Vec::new()), None);
        let (severity, text) = found(vec![part("Hospitals", 0), part("Clinics", 40)]).unwrap();
        assert_eq!(severity, Severity::Warning);
        assert!(
            text.contains(
                "Hospitals (none of 3,000 devices in a pilot, 58 needed), Clinics (40 of 58 needed)"
            ),
            "{text}"
        );
        assert!(text.ends_with("a fault on 5% of their devices may not show before their phase."), "{text}");
        let rarer = Unspoken { fault: 0.025, ..part("Clinics", 40) };
        assert!(found(vec![rarer]).unwrap().1.contains("a fault on 2.5% of their devices"));
        assert_eq!(found(vec![part("Clinics", 40)]).unwrap().0, Severity::Note);
        let many = (0..6).map(|n| part(&format!("Site {n}"), 0)).collect();
        assert!(found(many).unwrap().1.contains(", 2 more: "));
    }
}
