//! When a plan finishes in its simulated futures: a bar a day, or a week where days say too little, blue up
//! to the target and amber after it, with the flags of P50, P85 and P95. Futures without a finish are
//! counted beside it, never left out.

use super::format;
use super::histogram_flags;
use super::histogram_words;
pub use super::histogram_words::without_finish;
use super::labels::{Canvas, Line, fitted, width};
use super::legend::{self, Heading};
use super::palette::Ink;
use super::scene::{Paint, Rect, Scene, Stroke, pt};
use super::type_roles::TypeRole;
use crate::forecast::Dates;
use chrono::{Datelike, Days, NaiveDate};

/// The same for other futures, drawn as an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherFinish {
    /// `with 16 agents`
    pub label: String,
    pub finish: Dates,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HistogramInput {
    pub heading: Option<Heading>,
    pub finish: Dates,
    pub stalled: f64,
    pub unfinished: f64,
    pub target: Option<NaiveDate>,
    pub other: Option<OtherFinish>,
    /// Shares are said in words, for those who know no quantiles: `half by 29 Mar`.
    pub is_spelled: bool,
}

impl HistogramInput {
    pub(super) fn runs(&self) -> usize {
        self.finish.runs().len()
    }
}

/// Longer than this many bars a day, and weeks are drawn.
const MOST_DAYS: usize = 120;
/// More days than this with one or two bars a week, and weeks are drawn.
const MOST_SPARSE: i64 = 70;
/// What a bar of one day needs to be seen.
const LEAST_BAR: f32 = 3.0;
const AXIS: f32 = 24.0;

/// Where bars stand: only days on which some future finishes have a place, so that no week is torn by its
/// days off.
pub(super) struct Slots {
    pub first: NaiveDate,
    pub count: usize,
    /// Monday first.
    mask: [bool; 7],
    is_weekly: bool,
    pub plot: Rect,
}

impl Slots {
    fn new(input: &HistogramInput, plot: Rect) -> Option<Self> {
        let (first, last) = range(input)?;
        let finishes =
            || [Some(&input.finish), input.other.as_ref().map(|o| &o.finish)].into_iter().flatten();
        let mut mask = [false; 7];
        for day in finishes().flat_map(|dates| dates.sorted().iter().filter_map(|day| dates.date(*day))) {
            mask[day.weekday().num_days_from_monday() as usize] = true;
        }
        let used = mask.iter().filter(|day| **day).count();
        let is_sparse = used <= 2;
        let is_long = (last - first).num_days() > MOST_SPARSE;
        if is_sparse && !is_long {
            // Two bars a week would look like a dense row of days.
            mask[..5].fill(true);
        }
        let days = |mask: [bool; 7]| {
            first.iter_days().take_while(|day| *day <= last).filter(|day| is_in(mask, *day)).count()
        };
        let count = days(mask);
        // A gate that opens on one weekday only leaves one bar a week.
        let is_weekly =
            count > MOST_DAYS || plot.w / (count.max(1) as f32) < LEAST_BAR || (is_sparse && is_long);
        if !is_weekly {
            return Some(Self { first, count: count.max(1), mask, is_weekly, plot });
        }
        let first = monday(first);
        let count = (last - first).num_days() / 7 + 1;
        Some(Self { first, count: usize::try_from(count).unwrap_or(1), mask: [true; 7], is_weekly, plot })
    }

    pub fn width(&self) -> f32 {
        self.plot.w / self.count as f32
    }

    /// The bar of a day; outside the range below 0 or from `count` on.
    pub fn of(&self, day: NaiveDate) -> i64 {
        let days = (day - self.first).num_days();
        if self.is_weekly {
            return days.div_euclid(7);
        }
        let per_week = self.mask.iter().filter(|day| **day).count() as i64;
        let (weeks, rest) = (days.div_euclid(7), days.rem_euclid(7) as u64);
        let left = (0..rest).filter_map(|n| self.first.checked_add_days(Days::new(n)));
        weeks * per_week + left.filter(|day| is_in(self.mask, *day)).count() as i64
    }

