//! The slides of a plan: the Overview and each phase on a canvas of 1600 × 900, legible from the back row:
//! a heading, three figures, one chart, and the decision that is asked. Nothing is smaller than 16 points.

use chrono::NaiveDate;

use super::decisions::{self, Asked, NextDecision};
use super::figures::{self, Figure, load_mark};
use super::findings::share;
use super::wording::{counted, sentence_case};
use super::{Mark, Situation, course, findings, phase_cards, ranges};
use crate::forecast::PhaseStage;
use crate::forecast::special::wilson;
use crate::picture::labels::{Line, width};
use crate::picture::legend::Heading;
use crate::picture::markers;
use crate::picture::scene::{Rect, Scene, Stroke, pt};
use crate::picture::{Ink, TypeRole, enrollment, format, river, text};
use crate::plan::{Criterion, PROMISE};

pub const WIDTH: f32 = 1600.0;
pub const HEIGHT: f32 = 900.0;
const MARGIN: f32 = 72.0;
const RIGHT: f32 = WIDTH - MARGIN;
/// A chart made for cards is drawn so much larger that its captions are 16 points.
const CHART_SCALE: f32 = 16.0 / 11.0;

const KICKER: TypeRole = TypeRole::BODY_MEDIUM.at(20.0);
const SMALL: TypeRole = TypeRole::BODY.at(16.0);
const TEXT: TypeRole = TypeRole::BODY.at(20.0);
const LARGE: TypeRole = TypeRole::BODY.at(22.0);
const LABEL: TypeRole = TypeRole::BODY_MEDIUM.at(26.0);
const STRONG: TypeRole = TypeRole::BODY_STRONG.at(26.0);
const ASKED: TypeRole = TypeRole::BODY_STRONG.at(34.0);
const TITLE: TypeRole = TypeRole::BODY_STRONG.at(52.0);
const HUGE: TypeRole = TypeRole::BODY_STRONG.at(104.0);

/// A slide: everything but the chart, and the chart with its place on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    pub scene: Scene,
    /// In its own points; to be drawn as wide as its place.
    pub chart: Scene,
    pub chart_at: Rect,
}

/// One of the three large figures.
struct Big {
    figure: String,
    label: String,
    note: String,
    mark: Mark,
}

/// What a slide says beside its chart.
struct Words {
    title: String,
    pill: Option<(Mark, String)>,
    figures: [Big; 3],
    decision: NextDecision,
    sentence: String,
}

/// The Overview, then the phases in order.
pub fn count(at: &Situation<'_>) -> usize {
    at.plan.phases.len() + 1
}

/// The slide with a number from 0; numbers beyond the last show the last.
pub fn slide(at: &Situation<'_>, number: usize) -> Slide {
    let number = number.min(count(at) - 1);
    let words = match number.checked_sub(1) {
        None => overview(at),
        Some(index) => phase(at, index),
    };
    let mut scene = Scene::new(WIDTH, HEIGHT);
    head(&mut scene, at, &words);
    for (column, big) in words.figures.iter().enumerate() {
        figure(&mut scene, big, column);
    }
    rule(&mut scene, 412.0, Ink::Stroke2);
    panel(&mut scene, &words.decision);
    foot(&mut scene, at, number);
    scene.sentence = words.sentence;
    let chart_at = Rect::new(MARGIN - 16.0 * CHART_SCALE, 424.0, 884.0, 424.0);
    let size = (chart_at.w / CHART_SCALE, chart_at.h / CHART_SCALE);
    let chart = chart(at, number, size);
    Slide { scene, chart, chart_at }
}

fn chart(at: &Situation<'_>, number: usize, (w, h): (f32, f32)) -> Scene {
    if let Some(index) = number.checked_sub(1)
        && let Some(mut input) = course::enrollment(at, index)
    {
        input.heading = Some(Heading::new("Devices enrolled", ""));
        return enrollment::scene(&input, w, h);
    }
    let mut input = course::river(at);
    input.heading = Some(Heading::new("Authority over the workloads", ""));
    river::scene(&input, w, h)
}

