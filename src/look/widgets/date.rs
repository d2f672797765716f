//! Dates: typed in any of the usual ways, or picked from a month under the field.

use chrono::NaiveDate;
use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo};

use super::calendar::{self, Picked};
use super::draft::{Slot, discard, edit};
use super::field::{self, Field, VALUE};
use super::{menu, parse};
use crate::look::focus;
use crate::look::icons::{self, Icon};
use crate::look::style::color;
use crate::picture::{Anchor, Ink};

/// What a date may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRule {
    pub earliest: Option<NaiveDate>,
    pub latest: Option<NaiveDate>,
    /// May be left empty.
    pub is_optional: bool,
    /// The day the plan stands at: marked in the calendar, and where an empty one opens.
    pub status_date: Option<NaiveDate>,
}

impl DateRule {
    #[must_use]
    pub fn allows(&self, date: NaiveDate) -> bool {
        self.earliest.is_none_or(|earliest| date >= earliest)
            && self.latest.is_none_or(|latest| date <= latest)
    }
}

/// A date that has to be there. `response.changed()` when another one was taken over.
pub fn date_field(ui: &mut Ui, field: Field<'_>, rule: &DateRule, value: &mut NaiveDate) -> Response {
    let mut optional = Some(*value);
    let rule = DateRule { is_optional: false, ..*rule };
    let response = optional_date_field(ui, field, &rule, &mut optional);
    if let Some(date) = optional {
        *value = date;
    }
    response
}

/// A date that may be missing when the rule says so.
pub fn optional_date_field(
    ui: &mut Ui,
    field: Field<'_>,
    rule: &DateRule,
    value: &mut Option<NaiveDate>,
) -> Response {
    let place = field::open(ui, field);
    let shown = value.map(parse::date).unwrap_or_default();
    if field.locked.is_some() {
        return field::locked(ui, field, &place, &shown);
    }
    let before = *value;
    let split = place.rect.right() - ARROW;
    let slot = Slot {
        id: place.id,
        rect: place.rect.with_max_x(split),
        shown: &shown,
        role: VALUE,
        align: Anchor::Start,
        hint: if rule.is_optional && field.hint.is_empty() { "none" } else { field.hint },
        can_scrub: false,
    };
    let near = value.or(rule.status_date);
    let edited = edit(ui, &slot, |text| read(text, rule, near));
    let mut response = edited.response.accessible_name(field.name());
    if let Some(taken) = edited.taken {
        *value = taken;
    }
    if let Some(picked) = pick(ui, place.rect, (field.name(), rule), *value) {
        *value = match picked {
            Picked::Day(day) => Some(day),
            Picked::Nothing => None,
        };
        discard(ui, place.id);
    }
    if *value != before {
        response.mark_changed();
    }
    field::close(ui, field, &place, (&response, edited.remedy));
    response
}

/// The room of the arrow that opens the calendar.
const ARROW: f32 = 28.0;

fn read(text: &str, rule: &DateRule, near: Option<NaiveDate>) -> Result<Option<NaiveDate>, String> {
    if text.trim().is_empty() && rule.is_optional {
        return Ok(None);
    }
    let date =
        parse::read_date(text, near, |date| rule.allows(date)).ok_or("Enter a date such as 14 Oct 2026")?;
    if let Some(earliest) = rule.earliest.filter(|earliest| date < *earliest) {
        return Err(format!("Not before {}", parse::date(earliest)));
    }
    if let Some(latest) = rule.latest.filter(|latest| date > *latest) {
        return Err(format!("Not after {}", parse::date(latest)));
    }
    Ok(Some(date))
}

