//! Step 3 of a new plan: how many devices, from when, how fast, with which desk, and how they are shared out.

use egui::{Rect, Ui, pos2, vec2};

use super::row;
use crate::look::icons::{self, Icon};
use crate::look::style::{color, stroke};
use crate::look::text::{text_at, text_at_elided, text_at_wrapped, words};
use crate::look::widgets::{
    Button, DateRule, FIELD_HEIGHT, Field, Kind, Number, choice, count_field, date_field, icon_button,
    number_field, optional_date_field, text_field,
};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::RESOURCE_ACCESS_LOCKED_FROM;
use crate::plan::support::site_versions;
use crate::plan::template::{Answers, Template, sizes};

const GAP: f32 = 12.0;

/// Three fields a line.
fn places(ui: &mut Ui, width: f32) -> [Rect; 3] {
    let line = row(ui, width, FIELD_HEIGHT + GAP);
    let wide = (width - 2.0 * GAP) / 3.0;
    [0.0, 1.0, 2.0].map(|n| {
        Rect::from_min_size(pos2(line.left() + n * (wide + GAP), line.top()), vec2(wide, FIELD_HEIGHT))
    })
}

/// True = the pilot is to be sized by what its gate must tell apart.
pub fn show(ui: &mut Ui, width: f32, answers: &mut Answers) -> bool {
    let lines = ui;
    let mut inside = super::inside(lines);
    let ui = &mut inside;
    let [name, devices, version] = places(lines, width);
    text_field(ui, Field::new("Name of the plan").at(name), &mut answers.name);
    let is_by_site = answers.template == Template::BySite;
    let lock = is_by_site.then_some("The sum of the sites");
    if is_by_site {
        answers.devices = answers.sites.iter().fold(0, |sum, (_, n)| sum.saturating_add(*n));
    }
    let scope = Field::new("Devices in scope").at(devices).locked(lock);
    if count_field(ui, scope, &Number::whole(1.0, 1e7, ""), &mut answers.devices).changed() {
        answers.sizes = None;
    }
    site_version(ui, version, answers);
    let [start, target, rate] = places(lines, width);
    date_field(
        ui,
        Field::new("Start of the first phase").at(start),
        &DateRule::default(),
        &mut answers.start,
    );
    let rule = DateRule { is_optional: true, earliest: Some(answers.start), ..DateRule::default() };
    optional_date_field(ui, Field::new("Target finish (optional)").at(target), &rule, &mut answers.target);
    let number = Number::whole(1.0, 1e6, "devices per day");
    count_field(ui, Field::new("Fastest rollout").at(rate), &number, &mut answers.rate);
    let [agents, closes, ordinary] = places(lines, width);
    let number = Number::whole(0.0, 1e4, "agents").with_decimals(1, 1.0);
    number_field(ui, Field::new("Helpdesk").at(agents), &number, &mut answers.agents);
    let number = Number::whole(0.1, 1e3, "tickets a day").with_decimals(1, 1.0);
    number_field(ui, Field::new("Each closes").at(closes), &number, &mut answers.tickets_per_agent_day);
    let mut tickets = answers.ordinary_tickets.unwrap_or(0.0);
    let unit = if answers.ordinary_tickets.is_none() { "not typed yet" } else { "a day" };
    let number = Number::whole(0.0, 1e6, unit).with_decimals(1, 5.0);
    if number_field(ui, Field::new("Ordinary tickets").at(ordinary), &number, &mut tickets).changed() {
        answers.ordinary_tickets = Some(tickets);
    }
    let mut is_asked = false;
    if is_by_site {
        sites(ui, (lines, width), answers);
    } else {
        is_asked = phase_sizes(ui, (lines, width), answers);
    }
    locked_workload(lines, width, answers);
    is_asked
}