fn overview(at: &Situation<'_>) -> Words {
    let finish = at.outlook.expected.finish;
    let middle = at.ranges().and_then(|odds| odds.finish.quantile(0.50));
    let title = match finish {
        _ if at.plan.phases.is_empty() => "No phases yet".to_owned(),
        Some(day) if day <= at.today() => format!("Finished on {}", format::date(day)),
        _ if middle.is_some() => middle
            .map_or_else(String::new, |day| format!("Half of the futures finish by {}", format::date(day))),
        Some(day) => format!("Expected to finish on {}", format::date(day)),
        None => "No finish as planned".to_owned(),
    };
    let chance = at.plan.target.and(at.ranges()).and_then(|odds| odds.by_target);
    let pill = chance.map(|chance| {
        let words = format!("{} in time", format::chance(chance));
        (ranges::chance_mark(chance, PROMISE), words)
    });
    let expected = finish.zip(at.plan.target).map(|(finish, target)| {
        if finish > target {
            (Mark::Risk, "After the target".to_owned())
        } else {
            (Mark::Met, "By the target".to_owned())
        }
    });
    let pill = pill.or(expected);
    let devices = at.plan.devices();
    let first = if at.has_begun() {
        let planned = at.planned_enrolled(at.today()).map(|planned| share(planned, devices));
        let plan = planned.map_or_else(String::new, |share| format!("; plan {}", format::percent1(share)));
        let done = share(at.enrolled(), devices);
        Big {
            figure: format::percent1(done),
            label: "of devices co-managed".into(),
            note: format!("{} of {}{plan}", format::count(at.enrolled()), format::count(devices)),
            mark: figures::co_managed(at).mark.unwrap_or(Mark::Running),
        }
    } else {
        let figure = figures::in_plan(at);
        Big {
            figure: figure.figure,
            label: format!("devices in {}", counted(at.plan.phases.len(), "phase", "phases")),
            note: figure.meaning_short,
            mark: Mark::Empty,
        }
    };
    Words {
        title,
        pill,
        figures: [first, finish_figure(at), peak(figures::peak_load(at))],
        decision: decisions::next(at),
        sentence: findings::overview(at).text,
    }
}

fn phase(at: &Situation<'_>, index: usize) -> Words {
    let label = at.label(index);
    let dates = at.dates(index);
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "no date".to_owned(), format::date);
    let title = match at.stage(index) {
        PhaseStage::Done => format!("{label} – passed on {}", day(dates.and_then(|dates| dates.gate))),
        PhaseStage::Planned => format!("{label} – starts on {}", day(at.start(index))),
        _ => format!("{label} – gate on {}", day(at.gate(index).and_then(|gate| gate.planned))),
    };
    let chip = phase_cards::chip(at, index);
    let pill = Some((phase_cards::stage_mark(chip.stage), chip.text));
    Words {
        title,
        pill,
        figures: [enrolled(at, index), success(at, index), desk(at, index)],
        decision: decisions::of_phase(at, index),
        sentence: format!("{}: {}", at.title(index), findings::phase(at, index).text),
    }
}

fn finish_figure(at: &Situation<'_>) -> Big {
    let figure = figures::finish(at);
    if at.ranges().is_some() {
        let label = "50 – 85 of 100 finish by then".to_owned();
        let note = figure.meaning_short_or_long();
        let mark = figure.mark.unwrap_or_default();
        return Big { figure: figure.figure, label, note, mark };
    }
    let (short, year) = match at.outlook.expected.finish {
        Some(day) => (format::date_short(day), format!("{}, ", chrono::Datelike::year(&day))),
        None => (figure.figure.clone(), String::new()),
    };
    let label = if at.outlook.expected.finish.is_some_and(|day| day <= at.today()) {
        format!("{year}finished")
    } else {
        format!("{year}expected finish")
    };
    Big { figure: short, label, note: figure.meaning_short_or_long(), mark: figure.mark.unwrap_or_default() }
}

