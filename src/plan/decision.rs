//! Decisions with the evidence of their moment, frozen; and the questions still to be decided.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DecisionId, PhaseId, QuestionId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DecisionKind {
    /// The phase's gate is passed on the decision's date.
    Go,
    /// The gate stays shut until its date, or until the day named.
    NoGo {
        not_before: Option<NaiveDate>,
    },
    /// The rollout is held; the pause itself stands in the calendar.
    Pause,
    /// The plan is changed.
    Change,
    Note,
}

impl DecisionKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Go => "Go",
            Self::NoGo { .. } => "No-go",
            Self::Pause => "Pause",
            Self::Change => "Change",
            Self::Note => "Note",
        }
    }
}

/// One figure as it stood when the decision was made, in words that never change again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub what: String,
    pub value: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asked: String,
    #[serde(default)]
    pub holds: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub id: DecisionId,
    pub date: NaiveDate,
    pub kind: DecisionKind,
    /// The phase it is about; none = the plan as a whole.
    #[serde(default)]
    pub phase: Option<PhaseId>,
    /// One sentence: what was decided and why.
    pub text: String,
    pub who: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A decision that is still to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: QuestionId,
    pub date: NaiveDate,
    /// Who decides: "Steering committee".
    pub who: String,
    #[serde(default)]
    pub phase: Option<PhaseId>,
    pub question: String,
    /// What it would cost or change.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
