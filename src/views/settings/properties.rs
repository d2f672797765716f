//! Plan settings, the plan itself: its name, how far it goes, its dates and limits, and its milestones.

use egui::{Rect, Ui};

use super::cells;
use super::fields::Fields;
use super::table::{Records, words_column};
use crate::document::Dialog;
use crate::forecast::{Outlook, milestone_date};
use crate::look::icons::Icon;
use crate::look::widgets::{Button, Card, DateRule, Item, Kind, Number, check_at, menu, tip};
use crate::picture::{TypeRole, text};
use crate::plan::support::site_versions;
use crate::plan::{
    Anchor, AutoEnrollment, Edit, Key, MigrationOption, Milestone, MilestoneKind, Plan, Record, Setting,
    Task, wording,
};
use crate::views::{Action, Actions, ViewInput};

pub fn plan(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let plan = input.plan;
    let any = DateRule { status_date: Some(plan.status_date), ..DateRule::default() };
    let optional = DateRule { is_optional: true, ..any };
    Card::new(rect).title("Plan", "").show(ui, |ui, body| {
        let mut fields = Fields::new(body, 4);
        fields.text(ui, actions, "Name", (&plan.name, Setting::Name));
        let options = MigrationOption::ALL.map(|one| (one, one.name()));
        fields.one_of(ui, actions, ("How far to go", &options), (plan.option, Setting::Option));
        site_version(ui, &mut fields, plan, actions);
        fields.next_row();
        fields.date(ui, actions, ("Start of the plan", &any), Some(plan.start), |date| {
            date.map(Setting::Start)
        });
        fields.date(ui, actions, ("Target finish (optional)", &optional), plan.target, |date| {
            Some(Setting::Target(date))
        });
        fields.date(ui, actions, ("Status date", &any), Some(plan.status_date), |date| {
            date.map(Setting::StatusDate)
        });
        fields.next_row();
        let days = Number::whole(1.0, 7305.0, "days from the start");
        fields.number(ui, actions, ("Computed horizon", &days), f64::from(plan.horizon_days), |v| {
            Setting::HorizonDays(v as u32)
        });
        let days = Number::whole(1.0, 1000.0, "working days");
        fields.number(ui, actions, ("A phase stalls after", &days), f64::from(plan.hold_limit_days), |v| {
            Setting::HoldLimitDays(v as u32)
        });
        let share = Number::whole(50.0, 99.9, "% chance").with_decimals(1, 1.0);
        fields.number(ui, actions, ("Assurance of a verdict", &share), plan.assurance * 100.0, |v| {
            Setting::Assurance(v / 100.0)
        });
        fields.next_row();
        fields.text(ui, actions, "Source of the estate", (&plan.estate.source, Setting::EstateSource));
        fields.text(ui, actions, "Source of the actuals", (&plan.actuals.source, Setting::ActualsSource));
        fields.next_row();
        prices(ui, &mut fields, plan, actions);
    });
}

/// What scenarios are priced with; an empty box is not counted.
fn prices(ui: &mut Ui, fields: &mut Fields, plan: &Plan, actions: &mut Actions) {
    let prices = &plan.prices;
    let amount = Number::whole(0.0, 1e9, &prices.currency).with_decimals(2, 1.0).trimmed();
    let day = ("Price of an agent-day (optional)", "not counted", &amount);
    fields.optional_number(ui, actions, day, (prices.agent_day, Setting::AgentDayPrice));
    let week = ("A week of running both (optional)", "not counted", &amount);
    fields.optional_number(ui, actions, week, (prices.week_of_both, Setting::WeekOfBothPrice));
    fields.text(ui, actions, "Currency (optional)", (&prices.currency, Setting::Currency));
}

/// The site's version, without the thousands of a number: those in support, and the plan's own.
fn site_version(ui: &mut Ui, fields: &mut Fields, plan: &Plan, actions: &mut Actions) {
    let mut versions: Vec<u16> = site_versions().collect();
    if !versions.contains(&plan.site_version) {
        versions.push(plan.site_version);
        versions.sort_unstable();
    }
    let names: Vec<String> = versions.iter().map(|version| format!("site version {version}")).collect();
    let all: Vec<(u16, &str)> = versions.into_iter().zip(names.iter().map(String::as_str)).collect();
    fields.one_of(ui, actions, ("Configuration Manager", &all), (plan.site_version, Setting::SiteVersion));
}