    /// Where the bar of the day begins, never outside the plot.
    pub fn x(&self, day: NaiveDate) -> f32 {
        let at = self.of(day).clamp(0, self.count as i64);
        self.plot.x + self.width() * at as f32
    }

    /// Where the line behind the day stands: what it cuts off has happened by the end of the day.
    pub fn x_after(&self, day: NaiveDate) -> f32 {
        if self.is_weekly {
            let days = (day - self.first).num_days().clamp(0, self.count as i64 * 7) + 1;
            return (self.plot.x + self.width() * days as f32 / 7.0).min(self.plot.right());
        }
        self.x(day.succ_opt().unwrap_or(day))
    }

    pub fn contains(&self, day: NaiveDate) -> bool {
        (0..self.count as i64).contains(&self.of(day))
    }

    /// The first day of each bar.
    pub fn days(&self) -> Vec<NaiveDate> {
        let step = if self.is_weekly { 7 } else { 1 };
        let all = (0..).map_while(|n| self.first.checked_add_days(Days::new(n * step)));
        let seen = all.filter(|day| self.is_weekly || is_in(self.mask, *day));
        seen.take(self.count).collect()
    }

    /// Share of futures by bar.
    pub fn shares(&self, finish: &Dates, counts: impl Fn(NaiveDate) -> bool) -> Vec<f64> {
        let mut shares = vec![0.0; self.count];
        let runs = finish.runs().len().max(1) as f64;
        for day in finish.sorted().iter().filter_map(|day| finish.date(*day)).filter(|day| counts(*day)) {
            // Days between two places of a weekday mask do not occur: the mask was made from them.
            if let Some(share) = usize::try_from(self.of(day)).ok().and_then(|at| shares.get_mut(at)) {
                *share += 1.0 / runs;
            }
        }
        shares
    }
}

pub fn scene(input: &HistogramInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &[]);
    note(&mut canvas, input, inner);
    let top = if input.heading.is_some() { inner.y } else { inner.y + 16.0 };
    let room =
        Rect::new(inner.x + 4.0, top, (inner.w - 8.0).max(1.0), (inner.bottom() - AXIS - top).max(1.0));
    match Slots::new(input, room) {
        Some(mut slots) => {
            let flags = histogram_flags::place(&mut canvas, input, &slots);
            let head = flags.bottom() - room.y + 4.0;
            slots.plot = Rect::new(room.x, room.y + head, room.w, (room.h - head).max(1.0));
            bars(&mut canvas, input, &slots);
            histogram_flags::draw(&mut canvas, &flags, &slots);
            outline(&mut canvas, input, &slots);
            axis(&mut canvas, &slots);
            hits(&mut canvas, input, &slots);
        }
        None => nothing(&mut canvas, input, room),
    }
    let mut scene = canvas.scene;
    scene.sentence = histogram_words::sentence(input);
    scene.table = histogram_words::table(input);
    scene
}

/// From the first to the last finish that is more than a stray one, with the target where it is near.
fn range(input: &HistogramInput) -> Option<(NaiveDate, NaiveDate)> {
    let mut finishes = vec![&input.finish];
    finishes.extend(input.other.as_ref().map(|other| &other.finish));
    let ends = |finish: &&Dates| {
        let come: Vec<u32> = finish.sorted().iter().copied().filter(|day| *day != Dates::NEVER).collect();
        let stray = come.len() / 1000;
        let (low, high) = (come.get(stray)?, come.get(come.len().checked_sub(stray + 1)?)?);
        Some((finish.date(*low)?, finish.date(*high)?))
    };
    let ends: Vec<_> = finishes.iter().filter_map(ends).collect();
    let mut first = ends.iter().map(|end| end.0).min()?;
    let mut last = ends.iter().map(|end| end.1).max()?;
    let span = (last - first).num_days().max(14);
    if let Some(target) = input
        .target
        .filter(|target| (*target - last).num_days() <= span && (first - *target).num_days() <= span)
    {
        (first, last) = (first.min(target), last.max(target));
    }
    // Air for the flags at both ends.
    let air = Days::new(if (last - first).num_days() < 7 { 5 } else { 2 });
    Some((first.checked_sub_days(air).unwrap_or(first), last.checked_add_days(air).unwrap_or(last)))
}

