//! Stand-ins for what the plan's own edit and check functions will bring. Removed when they are there.

use crate::plan::{Edit, Plan};

/// Why an edit is not possible, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

pub trait Changes {
    fn apply(&self, plan: &mut Plan) -> Result<(), Refusal>;
    fn label(&self, plan: &Plan) -> String;
}

impl Changes for Edit {
    fn apply(&self, _: &mut Plan) -> Result<(), Refusal> {
        Err(Refusal("This change is not known yet".into()))
    }

    fn label(&self, _: &Plan) -> String {
        String::new()
    }
}
