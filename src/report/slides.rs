//! The slides of a plan: each page of the pack on a canvas of 1600 × 900, legible from the back row: a
//! heading, three figures, one chart or table, and the decision that is asked. Nothing is smaller than 16 points.

mod board;
mod parts;

pub use board::Told;

use board::Board;

use super::Mark;
use super::pack::{self, BigFigure, Block, Callout, Chart, Options, Page, PageKey, Table};
use super::{Finding, Situation};
use crate::picture::labels::{Line, width};
use crate::picture::legend::PADDING;
use crate::picture::markers;
use crate::picture::scene::{Rect, Scene, Stroke, pt};
use crate::picture::{Ink, TypeRole, text};

pub const WIDTH: f32 = 1600.0;
pub const HEIGHT: f32 = 900.0;
const MARGIN: f32 = 72.0;
const RIGHT: f32 = WIDTH - MARGIN;
/// Where the body ends, over the foot.
const BOTTOM: f32 = 840.0;
/// A chart made for cards is drawn so much larger that its captions are 16 points.
const CHART_SCALE: f32 = 16.0 / 11.0;
/// In less room a chart shows nothing any more.
pub const LOWEST_CHART: f32 = 160.0;

const KICKER: TypeRole = TypeRole::BODY_MEDIUM.at(20.0);
const SMALL: TypeRole = TypeRole::BODY.at(16.0);
const TEXT: TypeRole = TypeRole::BODY.at(20.0);
const LARGE: TypeRole = TypeRole::BODY.at(22.0);
const LABEL: TypeRole = TypeRole::BODY_MEDIUM.at(26.0);
const STRONG: TypeRole = TypeRole::BODY_STRONG.at(26.0);
const ASKED: TypeRole = TypeRole::BODY_STRONG.at(34.0);
const TITLE: TypeRole = TypeRole::BODY_STRONG.at(52.0);
const HUGE: TypeRole = TypeRole::BODY_STRONG.at(104.0);
const LARGE_FIGURE: TypeRole = TypeRole::BODY_STRONG.at(76.0);

/// Where an organization's logo stands on the canvas: its right edge and its middle are kept.
pub const LOGO: Rect = Rect::new(RIGHT - 300.0, 20.0, 300.0, 44.0);

/// A slide: everything but the chart, and the chart with its place on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    pub title: String,
    /// What the presenter may say to it.
    pub notes: String,
    pub scene: Scene,
    /// What of the scene is read as one, in its order; other nodes are each for themselves.
    pub told: Vec<Told>,
    /// In its own points; to be drawn as wide as its place.
    pub chart: Option<(Scene, Rect)>,
}

/// What stands over and under every slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub kicker: String,
    pub basis: String,
    /// From 0; none for a page that is shown beside the order.
    pub number: Option<usize>,
    pub count: usize,
}

impl Frame {
    /// The number of the slide, and of how many.
    fn place(&self) -> Option<String> {
        self.number.map(|number| format!("{} / {}", number + 1, self.count))
    }

    /// It stands on every slide, or is nothing but its number; a figure may be written like one, in large type.
    pub fn repeats(&self, text: &str) -> bool {
        text == self.kicker || text == self.basis || self.place().is_some_and(|place| place == text)
    }
}

/// How many slides are shown.
pub fn count(at: &Situation<'_>) -> usize {
    pack::keys(at).len()
}

/// The slide with a number from 0; numbers beyond the last show the last.
pub fn slide(at: &Situation<'_>, options: Options<'_>, number: usize) -> Slide {
    let keys = pack::keys(at);
    let number = number.min(keys.len().saturating_sub(1));
    of(at, options, keys[number], (Some(number), keys.len()))
}

/// Every slide in the order in which they are shown.
pub fn all(at: &Situation<'_>, options: Options<'_>) -> Vec<Slide> {
    let keys = pack::keys(at);
    let count = keys.len();
    keys.into_iter().enumerate().map(|(number, key)| of(at, options, key, (Some(number), count))).collect()
}

/// A page that has no place in the order, because somebody asks about it.
pub fn beside(at: &Situation<'_>, options: Options<'_>, key: PageKey) -> Slide {
    of(at, options, key, (None, 0))
}

