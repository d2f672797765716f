//! The helpdesk over the whole plan: the heaviest week, today's load, and every week with its tickets.

use super::{BigFigure, Block, Cell, Chart, Column, ColumnKind, Drawing, Options, Page, Table, summary};
use crate::forecast::Odds;
use crate::picture::format;
use crate::plan::PROMISE;
use crate::report::figures::{load_mark, load_today};
use crate::report::{Finding, Mark, Situation, course, ranges, timeline};

pub fn page(at: &Situation<'_>, options: Options<'_>) -> Page {
    let peak = summary::peak(at);
    let has_desk = at.plan.desk.agents_on(at.today().max(at.plan.start)) > 0.0;
    let title = if has_desk {
        at.ranges().and_then(spelled).map_or_else(
            || format!("Helpdesk: {} of capacity at the peak", peak.figure),
            |words| format!("Helpdesk at the peak: {words}"),
        )
    } else {
        "Helpdesk: no agents are typed in".to_owned()
    };
    let mut page = Page::new("helpdesk", title, finding(at, &peak));
    page.blocks = vec![Block::Figures(vec![peak, today(at), waits(at)])];
    let input = course::helpdesk_weeks(at);
    if !input.days.is_empty() {
        let chart = Chart::new("helpdesk", "Helpdesk week by week", Drawing::Helpdesk(input));
        page.finding.text = format!("{} {}", page.finding.text, chart.sentence).trim_start().into();
        page.blocks.push(Block::chart(chart));
        if !options.is_slide {
            page.details = vec![Block::Heading("Weeks".to_owned()), Block::Table(weeks(at))];
        }
    }
    page
}

/// `up to 117% of capacity in half of the futures, 125% in 90 of 100`
fn spelled(odds: &Odds) -> Option<String> {
    let load = odds.peak_load.spread();
    let (half, rare) = (format::percent0(load.p50), format::percent0(load.p90));
    let is_known = load.p90.is_finite();
    is_known.then(|| format!("up to {half} of capacity in half of the futures, {rare} in 90 of 100"))
}

fn finding(at: &Situation<'_>, peak: &BigFigure) -> Finding {
    let Some(odds) = at.ranges() else { return Finding::new(peak.mark, String::new()) };
    let limit = format::plural_decimal(at.plan.desk.wait_limit_days, 1, "day", "days");
    let futures = ranges::futures(odds.breaks, "has", "have");
    let text = format!("{futures} a ticket that waits over {limit}.");
    let text = crate::report::wording::sentence_case(&text);
    // The chart shows the middle of the futures week by week, which is lower than the peak of each.
    let middle = odds.peak_load.quantile(0.50);
    let peaks = if middle.is_finite() {
        let load = format::percent0(middle);
        format!(
            " Each future has its own heaviest week; in half of them it takes {load} of capacity or more."
        )
    } else {
        String::new()
    };
    Finding::new(peak.mark, text + &peaks)
}

fn today(at: &Situation<'_>) -> BigFigure {
    let load = load_today(at).filter(|load| load.is_finite());
    let agents = at.plan.desk.agents_on(at.today());
    BigFigure {
        figure: load.map_or_else(|| format::DASH.to_owned(), format::percent0),
        label: "of capacity today".to_owned(),
        note: format!(
            "{}, {} a day",
            summary::agents(agents),
            format::plural_decimal(at.plan.desk.capacity_on(at.today()), 1, "ticket", "tickets")
        ),
        mark: load.map_or(Mark::Empty, load_mark),
        explanation: None,
    }
}

/// How often a ticket waits too long; without futures how long the longest wait is expected to be.
fn waits(at: &Situation<'_>) -> BigFigure {
    let limit = format::plural_decimal(at.plan.desk.wait_limit_days, 1, "day", "days");
    if let Some(odds) = at.ranges() {
        let week = odds.break_week.map_or_else(
            || "in no week".to_owned(),
            |week| format!("most often in the week of {}", format::date_short(week)),
        );
        return BigFigure {
            figure: format::chance(odds.breaks),
            label: format!("chance of a wait over {limit}"),
            note: week,
            mark: ranges::chance_mark(1.0 - odds.breaks, PROMISE),
            explanation: None,
        };
    }
    let wait = at.outlook.expected.longest_wait_days;
    let days = format::decimal(wait, 1);
    BigFigure {
        figure: days.clone(),
        label: format!("{}: the longest expected wait", if days == "1" { "day" } else { "days" }),
        note: format!("limit {limit}"),
        mark: match wait {
            w if !w.is_finite() || w > at.plan.desk.wait_limit_days => Mark::Missed,
            _ => Mark::Met,
        },
        explanation: None,
    }
}

fn weeks(at: &Situation<'_>) -> Table {
    let columns = vec![
        Column::new("Week of", ColumnKind::Date),
        Column::new("State", ColumnKind::Words),
        Column::new("Tickets a day", ColumnKind::Number(1)),
        Column::new("Capacity a day", ColumnKind::Number(1)),
        Column::new("Load", ColumnKind::Share),
    ];
    let ahead = if at.ranges().is_some() { "forecast" } else { "expected" };
    let row = |week: timeline::DeskWeek| {
        vec![
            Cell::Date(week.monday),
            Cell::words(if week.is_past { "actual" } else { ahead }),
            Cell::Number(week.arrivals_per_day, 1),
            Cell::Number(week.capacity_per_day, 1),
            if week.load.is_finite() { Cell::Share(week.load) } else { Cell::Nothing },
        ]
    };
    // What comes after the plan is of no interest to it.
    let (_, last) = course::plan_span(at);
    let weeks = course::desk_weeks(at).into_iter().filter(|week| week.monday <= last);
    Table::new("Helpdesk", columns, weeks.map(row).collect())
}
