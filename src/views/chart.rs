//! A chart as a card: its drawing, what is under the pointer, the line of that day through all charts of the
//! page, and the stretch of days that is dragged out of them.

use chrono::NaiveDate;
use egui::{Id, Pos2, Rect, Sense, Ui, pos2, vec2};

pub mod taken;

use crate::look::style::stroke;
use crate::look::widgets::{Button, Kind, Surface, paint_surface, tip};
use crate::look::{color, focus, paint, palette};
use crate::picture::{Ink, Node, Paint, Scene};

/// Draws the card and its chart into `rect`.
pub fn chart(ui: &mut Ui, rect: Rect, scene: &Scene) -> paint::ChartResponse {
    paint_surface(ui.painter(), rect, Surface::Card);
    bare(ui, rect, scene)
}

/// The days that a page's charts over time show; none = all of them.
pub type Stretch = Option<(NaiveDate, NaiveDate)>;

/// As [`chart`], for one over time: dragging along it chooses the days that the page's charts show, a double
/// click gives all of them back.
pub fn over_time(ui: &mut Ui, rect: Rect, scene: &Scene, stretch: &mut Stretch) -> paint::ChartResponse {
    // Below the chart, which so keeps its clicks.
    let id = ui.scope_id().with(("stretch", rect.min.x as i32, rect.min.y as i32));
    let drag = ui.interact(rect, id, Sense::drag());
    let response = chart(ui, rect, scene);
    if response.response.double_clicked()
        || (stretch.is_some() && focus::is_escape_free(ui.ctx()))
        || whole(ui, rect, scene, *stretch)
    {
        *stretch = None;
    }
    if !drag.dragged() && !drag.drag_stopped() {
        return response;
    }
    let days = days(rect, scene);
    let Some(plot) = plot_of(&days) else { return response };
    if drag.drag_started() {
        let origin = ui.input(|input| input.pointer.press_origin()).filter(|at| plot.contains(*at));
        let begun = origin.and_then(|at| nearest(&days, at));
        ui.data_mut(|data| data.insert_temp::<Option<NaiveDate>>(id, begun));
    }
    let begun = ui.data(|data| data.get_temp::<Option<NaiveDate>>(id)).flatten();
    let under = drag.interact_pointer_pos().and_then(|at| nearest(&days, at));
    let Some((from, to)) = begun.zip(under) else { return response };
    if drag.dragged() {
        let [a, b] = [from, to].map(|day| x_of(&days, day).unwrap_or(plot.left()));
        let wash = Rect::from_x_y_ranges(a.min(b)..=a.max(b), plot.y_range());
        let tint = paint::resolve(palette(ui), Paint::alpha(Ink::Accent, 0.18));
        ui.painter().rect_filled(wash, 0.0, tint);
    } else if drag.drag_stopped() {
        ui.data_mut(|data| data.insert_temp::<Option<NaiveDate>>(id, None));
        if (to - from).num_days().abs() >= SHORTEST {
            *stretch = Some((from.min(to), from.max(to)));
        }
    }
    response
}

/// The way back to all days, in the corner of a chart that shows a part of them. True = it was taken.
fn whole(ui: &mut Ui, rect: Rect, scene: &Scene, stretch: Stretch) -> bool {
    let Some((from, to)) = stretch else { return false };
    let days = days(rect, scene);
    let is_part = days.first().zip(days.last()).is_some_and(|(a, b)| a.0 >= from && b.0 <= to);
    let Some(plot) = plot_of(&days).filter(|_| is_part) else { return false };
    let button = Button::new(Kind::Secondary, "All days").small();
    let size = button.size();
    let place = Rect::from_min_size(pos2(plot.right() - size.x - 6.0, plot.top() + 6.0), size);
    tip(button.at(place).show(ui), "Show all days again (Esc, or a double click)").clicked()
}

/// Fewer days than these are a slip of the hand.
const SHORTEST: i64 = 4;

/// The days of a chart as far as the stretch shows them; all of them when it shows none of this chart's.
pub fn seen((first, last): (NaiveDate, NaiveDate), stretch: Stretch) -> (NaiveDate, NaiveDate) {
    let Some((from, to)) = stretch else { return (first, last) };
    let (from, to) = (from.max(first), to.min(last));
    if (to - from).num_days() >= SHORTEST { (from, to) } else { (first, last) }
}

/// The days that can be pointed at, where they stand on screen, in order of time.
fn days(rect: Rect, scene: &Scene) -> Vec<(NaiveDate, Rect)> {
    let scale = if scene.width > 0.0 { rect.width() / scene.width } else { 1.0 };
    let days = scene.nodes.iter().filter_map(|node| match node {
        Node::Hit { key, rect: place, .. } => {
            let min = pos2(rect.left() + place.x * scale, rect.top() + place.y * scale);
            Some((day_of(key)?, Rect::from_min_size(min, vec2(place.w, place.h) * scale)))
        }
        _ => None,
    });
    let mut days: Vec<(NaiveDate, Rect)> = days.collect();
    days.sort_by_key(|(day, _)| *day);
    days
}

fn day_of(key: &str) -> Option<NaiveDate> {
    key.strip_prefix("day:")?.parse().ok()
}

/// What all days of a chart cover together.
fn plot_of(days: &[(NaiveDate, Rect)]) -> Option<Rect> {
    days.iter().map(|(_, place)| *place).reduce(Rect::union)
}