fn of(
    at: &Situation<'_>,
    options: Options<'_>,
    key: PageKey,
    (number, count): (Option<usize>, usize),
) -> Slide {
    let frame = Frame { kicker: pack::kicker(at), basis: pack::basis(at), number, count };
    draw(&pack::page(at, Options { is_slide: true, ..options }, key), &frame)
}

/// A page of the pack as a slide.
pub fn draw(page: &Page, frame: &Frame) -> Slide {
    let mut scene = Board::new(WIDTH, HEIGHT);
    head(&mut scene, &frame.kicker, page);
    let mut top = 186.0;
    let figures = page.blocks.iter().find_map(|block| match block {
        Block::Figures(figures) => Some(figures),
        _ => None,
    });
    if let Some(figures) = figures {
        let role = figure_role(figures, FIGURE_ROOM);
        for (column, big) in figures.iter().take(3).enumerate() {
            figure(&mut scene, (big, role), column);
        }
        parts::rule(&mut scene, 412.0, Ink::Stroke2);
        top = 424.0;
    }
    let callout = page.blocks.iter().find_map(|block| match block {
        Block::Callout(callout) => Some(callout),
        _ => None,
    });
    let body = Rect::new(MARGIN, top, RIGHT - MARGIN, BOTTOM - top);
    let body = match callout {
        Some(callout) => {
            let rect = Rect::new(980.0, top + 16.0, RIGHT - 980.0, BOTTOM - top - 20.0);
            panel(&mut scene, callout, rect);
            Rect { w: rect.x - MARGIN - 24.0, ..body }
        }
        None => body,
    };
    let chart = fill(&mut scene, page, body);
    foot(&mut scene, frame);
    scene.sentence.clone_from(&page.finding.text);
    let Board { scene, told, .. } = scene;
    Slide { title: page.title.clone(), notes: page.notes.clone(), scene, told, chart }
}

/// Sentences, then the chart or the table, into what is left of the slide.
fn fill(scene: &mut Board, page: &Page, body: Rect) -> Option<(Scene, Rect)> {
    let mut y = body.y;
    for block in &page.blocks {
        let left = Rect { y, h: body.bottom() - y, ..body };
        match block {
            Block::Figures(_) | Block::Callout(_) => {}
            Block::Heading(words) => y = parts::heading(scene, left, words),
            Block::Text(finding) => y = parts::sentence(scene, left, finding),
            Block::Bullets(bullets) => y = parts::bullets(scene, left, bullets),
            Block::Table(table) => y = parts::table(scene, left, table),
            // Only one chart is legible from the back row, and none where words have taken the room.
            Block::Chart(chart) => return (left.h >= LOWEST_CHART).then(|| place(chart, left)),
        }
    }
    None
}

/// The chart as wide as the room, or less wide where it is too high for it.
fn place(chart: &Chart, room: Rect) -> (Scene, Rect) {
    let outset = if chart.drawing.has_heading() { PADDING * CHART_SCALE } else { 0.0 };
    let room = Rect { x: room.x - outset, w: room.w + 2.0 * outset, ..room };
    let (w, h) = (room.w / CHART_SCALE, room.h / CHART_SCALE);
    let h = chart.natural_height(w).map_or(h, |natural| natural.min(h));
    let scene = chart.scene(w, h);
    // What cannot be lower is drawn smaller rather than over the foot.
    let scale = CHART_SCALE.min(room.h / scene.height.max(1.0));
    let at = Rect { w: scene.width * scale, h: scene.height * scale, ..room };
    (scene, at)
}