fn peak(figure: Figure) -> Big {
    Big {
        label: "helpdesk load at the peak".into(),
        note: figure.meaning_short_or_long(),
        mark: figure.mark.unwrap_or_default(),
        figure: figure.figure,
    }
}

fn enrolled(at: &Situation<'_>, index: usize) -> Big {
    let now = at.now(index);
    let devices = at.phase(index).map_or(0, |phase| phase.devices);
    let is_open = !matches!(at.stage(index), PhaseStage::Done | PhaseStage::Planned);
    let planned = at.planned_of(index, at.today()).filter(|_| is_open);
    let plan = planned.map_or_else(String::new, |planned| {
        format!("; plan {}", format::percent0(share(planned.into(), devices.into())))
    });
    let late = at.behind_days(index).is_some_and(|days| days > 0) && is_open;
    Big {
        figure: format::percent1(share(now.enrolled.into(), devices.into())),
        label: format!("of {} enrolled", at.label(index)),
        note: format!(
            "{} of {}{plan}",
            format::count(now.enrolled.into()),
            format::plural(devices.into(), "device", "devices")
        ),
        mark: match at.stage(index) {
            PhaseStage::Planned => Mark::Empty,
            _ if late => Mark::Risk,
            PhaseStage::Done => Mark::Met,
            _ => Mark::Running,
        },
    }
}

fn success(at: &Situation<'_>, index: usize) -> Big {
    let now = at.now(index);
    let attempts = now.attempts();
    let label = "enrollment success".to_owned();
    if attempts == 0 {
        let note = "no attempt recorded yet".into();
        return Big { figure: format::DASH.into(), label, note, mark: Mark::Empty };
    }
    let rate = f64::from(now.enrolled) / f64::from(attempts);
    let asked = at.phase(index).and_then(|phase| {
        phase.gate.criteria.iter().find_map(|criterion| match criterion {
            Criterion::Success { min } => Some(*min),
            _ => None,
        })
    });
    let needed = asked.map_or_else(String::new, |min| format!("needed {}; ", format::percent_trimmed(min)));
    let interval = wilson(f64::from(now.enrolled), f64::from(attempts));
    Big {
        figure: format::percent1(rate),
        label,
        note: format!("{needed}{}", figures::interval_words(interval)),
        mark: match asked {
            Some(min) if rate < min => Mark::Risk,
            _ => Mark::Met,
        },
    }
}

fn desk(at: &Situation<'_>, index: usize) -> Big {
    let label = "of helpdesk capacity".to_owned();
    let load = at.gate(index).and_then(|gate| gate.desk_load).filter(|load| load.is_finite());
    match load {
        Some(load) => Big {
            figure: format::percent0(load),
            label,
            note: format!("newest record; {} agents", format::decimal(at.plan.desk.agents_on(at.today()), 1)),
            mark: load_mark(load),
        },
        None => Big { label: "expected helpdesk load at the peak".into(), ..peak(figures::peak_load(at)) },
    }
}