fn nearest(days: &[(NaiveDate, Rect)], at: Pos2) -> Option<NaiveDate> {
    let off = |place: &Rect| (place.center().x - at.x).abs();
    days.iter().min_by(|(_, a), (_, b)| off(a).total_cmp(&off(b))).map(|(day, _)| *day)
}

/// Where a day stands along a chart that covers it: between its neighbours when the chart leaves it out, as the
/// helpdesk's does with weekends.
fn x_of(days: &[(NaiveDate, Rect)], day: NaiveDate) -> Option<f32> {
    let after = days.partition_point(|(other, _)| *other < day);
    let (next, place) = days.get(after)?;
    if *next == day {
        return Some(place.center().x);
    }
    let (before, from) = days.get(after.checked_sub(1)?)?;
    let share = (day - *before).num_days() as f32 / (*next - *before).num_days() as f32;
    Some(egui::lerp(from.center().x..=place.center().x, share))
}

/// As [`chart`], on a surface that is there already.
pub fn bare(ui: &mut Ui, rect: Rect, scene: &Scene) -> paint::ChartResponse {
    let response = paint::show(ui, rect, scene);
    let hovered = response.hovered.as_ref().filter(|key| key.starts_with("day:"));
    if let Some(key) = hovered {
        share(ui, key);
    }
    if let Some(key) = hovered.cloned().or_else(|| shared(ui)) {
        day_line(ui, rect, scene, &key);
    }
    taken::menu(ui, &response.response, scene);
    response
}

/// The day that is pointed at, with the pass in which it was.
type Shared = (u64, String);

fn shared_id() -> Id {
    Id::unique("views::chart::day")
}

fn share(ui: &Ui, key: &str) {
    let pass = ui.ctx().cumulative_pass_nr();
    let before: Option<Shared> = ui.data(|data| data.get_temp(shared_id()));
    if before.is_none_or(|(_, day)| day != key) {
        // The charts above this one have been drawn already.
        ui.ctx().request_repaint();
    }
    ui.data_mut(|data| data.insert_temp::<Shared>(shared_id(), (pass, key.to_owned())));
}

fn shared(ui: &Ui) -> Option<String> {
    let (pass, key): Shared = ui.data(|data| data.get_temp(shared_id()))?;
    (pass + 1 >= ui.ctx().cumulative_pass_nr()).then_some(key)
}

fn day_line(ui: &Ui, rect: Rect, scene: &Scene, key: &str) {
    let days = days(rect, scene);
    let Some((day, plot)) = day_of(key).zip(plot_of(&days)) else { return };
    let Some(x) = x_of(&days, day) else { return };
    ui.painter().line_segment([pos2(x, plot.top()), pos2(x, plot.bottom())], stroke(ui, 1.0, Ink::Text3));
    ui.painter().circle_filled(pos2(x, plot.bottom()), 2.0, color(ui, Ink::Text3));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    /// A chart of working days, ten points each, drawn at half its size.
    fn working_days() -> Vec<(NaiveDate, Rect)> {
        let mut scene = Scene::new(400.0, 100.0);
        for (text, x) in [("2026-10-09", 0.0), ("2026-10-12", 30.0), ("2026-10-13", 40.0)] {
            scene.hit(format!("day:{text}"), crate::picture::Rect::new(x, 20.0, 10.0, 60.0), "");
        }
        days(Rect::from_min_size(pos2(100.0, 0.0), vec2(200.0, 50.0)), &scene)
    }

    #[test]
    fn the_day_line_runs_through_days_that_a_chart_leaves_out() {
        let days = working_days();
        assert_eq!(x_of(&days, day("2026-10-12")), Some(117.5));
        assert_eq!(x_of(&days, day("2026-10-10")), Some(107.5), "a Saturday stands after its Friday");
        assert_eq!(x_of(&days, day("2026-10-08")), None, "not covered");
        assert_eq!(x_of(&days, day("2026-10-14")), None);
    }

    #[test]
    fn a_part_has_a_button_that_shows_all_days_again() {
        use egui_kittest::kittest::Queryable as _;
        let mut scene = Scene::new(400.0, 100.0);
        for (n, text) in ["2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15"].iter().enumerate() {
            let place = crate::picture::Rect::new(n as f32 * 100.0, 0.0, 100.0, 100.0);
            scene.hit(format!("day:{text}"), place, "");
        }
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 100.0));
        let part = Some((day("2026-10-12"), day("2026-10-15")));
        let mut harness = crate::look::stage::stage(part, move |ui, stretch: &mut Stretch| {
            over_time(ui, rect, &scene, stretch);
        });
        harness.run();
        harness.get_by_label("All days").click();
        harness.run();
        assert_eq!(*harness.state(), None);
        assert!(harness.query_by_label("All days").is_none(), "all of them are in view");
        *harness.state_mut() = part;
        harness.run();
        harness.key_press(egui::Key::Escape);
        harness.run();
        assert_eq!(*harness.state(), None);
    }

    #[test]
    fn a_stretch_is_cut_to_what_a_chart_covers_and_else_left() {
        let whole = (day("2026-06-01"), day("2026-12-01"));
        let seen_of = |from, to| seen(whole, Some((day(from), day(to))));
        assert_eq!(seen(whole, None), whole);
        assert_eq!(seen_of("2026-05-01", "2026-07-01"), (day("2026-06-01"), day("2026-07-01")));
        assert_eq!(seen_of("2027-05-01", "2027-07-01"), whole);
    }
}
