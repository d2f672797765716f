//! Devices by how far they are on their way into co-management: one stacked bar, with the counts below it or as
//! small as a table's cell. It knows what each standing looks like, and nothing of where the counts come from.

use super::format;
use super::labels::{Canvas, Line, width};
use super::legend::{self, Heading};
use super::palette::Ink;
use super::scene::{Paint, Rect, Scene, Table, pt};
use super::type_roles::TypeRole;
use crate::forecast::{Standing, Standings};

#[derive(Clone, Debug, PartialEq)]
pub struct EligibilityInput {
    pub heading: Option<Heading>,
    pub standings: Standings,
    /// The standing that the page is narrowed to.
    pub chosen: Option<Standing>,
}

/// What a standing is filled with: blue is on its way, amber can be mended, red cannot.
pub const fn paint(standing: Standing) -> Paint {
    match standing {
        Standing::CoManaged => Paint::solid(Ink::IntuneSolid),
        Standing::Scheduled => Paint::blend(Ink::IntuneSolid, 0.58, Ink::Bg1),
        Standing::Eligible => Paint::blend(Ink::IntuneSolid, 0.27, Ink::Bg1),
        Standing::NeedsOsUpdate => Paint::blend(Ink::WarnSolid, 0.72, Ink::Bg1),
        Standing::NeedsJoin => Paint::solid(Ink::WarnSolid),
        Standing::Ineligible => Paint::solid(Ink::BadSolid),
        Standing::Stale => Paint::solid(Ink::NeutralSolid),
        Standing::Unknown => Paint::blend(Ink::NeutralSolid, 0.5, Ink::Bg1),
    }
}

/// The key of the place that stands for a standing; [`standing_of`] reads it.
fn key(standing: Standing, part: &str) -> String {
    format!("{part}:{}", standing.name())
}

/// The standing that a place of the drawing stands for.
pub fn standing_of(key: &str) -> Option<Standing> {
    let (_, name) = key.split_once(':')?;
    Standing::ALL.into_iter().find(|standing| standing.name() == name)
}

const BAR: f32 = 18.0;

/// A bar with its legend below: each part can be pointed at, and taken.
pub fn scene(input: &EligibilityInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &[]);
    let rect = Rect::new(inner.x, inner.y, inner.w, BAR.min(inner.h));
    stack(&mut canvas.scene, &input.standings, rect, 3.0);
    legend_row(&mut canvas, input, Rect::new(inner.x, rect.bottom() + 6.0, inner.w, 30.0));
    let mut scene = canvas.scene;
    scene.sentence = sentence(&input.standings);
    scene.table = table(&input.standings);
    scene
}

/// The bar alone, as high as it is given.
pub fn bar(standings: &Standings, width: f32, height: f32) -> Scene {
    let mut scene = Scene::new(width.max(1.0), height.max(1.0));
    let whole = Rect::new(0.0, 0.0, scene.width, scene.height);
    stack(&mut scene, standings, whole, 2.0);
    scene.sentence = sentence(standings);
    scene.table = table(standings);
    scene
}

fn stack(scene: &mut Scene, standings: &Standings, rect: Rect, radius: f32) {
    let shown: Vec<(Standing, u64)> = standings.all().filter(|(_, devices)| *devices > 0).collect();
    if shown.is_empty() {
        scene.rect(rect, radius, Ink::Bg3);
        return;
    }
    let gap = if shown.len() as f32 * 4.0 < rect.w { 2.0 } else { 0.0 };
    // Every part is seen: the small ones get two points, the rest share what is left.
    let least = 2.0_f32.min(rect.w / shown.len() as f32 / 2.0);
    let free = (rect.w - gap * (shown.len() - 1) as f32 - least * shown.len() as f32).max(0.0);
    let all = standings.devices() as f64;
    let mut x = rect.x;
    for (standing, devices) in shown {
        let w = least + free * (devices as f64 / all) as f32;
        let part = Rect::new(x, rect.y, w, rect.h);
        scene.rect(part, radius.min(w / 2.0), paint(standing));
        scene.hit(key(standing, "part"), part, tip(standing, standings));
        x += w + gap;
    }
}

/// Counts in the order of the bar; what is nothing is left out, and where they do not fit on one line they go on
/// below as far as there is room.
fn legend_row(canvas: &mut Canvas, input: &EligibilityInput, row: Rect) {
    let (mut x, mut y) = (row.x, row.y);
    for (standing, devices) in input.standings.all().filter(|(_, devices)| *devices > 0) {
        let count = format::count(devices);
        let name = width(TypeRole::CAPTION, standing.name());
        let wide = 16.0 + name + 6.0 + width(TypeRole::LABEL_STRONG, &count);
        if x > row.x && x + wide > row.right() + 0.5 {
            (x, y) = (row.x, y + 20.0);
        }
        if y + 22.0 > canvas.scene.height {
            return;
        }
        let place = Rect::new(x - 6.0, y + 1.0, wide + 12.0, 22.0);
        if input.chosen == Some(standing) {
            canvas.scene.rect(place, 5.0, Ink::AccentBg);
        }
        let ink = if input.chosen == Some(standing) { Ink::AccentText } else { Ink::Text2 };
        canvas.scene.rect(Rect::new(x, y + 7.0, 10.0, 10.0), 2.0, paint(standing));
        canvas.write(&Line::start(pt(x + 16.0, y + 16.0), TypeRole::CAPTION, ink, standing.name()));
        let at = pt(x + 16.0 + name + 6.0, y + 16.0);
        canvas.write(&Line::start(at, TypeRole::LABEL_STRONG, Ink::Text, count));
        canvas.scene.hit(key(standing, "standing"), place, tip(standing, &input.standings));
        x += wide + 19.0;
    }
}

const fn meaning(standing: Standing) -> &'static str {
    match standing {
        Standing::CoManaged => "Enrolled, by the newest records",
        Standing::Scheduled => "Targeted by a phase under way, not heard of yet",
        Standing::Eligible => "Nothing stands in the way; failed ones are retried and count here",
        Standing::NeedsOsUpdate => "Its Windows version is too old to enroll",
        Standing::NeedsJoin => "Neither hybrid joined nor Entra joined",
        Standing::Ineligible => "Cannot be co-managed at all",
        Standing::Stale => "Not seen for too long to count on",
        Standing::Unknown => "The list of devices does not say enough",
    }
}

fn tip(standing: Standing, standings: &Standings) -> String {
    let devices = standings.of(standing);
    format!(
        "{}: {} ({})\n{}",
        standing.name(),
        format::plural(devices, "device", "devices"),
        format::percent1(devices as f64 / standings.devices().max(1) as f64),
        meaning(standing)
    )
}

fn sentence(standings: &Standings) -> String {
    let parts: Vec<String> = standings
        .all()
        .filter(|(_, devices)| *devices > 0)
        .map(|(standing, devices)| format!("{} {}", format::count(devices), standing.in_text()))
        .collect();
    if parts.is_empty() {
        return "No devices.".to_owned();
    }
    format!("Of {}: {}.", format::plural(standings.devices(), "device", "devices"), parts.join(", "))
}

fn table(standings: &Standings) -> Table {
    let all = standings.devices().max(1) as f64;
    let row = |(standing, devices): (Standing, u64)| {
        vec![standing.name().to_owned(), format::count(devices), format::percent1(devices as f64 / all)]
    };
    Table {
        head: ["Eligibility", "Devices", "Share"].map(str::to_owned).to_vec(),
        rows: standings.all().map(row).collect(),
    }
}