fn head(scene: &mut Scene, at: &Situation<'_>, words: &Words) {
    let kicker = format!("{}  ·  {}", at.plan.name, format::weekday_date(at.today()));
    let room = RIGHT - MARGIN;
    line(scene, (MARGIN, 73.0), (KICKER, Ink::Text2), &text::elide(KICKER, &kicker, room - 320.0));
    let pill_width = words.pill.as_ref().map_or(0.0, |(_, text)| width(STRONG, text) + 96.0);
    let room = room - pill_width - 24.0;
    let fits = |role: &TypeRole| width(*role, &words.title) <= room;
    let role = [TITLE, ASKED, STRONG].into_iter().find(fits).unwrap_or(STRONG);
    line(scene, (MARGIN, 131.0), (role, Ink::Text), &text::elide(role, &words.title, room));
    if let Some((mark, text)) = &words.pill {
        let rect = Rect::new(RIGHT - pill_width, 76.0, pill_width, 64.0);
        let (tint, ink) = tones(*mark);
        scene.rect(rect, 32.0, tint);
        markers::verdict(scene, *mark, pt(rect.x + 38.0, rect.y + 32.0), 32.0);
        line(scene, (rect.x + 66.0, rect.y + 41.0), (STRONG, ink), text);
    }
    rule(scene, 170.0, Ink::Stroke2);
}

fn figure(scene: &mut Scene, big: &Big, column: usize) {
    const COLUMN: f32 = (RIGHT - MARGIN) / 3.0;
    let left = MARGIN + column as f32 * COLUMN + if column > 0 { 20.0 } else { 0.0 };
    let room = COLUMN - 40.0;
    if column > 0 {
        let x = left - 20.0;
        scene.line(pt(x, 206.0), pt(x, 380.0), Stroke::new(1.0, Ink::Stroke));
    }
    let role = if width(HUGE, &big.figure) <= room { HUGE } else { TITLE };
    line(scene, (left, 291.0), (role, Ink::Text), &text::elide(role, &big.figure, room));
    line(scene, (left, 336.0), (LABEL, Ink::Text), &text::elide(LABEL, &big.label, room));
    markers::verdict(scene, big.mark, pt(left + 11.0, 366.0), 22.0);
    let note_room = room - 34.0;
    let role = if width(LARGE, &big.note) <= note_room { LARGE } else { TEXT };
    line(scene, (left + 34.0, 373.0), (role, Ink::Text2), &text::elide(role, &big.note, note_room));
}

/// What is asked, in the room's own panel.
fn panel(scene: &mut Scene, decision: &NextDecision) {
    let rect = Rect::new(980.0, 440.0, 548.0, 396.0);
    scene.rect(rect, 16.0, Ink::AccentBg);
    let (left, room) = (rect.x + 32.0, rect.w - 64.0);
    let kicker = match decision.asked {
        Asked::Nothing => "Decisions",
        _ => "Decision asked",
    };
    let kicker_role = TypeRole::BODY_STRONG.at(20.0);
    line(scene, (left, rect.y + 46.0), (kicker_role, Ink::AccentText), kicker);
    let when_room = room - width(kicker_role, kicker) - 20.0;
    let when = text::elide(SMALL, &decision.when, when_room).into_owned();
    Line::end(pt(rect.right() - 32.0, rect.y + 46.0), SMALL, Ink::Text2, when).draw(scene);
    let mut y = rect.y + 92.0;
    let fits = |role: &TypeRole| text::break_lines(*role, &decision.title, room).len() <= 2;
    let role = [ASKED, STRONG].into_iter().find(fits).unwrap_or(LARGE);
    y = lines(scene, (left, y), (role, Ink::Text), (&decision.title, room, 3)) + 2.0;
    y = lines(scene, (left, y), (TEXT, Ink::Text), (&decision.subtitle, room, 2));
    scene.line(pt(left, y - 4.0), pt(left + room, y - 4.0), Stroke::new(1.0, Ink::Stroke2));
    y += 32.0;
    markers::verdict(scene, decision.mark, pt(left + 12.0, y - 7.0), 24.0);
    let role = TypeRole::BODY_STRONG.at(22.0);
    let verdict_room = room - 36.0;
    line(scene, (left + 36.0, y), (role, Ink::Text), &text::elide(role, &decision.verdict, verdict_room));
    y += 34.0;
    let left_over = ((rect.bottom() - 20.0 - y) / TEXT.line).floor().max(0.0) as usize + 1;
    lines(scene, (left, y), (TEXT, Ink::Text2), (&decision.order, room, left_over));
}

