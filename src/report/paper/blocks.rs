//! The blocks of a page on paper: sentences, large figures, charts and what is asked.

use super::flow::{self, BODY, BODY_STRONG, Flow, MARGIN, SMALL};
use super::{Part, Role, table};
use crate::picture::labels::{Line, width};
use crate::picture::legend::PADDING;
use crate::picture::markers;
use crate::picture::scene::{Rect, Scene, pt};
use crate::picture::{Ink, Node, TypeRole, text};
use crate::report::pack::{BigFigure, Block, Callout, Chart, Drawing};
use crate::report::slides::tones;
use crate::report::{Finding, Mark};

const FIGURE: TypeRole = TypeRole { line: 31.0, ..TypeRole::BODY_STRONG.at(25.0) };
const LOWER_FIGURE: TypeRole = TypeRole { line: 31.0, ..TypeRole::BODY_STRONG.at(20.0) };
const ASKED: TypeRole = TypeRole { line: 18.0, ..TypeRole::BODY_STRONG.at(13.0) };
/// Charts are made for cards on screen; on paper their smallest words are 7.9 points.
const CHART_SCALE: f32 = 0.72;
const CHART_HEIGHT: f32 = 300.0;
/// Their smallest words keep 6.6 points.
const LEAST_SCALE: f32 = 0.605;
const SIGN: f32 = 16.0;

pub fn block(flow: &mut Flow, block: &Block) {
    match block {
        Block::Heading(words) => flow.section(words),
        Block::Text(text) => finding(flow, Role::Paragraph, text),
        Block::Bullets(bullets) => bullets.iter().for_each(|bullet| finding(flow, Role::Item, bullet)),
        Block::Figures(figures) => figures_row(flow, figures),
        Block::Chart(chart) => figure(flow, chart),
        Block::Table(rows) => table::draw(flow, rows),
        Block::Callout(asked) => callout(flow, asked),
    }
}

/// The state of a chapter at the right of its title; how much room it takes.
pub fn pill(flow: &mut Flow, pill: Option<&(Mark, String)>) -> f32 {
    let Some((mark, words)) = pill else { return 0.0 };
    let words = text::elide(BODY_STRONG, words, 180.0);
    let wide = width(BODY_STRONG, &words) + 34.0;
    let rect = Rect::new(flow.width - MARGIN - wide, flow.y, wide, 22.0);
    let (tint, ink) = tones(*mark);
    let mut scene = flow.blank();
    scene.rect(rect, 11.0, tint);
    markers::verdict(&mut scene, *mark, pt(rect.x + 14.0, rect.y + 11.0), 12.0);
    Line::start(pt(rect.x + 25.0, rect.y + 14.5), BODY_STRONG, ink, words).draw(&mut scene);
    flow.put(Role::Paragraph, scene);
    wide + 12.0
}

/// A sentence with its sign.
pub fn finding(flow: &mut Flow, role: Role, finding: &Finding) {
    if finding.text.is_empty() {
        return;
    }
    let is_indented = finding.mark.is_some() || role == Role::Item;
    let room = flow.room() - if is_indented { SIGN } else { 0.0 };
    let lines = text::break_lines(BODY, &finding.text, room).len();
    flow.need(flow::beginning(lines) as f32 * BODY.line);
    let indent = match finding.mark {
        Some(mark) => {
            let mut scene = flow.blank();
            markers::verdict(&mut scene, mark, pt(MARGIN + 5.5, flow.y + 7.0), 11.0);
            flow.put(Role::Furniture, scene);
            SIGN
        }
        None if role == Role::Item => {
            let mut scene = flow.blank();
            scene.push(Node::Circle {
                center: pt(MARGIN + 5.5, flow.y + 7.0),
                radius: 1.6,
                fill: Some(Ink::Text2.into()),
                stroke: None,
            });
            flow.put(Role::Furniture, scene);
            SIGN
        }
        None => 0.0,
    };
    let place = (MARGIN + indent, flow.room() - indent);
    flow.words(role, (BODY, Ink::Text), place, &finding.text);
}

