//! Plan settings, the helpdesk: agents over time, what they close in a day, and what comes in anyway.

use egui::{Rect, Ui, pos2, vec2};

use super::cells;
use super::fields::Fields;
use super::table::{Records, words_column};
use crate::look::text::{text_at_wrapped, words};
use crate::look::widgets::{Card, DateRule, Field, Number, date_field, number_field, toggle};
use crate::picture::{Ink, TypeRole, format};
use crate::plan::{AgentsFrom, Day, Edit, Key, Record, Setting};
use crate::views::{Actions, ViewInput};

pub fn agents(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let desk = &input.plan.desk;
    let today = input.plan.status_date.max(input.plan.start);
    let capacity =
        format!("{} a day on {}", format::count(desk.capacity_on(today).round() as u64), format::date(today));
    Card::new(rect).title("Agents", "from each date on").note(&capacity).show(ui, |ui, body| {
        let columns = [words_column("From", 1.0, 140.0), words_column("Agents", 0.6, 96.0)];
        let table = Records {
            columns: &columns,
            count: desk.agents.len(),
            add: "Add change",
            empty: "No agents yet: every ticket would wait for ever.",
            remove: "Remove change",
        };
        let done = table.show(ui, body, |ui, index, at| {
            let (Some(old), [from, count]) = (desk.agents.get(index), at) else { return };
            let mut new = *old;
            let field = Field::new("From").without_label().at(*from);
            if date_field(ui, field, &DateRule::default(), &mut new.from).changed() {
                let edits = vec![Edit::Remove(Key::Agents(old.from)), Record::Agents(new).into()];
                actions.edit(Edit::Several { label: "Move change of agents".into(), edits });
            }
            let number = Number::whole(0.0, 10_000.0, "").with_decimals(1, 1.0);
            let response = cells::number(ui, *count, "Agents", &number, &mut new.agents);
            if response.changed() {
                actions.edit_while_dragging(&response, Record::Agents(new));
            }
        });
        if let Some(entry) = done.removed.and_then(|index| desk.agents.get(index)) {
            actions.edit(Edit::Remove(Key::Agents(entry.from)));
        }
        if done.is_added {
            let last = desk.agents.last().copied();
            let from =
                last.map_or(input.plan.start, |entry| entry.from.succ_opt().unwrap_or(entry.from).max(today));
            actions.edit(Record::Agents(AgentsFrom { from, agents: last.map_or(1.0, |entry| entry.agents) }));
        }
    });
}

pub fn work(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let desk = &input.plan.desk;
    Card::new(rect).title("Work", "what the desk closes, and what comes in anyway").show(ui, |ui, body| {
        let mut fields = Fields::new(body, 3);
        let number = Number::whole(0.0, 1000.0, "a day").with_decimals(1, 1.0);
        fields.number(
            ui,
            actions,
            ("Tickets per agent and day", &number),
            desk.tickets_per_agent_day,
            Setting::TicketsPerAgentDay,
        );
        let share = Number::whole(0.0, 100.0, "% of paid time").with_decimals(1, 1.0);
        fields.number(ui, actions, ("Not spent on tickets", &share), desk.shrinkage * 100.0, |v| {
            Setting::Shrinkage(v / 100.0)
        });
        let number = Number::whole(0.0, 1e6, "a day").with_decimals(1, 1.0);
        let hint = if desk.ordinary_per_day.is_none() {
            "Ordinary tickets (not typed yet)"
        } else {
            "Ordinary tickets"
        };
        fields.number(ui, actions, (hint, &number), desk.ordinary_per_day.unwrap_or(0.0), |v| {
            Setting::OrdinaryTickets(Some(v))
        });
        let number = Number::whole(1.0, 100.0, "× Poisson").with_decimals(1, 0.1);
        fields.number(
            ui,
            actions,
            ("Spread of ordinary tickets", &number),
            desk.dispersion,
            Setting::Dispersion,
        );
        let number = Number::whole(0.0, 365.0, "days of work").with_decimals(1, 0.5);
        fields.number(
            ui,
            actions,
            ("The desk breaks above a wait of", &number),
            desk.wait_limit_days,
            Setting::WaitLimitDays,
        );
        fields.next_row();
        weekdays(ui, &mut fields, input, actions);
        fields.next_row();
        brake(ui, &mut fields, input, actions);
        let today = input.plan.status_date.max(input.plan.start);
        let sentence = format!(
            "{} agents × {} tickets × {} of their time = {} tickets a day. Ordinary tickets take {} of it.",
            format::decimal(desk.agents_on(today), 1),
            format::decimal(desk.tickets_per_agent_day, 1),
            format::percent0(1.0 - desk.shrinkage),
            format::count(desk.capacity_on(today).round() as u64),
            desk.ordinary_per_day
                .map_or("an unknown part".into(), |ordinary| share_of(ordinary, desk.capacity_on(today))),
        );
        let at = pos2(body.left(), fields.bottom() + 22.0);
        text_at_wrapped(ui, at, words(&sentence, TypeRole::LABEL, Ink::Text2), body.width());
    });
}

fn share_of(part: f64, whole: f64) -> String {
    if whole > 0.0 { format::percent0(part / whole) } else { "more than all".into() }
}

fn weekdays(ui: &mut Ui, fields: &mut Fields, input: &ViewInput<'_>, actions: &mut Actions) {
    let factors = input.plan.desk.weekday_factors;
    let row = fields.whole_row();
    let wide = (row.width() - 6.0 * 8.0) / 7.0;
    for (n, day) in Day::ALL.into_iter().enumerate() {
        let at = Rect::from_min_size(
            pos2(row.left() + n as f32 * (wide + 8.0), row.top()),
            vec2(wide, row.height()),
        );
        let mut value = factors.get(n).copied().unwrap_or(0.0);
        let number = Number::whole(0.0, 10.0, "").with_decimals(2, 0.05);
        let response = number_field(ui, Field::new(day.name()).at(at), &number, &mut value);
        if response.changed() {
            let mut new = factors;
            if let Some(place) = new.get_mut(n) {
                *place = value;
            }
            actions.edit_while_dragging(&response, Setting::WeekdayFactors(new));
        }
    }
}

fn brake(ui: &mut Ui, fields: &mut Fields, input: &ViewInput<'_>, actions: &mut Actions) {
    let desk = &input.plan.desk;
    let (left, right) = (fields.next(), fields.next());
    let mut is_on = desk.brake_wait_days.is_some();
    let mut side =
        ui.new_child(egui::UiBuilder::new().max_rect(left.translate(vec2(0.0, 16.0))).id_salt("brake"));
    if toggle(&mut side, &mut is_on, "Brake: stop targeting while tickets wait").changed() {
        actions.edit(Setting::BrakeWaitDays(is_on.then_some(desk.wait_limit_days)));
    }
    if let Some(mut limit) = desk.brake_wait_days {
        let number = Number::whole(0.0, 365.0, "days").with_decimals(1, 0.5);
        let response = number_field(ui, Field::new("Brake above a wait of").at(right), &number, &mut limit);
        if response.changed() {
            actions.edit_while_dragging(&response, Setting::BrakeWaitDays(Some(limit)));
        }
    }
}