fn bars(canvas: &mut Canvas, input: &HistogramInput, slots: &Slots) {
    let target = input.target;
    let in_time = slots.shares(&input.finish, |day| target.is_none_or(|target| day <= target));
    let late = slots.shares(&input.finish, |day| target.is_some_and(|target| day > target));
    let scale = scale(input, slots);
    let gap = if slots.width() >= 5.0 { 1.0 } else { 0.0 };
    for (at, (in_time, late)) in in_time.into_iter().zip(late).enumerate() {
        let x = slots.plot.x + slots.width() * at as f32;
        let mut bottom = slots.plot.bottom();
        // A week with the target in it has some of both.
        for (share, ink) in [(in_time, Ink::IntuneSolid), (late, Ink::WarnSolid)] {
            if share > 0.0 {
                let h = ((share * scale) as f32 * slots.plot.h).max(0.7);
                let rect = Rect::new(x, bottom - h, (slots.width() - gap).max(0.5), h);
                canvas.scene.rect(rect, 1.5_f32.min(h / 2.0), Paint::blend(ink, 0.86, Ink::Bg1));
                bottom -= h;
            }
        }
    }
}

/// From a share to a part of the plot's height.
fn scale(input: &HistogramInput, slots: &Slots) -> f64 {
    let highest = |shares: Vec<f64>| shares.into_iter().fold(0.0, f64::max);
    let other = input.other.as_ref().map_or(0.0, |other| highest(smooth(slots, other)));
    let most = highest(slots.shares(&input.finish, |_| true)).max(other);
    if most > 0.0 { 0.96 / most } else { 0.0 }
}

/// Few runs scatter from day to day by luck alone: the outline of a first answer is drawn through the means
/// of some neighbouring bars.
fn smooth(slots: &Slots, other: &OtherFinish) -> Vec<f64> {
    let shares = slots.shares(&other.finish, |_| true);
    let reach = match other.finish.runs().len() {
        0..1000 if shares.len() > 12 => 3,
        1000..4000 if shares.len() > 12 => 1,
        _ => return shares,
    };
    let mean = |at: usize| {
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(shares.len()));
        shares[from..to].iter().sum::<f64>() / (2 * reach + 1) as f64
    };
    (0..shares.len()).map(mean).collect()
}

fn outline(canvas: &mut Canvas, input: &HistogramInput, slots: &Slots) {
    let Some(other) = &input.other else { return };
    let scale = scale(input, slots);
    let shares = smooth(slots, other);
    let (Some(first), Some(last)) =
        (shares.iter().position(|share| *share > 0.0), shares.iter().rposition(|share| *share > 0.0))
    else {
        return;
    };
    let y = |share: f64| slots.plot.bottom() - (share * scale) as f32 * slots.plot.h;
    let mut points = Vec::new();
    if slots.width() > 12.0 {
        // Wide bars are outlined as such: a line from middle to middle would speak of days between them.
        points.push(pt(slots.plot.x + slots.width() * first as f32, slots.plot.bottom()));
        for (at, share) in shares.iter().enumerate().take(last + 1).skip(first) {
            let x = slots.plot.x + slots.width() * at as f32;
            points.extend([pt(x, y(*share)), pt(x + slots.width(), y(*share))]);
        }
        points.push(pt(slots.plot.x + slots.width() * (last + 1) as f32, slots.plot.bottom()));
    } else {
        let middle = |at: usize| slots.plot.x + slots.width() * (at as f32 + 0.5);
        let (from, to) = (first.saturating_sub(1), (last + 1).min(shares.len() - 1));
        points.extend((from..=to).map(|at| pt(middle(at), y(shares[at]))));
    }
    if points.len() < 2 {
        return;
    }
    let Some(peak) = points.iter().copied().min_by(|a, b| a.y.total_cmp(&b.y)) else { return };
    canvas.scene.polyline(points, Stroke::dashed(1.5, Ink::Text2, 4.0, 3.0));
    let (role, wide) = (TypeRole::CAPTION, slots.width().max(10.0) + 6.0);
    for drop in [4.0, 22.0, 40.0, 58.0] {
        let y = (peak.y + drop).max(slots.plot.y + 8.0);
        let left = Line::end(pt(peak.x - 10.0, y), role, Ink::Text2, other.label.as_str()).on(Ink::Bg1);
        let right = Line::start(pt(peak.x + wide, y), role, Ink::Text2, other.label.as_str()).on(Ink::Bg1);
        if canvas.write(&left) || canvas.write(&right) {
            return;
        }
    }
}

