//! The scrubber: a day that can be dragged, stepped and played, and what of all authority has moved by it.

use chrono::NaiveDate;
use egui::{EventFilter, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::document::WorkloadsState;
use crate::look::text::{text_at, words};
use crate::look::widgets::card::{Surface, paint_surface};
use crate::look::widgets::tip;
use crate::look::{Icon, color, focus, icons, paint};
use crate::picture::{Anchor, Ink, TypeRole, format, scrub};
use crate::report::workloads;
use crate::views::ViewInput;
use crate::views::kept::{kept, size};

/// Seconds per day of the plan: a week in 0.12.
const DAY_SECONDS: f64 = 0.12 / 7.0;

/// The day on the scrubber, never outside the days it has.
pub fn day(input: &ViewInput<'_>, state: &WorkloadsState) -> NaiveDate {
    let situation = input.situation();
    let (first, last) = workloads::whole_span(&situation);
    state.day.unwrap_or(situation.today()).clamp(first, last)
}

/// Moves on while it plays: day by day up to the next gate, at once where motion is not wanted.
pub fn play(ui: &Ui, input: &ViewInput<'_>, state: &mut WorkloadsState) {
    if !state.is_playing {
        return;
    }
    let situation = input.situation();
    let (_, last) = workloads::whole_span(&situation);
    let now = day(input, state);
    let stop = workloads::switch_days(&situation).into_iter().find(|gate| *gate > now).unwrap_or(last);
    let time = ui.input(|input| input.time);
    if input.program.settings.reduced_motion {
        state.day = Some(stop);
        state.is_playing = false;
        return;
    }
    let days = ((time - state.played_at) / DAY_SECONDS).floor();
    if days >= 1.0 {
        let next = now + chrono::Duration::days(days.min(7.0) as i64);
        state.day = Some(next.min(stop));
        state.played_at = if days > 7.0 { time } else { state.played_at + days * DAY_SECONDS };
        state.is_playing = next < stop;
    }
    if state.is_playing {
        ui.ctx().request_repaint_after_secs(DAY_SECONDS as f32);
    }
}

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, state: &mut WorkloadsState) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let middle = rect.center().y;
    play_button(ui, pos2(rect.left() + 28.0, middle), input, state);
    let shown = day(input, state);
    let left = rect.left() + 56.0;
    text_at(ui, pos2(left, middle - 4.0), Anchor::Start, words("As of", TypeRole::CAPTION, Ink::Text2));
    let date = format::date(shown);
    text_at(ui, pos2(left, middle + 13.0), Anchor::Start, words(&date, TypeRole::BODY_STRONG, Ink::Text));
    let figure = total(ui, rect, input, shown);
    let track = Rect::from_min_max(
        pos2(rect.left() + 156.0, middle - scrub::HEIGHT / 2.0),
        // As wide as a range is, so that the track stays where it is while the knob is dragged into the future.
        pos2(rect.right() - 16.0 - figure.max(140.0) - 22.0, middle + scrub::HEIGHT / 2.0),
    );
    if track.width() > 60.0 {
        run(ui, track, input, state);
    }
}

/// The share of all pairs of device and workload that has left Configuration Manager. Returns its width.
fn total(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, day: NaiveDate) -> f32 {
    let moved = kept(ui, input, ("workloads moved", day), || workloads::moved(&input.situation(), day));
    let share = |count: f64| format::percent1(moved.share(count));
    let figure = format!("{} of authority", share(moved.count));
    let counts = match moved.range {
        Some((low, high)) => format!("P10 {}, P90 {}", share(low), share(high)),
        None => format!("{} of {}", format::count_f64(moved.count), format::count_f64(moved.of)),
    };
    let right = rect.right() - 16.0;
    let at = pos2(right, rect.center().y - 4.0);
    let strong = text_at(ui, at, Anchor::End, words(&figure, TypeRole::LABEL_STRONG, Ink::Text));
    let at = pos2(right, rect.center().y + 13.0);
    let small = text_at(ui, at, Anchor::End, words(&counts, TypeRole::LABEL, Ink::Text2));
    let width = strong.rect.width().max(small.rect.width());
    let what = "Devices times switchable workloads with Pilot Intune or Intune";
    let said = match moved.range {
        Some((low, high)) => {
            let [low, middle, high, all] = [low, moved.count, high, moved.of].map(format::count_f64);
            format!("{what}\nP50 {middle} of {all}; {low} – {high} in 80 of 100 futures")
        }
        None => what.to_owned(),
    };
    let _ = tip(small, &said);
    width
}