fn foot(scene: &mut Scene, at: &Situation<'_>, number: usize) {
    scene.line(pt(MARGIN, 857.0), pt(RIGHT, 857.0), Stroke::new(1.0, Ink::Stroke));
    let source = if at.plan.actuals.source.is_empty() {
        format!("data of {}", format::date(at.today()))
    } else {
        at.plan.actuals.source.clone()
    };
    let basis = at.ranges().map_or_else(|| "Expected course, no range yet".to_owned(), ranges::basis);
    let words = format!("{}; {source}.", sentence_case(&basis));
    let room = RIGHT - MARGIN - 120.0;
    line(scene, (MARGIN, 882.0), (SMALL, Ink::Text2), &text::elide(SMALL, &words, room));
    let page = format!("{} / {}", number + 1, count(at));
    Line::end(pt(RIGHT, 882.0), SMALL, Ink::Text2, page).draw(scene);
}

fn rule(scene: &mut Scene, y: f32, ink: Ink) {
    scene.line(pt(MARGIN, y), pt(RIGHT, y), Stroke::new(1.0, ink));
}

fn line(scene: &mut Scene, (x, y): (f32, f32), (role, ink): (TypeRole, Ink), text: &str) {
    Line::start(pt(x, y), role, ink, text).draw(scene);
}

/// Lines within a width, at most so many; the last one ends in an ellipsis when more would follow. Returns
/// the baseline after them.
fn lines(
    scene: &mut Scene,
    (x, mut y): (f32, f32),
    (role, ink): (TypeRole, Ink),
    (words, room, most): (&str, f32, usize),
) -> f32 {
    if words.is_empty() {
        return y;
    }
    let broken = text::break_lines(role, words, room);
    for (row, text) in broken.iter().take(most).enumerate() {
        let is_cut = row + 1 == most && broken.len() > most;
        let text = if is_cut {
            text::elide(role, &format!("{text} {}", broken[row + 1]), room).into_owned()
        } else {
            text.clone()
        };
        line(scene, (x, y), (role, ink), &text);
        y += role.line;
    }
    y
}

fn tones(mark: Mark) -> (Ink, Ink) {
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
        let mut running = sample().with_baseline().running(320);
        running.outlook.observed.track = track(day(2026, 7, 6), 38);
        vec![sample(), blocked, running, long]
    }

    #[test]
    fn nothing_is_smaller_than_sixteen_points_and_nothing_leaves_the_canvas() {
        for sample in samples() {
            for number in 0..count(&sample.at()) {
                let slide = slide(&sample.at(), number);
                for (role, text, rect) in texts(&slide.scene) {
                    assert!(role.size >= 16.0, "{text}: {}", role.size);
                    let inside = rect.x >= MARGIN - 1.0 && rect.right() <= RIGHT + 1.0;
                    assert!(inside && rect.bottom() <= HEIGHT, "{text}: {rect:?}");
                }
                let scale = slide.chart_at.w / slide.chart.width;
                for (role, text, _) in texts(&slide.chart) {
                    assert!(role.size * scale >= 15.99, "{text}: {}", role.size * scale);
                }
            }
        }
    }

    #[test]
    fn words_do_not_lie_on_each_other() {
        for sample in samples() {
            for number in 0..count(&sample.at()) {
                let texts = texts(&slide(&sample.at(), number).scene);
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
        let words: Vec<String> =
            texts(&slide(&plan.at(), 2).scene).into_iter().map(|(_, text, _)| text).collect();
        for expected in ["Wave 1 – gate on 11 Sep 2026", "32.0%", "of Wave 1 enrolled", "3 / 3", "Running"]
        {
            assert!(words.iter().any(|word| word == expected), "{expected} is not in {words:?}");
        }
        assert_eq!(slide(&plan.at(), 99), slide(&plan.at(), 2));
    }
}
