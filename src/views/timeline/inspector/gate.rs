//! The exit gate in the inspector: its criteria with their limits, how it is judged and when it is planned.

use egui::{Rect, Ui, pos2, vec2};

use super::About;
use super::flow::{Flow, at};
use crate::look::Icon;
use crate::look::text::{paint_elided, paint_text, text_at_elided, words};
use crate::look::widgets::{
    Button, DateRule, Field, Item, Kind, Number, check_at, choice, icon_button, menu, number_field,
    optional_date_field, text_field, tip,
};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{Bound, Criterion, Judged, Phase, PhaseKind, Prior};
use crate::report::timeline::{finish_forecast, gate_forecast};
use crate::views::{Action, Actions};

const ROW: f32 = 31.0;

pub fn show(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase, actions: &mut Actions) {
    flow.divider(ui);
    let next = about.input.plan.phases.get(about.index + 1);
    let title = match next {
        Some(next) => format!("Exit gate, opens {}", about.input.plan.phase_label(next.id)),
        None => "Exit gate, ends the rollout".to_owned(),
    };
    let gate = about.situation.gate(about.index).and_then(|gate| gate.planned);
    let day = phase.gate.planned.or(gate).map(format::weekday_date).unwrap_or_default();
    flow.title(ui, &title, &day);
    criteria(ui, flow, about, phase);
    add(ui, flow, phase);
    flow.gap(2.0);
    let (left, right) = flow.pair();
    let rule = DateRule {
        earliest: None,
        latest: None,
        is_optional: true,
        status_date: Some(about.input.plan.status_date),
    };
    let hint = match about.input.plan.baseline() {
        Some(baseline) if baseline.phase(phase.id).is_some() => "as in the baseline",
        Some(_) => "not in the baseline",
        None => "as expected",
    };
    optional_date_field(ui, at("Planned gate date", left).hint(hint), &rule, &mut phase.gate.planned);
    let mut judged = usize::from(phase.gate.judged == Judged::Assured);
    let assured = format!("at {} assurance", format::percent_trimmed(about.input.plan.assurance));
    if choice(ui, at("Judged", right), &mut judged, &["as observed", &assured], "").changed() {
        phase.gate.judged = if judged == 1 { Judged::Assured } else { Judged::Observed };
    }
    flow.clear(ui);
    let said = [gate_forecast, finish_forecast].map(|said| said(&about.situation, about.index));
    flow.under(ui, (left, right), said);
    flow.gap(8.0);
    let (left, right) = flow.pair();
    let mut prior = usize::from(phase.gate.prior == Prior::Plan);
    let names = ["none (Jeffreys)", "as the plan assumes"];
    let field = at("Prior of success", left);
    if choice(ui, field, &mut prior, &names, "").changed() {
        phase.gate.prior = if prior == 1 { Prior::Plan } else { Prior::Jeffreys };
    }
    if phase.kind == PhaseKind::Pilot {
        let button = Button::new(Kind::Secondary, "Size the pilot…");
        let place = Rect::from_min_size(pos2(right.left(), right.bottom() - 28.0), vec2(right.width(), 28.0));
        if button.at(place).show(ui).clicked() {
            actions.push(Action::AskPilot(phase.id));
        }
    }
    flow.clear(ui);
}

/// What the plan asks and what the draft asks, so that what was taken out can be put back.
fn criteria(ui: &mut Ui, flow: &mut Flow, about: &About<'_>, phase: &mut Phase) {
    if phase.gate.criteria.is_empty() && about.own.gate.criteria.is_empty() {
        let line = flow.row(20.0);
        let said = "Nothing is asked: it opens when every ready device is targeted.";
        let at = pos2(line.left(), line.top() + 12.0);
        text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::CAPTION, Ink::Text2), flow.width);
        return;
    }
    let count = phase.gate.criteria.len();
    let mut change = None;
    for place in 0..count {
        let rect = flow.row(ROW);
        if let Some(wish) = row(ui, rect, (place, count), &mut phase.gate.criteria[place]) {
            change = Some((place, wish));
        }
        flow.clear(ui);
    }
    match change {
        Some((place, Wish::Remove)) => {
            phase.gate.criteria.remove(place);
        }
        Some((place, Wish::Up)) => phase.gate.criteria.swap(place, place - 1),
        Some((place, Wish::Down)) => phase.gate.criteria.swap(place, place + 1),
        None => {}
    }
    let gone = about.own.gate.criteria.iter();
    let gone: Vec<&Criterion> =
        gone.filter(|own| !phase.gate.criteria.iter().any(|now| same_question(own, now))).collect();
    for (n, criterion) in gone.into_iter().enumerate() {
        let rect = flow.row(ROW - 3.0);
        let mut is_on = false;
        ui.push_id(("gone", n), |ui| {
            if check_at(ui, rect, &mut is_on, &criterion.name()).changed() {
                phase.gate.criteria.push(criterion.clone());
            }
        });
    }
}