fn play_button(ui: &mut Ui, center: egui::Pos2, input: &ViewInput<'_>, state: &mut WorkloadsState) {
    let rect = Rect::from_center_size(center, vec2(32.0, 32.0));
    let response = ui.allocate_rect(rect, Sense::click());
    let name = if state.is_playing { "Pause" } else { "Play to the next gate" };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    focus::shape(&response, rect, 16.0);
    let ink = if response.hovered() { Ink::AccentText } else { Ink::Accent };
    ui.painter().circle_filled(center, 16.0, color(ui, ink));
    let icon = if state.is_playing { Icon::Pause } else { Icon::Play };
    icons::paint(ui.painter(), icon, center, 15.0, color(ui, Ink::Inverse));
    if response.clicked() {
        toggle(ui, input, state);
    }
    let _ = tip(response, name);
}

fn toggle(ui: &Ui, input: &ViewInput<'_>, state: &mut WorkloadsState) {
    state.is_playing = !state.is_playing;
    state.played_at = ui.input(|input| input.time);
    let (first, last) = workloads::whole_span(&input.situation());
    if state.is_playing && day(input, state) >= last {
        state.day = Some(first);
    }
    ui.ctx().request_repaint();
}

/// The track: one stop; arrows move the day, Shift a week, Space plays.
fn run(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, state: &mut WorkloadsState) {
    let response = ui.allocate_rect(rect, Sense::click_and_drag());
    focus::take_on_press(&response);
    let shown = day(input, state);
    let chart = kept(ui, input, ("workloads scrub", ()), || {
        workloads::scrub(&input.situation(), input.plan.status_date)
    });
    let axis = scrub::axis(&chart, rect.width());
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        state.day = Some(axis.date_at(at.x - rect.left()));
        state.is_playing = false;
    }
    keys(ui, &response, input, (shown, &chart), state);
    let shown = day(input, state);
    let scene = kept(ui, input, ("workloads track", (shown, size(rect))), || {
        let chart = scrub::ScrubInput { at: shown, ..scrub::ScrubInput::clone(&chart) };
        scrub::scene(&chart, rect.width(), rect.height())
    });
    paint::paint(&ui.painter_at(rect.expand(2.0)), rect, &scene);
    let knob = pos2(rect.left() + axis.x_inside(shown), rect.center().y);
    focus::shape(&response, Rect::from_center_size(knob, vec2(18.0, 18.0)), 9.0);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
    }
    let said = format::weekday_date(shown);
    response.widget_info(|| {
        let mut info = WidgetInfo::slider(true, (shown - chart.first).num_days() as f64, "Day");
        info.current_text_value = Some(said.clone());
        info
    });
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(said.as_str()));
}

fn keys(
    ui: &Ui,
    response: &Response,
    input: &ViewInput<'_>,
    (shown, chart): (NaiveDate, &scrub::ScrubInput),
    state: &mut WorkloadsState,
) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let presses = |key| ui.input(|input| input.num_presses(key)) as i64;
    let step = if ui.input(|input| input.modifiers.shift) { 7 } else { 1 };
    let days = (presses(Key::ArrowRight) - presses(Key::ArrowLeft)) * step
        + (presses(Key::PageDown) - presses(Key::PageUp)) * 28;
    let to = if presses(Key::Home) > 0 {
        Some(chart.first)
    } else if presses(Key::End) > 0 {
        Some(chart.last)
    } else {
        (days != 0).then(|| (shown + chrono::Duration::days(days)).clamp(chart.first, chart.last))
    };
    if let Some(to) = to {
        state.day = Some(to);
        state.is_playing = false;
        ui.ctx().request_repaint();
    }
    if presses(Key::Space) > 0 {
        toggle(ui, input, state);
    }
}
