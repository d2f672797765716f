//! Finish against the size of the helpdesk: a dot at P50 with its tail to P85 for each number of agents,
//! a wash where the desk does not bear it, rings on now and on what is recommended.

use super::format;
use super::labels::{Canvas, Labels, Line, longest_fitting, width};
use super::legend::{self, Heading};
use super::palette::Ink;
use super::scene::{Node, Paint, Point, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;
use chrono::{Datelike, Days, Months, NaiveDate};

/// The odds with one number of agents.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierDot {
    /// `14`
    pub agents: String,
    /// None = never.
    pub p50: Option<NaiveDate>,
    pub p85: Option<NaiveDate>,
    pub by_target: Option<f64>,
    /// P50 of the largest weekly load.
    pub peak_load: f64,
    pub breaks_rule: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FrontierInput {
    pub heading: Option<Heading>,
    /// In order of agents.
    pub dots: Vec<FrontierDot>,
    pub to_come: usize,
    /// The plan's own dot.
    pub now: Option<usize>,
    pub recommended: Option<usize>,
    pub target: Option<NaiveDate>,
    /// What the wash behind a dot says: `tickets wait over 3 days`
    pub rule: String,
    /// What is asked of a recommended number, the longest form first.
    pub asked: Vec<String>,
    /// `helpdesk agents`
    /// `helpdesk agent`, and of several.
    pub unit: [String; 2],
}

const FOOT: f32 = 38.0;

struct Frame {
    plot: Rect,
    first: NaiveDate,
    last: NaiveDate,
    count: usize,
}

impl Frame {
    fn slot(&self) -> f32 {
        self.plot.w / self.count.max(1) as f32
    }

    fn x(&self, index: usize) -> f32 {
        self.plot.x + self.slot() * (index as f32 + 0.5)
    }

    fn y(&self, day: NaiveDate) -> f32 {
        let span = (self.last - self.first).num_days().max(1) as f32;
        let share = ((day - self.first).num_days() as f32 / span).clamp(0.0, 1.0);
        self.plot.bottom() - self.plot.h * share
    }
}

pub fn scene(input: &FrontierInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &[]);
    match frame(input, inner) {
        Some(frame) => {
            let washed = wash(&mut canvas, input, &frame);
            grid(&mut canvas, &frame);
            target(&mut canvas, input, &frame);
            dots(&mut canvas, input, &frame);
            let rule = washed.and_then(|rect| rule(&mut canvas, input, rect));
            agents(&mut canvas, input, &frame);
            names(&mut canvas, input, &frame);
            // Last, for tails run up to the top where P85 never comes.
            if let Some(rule) = rule {
                rule.draw(&mut canvas.scene);
            }
        }
        None => nothing(&mut canvas, input, inner),
    }
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

fn frame(input: &FrontierInput, inner: Rect) -> Option<Frame> {
    let days = || input.dots.iter().flat_map(|dot| [dot.p50, dot.p85]).flatten();
    let first = days().min()?;
    let last = readable(input, first, days().max()?);
    let near = input.target.filter(|target| {
        let span = (last - first).num_days().max(30);
        (first - *target).num_days() < span && (*target - last).num_days() < span
    });
    let (first, last) = (near.map_or(first, |t| t.min(first)), near.map_or(last, |t| t.max(last)));
    let air = Days::new(((last - first).num_days() / 8).max(4) as u64);
    let first = first.checked_sub_days(air).unwrap_or(first);
    let last = last.checked_add_days(air).unwrap_or(last);
    let left = inner.x + width(TypeRole::CAPTION, "28 Sep 2026").min(inner.w * 0.25) + 8.0;
    let right = (inner.right() - 4.0).max(left + 20.0);
    let plot = Rect::new(left, inner.y, right - left, (inner.h - FOOT).max(10.0));
    Some(Frame { plot, first, last, count: input.dots.len() + input.to_come })
}

/// The last day of the scale: far too few agents finish so late that all others would lie on one line, so
/// that what comes much later than the plan's own dot is only named.
fn readable(input: &FrontierInput, first: NaiveDate, last: NaiveDate) -> NaiveDate {
    let own = input.dots.get(input.now.unwrap_or(0)..).unwrap_or_default();
    let Some(far) = own.iter().flat_map(|dot| [dot.p50, dot.p85]).flatten().max() else { return last };
    let span = (far - first).num_days().max(21) as u64;
    far.checked_add_days(Days::new(span)).map_or(last, |limit| limit.min(last))
}

/// Behind the dots whose desk breaks the rule; returns the first of them.
fn wash(canvas: &mut Canvas, input: &FrontierInput, frame: &Frame) -> Option<Rect> {
    let mut first = None;
    let mut at = 0;
    while at < input.dots.len() {
        let length = input.dots[at..].iter().take_while(|dot| dot.breaks_rule).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let x = frame.x(at) - frame.slot() / 2.0;
        let rect = Rect::new(x, frame.plot.y, frame.slot() * length as f32, frame.plot.h);
        canvas.scene.rect(rect, 0.0, Paint::blend(Ink::WarnTint, 0.7, Ink::Bg1));
        first = first.or(Some(rect));
        at += length;
    }
    first
}

/// What the wash means, to be drawn over the tails: at its top, else at its foot, off the dots and their line.
fn rule(canvas: &mut Canvas, input: &FrontierInput, rect: Rect) -> Option<Line> {
    let role = TypeRole::CAPTION_MEDIUM;
    let words = longest_fitting(role, &[&input.rule, "too few"], rect.w.max(60.0) - 8.0)?;
    let lines = [12.0, rect.h - 8.0].map(|down| {
        let at = pt(rect.x + 6.0, rect.y + down);
        Line::start(at, role, Ink::WarnText, words.as_str()).on(Ink::WarnTint)
    });
    lines.into_iter().find(|line| canvas.labels.claim(line.rect()))
}

/// Firsts of months as lines, and the numbers of agents below.
fn grid(canvas: &mut Canvas, frame: &Frame) {
    let days = (frame.last - frame.first).num_days().max(1) as f32;
    let per_month = frame.plot.h / days * 30.4;
    let step = [1, 2, 3, 6, 12].into_iter().find(|step| per_month * *step as f32 >= 24.0).unwrap_or(24);
    let mut month = frame.first.with_day(1);
    let mut drawn = 0;
    while let Some(day) = month.filter(|day| *day <= frame.last) {
        month = day.checked_add_months(Months::new(1));
        if day < frame.first || day.month0() % step.min(12) != 0 {
            continue;
        }
        let label = if drawn == 0 || day.month() == 1 { format::date(day) } else { format::date_short(day) };
        tick(canvas, frame, day, label);
        drawn += 1;
    }
    if drawn < 2 {
        // Less than two months: weeks.
        let step = ((days / 4.0 / 7.0).ceil().max(1.0) as u64) * 7;
        let monday = frame
            .first
            .checked_add_days(Days::new((7 - u64::from(frame.first.weekday().num_days_from_monday())) % 7));
        let mut day = monday;
        while let Some(date) = day.filter(|day| *day <= frame.last) {
            tick(canvas, frame, date, format::date_short(date));
            day = date.checked_add_days(Days::new(step));
        }
    }
    let bottom = frame.plot.bottom();
    canvas.scene.line(
        pt(frame.plot.x, bottom),
        pt(frame.plot.right(), bottom),
        Stroke::new(1.0, Ink::Stroke2),
    );
}

fn tick(canvas: &mut Canvas, frame: &Frame, day: NaiveDate, label: String) {
    let y = frame.y(day);
    canvas.scene.line(pt(frame.plot.x, y), pt(frame.plot.right(), y), Stroke::new(1.0, Ink::Grid));
    canvas.write(&Line::end(pt(frame.plot.x - 8.0, y + 4.0), TypeRole::CAPTION, Ink::Text3, label));
}

fn target(canvas: &mut Canvas, input: &FrontierInput, frame: &Frame) {
    let Some(target) = input.target.filter(|day| frame.first <= *day && *day <= frame.last) else { return };
    let y = frame.y(target);
    let line = Stroke::dashed(1.5, Ink::Text, 4.0, 3.0);
    canvas.scene.line(pt(frame.plot.x, y), pt(frame.plot.right(), y), line);
}

fn dots(canvas: &mut Canvas, input: &FrontierInput, frame: &Frame) {
    let places: Vec<(usize, Point)> = input
        .dots
        .iter()
        .enumerate()
        .filter_map(|(at, dot)| {
            let day = dot.p50.filter(|day| *day <= frame.last)?;
            Some((at, pt(frame.x(at), frame.y(day))))
        })
        .collect();
    for (at, point) in &places {
        let tail = input.dots[*at].p85.map_or(frame.plot.y, |day| frame.y(day));
        let stroke = Stroke::new(3.0, Paint::blend(Ink::IntuneSolid, 0.42, Ink::Bg1));
        canvas.scene.line(*point, pt(point.x, tail), stroke);
        canvas.labels.reserve(Rect::new(point.x - 2.0, tail, 4.0, (point.y - tail).max(0.1)));
    }
    for pair in places.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1) {
        canvas.scene.line(pair[0].1, pair[1].1, Stroke::new(1.5, Ink::IntuneSolid));
        reserve_line(canvas, pair[0].1, pair[1].1);
    }
    for (at, point) in &places {
        for (ring, ink) in [(input.now, Ink::Text2), (input.recommended, Ink::OkSolid)] {
            if ring == Some(*at) {
                let radius = if input.now == input.recommended && ink == Ink::Text2 { 11.5 } else { 8.5 };
                let stroke = Some(Stroke::new(1.5, ink));
                canvas.scene.push(Node::Circle {
                    center: *point,
                    radius,
                    fill: Some(Ink::Bg1.into()),
                    stroke,
                });
            }
        }
        let ink = if input.dots[*at].breaks_rule { Ink::WarnSolid } else { Ink::IntuneSolid };
        canvas.scene.push(Node::Circle { center: *point, radius: 4.5, fill: Some(ink.into()), stroke: None });
        let r = if input.now == Some(*at) || input.recommended == Some(*at) { 9.0 } else { 5.0 };
        canvas.labels.reserve(Rect::new(point.x - r, point.y - r, 2.0 * r, 2.0 * r));
    }
}

