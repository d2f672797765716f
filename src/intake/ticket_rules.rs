//! Ticket rules as people write them, `Wave 1: category = Enrollment, text ~ intune`, and what each of them
//! catches.

use super::phase_called;
use crate::files::import::tickets::Ticket;
use crate::plan::{Plan, TicketColumn, TicketCondition, TicketRule, TicketTest};

/// A rule before its phase is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// Empty = the phase of the device that the ticket names.
    pub phase: String,
    pub conditions: Vec<TicketCondition>,
}

/// What stands for the phase of the ticket's device.
const BY_DEVICE: &str = "*";

impl std::str::FromStr for RuleText {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (phase, rest) = text.split_once(':').ok_or(
            "expected PHASE: COLUMN = TEXT, or COLUMN ~ TEXT for a part of it; * is the device's phase",
        )?;
        let phase = phase.trim();
        let phase = if phase == BY_DEVICE { "" } else { phase };
        Ok(Self { phase: phase.to_owned(), conditions: ticket_conditions(rest)? })
    }
}

/// `category = Enrollment, text ~ intune`
pub fn ticket_conditions(text: &str) -> Result<Vec<TicketCondition>, String> {
    text.split(',').map(condition).collect()
}

fn condition(text: &str) -> Result<TicketCondition, String> {
    let at = text.find(['=', '~']).ok_or_else(|| format!("there is no = or ~ in “{}”", text.trim()))?;
    let (name, value) = (text[..at].trim().to_lowercase(), text[at + 1..].trim());
    let known = TicketColumn::ALL.map(TicketColumn::name).join(", ");
    let column = TicketColumn::ALL.into_iter().find(|column| column.name() == name);
    let column = column.ok_or_else(|| format!("tickets have no column “{name}”, but {known}"))?;
    if value.is_empty() {
        return Err(format!("“{}” has no text to look for", text.trim()));
    }
    let test = if text[at..].starts_with('=') { TicketTest::Is } else { TicketTest::Contains };
    Ok(TicketCondition { column, test, text: value.to_owned() })
}

impl RuleText {
    /// The rule, if the plan has its phase.
    pub fn rule(&self, plan: &Plan) -> Option<TicketRule> {
        let conditions = self.conditions.clone();
        if self.phase.is_empty() {
            return Some(TicketRule { phase: None, conditions });
        }
        let phase = phase_called(plan, &self.phase)?.id;
        Some(TicketRule { phase: Some(phase), conditions })
    }
}

/// The rule as it is written.
pub fn rule_words(plan: &Plan, rule: &TicketRule) -> String {
    let phase = rule.phase.map_or(BY_DEVICE.to_owned(), |id| {
        plan.phase(id).map_or_else(|| plan.phase_label(id), |phase| phase.name.clone())
    });
    format!("{phase}: {}", ticket_conditions_words(&rule.conditions))
}

/// The conditions as they are written.
pub fn ticket_conditions_words(conditions: &[TicketCondition]) -> String {
    let words = conditions.iter().map(|condition| {
        let sign = if condition.test == TicketTest::Is { '=' } else { '~' };
        format!("{} {sign} {}", condition.column.name(), condition.text)
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A rule made ready to judge many tickets: its words in small letters.
pub struct Words(Vec<(TicketColumn, TicketTest, String)>);

impl Words {
    pub fn of(rule: &TicketRule) -> Self {
        let words = rule.conditions.iter();
        Self(words.map(|c| (c.column, c.test, c.text.trim().to_lowercase())).collect())
    }

    /// All conditions hold; without any a rule catches nothing.
    pub fn hold(&self, ticket: &Ticket) -> bool {
        !self.0.is_empty()
            && self.0.iter().all(|(column, test, wanted)| is_met(ticket, *column, *test, wanted))
    }
}

fn is_met(ticket: &Ticket, column: TicketColumn, test: TicketTest, wanted: &str) -> bool {
    let about = &ticket.about;
    let columns: &[&str] = match column {
        TicketColumn::Any => &[&about.subject, &about.category, &about.group, &about.device, &about.tags],
        TicketColumn::Subject => &[&about.subject],
        TicketColumn::Category => &[&about.category],
        TicketColumn::Group => &[&about.group],
        TicketColumn::Device => &[&about.device],
    };
    let mut texts = columns.iter().map(|text| text.to_lowercase());
    match test {
        TicketTest::Is => texts.any(|text| text == wanted),
        TicketTest::Contains => texts.any(|text| text.contains(wanted)),
    }
}