fn axis(canvas: &mut Canvas, slots: &Slots) {
    let (y, role) = (slots.plot.bottom(), TypeRole::CAPTION);
    canvas.scene.line(pt(slots.plot.x, y), pt(slots.plot.right(), y), Stroke::new(1.0, Ink::Stroke2));
    let days = slots.days();
    let room = width(role, "28 Sep 2026") + 10.0;
    let per_week =
        if slots.is_weekly { slots.width() } else { slots.width() * 7.0_f32.min(days.len() as f32) };
    let weeks =
        [1_i64, 2, 4, 8, 13, 26, 52].into_iter().find(|step| per_week * *step as f32 * 5.0 / 7.0 >= room);
    let step = weeks.unwrap_or(104) * 7;
    let mut year = None;
    for day in &days {
        let is_first_of_week = days.iter().find(|other| monday(**other) == monday(*day)) == Some(day);
        if !is_first_of_week || (monday(*day) - monday(slots.first)).num_days() % step != 0 {
            continue;
        }
        let label = if year == Some(day.year()) { format::date_short(*day) } else { format::date(*day) };
        let half = width(role, &label) / 2.0;
        let bounds = canvas.labels.bounds();
        let x = slots.x(*day) + slots.width() / 2.0;
        let at = x.clamp(slots.plot.x + half, (bounds.right() - half).max(slots.plot.x + half));
        canvas.scene.line(pt(x, y), pt(x, y + 4.0), Stroke::new(1.0, Ink::Stroke2));
        if canvas.write(&Line::middle(pt(at, y + 18.0), role, Ink::Text3, label)) {
            year = Some(day.year());
        }
    }
}

fn hits(canvas: &mut Canvas, input: &HistogramInput, slots: &Slots) {
    let shares = slots.shares(&input.finish, |_| true);
    for (index, day) in slots.days().into_iter().enumerate() {
        let x = slots.plot.x + slots.width() * index as f32;
        let rect = Rect::new(x, slots.plot.y, slots.width(), slots.plot.h);
        let last = if slots.is_weekly { day.checked_add_days(Days::new(6)).unwrap_or(day) } else { day };
        canvas.scene.hit(format!("day:{day}"), rect, histogram_words::tip(input, (day, last), shares[index]));
    }
}

/// How many futures have no finish, always; and strays beyond the axis are not hidden by it.
fn note(canvas: &mut Canvas, input: &HistogramInput, inner: Rect) {
    let y = if input.heading.is_some() { 25.0 } else { inner.y + 11.0 };
    let ink = if input.stalled + input.unfinished > 0.0 { Ink::WarnText } else { Ink::Text3 };
    let text = histogram_words::without_finish(input);
    if let Some(text) = fitted(TypeRole::CAPTION, &text, inner.w) {
        canvas.write(&Line::end(pt(inner.right(), y), TypeRole::CAPTION, ink, text));
    }
}

fn nothing(canvas: &mut Canvas, input: &HistogramInput, room: Rect) {
    let text = histogram_words::sentence(input);
    let at = pt(room.x + room.w / 2.0, room.y + room.h / 2.0);
    if let Some(text) = fitted(TypeRole::BODY, &text, room.w) {
        canvas.write(&Line::middle(at, TypeRole::BODY, Ink::Text2, text));
    }
}

fn is_in(mask: [bool; 7], day: NaiveDate) -> bool {
    mask[day.weekday().num_days_from_monday() as usize]
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}