fn figures_row(flow: &mut Flow, figures: &[BigFigure]) {
    let gap = 18.0;
    let column = (flow.room() - gap * 2.0) / 3.0;
    let lines: Vec<[Vec<String>; 2]> = figures
        .iter()
        .map(|big| {
            [
                text::break_lines(BODY_STRONG, &big.label, column),
                text::break_lines(SMALL, &big.note, column - SIGN),
            ]
        })
        .collect();
    let most = |at: usize| lines.iter().map(|own| own[at].len()).max().unwrap_or(0) as f32;
    let label_height = most(0) * BODY_STRONG.line;
    let height = FIGURE.line + label_height + most(1) * SMALL.line + 4.0;
    flow.need(height);
    let top = flow.y;
    let fits = |role: &TypeRole| figures.iter().all(|big| width(*role, &big.figure) <= column);
    let role = [FIGURE, LOWER_FIGURE, ASKED].into_iter().find(fits).unwrap_or(BODY_STRONG);
    for ((at, big), [labels, notes]) in figures.iter().enumerate().zip(&lines) {
        let left = MARGIN + at as f32 * (column + gap);
        let mut scene = flow.blank();
        let words = text::elide(role, &big.figure, column).into_owned();
        Line::start(pt(left, top + 24.0), role, Ink::Text, words).draw(&mut scene);
        let mut y = top + FIGURE.line;
        for line in labels {
            let at = pt(left, y + text::baseline_offset(BODY_STRONG));
            Line::start(at, BODY_STRONG, Ink::Text, line.as_str()).draw(&mut scene);
            y += BODY_STRONG.line;
        }
        y = top + FIGURE.line + label_height;
        markers::verdict(&mut scene, big.mark, pt(left + 5.0, y + 6.0), 10.0);
        for line in notes {
            let at = pt(left + SIGN, y + text::baseline_offset(SMALL));
            Line::start(at, SMALL, Ink::Text2, line.as_str()).draw(&mut scene);
            y += SMALL.line;
        }
        flow.put(Role::Paragraph, scene);
    }
    flow.y = top + height + 2.0;
}

/// A chart over the whole width with its finding below it.
fn figure(flow: &mut Flow, chart: &Chart) {
    let has_heading = chart.drawing.has_heading();
    // One that is high by its words is drawn smaller, any other lower.
    let is_high = matches!(
        chart.drawing,
        Drawing::Timeline(_) | Drawing::Outline(_) | Drawing::Ways(_) | Drawing::BeforeAfter(_)
    );
    // What lists one bar below the other is as high as its bars, which is known when it is drawn.
    let is_list = matches!(chart.drawing, Drawing::Funnel(_) | Drawing::Pareto(_));
    let (wanted, lower) = match (is_high, is_list) {
        (true, _) => ((CHART_SCALE * flow.squeeze).max(LEAST_SCALE), 1.0),
        (_, true) => (CHART_SCALE, 1.0),
        _ => (CHART_SCALE, flow.squeeze),
    };
    let outset = if has_heading { PADDING * wanted } else { 0.0 };
    let own_width = (flow.room() + 2.0 * outset) / wanted;
    let caption = text::break_lines(SMALL, &chart.sentence, flow.room());
    let below = caption.len() as f32 * SMALL.line + 6.0;
    let above = if has_heading { 0.0 } else { BODY_STRONG.line + 4.0 };
    let natural = chart.natural_height(own_width).unwrap_or(CHART_HEIGHT) * lower;
    let scene = if flow.is_trial && !is_list {
        Scene::new(own_width, natural)
    } else {
        chart.scene(own_width, natural).cropped()
    };
    // What is higher than a sheet is drawn smaller rather than cut, and what is a little too high for the rest of
    // one smaller rather than leaving the chapter's head alone on it.
    let rest = (flow.bottom() - flow.y - above - below) / scene.height;
    let room = if flow.begins() && rest >= LEAST_SCALE {
        rest
    } else {
        (flow.whole() - above - below) / scene.height
    };
    let scale = wanted.min(room);
    let height = scene.height * scale;
    flow.need(above + height + below);
    if !has_heading {
        let mut title = flow.blank();
        let at = pt(MARGIN, flow.y + text::baseline_offset(BODY_STRONG));
        Line::start(at, BODY_STRONG, Ink::Text, chart.title.as_str()).draw(&mut title);
        flow.put(Role::Furniture, title);
        flow.y += above;
    }
    let alt = format!("{}. {}", chart.title, chart.sentence);
    let x = MARGIN - outset + (own_width * wanted - own_width * scale) / 2.0;
    let y = flow.y;
    flow.place(Part { role: Role::Figure(alt), scene, x, y, scale });
    flow.y += height + 2.0;
    // It is the figure's own text for those who listen.
    let mut words = flow.blank();
    for line in caption {
        let at = pt(MARGIN, flow.y + text::baseline_offset(SMALL));
        Line::start(at, SMALL, Ink::Text2, line).draw(&mut words);
        flow.y += SMALL.line;
    }
    flow.put(Role::Furniture, words);
    flow.y += 4.0;
}

