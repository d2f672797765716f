//! Where the columns of the segments stand, and a segment's line in them.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::document::workspace::readiness::SortBy;
use crate::look::glyphs::paint_verdict;
use crate::look::style::stroke;
use crate::look::text::{paint_elided, paint_text, words};
use crate::look::widgets::card::PADDING;
use crate::look::widgets::tip;
use crate::look::{Verdict, color, focus, paint};
use crate::picture::{Anchor, Ink, TypeRole, eligibility, format};
use crate::plan::Place;
use crate::report::Mark;
use crate::report::readiness::{SegmentRow, SegmentTable, SiteNote};
use crate::views::{Action, Actions};

pub const ROW: f32 = 40.0;

/// Name, what it sorts by, from where to where, and at which end the words stand.
type Head = (&'static str, Option<SortBy>, (f32, f32, Anchor));

/// Where the columns stand; numbers end at theirs.
pub struct Columns {
    site: f32,
    os: f32,
    join: f32,
    devices: f32,
    bar: (f32, f32),
    ready: f32,
    gaps: f32,
}

impl Columns {
    pub fn new(place: Rect) -> Self {
        let (left, right) = (place.left() + PADDING - 1.0, place.right() - PADDING + 1.0);
        // As in the card of 852 points; what is more goes to the bar, and a little to the words.
        let spare = place.width() - 850.0;
        let words = (spare * 0.12).clamp(-26.0, 60.0);
        let gaps = right;
        let ready = right - 88.0;
        let devices = left + 461.0 + 2.0 * words + (spare * 0.2).clamp(-30.0, 0.0);
        Self {
            site: left,
            os: left + 134.0 + words,
            join: left + 296.0 + 2.0 * words,
            devices,
            bar: (devices + 21.0, ready - 50.0),
            ready,
            gaps,
        }
    }

    pub fn heads(&self) -> [Head; 7] {
        let start = |from: f32, to: f32| (from, to, Anchor::Start);
        let end = |from: f32, to: f32| (from, to, Anchor::End);
        [
            ("Site", Some(SortBy::Site), start(self.site, self.os - 12.0)),
            ("OS version", Some(SortBy::Os), start(self.os, self.join - 12.0)),
            ("Join type", Some(SortBy::Join), start(self.join, self.devices - 60.0)),
            ("Devices", Some(SortBy::Devices), end(self.devices - 66.0, self.devices)),
            ("Eligibility", None, start(self.bar.0, self.bar.1)),
            ("Ready", Some(SortBy::Ready), end(self.ready - 48.0, self.ready)),
            ("Gaps", Some(SortBy::Gaps), end(self.gaps - 56.0, self.gaps)),
        ]
    }
}

/// The rows from the top down; site by site with the site's name once, else with it in every row.
pub fn show(
    ui: &mut Ui,
    list: Rect,
    (table, order, columns): (&SegmentTable, &[usize], &Columns),
    is_grouped: bool,
    actions: &mut Actions,
) {
    let seen = ui.clip_rect();
    let (_, all) = ui.allocate_space(vec2(list.width(), order.len() as f32 * ROW));
    for (n, at) in order.iter().enumerate() {
        let place =
            Rect::from_min_size(pos2(all.left(), all.top() + n as f32 * ROW), vec2(list.width(), ROW));
        // Only what is seen is laid out; a site's name may stand two rows above it.
        if place.top() > seen.bottom() || place.bottom() + ROW < seen.top() {
            continue;
        }
        let row = &table.rows[*at];
        let before = n.checked_sub(1).map(|before| &table.rows[order[before]]);
        let begins = before.is_none_or(|before| before.site != row.site);
        if n > 0 {
            let (from, ink) = match (is_grouped, begins) {
                (true, false) => (columns.os, Ink::Grid),
                (true, true) => (all.left(), Ink::Stroke),
                (false, _) => (columns.site, Ink::Grid),
            };
            let to = if begins && is_grouped { place.right() } else { columns.gaps };
            ui.painter().hline(from..=to, place.top(), stroke(ui, 1.0, ink));
        }
        segment(ui, place, (row, columns), actions);
        if is_grouped && begins {
            let rows = order[n..].iter().take_while(|at| table.rows[**at].site == row.site).count();
            if let Some(site) = table.sites.iter().find(|site| site.site == row.site) {
                site_words(ui, place, (site, rows), columns);
            }
        } else if !is_grouped {
            let name = words(&row.site, TypeRole::LABEL_MEDIUM, Ink::Text);
            let at = pos2(columns.site, place.center().y + 4.5);
            paint_elided(ui.painter(), at, Anchor::Start, name, columns.os - columns.site - 12.0);
        }
    }
}

/// The site's name, and below it as far as its rows reach what is said of it.
fn site_words(ui: &Ui, place: Rect, (site, rows): (&SiteNote, usize), columns: &Columns) {
    let room = columns.os - columns.site - 12.0;
    let painter = ui.painter();
    let name = words(&site.site, TypeRole::BODY_STRONG, Ink::Text);
    let first = if rows > 1 { place.top() + 25.0 } else { place.center().y - 3.0 };
    paint_elided(painter, pos2(columns.site, first), Anchor::Start, name, room);
    let lines = if rows > 1 { [&site.devices, &site.phases] } else { [&site.phases, &site.phases] };
    for (n, line) in lines.iter().take(if rows > 1 { 2 } else { 1 }).enumerate() {
        let line = words(line, TypeRole::CAPTION, Ink::Text2);
        let at = pos2(columns.site, first + 17.0 + n as f32 * 16.0);
        paint_elided(painter, at, Anchor::Start, line, room);
    }
}

fn segment(ui: &mut Ui, place: Rect, (row, columns): (&SegmentRow, &Columns), actions: &mut Actions) {
    let own =
        Rect::from_x_y_ranges(columns.os - 8.0..=columns.gaps + 8.0, place.y_range()).shrink2(vec2(0.0, 1.0));
    let response = ui.interact(own, ui.scope_id().with(("segment", row.id)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, row.spoken()));
    focus::shape(&response, own, 4.0);
    if response.hovered() {
        ui.painter().rect_filled(own, 4.0, color(ui, Ink::Bg2));
    }
    let painter = ui.painter().clone();
    let middle = place.center().y;
    let two_lines = |is_two: bool| if is_two { middle - 3.0 } else { middle + 4.5 };
    let os_room = columns.join - columns.os - 12.0;
    let os = words(&row.os, TypeRole::LABEL, Ink::Text);
    paint_elided(&painter, pos2(columns.os, two_lines(!row.support.is_empty())), Anchor::Start, os, os_room);
    if !row.support.is_empty() {
        paint_verdict(&painter, Verdict::Risk, pos2(columns.os + 5.5, middle + 8.5), 11.0);
        let support = words(&row.support, TypeRole::CAPTION, Ink::WarnText);
        paint_elided(
            &painter,
            pos2(columns.os + 15.0, middle + 12.5),
            Anchor::Start,
            support,
            os_room - 15.0,
        );
    }
    let join_room = columns.devices - 48.0 - columns.join;
    let (role, ink) = if row.join_is_unsupported {
        (TypeRole::LABEL_MEDIUM, Ink::WarnText)
    } else {
        (TypeRole::LABEL, Ink::Text2)
    };
    let join = words(&row.join, role, ink);
    paint_elided(
        &painter,
        pos2(columns.join, two_lines(!row.about.is_empty())),
        Anchor::Start,
        join,
        join_room,
    );
    let about = words(&row.about, TypeRole::CAPTION, Ink::Text2);
    paint_elided(&painter, pos2(columns.join, middle + 12.5), Anchor::Start, about, join_room);
    figures(ui, middle, (row, columns), TypeRole::LABEL);
    if tip(response, &row.tip).clicked() {
        actions.push(Action::GoTo(Place::Segment(row.id)));
    }
}

/// Devices, the bar, what is ready and what is not.
fn figures(ui: &Ui, middle: f32, (row, columns): (&SegmentRow, &Columns), role: TypeRole) {
    let painter = ui.painter();
    let y = middle + 4.5;
    let devices = format::count(row.standings.devices());
    paint_text(painter, pos2(columns.devices, y), Anchor::End, words(&devices, role, Ink::Text));
    bar(ui, middle, &row.standings, columns);
    let ink = match row.mark {
        Mark::Missed => Ink::BadText,
        Mark::Risk => Ink::WarnText,
        _ => Ink::Text,
    };
    paint_text(painter, pos2(columns.ready, y), Anchor::End, words(&row.ready, TypeRole::LABEL_STRONG, ink));
    let gaps = match row.standings.gaps() {
        0 => format::DASH.to_owned(),
        n => format::count(n),
    };
    paint_text(painter, pos2(columns.gaps, y), Anchor::End, words(&gaps, role, Ink::Text));
}

fn bar(ui: &Ui, middle: f32, standings: &crate::forecast::Standings, columns: &Columns) {
    let (left, right) = columns.bar;
    if right - left < 12.0 {
        return;
    }
    let place = Rect::from_x_y_ranges(left..=right, middle - 6.0..=middle + 6.0);
    paint::paint(ui.painter(), place, &eligibility::bar(standings, place.width(), place.height()));
}

pub fn total(ui: &mut Ui, place: Rect, table: &SegmentTable, columns: &Columns) {
    ui.painter().hline(place.x_range(), place.top(), stroke(ui, 1.0, Ink::Stroke));
    let response = ui.interact(place, ui.scope_id().with("all segments"), Sense::hover());
    let (devices, gaps) = (table.total.devices(), table.total.gaps());
    let said = format!(
        "All segments: {}, {} ready, {} not ready",
        format::plural(devices, "device", "devices"),
        table.total_ready,
        format::count(gaps)
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let painter = ui.painter();
    let (middle, y) = (place.center().y, place.center().y + 4.5);
    let count = format::count(devices);
    let strong = |text| words(text, TypeRole::LABEL_STRONG, Ink::Text);
    paint_text(
        painter,
        pos2(columns.site, y),
        Anchor::Start,
        words("All segments", TypeRole::BODY_STRONG, Ink::Text),
    );
    paint_text(painter, pos2(columns.devices, y), Anchor::End, strong(&count));
    bar(ui, middle, &table.total, columns);
    paint_text(painter, pos2(columns.ready, y), Anchor::End, strong(&table.total_ready));
    let gaps = if gaps == 0 { format::DASH.to_owned() } else { format::count(gaps) };
    paint_text(painter, pos2(columns.gaps, y), Anchor::End, strong(&gaps));
}
