//! A schedule as Microsoft Project's XML (MSPDI). The schema is a sequence: elements stand in its order. Days are
//! of eight hours, 08:00 to 17:00 with an hour between; holidays, freezes and pauses are exceptions of calendars.

mod calendars;
mod xml;

use chrono::NaiveDate;

use crate::report::Situation;
use crate::report::project::{self, Days, Line, Span};
use calendars::Calendars;
use xml::Xml;

/// Tenths of a minute in a day of eight hours, as lags are counted.
const DAY: u32 = 4_800;
/// Days, as durations and lags are shown.
const IN_DAYS: u32 = 7;
/// Start no earlier than.
const NOT_BEFORE: u32 = 4;
/// Must start on.
const ON: u32 = 2;

/// The whole project file.
pub fn project(at: &Situation<'_>) -> String {
    let lines = project::lines(at);
    let calendars = Calendars::new(at.plan);
    let mut xml = Xml::new();
    xml.open_with("Project", " xmlns=\"http://schemas.microsoft.com/project\"");
    head(&mut xml, at, &lines);
    calendars.write(&mut xml);
    xml.open("Tasks");
    root(&mut xml, at, &lines);
    let mut outline = Outline::default();
    for line in &lines {
        task(&mut xml, (line, &outline.next(line.level)), &calendars);
    }
    xml.close("Tasks");
    xml.open("Resources");
    xml.close("Resources");
    xml.open("Assignments");
    xml.close("Assignments");
    xml.close("Project");
    xml.finish()
}

fn head(xml: &mut Xml, at: &Situation<'_>, lines: &[Line]) {
    let plan = at.plan;
    xml.put("SaveVersion", "14");
    xml.put("Name", &plan.name);
    xml.put("Title", &plan.name);
    xml.put("ScheduleFromStart", "1");
    xml.put("StartDate", &morning(first(at, lines)));
    xml.put("FinishDate", &evening(project::finish(at, lines)));
    let currency = plan.prices.currency.trim();
    let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
    xml.put("CurrencyCode", if is_code { currency } else { "EUR" });
    xml.put("CalendarUID", "1");
    xml.put("DefaultStartTime", "08:00:00");
    xml.put("DefaultFinishTime", "17:00:00");
    xml.put("MinutesPerDay", "480");
    let days = plan.calendar.working_days.len().max(1);
    xml.put("MinutesPerWeek", &(480 * days).to_string());
    xml.put("DaysPerMonth", "20");
    xml.put("StatusDate", &evening(plan.status_date));
}

fn first(at: &Situation<'_>, lines: &[Line]) -> NaiveDate {
    let first = lines.iter().filter_map(|line| line.span).map(|span| span.first).min();
    first.unwrap_or(at.plan.start).min(at.plan.start)
}

/// The project itself as a task, with which every program that reads these files reckons.
fn root(xml: &mut Xml, at: &Situation<'_>, lines: &[Line]) {
    xml.open("Task");
    for (name, value) in [("UID", "0"), ("ID", "0")] {
        xml.put(name, value);
    }
    xml.put("Name", &at.plan.name);
    for (name, value) in
        [("Type", "1"), ("IsNull", "0"), ("WBS", "0"), ("OutlineNumber", "0"), ("OutlineLevel", "0")]
    {
        xml.put(name, value);
    }
    xml.put("Start", &morning(first(at, lines)));
    xml.put("Finish", &evening(project::finish(at, lines)));
    xml.put("Summary", "1");
    xml.close("Task");
}

/// The numbers of an outline: 1, 1.1, 1.2, 2, …
#[derive(Default)]
struct Outline {
    counts: Vec<usize>,
}

impl Outline {
    fn next(&mut self, level: usize) -> String {
        self.counts.resize(level, 0);
        if let Some(last) = self.counts.last_mut() {
            *last += 1;
        }
        self.counts.iter().map(usize::to_string).collect::<Vec<_>>().join(".")
    }
}

fn task(xml: &mut Xml, (line, outline): (&Line, &str), calendars: &Calendars) {
    let number = line.number.to_string();
    xml.open("Task");
    xml.put("UID", &number);
    xml.put("ID", &number);
    xml.put("Name", &line.name);
    xml.put("Active", "1");
    xml.put("Manual", "0");
    // Fixed duration.
    xml.put("Type", "1");
    xml.put("IsNull", "0");
    if !line.contact.is_empty() {
        xml.put("Contact", &line.contact);
    }
    xml.put("WBS", outline);
    xml.put("OutlineNumber", outline);
    xml.put("OutlineLevel", &line.level.to_string());
    let duration = line.span.map(|span| times(xml, line, span, calendars));
    if duration.is_some() {
        xml.put("DurationFormat", &IN_DAYS.to_string());
    }
    xml.put("Estimated", "0");
    xml.put("Milestone", flag(line.is_milestone));
    xml.put("Summary", flag(line.is_summary));
    xml.put("PercentComplete", &line.percent.to_string());
    done(xml, line);
    if !line.is_summary
        && let Some(span) = line.span
    {
        xml.put("ConstraintType", &(if line.is_on_date { ON } else { NOT_BEFORE }).to_string());
        xml.put("CalendarUID", &calendars.uid(line.days).to_string());
        xml.put("ConstraintDate", &moment(line, span.first));
    }
    if let Some(deadline) = line.deadline {
        xml.put("Deadline", &evening(deadline));
    }
    if !line.notes.is_empty() {
        xml.put("Notes", &line.notes);
    }
    for link in &line.links {
        xml.open("PredecessorLink");
        xml.put("PredecessorUID", &link.after.to_string());
        xml.put("Type", if link.is_from_start { "3" } else { "1" });
        xml.put("CrossProject", "0");
        xml.put("LinkLag", &link.lag_days.saturating_mul(DAY).to_string());
        xml.put("LagFormat", &IN_DAYS.to_string());
        xml.close("PredecessorLink");
    }
    if let Some(span) = line.baseline {
        xml.open("Baseline");
        xml.put("Number", "0");
        xml.put("Start", &moment(line, span.first));
        xml.put("Finish", &finish(line, span));
        xml.put("Duration", &duration_of(line, span, calendars));
        xml.put("DurationFormat", &IN_DAYS.to_string());
        xml.close("Baseline");
    }
    xml.close("Task");
}