/// What is asked, in a panel of its own.
fn callout(flow: &mut Flow, callout: &Callout) {
    const INSET: f32 = 14.0;
    let room = flow.room() - 2.0 * INSET;
    let title = text::break_lines(ASKED, &callout.title, room);
    let subtitle = lines(BODY, &callout.subtitle, room);
    let verdict = lines(BODY_STRONG, &callout.verdict, room - SIGN);
    let order = lines(BODY, &callout.order, room);
    let rows = (subtitle.len() + verdict.len() + order.len() + 1) as f32;
    let height = 2.0 * INSET + title.len() as f32 * ASKED.line + rows * BODY.line + 10.0;
    flow.need(height.min(flow.whole()));
    let mut panel = flow.blank();
    panel.rect(Rect::new(MARGIN, flow.y, flow.room(), height), 8.0, Ink::AccentBg);
    flow.put(Role::Furniture, panel);
    let end = flow.y + height;
    flow.y += INSET;
    let left = MARGIN + INSET;
    let mut head = flow.blank();
    let y = flow.y + text::baseline_offset(BODY_STRONG);
    Line::start(pt(left, y), BODY_STRONG, Ink::AccentText, callout.kicker.as_str()).draw(&mut head);
    let when_room = room - width(BODY_STRONG, &callout.kicker) - 16.0;
    let when = text::elide(SMALL, &callout.when, when_room).into_owned();
    Line::end(pt(left + room, y), SMALL, Ink::Text2, when).draw(&mut head);
    flow.put(Role::Paragraph, head);
    flow.y += BODY.line + 2.0;
    flow.words(Role::Paragraph, (ASKED, Ink::Text), (left, room), &callout.title);
    if !callout.subtitle.is_empty() {
        flow.words(Role::Paragraph, (BODY, Ink::Text), (left, room), &callout.subtitle);
    }
    flow.y += 4.0;
    let mut sign = flow.blank();
    markers::verdict(&mut sign, callout.mark, pt(left + 5.5, flow.y + 7.0), 11.0);
    flow.put(Role::Furniture, sign);
    let face = (BODY_STRONG, Ink::Text);
    flow.words(Role::Paragraph, face, (left + SIGN, room - SIGN), &callout.verdict);
    if !callout.order.is_empty() {
        flow.words(Role::Paragraph, (BODY, Ink::Text2), (left, room), &callout.order);
    }
    flow.y = end.max(flow.y) + 4.0;
}

fn lines(role: TypeRole, words: &str, room: f32) -> Vec<String> {
    if words.is_empty() { Vec::new() } else { text::break_lines(role, words, room) }
}