fn site_version(ui: &mut Ui, place: Rect, answers: &mut Answers) {
    let mut versions: Vec<u16> = site_versions().collect();
    if !versions.contains(&answers.site_version) {
        versions.push(answers.site_version);
    }
    let names: Vec<String> = versions.iter().map(ToString::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut chosen = versions.iter().position(|version| *version == answers.site_version).unwrap_or(0);
    let field = Field::new("Configuration Manager").at(place);
    if choice(ui, field, &mut chosen, &names, "site version").changed()
        && let Some(version) = versions.get(chosen)
    {
        answers.site_version = *version;
    }
}

fn phase_sizes(ui: &mut Ui, (lines, width): (&mut Ui, f32), answers: &mut Answers) -> bool {
    const PER_LINE: usize = 5;
    let mut rings = sizes(answers);
    if rings.is_empty() {
        return false;
    }
    let sum: u64 = rings.iter().map(|(_, devices)| u64::from(*devices)).sum();
    let is_sound = sum == u64::from(answers.devices);
    let line = row(lines, width, 20.0);
    let y = line.top() + 12.0;
    let title = words("Devices per phase", TypeRole::CAPTION, Ink::Text2);
    let title = text_at(ui, pos2(line.left(), y), Anchor::Start, title);
    let size = Button::new(Kind::Link, "Size the pilot…").small();
    let place = Rect::from_min_size(pos2(title.rect.right() + 8.0, y - 17.0), size.size());
    let is_asked = size.at(place).show(ui).clicked();
    let said = format!("sum {} of {}", format::count(sum), format::count(answers.devices.into()));
    let ink = if is_sound { Ink::OkText } else { Ink::WarnText };
    text_at(ui, pos2(line.right(), y), Anchor::End, words(&said, TypeRole::CAPTION_MEDIUM, ink));
    let wide = (width - 8.0 * (PER_LINE as f32 - 1.0)) / PER_LINE as f32;
    let mut is_changed = false;
    for start in (0..rings.len()).step_by(PER_LINE) {
        let line = row(lines, width, 52.0);
        for (n, (name, devices)) in rings.iter_mut().skip(start).take(PER_LINE).enumerate() {
            let left = line.left() + n as f32 * (wide + 8.0);
            let place = Rect::from_min_size(pos2(left, line.top()), vec2(wide, 28.0));
            let salt = format!("size {}", start + n);
            let field = Field::new(name).salt(&salt).without_label().at(place);
            is_changed |= count_field(ui, field, &Number::whole(0.0, 1e7, ""), devices).changed();
            let at = pos2(left + 2.0, place.bottom() + 15.0);
            text_at_elided(ui, at, Anchor::Start, words(name, TypeRole::CAPTION, Ink::Text2), wide - 2.0);
        }
    }
    if is_changed {
        answers.sizes = Some(rings.into_iter().map(|(_, devices)| devices).collect());
    }
    is_asked
}

fn sites(ui: &mut Ui, (lines, width): (&mut Ui, f32), answers: &mut Answers) {
    let line = row(lines, width, 20.0);
    let at = pos2(line.left(), line.top() + 12.0);
    text_at(ui, at, Anchor::Start, words("Sites with their devices", TypeRole::CAPTION, Ink::Text2));
    let mut gone = None;
    for (n, (site, devices)) in answers.sites.iter_mut().enumerate() {
        let line = row(lines, width, 36.0);
        ui.push_id(n, |ui| {
            let name = Rect::from_min_size(line.min, vec2(260.0, 28.0));
            text_field(ui, Field::new("Site").without_label().hint("name of the site").at(name), site);
            let count = Rect::from_min_size(line.min + vec2(272.0, 0.0), vec2(160.0, 28.0));
            let number = Number::whole(0.0, 1e7, "devices");
            count_field(ui, Field::new("Devices of the site").without_label().at(count), &number, devices);
            let cross = Rect::from_min_size(line.min + vec2(440.0, 0.0), vec2(28.0, 28.0));
            if icon_button(ui, cross, Icon::Close, "Remove site").clicked() {
                gone = Some(n);
            }
        });
    }
    if let Some(n) = gone {
        answers.sites.remove(n);
    }
    let line = row(lines, width, 40.0);
    let add = Button::new(Kind::Secondary, "Add site").icon(Icon::Plus);
    let place = Rect::from_min_size(line.min, add.size());
    if add.at(place).show(ui).clicked() {
        let name = format!("Site {}", answers.sites.len() + 1);
        answers.sites.push((name, 100));
        answers.sizes = None;
    }
}

fn locked_workload(ui: &mut Ui, width: f32, answers: &Answers) {
    let line = row(ui, width, 52.0);
    let place = Rect::from_min_size(line.min + vec2(0.0, 4.0), vec2(width, 36.0));
    let edge = stroke(ui, 1.0, Ink::Stroke);
    ui.painter().rect(place, 6.0, color(ui, Ink::Bg2), edge, egui::StrokeKind::Inside);
    icons::paint(
        ui.painter(),
        Icon::Lock,
        pos2(place.left() + 18.0, place.center().y),
        13.0,
        color(ui, Ink::Text2),
    );
    let said = if answers.site_version >= RESOURCE_ACCESS_LOCKED_FROM {
        "Resource access is fixed on Intune from site version 2403: six workloads are left to plan."
    } else {
        "Below site version 2403 Resource access is still a slider: clear it before the upgrade."
    };
    let at = pos2(place.left() + 34.0, place.center().y + 4.5);
    text_at_wrapped(ui, at, words(said, TypeRole::LABEL, Ink::Text2), place.width() - 44.0);
}