fn head(scene: &mut Board, kicker: &str, page: &Page) {
    let room = RIGHT - MARGIN;
    parts::line(scene, (MARGIN, 73.0), (KICKER, Ink::Text2), &text::elide(KICKER, kicker, room - 420.0));
    let pill = page.pill.as_ref().map(|(mark, text)| (*mark, text::elide(STRONG, text, 460.0)));
    let pill_width = pill.as_ref().map_or(0.0, |(_, text)| width(STRONG, text) + 96.0);
    let room = room - pill_width - 24.0;
    let fits = |role: &TypeRole| width(*role, &page.title) <= room;
    if let Some(role) = [TITLE, ASKED, STRONG].into_iter().find(fits) {
        parts::line(scene, (MARGIN, 131.0), (role, Ink::Text), &page.title);
    } else {
        parts::lines(scene, (MARGIN, 112.0), (STRONG, Ink::Text), (&page.title, room, 2));
    }
    if let Some((mark, text)) = &pill {
        let rect = Rect::new(RIGHT - pill_width, 76.0, pill_width, 64.0);
        let (tint, ink) = tones(*mark);
        scene.rect(rect, 32.0, tint);
        markers::verdict(scene, *mark, pt(rect.x + 38.0, rect.y + 32.0), 32.0);
        parts::line(scene, (rect.x + 66.0, rect.y + 41.0), (STRONG, ink), text);
    }
    parts::rule(scene, 170.0, Ink::Rule);
}

const COLUMN: f32 = (RIGHT - MARGIN) / 3.0;
/// What a large figure has of its column.
pub const FIGURE_ROOM: f32 = COLUMN - 40.0;

/// The largest size that all figures of a row have room for.
pub fn figure_role(figures: &[BigFigure], room: f32) -> TypeRole {
    let fits = |role: &TypeRole| figures.iter().take(3).all(|big| width(*role, &big.figure) <= room);
    [HUGE, LARGE_FIGURE].into_iter().find(fits).unwrap_or(TITLE)
}

fn figure(scene: &mut Board, (big, role): (&BigFigure, TypeRole), column: usize) {
    let left = MARGIN + column as f32 * COLUMN + if column > 0 { 20.0 } else { 0.0 };
    let room = FIGURE_ROOM;
    if column > 0 {
        let x = left - 20.0;
        scene.line(pt(x, 206.0), pt(x, 380.0), Stroke::new(1.0, Ink::Stroke));
    }
    parts::line(scene, (left, 291.0), (role, Ink::Text), &text::elide(role, &big.figure, room));
    parts::line(scene, (left, 336.0), (LABEL, Ink::Text), &text::elide(LABEL, &big.label, room));
    markers::verdict(scene, big.mark, pt(left + 11.0, 366.0), 22.0);
    let note_room = room - 34.0;
    let role = if width(LARGE, &big.note) <= note_room { LARGE } else { TEXT };
    parts::line(scene, (left + 34.0, 373.0), (role, Ink::Text2), &text::elide(role, &big.note, note_room));
}

/// What is asked, in the room's own panel.
fn panel(scene: &mut Board, callout: &Callout, rect: Rect) {
    scene.rect(rect, 16.0, Ink::AccentBg);
    let (left, room) = (rect.x + 32.0, rect.w - 64.0);
    let kicker_role = TypeRole::BODY_STRONG.at(20.0);
    parts::line(scene, (left, rect.y + 46.0), (kicker_role, Ink::AccentText), &callout.kicker);
    let when_room = room - width(kicker_role, &callout.kicker) - 20.0;
    let when = text::elide(SMALL, &callout.when, when_room).into_owned();
    Line::end(pt(rect.right() - 32.0, rect.y + 46.0), SMALL, Ink::Text2, when).draw(scene);
    let mut y = rect.y + 92.0;
    let fits = |role: &TypeRole| text::break_lines(*role, &callout.title, room).len() <= 2;
    let role = [ASKED, STRONG].into_iter().find(fits).unwrap_or(LARGE);
    y = parts::lines(scene, (left, y), (role, Ink::Text), (&callout.title, room, 3)) + 2.0;
    y = parts::lines(scene, (left, y), (TEXT, Ink::Text), (&callout.subtitle, room, 2));
    scene.line(pt(left, y - 4.0), pt(left + room, y - 4.0), Stroke::new(1.0, Ink::Stroke2));
    y += 32.0;
    markers::verdict(scene, callout.mark, pt(left + 12.0, y - 7.0), 24.0);
    let role = TypeRole::BODY_STRONG.at(22.0);
    let verdict = text::elide(role, &callout.verdict, room - 36.0);
    parts::line(scene, (left + 36.0, y), (role, Ink::Text), &verdict);
    y += 34.0;
    let left_over = ((rect.bottom() - 20.0 - y) / TEXT.line).floor().max(0.0) as usize + 1;
    parts::lines(scene, (left, y), (TEXT, Ink::Text2), (&callout.order, room, left_over));
}