/// What is wanted of a row.
#[derive(Clone, Copy)]
enum Wish {
    Remove,
    Up,
    Down,
}

fn row(ui: &mut Ui, rect: Rect, (place, count): (usize, usize), criterion: &mut Criterion) -> Option<Wish> {
    ui.push_id(("criterion", place), |ui| {
        let mut wish = None;
        let mut is_on = true;
        let tick = Rect::from_min_size(rect.min + vec2(0.0, 0.0), vec2(20.0, 28.0));
        let name = criterion.name();
        ui.push_id("on", |ui| {
            if tick_box(ui, tick, &mut is_on, &name) {
                wish = Some(Wish::Remove);
            }
        });
        let more = Rect::from_min_size(pos2(rect.right() - 22.0, rect.top() + 3.0), vec2(22.0, 22.0));
        let turned = match criterion {
            Criterion::Measured { bound: Bound::Min(_), .. } => Some("Make it at most"),
            Criterion::Measured { bound: Bound::Max(_), .. } => Some("Make it at least"),
            _ => None,
        };
        let mut items = vec![
            Item { why_not: (place == 0).then_some("It is the first one"), ..Item::new("Move up") },
            Item { why_not: (place + 1 == count).then_some("It is the last one"), ..Item::new("Move down") },
            Item { begins_group: true, ..Item::new("Remove") },
        ];
        items.extend(turned.map(Item::new));
        let limit_right = more.left() - 4.0;
        let name_left = rect.left() + 26.0;
        limit(ui, rect, (name_left, limit_right), criterion);
        let control = icon_button(ui, more, Icon::More, &format!("{name}: order"));
        match menu(&control, &items) {
            Some(0) => wish = Some(Wish::Up),
            Some(1) => wish = Some(Wish::Down),
            Some(2) => wish = Some(Wish::Remove),
            Some(_) => turn(criterion),
            None => {}
        }
        wish
    })
    .inner
}

/// A least becomes a most, and the other way round.
fn turn(criterion: &mut Criterion) {
    if let Criterion::Measured { bound, .. } = criterion {
        *bound = match *bound {
            Bound::Min(value) => Bound::Max(value),
            Bound::Max(value) => Bound::Min(value),
        };
    }
}

/// A check box alone; its name stands beside it already.
fn tick_box(ui: &mut Ui, rect: Rect, is_on: &mut bool, name: &str) -> bool {
    let clip = ui.clip_rect();
    ui.set_clip_rect(rect.expand(3.0).intersect(clip));
    let changed = check_at(ui, rect, is_on, name).changed();
    ui.set_clip_rect(clip);
    changed
}

/// The criterion's name and its limit.
fn limit(ui: &mut Ui, rect: Rect, (left, right): (f32, f32), criterion: &mut Criterion) {
    let percent = Number::whole(0.0, 100.0, "%").with_decimals(1, 1.0);
    match criterion {
        Criterion::Coverage { min } => share(ui, rect, (left, right), ("Phase enrolled", "≥", &percent), min),
        Criterion::Success { min } => {
            share(ui, rect, (left, right), ("Enrollment success", "≥", &percent), min);
        }
        Criterion::DeskLoad { max } => {
            let percent = Number { max: 500.0, ..percent };
            share(ui, rect, (left, right), ("Helpdesk load, 5-day mean", "≤", &percent), max);
        }
        Criterion::Soak { days } => {
            whole(ui, rect, (left, right), ("Soak after the last device", "days"), days);
        }
        Criterion::SwitchSoak { days } => {
            whole(ui, rect, (left, right), ("Soak after the last switch", "days"), days);
        }
        Criterion::TicketsPer100 { max } => {
            let number = Number::whole(0.0, 1000.0, "").with_decimals(1, 0.5);
            plain(ui, rect, (left, right), ("Tickets per 100 devices", "≤", &number), max);
        }
        Criterion::Wait { max_days } => {
            let number = Number::whole(0.0, 100.0, "days").with_decimals(1, 0.5);
            plain(ui, rect, (left, right), ("Helpdesk wait", "≤", &number), max_days);
        }
        Criterion::Measured { what, bound } => measured(ui, rect, (left, right), what, bound),
        Criterion::SignOff { what } => {
            let end = pos2(right, rect.top() + 18.0);
            paint_text(ui.painter(), end, Anchor::End, words("signed off", TypeRole::LABEL, Ink::Text2));
            let place = Rect::from_min_max(pos2(left, rect.top()), pos2(right - 66.0, rect.top() + 28.0));
            renamed(ui, place, "What is signed off", what);
        }
    }
}

