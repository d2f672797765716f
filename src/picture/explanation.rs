//! How a figure came about: the formula in words, what went into it, until when there are data, how sure it
//! is. Kept beside the figure, for screen and paper alike; it computes nothing.

/// One thing that went into a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    pub name: String,
    pub value: String,
    /// Nobody has published a source for it and no data speak of it: it is assumed.
    pub is_assumed: bool,
}

/// What a figure answers when it is asked how it came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What is explained: `Enrollment success, Wave 2`.
    pub title: String,
    /// In words: `enrolled ÷ (enrolled + failed + given up)`.
    pub formula: String,
    pub inputs: Vec<Input>,
    /// `Data until 14 Oct 2026.`
    pub until: String,
    /// `95% interval 96.3 – 97.9%.`
    pub how_sure: String,
}

impl Explanation {
    pub fn new(title: impl Into<String>, formula: impl Into<String>) -> Self {
        Self { title: title.into(), formula: formula.into(), ..Self::default() }
    }

    #[must_use]
    pub fn input(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(name, value, false)
    }

    #[must_use]
    pub fn assumed(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(name, value, true)
    }

    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>, is_assumed: bool) -> Self {
        self.inputs.push(Input { name: name.into(), value: value.into(), is_assumed });
        self
    }

    #[must_use]
    pub fn until(self, until: impl Into<String>) -> Self {
        Self { until: until.into(), ..self }
    }

    #[must_use]
    pub fn sure(self, how_sure: impl Into<String>) -> Self {
        Self { how_sure: how_sure.into(), ..self }
    }

    /// All of it as running text, for those who listen.
    pub fn spoken(&self) -> String {
        let inputs = self.inputs.iter().map(|input| {
            let assumed = if input.is_assumed { ", assumed" } else { "" };
            format!("{}: {}{assumed}.", input.name, input.value)
        });
        let formula = (!self.formula.is_empty()).then(|| sentence(&self.formula));
        let rest = [&self.until, &self.how_sure].into_iter().filter(|text| !text.is_empty());
        formula.into_iter().chain(inputs).chain(rest.map(|text| sentence(text))).collect::<Vec<_>>().join(" ")
    }
}

/// With its full stop.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_as_sentences_with_every_input() {
        let said = Explanation::new("Success", "enrolled ÷ attempts")
            .input("Enrolled", "1,568")
            .assumed("Success at first attempt", "94%")
            .until("Data until 14 Oct 2026.")
            .spoken();
        let expected = "enrolled ÷ attempts. Enrolled: 1,568. Success at first attempt: 94%, assumed. \
                        Data until 14 Oct 2026.";
        assert_eq!(said, expected);
    }
}