pub fn milestones(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let milestones = &input.plan.milestones;
    let subtitle = "steps around the phases";
    Card::new(rect).title("Milestones", subtitle).show(ui, |ui, body| {
        let columns = [
            words_column("Milestone", 1.0, 160.0),
            words_column("Moves with", 1.1, 170.0),
            words_column("Date", 0.0, 156.0),
            words_column("", 0.0, 64.0),
        ];
        let table = Records {
            columns: &columns,
            count: milestones.len(),
            add: "Add milestone",
            empty: "No milestones yet.",
            remove: "Remove milestone",
        };
        // The button below opens a menu of what is not there yet, so the table draws no button of its own.
        let done = table.show_without_button(ui, body, |ui, index, at| {
            let (Some(old), [name, rule, date, settled]) = (milestones.get(index), at) else { return };
            milestone_row(ui, (*name, *date, *settled), (input.plan, input.outlook, old), actions);
            moves_with(ui, *rule, (input.plan, old), actions);
        });
        if let Some(milestone) = done.removed.and_then(|index| milestones.get(index)) {
            actions.edit(Edit::Remove(Key::Milestone(milestone.kind.clone())));
        }
        let missing = missing(input.plan);
        let button = Button::new(Kind::Secondary, "Add milestone").icon(Icon::Plus);
        let place = Rect::from_min_size(egui::pos2(body.left(), body.bottom() - 30.0), button.size());
        let response = button.at(place).show(ui);
        let names: Vec<String> = missing.iter().map(MilestoneKind::name).collect();
        let items: Vec<Item<'_>> = names.iter().map(|name| Item::new(name)).collect();
        if let Some(kind) = menu(&response, &items).and_then(|index| missing.get(index)) {
            actions.edit(Record::Milestone(Milestone::new(kind.clone(), None)));
        }
    });
}

fn milestone_row(
    ui: &mut Ui,
    (name, date, settled): (Rect, Rect, Rect),
    (plan, outlook, old): (&Plan, &Outlook, &Milestone),
    actions: &mut Actions,
) {
    let mut new = old.clone();
    if let MilestoneKind::Other(title) = &mut new.kind {
        if cells::text(ui, name, "Milestone", title) {
            let mut edits =
                vec![Edit::Remove(Key::Milestone(old.kind.clone())), Record::Milestone(new.clone()).into()];
            // Its tasks stay its own.
            let is_its = |task: &&Task| task.anchor == Anchor::Milestone(old.kind.clone());
            edits.extend(plan.tasks.iter().filter(is_its).map(|task| {
                let anchor = Anchor::Milestone(new.kind.clone());
                Record::Task(Task { anchor, ..task.clone() }).into()
            }));
            actions.edit(Edit::Several { label: "Rename milestone".into(), edits });
            return;
        }
    } else {
        cells::words_at(ui, name, &old.kind.name(), crate::picture::Ink::Text);
    }
    let day = milestone_date(plan, outlook, old);
    let mut typed = day;
    if cells::optional_date(ui, date, "Date", &DateRule::default(), &mut typed) {
        actions.edit(Record::Milestone(Milestone { date: typed, relative: None, ..old.clone() }));
    }
    let mut done = old.done;
    if check_at(ui, settled, &mut done, "Done").changed() {
        actions.edit(Record::Milestone(if done { old.settled(day) } else { old.reopened() }));
    }
}

/// The rule by which it moves, or the way to give it one.
fn moves_with(ui: &mut Ui, at: Rect, (plan, old): (&Plan, &Milestone), actions: &mut Actions) {
    let rule = old.moves_with().map(|relative| wording::milestone_day(relative, plan));
    let whole = rule.unwrap_or_else(|| "Let it move…".to_owned());
    let shown = text::elide(TypeRole::LABEL_MEDIUM, &whole, at.width() - 20.0);
    let why_not = old.done.then_some("It is done: its day is a fact");
    let button = Button::new(Kind::Link, &shown).small().disabled_because(why_not);
    let size = button.size();
    let place = Rect::from_min_size(egui::pos2(at.left() - 6.0, at.center().y - size.y / 2.0), size);
    let response = button.at(place).show(ui);
    if response.clicked() && why_not.is_none() {
        actions.push(Action::Ask(Dialog::Milestone(Box::new(old.clone()))));
    }
    if why_not.is_none() && shown != whole {
        let _ = tip(response, &whole);
    }
}

/// The kinds that the plan does not have yet, and one of the user's own.
fn missing(plan: &Plan) -> Vec<MilestoneKind> {
    let known = [
        MilestoneKind::TenantAttach,
        MilestoneKind::CoManagementEnabled,
        MilestoneKind::AutoEnrollmentSet(AutoEnrollment::None),
        MilestoneKind::AutoEnrollmentSet(AutoEnrollment::Pilot),
        MilestoneKind::AutoEnrollmentSet(AutoEnrollment::All),
        MilestoneKind::ConditionalAccess,
        MilestoneKind::ClientRemoved,
    ];
    let has = |kind: &MilestoneKind| plan.milestones.iter().any(|milestone| milestone.kind == *kind);
    let mut missing: Vec<MilestoneKind> = known.into_iter().filter(|kind| !has(kind)).collect();
    let own = (1..=plan.milestones.len() + 1)
        .map(|n| MilestoneKind::Other(format!("Milestone {n}")))
        .find(|kind| !has(kind));
    missing.extend(own);
    missing
}