fn foot(scene: &mut Board, frame: &Frame) {
    scene.line(pt(MARGIN, 857.0), pt(RIGHT, 857.0), Stroke::new(1.0, Ink::Stroke));
    let room = RIGHT - MARGIN - 120.0;
    parts::line(scene, (MARGIN, 882.0), (SMALL, Ink::Text2), &text::elide(SMALL, &frame.basis, room));
    if let Some(place) = frame.place() {
        Line::end(pt(RIGHT, 882.0), SMALL, Ink::Text2, place).draw(scene);
    }
}

/// The tint and the words of a state.
pub const fn tones(mark: Mark) -> (Ink, Ink) {
    match mark {
        Mark::Met => (Ink::OkTint, Ink::OkText),
        Mark::Risk | Mark::Paused => (Ink::WarnTint, Ink::WarnText),
        Mark::Missed => (Ink::BadTint, Ink::BadText),
        Mark::Running => (Ink::IntuneTint, Ink::IntuneText),
        Mark::Empty => (Ink::NeutralTint, Ink::NeutralText),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::picture::Node;
    use crate::report::sample_tests::{Sample, day, sample, track};

    fn texts(scene: &Scene) -> Vec<(TypeRole, String, Rect)> {
        let of = |node: &Node| match node {
            Node::Text { at, anchor, role, text, .. } => {
                Some((*role, text.clone(), crate::picture::labels::text_rect(*at, *anchor, *role, text)))
            }
            _ => None,
        };
        scene.nodes.iter().filter_map(of).collect()
    }

    fn samples() -> Vec<Sample> {
        let mut long = sample().with_baseline().running(320);
        long.plan.name = "A plan with a name far longer than anyone would type ".repeat(4);
        long.plan.phases[1].name =
            "Every clinic, hospital and laboratory of the northern and southern regions".into();
        long.plan.questions = vec![crate::plan::Question {
            id: crate::plan::QuestionId(1),
            date: day(2026, 8, 14),
            who: "The steering committee of all regions and departments".into(),
            phase: None,
            question: "Shall we add two helpdesk agents for the whole of the winter? ".repeat(4),
            note: "It costs 216 agent-days and needs the works council. ".repeat(4),
        }];
        let mut blocked = sample();
        blocked.block(9);
        let mut listed = sample();
        listed.block(14);
        let mut running = sample().with_baseline().running(320);
        running.outlook.observed.track = track(day(2026, 7, 6), 38);
        vec![sample(), blocked, listed, running, long]
    }

    #[test]
    fn nothing_is_smaller_than_sixteen_points_and_nothing_leaves_the_canvas() {
        for sample in samples() {
            for number in 0..count(&sample.at()) {
                let slide = slide(&sample.at(), Options::default(), number);
                for (role, text, rect) in texts(&slide.scene) {
                    assert!(role.size >= 16.0, "{text}: {}", role.size);
                    let inside = rect.x >= MARGIN - 1.0 && rect.right() <= RIGHT + 1.0;
                    assert!(inside && rect.bottom() <= HEIGHT, "{text}: {rect:?}");
                }
                let Some((chart, place)) = &slide.chart else { continue };
                let scale = place.w / chart.width;
                assert!(place.bottom() <= 857.0, "{number}: {place:?} lies on the foot");
                for (role, text, _) in texts(chart) {
                    let is_letter = role.size == TypeRole::MARKER.size;
                    assert!(is_letter || role.size * scale >= 15.99, "{text}: {}", role.size * scale);
                }
            }
        }
    }

    #[test]
    fn a_table_is_set_smaller_before_words_are_cut_or_rows_left_out() {
        use crate::report::pack::{Cell, Column, ColumnKind};
        let words = "none of 730 devices in a pilot, 58 are needed ".repeat(8);
        let columns = ["Place", "Problem"].map(|name| Column::new(name, ColumnKind::Words)).to_vec();
        let row = |n: usize| vec![Cell::words(format!("Row {n}")), Cell::words(words.trim())];
        let mut page = pack::page(&sample().at(), Options::default(), PageKey::Problems);
        page.blocks = vec![Block::Table(Table::new("Problems", columns, (0..8).map(row).collect()))];
        let frame = Frame { kicker: String::new(), basis: String::new(), number: None, count: 0 };
        let said: Vec<String> =
            texts(&draw(&page, &frame).scene).into_iter().map(|(_, text, _)| text).collect();
        assert!(said.iter().all(|text| !text.contains('…') && !text.ends_with("more")), "{said:?}");
        let whole = said.join(" ");
        assert_eq!(whole.matches("730 devices").count(), 64, "{whole}");
        assert!((0..8).all(|n| said.contains(&format!("Row {n}"))));
    }

    #[test]
    fn words_do_not_lie_on_each_other() {
        for sample in samples() {
            for number in 0..count(&sample.at()) {
                let texts = texts(&slide(&sample.at(), Options::default(), number).scene);
                for (n, (_, one, a)) in texts.iter().enumerate() {
                    for (_, other, b) in &texts[n + 1..] {
                        let apart = a.right() <= b.x + 0.5
                            || b.right() <= a.x + 0.5
                            || a.bottom() <= b.y + 2.0
                            || b.bottom() <= a.y + 2.0;
                        assert!(apart, "{one:?} {a:?} lies on {other:?} {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_slide_says_the_numbers_of_its_phase() {
        let plan = sample().with_baseline().running(320);
        let words: Vec<String> = texts(&slide(&plan.at(), Options::default(), 3).scene)
            .into_iter()
            .map(|(_, text, _)| text)
            .collect();
        for expected in ["Wave 1 – gate on 11 Sep 2026", "32.0%", "of Wave 1 enrolled", "4 / 9", "Running"]
        {
            assert!(words.iter().any(|word| word == expected), "{expected} is not in {words:?}");
        }
        let last = count(&plan.at()) - 1;
        let of = |number| slide(&plan.at(), Options::default(), number);
        assert_eq!(of(99), of(last));
    }

    #[test]
    fn the_slide_of_a_decision_names_another_schedule_beside_a_chart_that_fills_it() {
        use crate::report::study::{Study, Way};
        let mut plan = sample().with_baseline().running(320);
        plan.plan.questions = vec![crate::plan::Question {
            id: crate::plan::QuestionId(1),
            date: plan.plan.status_date,
            who: "Steering committee".into(),
            phase: None,
            question: "Add two helpdesk agents?".into(),
            note: String::new(),
        }];
        let own = crate::report::sample_odds_tests::odds(&plan);
        let with = crate::forecast::Odds { by_target: Some(0.86), ..own.clone() };
        let way = Way {
            name: Some("Two more".into()),
            plan: std::sync::Arc::new(plan.plan.clone()),
            odds: Some(std::sync::Arc::new(with)),
        };
        let study = Study::of(vec![way]).unwrap();
        let at = plan.at().with_odds(Some(&own));
        let number = pack::keys(&at).iter().position(|key| *key == PageKey::Decision).unwrap();
        let slide = slide(&at, Options { study: Some(&study), is_slide: false }, number);
        let said: String = texts(&slide.scene).into_iter().map(|(_, text, _)| text + " ").collect();
        assert!(
            said.contains("As the plan stands, 61 of 100 futures finish by the target, with “Two more” 86."),
            "{said}"
        );
        let (chart, place) = slide.chart.unwrap();
        assert!(place.h > 300.0, "{place:?}");
        let flags: Vec<String> = texts(&chart).into_iter().map(|(_, text, _)| text).collect();
        assert!(flags.iter().any(|text| text.starts_with("half by ")), "{flags:?}");
        assert!(!flags.iter().any(|text| text.contains("P50")), "{flags:?}");
    }
}