/// A name that is plain until it is clicked, then a field.
fn renamed(ui: &mut Ui, place: Rect, label: &str, what: &mut String) {
    let id = ui.scope_id().with("rename");
    let field = ui.scope_id().with(("field", label));
    let is_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(what.is_empty());
    if is_open {
        let response = text_field(ui, at(label, place).without_label().hint("say what"), what);
        if response.lost_focus() || (response.changed() && !what.is_empty()) {
            ui.data_mut(|data| data.remove::<bool>(id));
        }
        return;
    }
    let response = ui.allocate_rect(place, egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Rename {what}")));
    crate::look::focus::shape(&response, place, 5.0);
    let ink = if response.hovered() { Ink::AccentText } else { Ink::Text };
    let at = pos2(place.left(), place.top() + 18.0);
    paint_elided(ui.painter(), at, Anchor::Start, words(what, TypeRole::LABEL, ink), place.width());
    if tip(response, &format!("{what}\nTyped in; click to rename")).clicked() {
        ui.data_mut(|data| data.insert_temp(id, true));
        ui.memory_mut(|memory| memory.request_focus(field));
    }
}

const BOX: f32 = 78.0;

/// The words, the sign, and the room for the box.
fn worded(ui: &mut Ui, rect: Rect, (left, right): (f32, f32), name: &str, sign: &str) -> Rect {
    let place = Rect::from_min_max(pos2(right - BOX, rect.top()), pos2(right, rect.top() + 28.0));
    let sign_at = pos2(place.left() - 6.0, rect.top() + 18.0);
    paint_text(ui.painter(), sign_at, Anchor::End, words(sign, TypeRole::LABEL_MEDIUM, Ink::Text2));
    let room = place.left() - 20.0 - left;
    let said = words(name, TypeRole::LABEL, Ink::Text);
    text_at_elided(ui, pos2(left, rect.top() + 18.0), Anchor::Start, said, room);
    place
}

fn plain(
    ui: &mut Ui,
    rect: Rect,
    ends: (f32, f32),
    (name, sign, number): (&str, &str, &Number<'_>),
    value: &mut f64,
) {
    let place = worded(ui, rect, ends, name, sign);
    number_field(ui, Field::new(name).at(place).without_label(), &number.trimmed(), value);
}

fn share(
    ui: &mut Ui,
    rect: Rect,
    ends: (f32, f32),
    (name, sign, number): (&str, &str, &Number<'_>),
    value: &mut f64,
) {
    let place = worded(ui, rect, ends, name, sign);
    let mut percent = *value * 100.0;
    if number_field(ui, Field::new(name).at(place).without_label(), &number.trimmed(), &mut percent).changed()
    {
        *value = percent / 100.0;
    }
}

fn whole(ui: &mut Ui, rect: Rect, ends: (f32, f32), (name, unit): (&str, &str), value: &mut u32) {
    let place = worded(ui, rect, ends, name, "≥");
    let number = Number::whole(0.0, 250.0, unit);
    let mut days = f64::from(*value);
    if number_field(ui, Field::new(name).at(place).without_label(), &number, &mut days).changed() {
        *value = days.round() as u32;
    }
}

/// A figure that is typed in: what it is, and its limit. Which way it is bound is a matter of the menu.
fn measured(ui: &mut Ui, rect: Rect, (left, right): (f32, f32), what: &mut String, bound: &mut Bound) {
    let is_share = bound.is_share();
    let (sign, value) = match bound {
        Bound::Min(value) => ("≥", value),
        Bound::Max(value) => ("≤", value),
    };
    let place = worded(ui, rect, (left, right), "", sign);
    let number = Number::whole(-1e9, 1e9, "").with_decimals(2, 1.0).trimmed();
    let name = Rect::from_min_max(pos2(left, rect.top()), pos2(place.left() - 20.0, rect.top() + 28.0));
    renamed(ui, name, "What is measured", what);
    if !is_share {
        number_field(ui, at("Limit", place).without_label(), &number, value);
        return;
    }
    // 0 is the way back to a count; at 100% it would become one unasked.
    let number = Number::whole(0.0, 99.9, "%").with_decimals(1, 1.0).trimmed();
    let mut percent = *value * 100.0;
    let response = number_field(ui, at("Limit", place).without_label(), &number, &mut percent);
    if response.changed() {
        // A drag goes on with what it began.
        *value = if response.dragged() { percent.max(0.1) } else { percent } / 100.0;
    }
}

/// The kinds that can be added, with the limit each begins at.
fn add(ui: &mut Ui, flow: &mut Flow, phase: &mut Phase) {
    let rect = flow.row(26.0);
    let button = Button::new(Kind::Link, "Add criterion").icon(Icon::Plus).small();
    let size = button.size();
    let control = button.at(Rect::from_min_size(rect.min - vec2(4.0, 0.0), size)).show(ui);
    let kinds = [
        Criterion::Success { min: 0.95 },
        Criterion::Coverage { min: 0.90 },
        Criterion::Soak { days: 5 },
        Criterion::SwitchSoak { days: 5 },
        Criterion::TicketsPer100 { max: 5.0 },
        Criterion::DeskLoad { max: 0.95 },
        Criterion::Wait { max_days: 1.0 },
        Criterion::Measured { what: String::new(), bound: Bound::Max(0.0) },
        Criterion::SignOff { what: String::new() },
    ];
    let names: Vec<String> = kinds
        .iter()
        .map(|kind| match kind {
            Criterion::Measured { .. } => "A figure typed in".to_owned(),
            Criterion::SignOff { .. } => "A sign-off".to_owned(),
            other => other.name(),
        })
        .collect();
    let items: Vec<Item<'_>> = kinds
        .iter()
        .zip(&names)
        .map(|(kind, name)| {
            let has = !kind.is_typed() && phase.gate.criteria.iter().any(|c| same_question(c, kind));
            Item {
                why_not: has.then_some("The gate asks this already"),
                begins_group: matches!(kind, Criterion::Measured { .. }),
                ..Item::new(name)
            }
        })
        .collect();
    if let Some(taken) = menu(&control, &items).and_then(|at| kinds.get(at)) {
        phase.gate.criteria.push(named(taken, &phase.gate.criteria));
    }
}

/// Typed criteria are told apart by their words.
fn named(kind: &Criterion, present: &[Criterion]) -> Criterion {
    let free = |wish: &str| {
        let taken = |name: &str| present.iter().any(|criterion| criterion.name() == name);
        if taken(wish) {
            (2..10_000).map(|n| format!("{wish} {n}")).find(|name| !taken(name)).unwrap_or_default()
        } else {
            wish.to_owned()
        }
    };
    match kind {
        Criterion::Measured { bound, .. } => {
            Criterion::Measured { what: free("Critical incidents"), bound: *bound }
        }
        Criterion::SignOff { .. } => Criterion::SignOff { what: free("Service owner") },
        other => other.clone(),
    }
}

fn same_question(a: &Criterion, b: &Criterion) -> bool {
    match (a, b) {
        (Criterion::Measured { what: a, .. }, Criterion::Measured { what: b, .. })
        | (Criterion::SignOff { what: a }, Criterion::SignOff { what: b }) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;

    #[test]
    fn a_limit_between_0_and_1_is_a_share_and_0_leads_back_to_a_count() {
        let mut harness = stage(Bound::Max(0.0), |ui, bound: &mut Bound| {
            let line = Rect::from_min_size(pos2(20.0, 20.0), vec2(300.0, ROW));
            measured(ui, line, (line.left(), line.right()), &mut "Critical incidents".to_owned(), bound);
        });
        for (typed, limit) in [("0.5", 0.5), ("5", 0.05), ("0", 0.0), ("5", 5.0)] {
            harness.get_by_label("Limit").focus();
            harness.run();
            harness.get_by_label("Limit").type_text(typed);
            harness.key_press(Key::Enter);
            harness.run();
            assert_eq!(*harness.state(), Bound::Max(limit), "{typed}");
        }
    }
}