/// Start, finish and duration.
fn times(xml: &mut Xml, line: &Line, span: Span, calendars: &Calendars) {
    xml.put("Start", &moment(line, span.first));
    xml.put("Finish", &finish(line, span));
    xml.put("Duration", &duration_of(line, span, calendars));
}

/// What has begun has really begun on its first day; what is done has ended on its last.
fn done(xml: &mut Xml, line: &Line) {
    let Some(span) = line.span.filter(|_| line.percent > 0 && !line.is_summary) else { return };
    xml.put("ActualStart", &moment(line, span.first));
    if line.percent == 100 {
        xml.put("ActualFinish", &finish(line, span));
    }
}

fn duration_of(line: &Line, span: Span, calendars: &Calendars) -> String {
    let hours = if line.is_milestone { 0 } else { 8 * calendars.days(line.days, span) };
    format!("PT{hours}H0M0S")
}

/// Links count from the end of a gate's day, and from the beginning of a switch's.
fn moment(line: &Line, day: NaiveDate) -> String {
    let ends_a_day = line.is_milestone && line.days == Days::Working && !line.links.is_empty();
    if ends_a_day { evening(day) } else { morning(day) }
}

fn finish(line: &Line, span: Span) -> String {
    if line.is_milestone { moment(line, span.last) } else { evening(span.last) }
}

fn morning(day: NaiveDate) -> String {
    day.format("%Y-%m-%dT08:00:00").to_string()
}

fn evening(day: NaiveDate) -> String {
    day.format("%Y-%m-%dT17:00:00").to_string()
}

const fn flag(is: bool) -> &'static str {
    if is { "1" } else { "0" }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::files::examples;
    use crate::forecast::outlook;
    use crate::plan::Plan;

    fn written(plan: &Plan) -> String {
        project(&Situation::new(plan, &outlook(plan)))
    }

    fn values<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        text.lines().filter_map(|line| line.trim().strip_prefix(&open)?.strip_suffix(&close)).collect()
    }

    /// Every element is closed by its own name.
    fn assert_well_formed(text: &str) {
        let mut open: Vec<&str> = Vec::new();
        for part in text.split('<').skip(2) {
            let (tag, rest) = part.split_once('>').expect("a tag is closed");
            assert!(!rest.contains('>'), "{part}");
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None => open.push(tag.split(' ').next().unwrap()),
            }
        }
        assert_eq!(open, [""; 0]);
        assert!(
            text.split('&').skip(1).all(|rest| ["amp;", "lt;", "gt;"].iter().any(|e| rest.starts_with(e)))
        );
    }

    #[test]
    fn links_name_tasks_and_the_same_plan_gives_the_same_bytes() {
        for example in &examples::EXAMPLES {
            let plan = example.plan().unwrap();
            let text = written(&plan);
            assert_well_formed(&text);
            assert_eq!(text, written(&plan));
            let tasks = text.split("<Task>").skip(1);
            let uids: Vec<&str> = tasks.filter_map(|task| values(task, "UID").first().copied()).collect();
            let linked = values(&text, "PredecessorUID");
            assert!(!linked.is_empty() && linked.iter().all(|uid| uids.contains(uid)), "{linked:?}");
            let calendars = text.matches("<Calendar>").count();
            assert!(
                values(&text, "CalendarUID").iter().all(|uid| (1..=calendars).any(|n| n.to_string() == *uid))
            );
        }
    }

    #[test]
    fn nothing_has_happened_after_the_status_date() {
        for example in &examples::EXAMPLES {
            let plan = example.plan().unwrap();
            let text = written(&plan);
            let status = evening(plan.status_date);
            for name in ["ActualStart", "ActualFinish"] {
                for moment in values(&text, name) {
                    assert!(moment <= status.as_str(), "{}: {name} {moment}", example.name);
                }
            }
            for task in text.split("<Task>").skip(1) {
                let is = |name: &str| values(task, name).first().copied().unwrap_or_default();
                let percent = is("PercentComplete");
                assert!(is("Milestone") != "1" || ["0", "100"].contains(&percent), "{task}");
            }
        }
    }

    #[test]
    fn markup_and_letters_that_xml_cannot_hold_do_no_harm() {
        let mut plan = Plan::new(
            "A <b>& \u{1}\u{fffe}“שלום” 🎉]]>",
            chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
        );
        plan.prices.currency = "<x>".into();
        let text = written(&plan);
        assert_well_formed(&text);
        assert_eq!(values(&text, "Title"), ["A &lt;b&gt;&amp; “שלום” 🎉]]&gt;"]);
        assert_eq!(values(&text, "CurrencyCode"), ["EUR"]);
    }
}