/// The arrow at the right of the box and the calendar below it.
fn pick(
    ui: &mut Ui,
    under: Rect,
    (name, rule): (&str, &DateRule),
    value: Option<NaiveDate>,
) -> Option<Picked> {
    let rect = under.with_min_x(under.right() - ARROW);
    let response = ui.allocate_rect(rect, Sense::click());
    let spoken = format!("Calendar for {name}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &spoken));
    focus::shape(&response, rect.shrink(3.0), 4.0);
    let ink = if response.hovered() { Ink::Text } else { Ink::Text2 };
    icons::paint(ui.painter(), Icon::Down, rect.center(), 11.0, color(ui, ink));
    let cursor = response.id.with("cursor");
    if response.clicked() {
        ui.data_mut(|data| data.remove::<NaiveDate>(cursor));
    }
    let mut picked = None;
    menu::floating(&response, under, calendar::WIDTH, |ui| {
        let start = value.or(rule.status_date).unwrap_or_default();
        let mut day = ui.data(|data| data.get_temp(cursor)).unwrap_or(start);
        picked = calendar::show(ui, &mut day, (value, rule));
        ui.data_mut(|data| data.insert_temp(cursor, day));
        if picked.is_some() {
            ui.close();
        }
    });
    picked
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use egui::Key;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;

    fn day(text: &str) -> NaiveDate {
        parse::read_date(text, None, |_| true).unwrap()
    }

    fn target(value: Option<NaiveDate>) -> Harness<'static, Option<NaiveDate>> {
        let rule = DateRule {
            earliest: Some(day("1 Jul 2026")),
            is_optional: true,
            status_date: Some(day("14 Oct 2026")),
            ..DateRule::default()
        };
        stage(value, move |ui, value| {
            optional_date_field(ui, Field::new("Target").width(220.0), &rule, value);
        })
    }

    fn enter(harness: &mut Harness<'_, Option<NaiveDate>>, text: &str) {
        harness.get_by_label("Target").focus();
        harness.run();
        harness.get_by_label("Target").type_text(text);
        harness.key_press(Key::Enter);
        harness.run();
    }

    #[test]
    fn dates_are_typed_in_any_usual_way() {
        for text in ["31 Mar 2027", "2027-03-31", "31.03.2027", "Wed 31 March 2027"] {
            let mut harness = target(Some(day("30 Nov 2026")));
            enter(&mut harness, text);
            assert_eq!(*harness.state(), Some(day("31 Mar 2027")), "{text}");
        }
    }

    #[test]
    fn a_missing_year_is_the_one_that_makes_it_nearest_and_allowed() {
        let mut harness = target(Some(day("30 Nov 2027")));
        enter(&mut harness, "5 Dec");
        assert_eq!(*harness.state(), Some(day("5 Dec 2027")));
        enter(&mut harness, "3 Jan");
        assert_eq!(*harness.state(), Some(day("3 Jan 2028")));
        let mut harness = target(Some(day("15 Jul 2026")));
        enter(&mut harness, "1 March");
        assert_eq!(*harness.state(), Some(day("1 Mar 2027")), "not before 1 Jul 2026");
    }

    #[test]
    fn what_is_wrong_stands_above_what_follows_and_is_counted() {
        let rule = DateRule { earliest: Some(day("1 Jul 2026")), ..DateRule::default() };
        let page = (Some(day("30 Nov 2026")), 0);
        let mut harness = stage(page, move |ui, (value, wrong): &mut (Option<NaiveDate>, usize)| {
            let before = field::complaints(ui);
            optional_date_field(ui, Field::new("Target").width(220.0), &rule, value);
            *wrong = field::complaints(ui) - before;
            ui.label("What follows");
        });
        harness.run();
        assert_eq!(harness.state().1, 0);
        harness.get_by_label("Target").focus();
        harness.run();
        harness.get_by_label("Target").type_text("1 Jun 2026");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().1, 1);
        let wrong = harness.get_by_label("Not before Wed 1 Jul 2026").rect();
        assert!(harness.get_by_label("What follows").rect().top() >= wrong.bottom());
    }

    #[test]
    fn what_is_no_date_or_too_early_says_so_and_changes_nothing() {
        let mut harness = target(Some(day("30 Nov 2026")));
        enter(&mut harness, "soon");
        harness.get_by_label("Enter a date such as 14 Oct 2026");
        enter(&mut harness, "30 Jun 2026");
        harness.get_by_label("Not before Wed 1 Jul 2026");
        assert_eq!(*harness.state(), Some(day("30 Nov 2026")));
        harness.get_by_label("Target").focus();
        harness.run();
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.get_by_label("Target").value().as_deref(), Some("Mon 30 Nov 2026"));
        assert!(harness.query_by_label_contains("Not before").is_none());
    }

    #[test]
    fn an_optional_date_is_cleared_by_emptying_it() {
        let mut harness = target(Some(day("30 Nov 2026")));
        harness.get_by_label("Target").focus();
        harness.run();
        harness.key_press(Key::Backspace);
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), None);
    }

    #[test]
    fn the_calendar_is_walked_by_keys_and_gives_the_keyboard_back() {
        let mut harness = target(Some(day("30 Nov 2026")));
        harness.get_by_label("Calendar for Target").click();
        harness.run();
        harness.get_by_label("Mon 30 Nov 2026");
        harness.key_press(Key::ArrowRight);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        harness.get_by_label("Tue 8 Dec 2026");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), Some(day("8 Dec 2026")));
        assert!(harness.query_by_label("Next month").is_none(), "the calendar is closed");
        assert!(harness.get_by_label("Calendar for Target").is_focused());
    }

    #[test]
    fn the_calendar_clears_and_turns_the_month() {
        let mut harness = target(Some(day("30 Nov 2026")));
        harness.get_by_label("Calendar for Target").click();
        harness.run();
        harness.get_by_label("Next month").click();
        harness.run();
        harness.get_by_label("Wed 30 Dec 2026");
        harness.get_by_label("Clear").click();
        harness.run();
        assert_eq!(*harness.state(), None);
    }
}