/// Keeps words off a line, however it slopes.
fn reserve_line(canvas: &mut Canvas, from: Point, to: Point) {
    let steps = ((to.x - from.x).hypot(to.y - from.y) / 3.0).ceil().max(1.0);
    for step in 0..=steps as usize {
        let share = step as f32 / steps;
        let (x, y) = (from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
        canvas.labels.reserve(Rect::new(x - 2.0, y - 2.0, 4.0, 4.0));
    }
}

/// The numbers of agents below their dots, and the days too far off to be drawn.
fn agents(canvas: &mut Canvas, input: &FrontierInput, frame: &Frame) {
    for (at, dot) in input.dots.iter().enumerate() {
        let x = frame.x(at);
        let far = match dot.p50 {
            None => Some("never".to_owned()),
            Some(day) => (day > frame.last).then(|| format::date_short(day)),
        };
        if let Some(far) = far {
            let at = pt(x, frame.plot.y + 26.0);
            canvas.write(&Line::middle(at, TypeRole::CAPTION, Ink::WarnText, far));
        }
        let is_marked = input.now == Some(at) || input.recommended == Some(at);
        let (role, ink) =
            if is_marked { (TypeRole::LABEL_STRONG, Ink::Text) } else { (TypeRole::CAPTION, Ink::Text3) };
        canvas.write(&Line::middle(pt(x, frame.plot.bottom() + 17.0), role, ink, dot.agents.as_str()));
        let rect = Rect::new(x - frame.slot() / 2.0, frame.plot.y, frame.slot(), frame.plot.h + 20.0);
        canvas.scene.hit(format!("agents:{}", dot.agents), rect, tip(input, dot));
    }
    foot(canvas, input, frame);
}

/// The unit of the axis, and by what rule a number is recommended, as far as there is room.
fn foot(canvas: &mut Canvas, input: &FrontierInput, frame: &Frame) {
    let unit = input.unit[1].as_str();
    let said = if input.to_come > 0 {
        vec![format!("{unit} · computing {} more", input.to_come), unit.to_owned()]
    } else {
        let word = if input.recommended.is_some() { "recommended: the fewest with" } else { "none has" };
        let mut forms: Vec<String> =
            input.asked.iter().map(|asked| format!("{unit} · {word} {asked}")).collect();
        forms.extend(input.asked.last().map(|asked| format!("{word} {asked}")));
        forms.push(unit.to_owned());
        forms
    };
    let forms: Vec<&str> = said.iter().map(String::as_str).collect();
    let (left, right) = (frame.plot.x - 40.0, frame.plot.right());
    let role = TypeRole::CAPTION;
    let Some(said) = longest_fitting(role, &forms, right - left) else { return };
    // In the middle of the plot, unless it is too long for that.
    let half = width(role, &said) / 2.0;
    let middle = (frame.plot.x + frame.plot.w / 2.0).min(right - half);
    canvas.write(&Line::middle(pt(middle, frame.plot.bottom() + 33.0), role, Ink::Text3, said));
}

/// What the rings and the target line mean.
fn names(canvas: &mut Canvas, input: &FrontierInput, frame: &Frame) {
    if let Some((at, dot)) = input.recommended.and_then(|at| Some((at, input.dots.get(at)?)))
        && let Some(day) = dot.p50.filter(|day| *day <= frame.last)
    {
        let chance =
            dot.by_target.map(|chance| format!("recommended: {} by the target", format::chance(chance)));
        let long = chance.unwrap_or_else(|| "recommended".to_owned());
        recommended(canvas, frame, pt(frame.x(at), frame.y(day)), &[&long, "recommended"]);
    }
    if let Some(day) = input.target.filter(|day| frame.first <= *day && *day <= frame.last) {
        let text = format!("Target {}", format::date_short(day));
        let (role, y) = (TypeRole::CAPTION_MEDIUM, frame.y(day));
        let right = frame.plot.right();
        let free = |canvas: &mut Canvas, at, end: bool| {
            let line = if end {
                Line::end(at, role, Ink::Text, &text)
            } else {
                Line::start(at, role, Ink::Text, &text)
            };
            canvas.write(&line.on(Ink::Bg1))
        };
        let _drawn = free(canvas, pt(right - 2.0, y - 6.0), true)
            || free(canvas, pt(right - 2.0, y + 15.0), true)
            || free(canvas, pt(frame.plot.x + 4.0, y - 6.0), false)
            || free(canvas, pt(frame.plot.x + 4.0, y + 15.0), false);
    }
    if let Some(at) = input.now
        && let Some(day) = input.dots.get(at).and_then(|dot| dot.p50)
    {
        let (x, y) = (frame.x(at), frame.y(day));
        let places = [
            Line::end(pt(x - 13.0, y + 15.0), TypeRole::CAPTION, Ink::Text2, "now"),
            Line::middle(pt(x, y + 23.0), TypeRole::CAPTION, Ink::Text2, "now"),
            Line::start(pt(x + 13.0, y + 15.0), TypeRole::CAPTION, Ink::Text2, "now"),
            Line::middle(pt(x, y - 15.0), TypeRole::CAPTION, Ink::Text2, "now"),
        ];
        let _drawn = places.iter().any(|line| line.at.y < frame.plot.bottom() && canvas.write(line));
    }
}

/// Above its dot with a line to it, where the words touch nothing.
fn recommended(canvas: &mut Canvas, frame: &Frame, dot: Point, forms: &[&str]) {
    let role = TypeRole::CAPTION_MEDIUM;
    for form in forms {
        let w = width(role, form);
        for lift in [46.0, 62.0, 34.0, 78.0, 96.0] {
            let y = dot.y - lift;
            for left in [dot.x + 2.0, dot.x - w / 2.0, dot.x - w - 2.0] {
                let line = Line::start(pt(left, y), role, Ink::OkText, *form);
                let rect = line.rect();
                let inside =
                    rect.x >= frame.plot.x && rect.right() <= frame.plot.right() && rect.y >= frame.plot.y;
                if inside && canvas.write(&line) {
                    let x = dot.x.clamp(left, left + w);
                    canvas.scene.line(pt(x, y + 4.0), pt(dot.x, dot.y - 9.5), Stroke::new(1.0, Ink::OkSolid));
                    return;
                }
            }
        }
    }
}

fn nothing(canvas: &mut Canvas, input: &FrontierInput, inner: Rect) {
    let text = sentence(input);
    let labels = Labels::new(inner);
    let at = pt(inner.x + inner.w / 2.0, inner.y + inner.h / 2.0);
    let line = longest_fitting(TypeRole::LABEL, &[&text], inner.w)
        .map(|text| Line::middle(at, TypeRole::LABEL, Ink::Text2, text));
    if let Some(line) = line.filter(|line| labels.is_free(&line.rect())) {
        canvas.write(&line);
    }
}

/// `14 helpdesk agents`
fn counted(input: &FrontierInput, dot: &FrontierDot) -> String {
    let [one, many] = &input.unit;
    format!("{} {}", dot.agents, if dot.agents == "1" { one } else { many })
}

fn tip(input: &FrontierInput, dot: &FrontierDot) -> String {
    let date = |day: Option<NaiveDate>| day.map_or_else(|| "never".to_owned(), format::date);
    let mut lines = vec![counted(input, dot), format!("P50 {}", date(dot.p50))];
    lines.push(format!("P85 {}", date(dot.p85)));
    lines.extend(dot.by_target.map(|chance| format!("{} by the target", format::chance(chance))));
    lines.push(format!("Peak load {}", format::percent0(dot.peak_load)));
    if dot.breaks_rule {
        lines.push(format!("Too few: {}", input.rule));
    }
    lines.join("\n")
}

fn sentence(input: &FrontierInput) -> String {
    let chance = |dot: &FrontierDot| match (dot.by_target, dot.p50) {
        (Some(chance), _) => format!("{} by the target", format::chance(chance)),
        (None, Some(day)) => format!("half of the futures finish by {}", format::date(day)),
        (None, None) => "half of the futures never finish".to_owned(),
    };
    let said = |dot: &FrontierDot| format!("{}: {}", counted(input, dot), chance(dot));
    let now = input.now.and_then(|at| input.dots.get(at));
    let best = input.recommended.filter(|at| Some(*at) != input.now).and_then(|at| input.dots.get(at));
    match (now, best) {
        (Some(now), Some(best)) => format!("{}; recommended {}.", said(now), said(best)),
        (Some(now), None) => format!("{}.", said(now)),
        (None, Some(best)) => format!("Recommended {}.", said(best)),
        (None, None) if input.to_come > 0 => "The finish with other desks is being computed.".to_owned(),
        (None, None) if input.dots.is_empty() => "No helpdesk is planned.".to_owned(),
        (None, None) => "No number of agents is recommended.".to_owned(),
    }
}

fn table(input: &FrontierInput) -> Table {
    let head = ["Agents", "P50", "P85", "By the target", "Peak load", "Rule"].map(str::to_owned).to_vec();
    let date = |day: Option<NaiveDate>| day.map_or_else(|| "never".to_owned(), format::date);
    let row = |dot: &FrontierDot| {
        vec![
            dot.agents.clone(),
            date(dot.p50),
            date(dot.p85),
            dot.by_target.map_or_else(|| format::DASH.to_owned(), format::chance),
            format::percent0(dot.peak_load),
            if dot.breaks_rule { input.rule.clone() } else { "kept".to_owned() },
        ]
    };
    Table { head, rows: input.dots.iter().map(row).collect() }
}
