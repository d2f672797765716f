//! Fields in rows of equal width, each bound to one property of the plan.

use chrono::NaiveDate;
use egui::{Rect, Ui, pos2, vec2};

use crate::look::widgets::{
    DateRule, FIELD_HEIGHT, Field, Number, choice, number_field, optional_date_field, optional_number_field,
    text_field,
};
use crate::plan::Setting;
use crate::views::Actions;

const GAP: f32 = 12.0;
const ROW_GAP: f32 = 12.0;

/// Places fields left to right, then on the next row.
pub struct Fields {
    room: Rect,
    columns: usize,
    at: usize,
}

impl Fields {
    pub fn new(room: Rect, columns: usize) -> Self {
        // A narrow card takes fewer columns rather than fields too small to read.
        let fits = ((room.width() + GAP) / (150.0 + GAP)).floor().max(1.0) as usize;
        Self { room, columns: columns.min(fits), at: 0 }
    }

    /// The place of the next field.
    pub fn next(&mut self) -> Rect {
        let (row, column) = (self.at / self.columns, self.at % self.columns);
        self.at += 1;
        let wide = (self.room.width() - GAP * (self.columns as f32 - 1.0)) / self.columns as f32;
        Rect::from_min_size(
            pos2(
                self.room.left() + column as f32 * (wide + GAP),
                self.room.top() + row as f32 * (FIELD_HEIGHT + ROW_GAP),
            ),
            vec2(wide, FIELD_HEIGHT),
        )
    }

    /// Begins a new row unless one has just begun.
    pub fn next_row(&mut self) {
        self.at = self.at.div_ceil(self.columns) * self.columns;
    }

    /// A row that one thing has to itself.
    pub fn whole_row(&mut self) -> Rect {
        self.next_row();
        let first = self.next();
        self.next_row();
        first.with_max_x(self.room.right())
    }

    /// Below everything placed so far.
    pub fn bottom(&self) -> f32 {
        let rows = self.at.div_ceil(self.columns) as f32;
        self.room.top() + rows * (FIELD_HEIGHT + ROW_GAP) - ROW_GAP
    }

    pub fn number(
        &mut self,
        ui: &mut Ui,
        actions: &mut Actions,
        (name, number): (&str, &Number<'_>),
        value: f64,
        setting: impl FnOnce(f64) -> Setting,
    ) {
        let mut new = value;
        let response = number_field(ui, Field::new(name).at(self.next()), number, &mut new);
        if response.changed() {
            actions.edit_while_dragging(&response, setting(new));
        }
    }

    /// A number that may be missing; `hint` says in the empty box what that means.
    pub fn optional_number(
        &mut self,
        ui: &mut Ui,
        actions: &mut Actions,
        (name, hint, number): (&str, &str, &Number<'_>),
        (value, setting): (Option<f64>, impl FnOnce(Option<f64>) -> Setting),
    ) {
        let mut new = value;
        let field = Field::new(name).hint(hint).at(self.next());
        if optional_number_field(ui, field, number, &mut new).changed() {
            actions.edit(setting(new));
        }
    }

    pub fn date(
        &mut self,
        ui: &mut Ui,
        actions: &mut Actions,
        (name, rule): (&str, &DateRule),
        value: Option<NaiveDate>,
        setting: impl FnOnce(Option<NaiveDate>) -> Option<Setting>,
    ) {
        let mut new = value;
        let response = optional_date_field(ui, Field::new(name).at(self.next()), rule, &mut new);
        if let (true, Some(setting)) = (response.changed(), setting(new)) {
            actions.edit(setting);
        }
    }

    pub fn text(
        &mut self,
        ui: &mut Ui,
        actions: &mut Actions,
        name: &str,
        (value, setting): (&str, fn(String) -> Setting),
    ) {
        let mut new = value.to_owned();
        if text_field(ui, Field::new(name).at(self.next()), &mut new).changed() {
            actions.edit(setting(new));
        }
    }

    pub fn one_of<T: Copy + PartialEq>(
        &mut self,
        ui: &mut Ui,
        actions: &mut Actions,
        (name, all): (&str, &[(T, &str)]),
        (value, setting): (T, fn(T) -> Setting),
    ) {
        let mut chosen = all.iter().position(|(one, _)| *one == value).unwrap_or(0);
        let names: Vec<&str> = all.iter().map(|(_, name)| *name).collect();
        let response = choice(ui, Field::new(name).at(self.next()), &mut chosen, &names, "");
        if let (true, Some((one, _))) = (response.changed(), all.get(chosen)) {
            actions.edit(setting(*one));
        }
    }
}
