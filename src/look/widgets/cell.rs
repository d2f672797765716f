//! The cells of an editable table: Enter goes down, Tab right, and a paste from a spreadsheet comes back as
//! rows and columns. What a value means is the table's business.

use egui::{Event, Id, Key, Rect, Response, StrokeKind, Ui};

use super::draft::{Slot, edit};
use super::number::Number;
use super::tooltip::tip;
use crate::look::focus;
use crate::look::style::{color, stroke};
use crate::picture::{Anchor, Ink, TypeRole};

/// One cell of a table, usually 70 × 28.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
    /// Its identity, so that the cell above can hand the keyboard down: `table.with((row, column))`.
    pub id: Id,
    pub rect: Rect,
    /// Row and column in words, for screen readers.
    pub name: &'a str,
    /// Where Enter leads.
    pub below: Option<Id>,
    /// What is wrong with the value in the table's eyes.
    pub remedy: Option<&'a str>,
    /// The row lies ahead of the status date: an empty outline.
    pub is_to_come: bool,
}

/// What happened in a cell.
pub struct CellResponse {
    pub response: Response,
    /// A new value was taken over.
    pub changed: bool,
    /// Rows of columns from a spreadsheet, to be filled in from this cell on.
    pub pasted: Option<Vec<Vec<String>>>,
}

/// A number that may be missing.
pub fn number_cell(
    ui: &mut Ui,
    cell: Cell<'_>,
    number: &Number<'_>,
    value: &mut Option<f64>,
) -> CellResponse {
    let shown = value.map(|value| number.write(value)).unwrap_or_default();
    let mut taken = None;
    let outcome = show(
        ui,
        cell,
        &shown,
        |text| {
            if text.trim().is_empty() { Ok(None) } else { number.read(text).map(Some) }
        },
        &mut taken,
    );
    let changed = taken.is_some_and(|taken| taken != *value);
    if let Some(new) = taken {
        *value = new;
    }
    CellResponse { changed, ..outcome }
}

/// Free text.
pub fn text_cell(ui: &mut Ui, cell: Cell<'_>, value: &mut String) -> CellResponse {
    let shown = value.clone();
    let mut taken = None;
    let outcome = show(ui, cell, &shown, |text| Ok(text.trim().to_owned()), &mut taken);
    let changed = taken.as_ref().is_some_and(|taken| taken != value);
    if let Some(new) = taken {
        *value = new;
    }
    CellResponse { changed, ..outcome }
}

/// Rows and columns of what a spreadsheet puts on the clipboard.
#[must_use]
pub fn pasted_table(text: &str) -> Vec<Vec<String>> {
    text.trim_end_matches(['\r', '\n'])
        .lines()
        .map(|line| line.split('\t').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

fn show<T>(
    ui: &mut Ui,
    cell: Cell<'_>,
    shown: &str,
    parse: impl Fn(&str) -> Result<T, String>,
    taken: &mut Option<T>,
) -> CellResponse {
    let ground = ui.painter().add(egui::Shape::Noop);
    ui.expand_to_include_rect(cell.rect);
    let has_focus = ui.memory(|memory| memory.has_focus(cell.id));
    let pasted = if has_focus { take_table(ui) } else { None };
    let slot = Slot {
        id: cell.id,
        rect: cell.rect,
        shown,
        role: TypeRole::BODY_MEDIUM,
        align: Anchor::End,
        hint: "",
        can_scrub: false,
    };
    let edited = edit(ui, &slot, parse);
    let response = edited.response.accessible_name(cell.name);
    *taken = edited.taken;
    // Taken out of the input, or the cell below would end its own editing with the same key.
    if let Some(below) = cell.below
        && response.lost_focus()
        && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter))
    {
        ui.memory_mut(|memory| memory.request_focus(below));
    }
    let remedy = edited.remedy.as_deref().or(cell.remedy);
    let edge = match (remedy.is_some(), response.has_focus(), cell.is_to_come) {
        (true, ..) => stroke(ui, 1.5, Ink::BadSolid),
        (_, true, _) => stroke(ui, 1.5, Ink::Accent),
        (_, _, true) => stroke(ui, 1.0, Ink::Stroke2),
        _ => stroke(ui, 1.0, Ink::Text3),
    };
    let fill = if remedy.is_some() || cell.is_to_come { Ink::Bg1 } else { Ink::Bg2 };
    let shape = egui::epaint::RectShape::new(cell.rect, 5.0, color(ui, fill), edge, StrokeKind::Inside);
    ui.painter().set(ground, shape);
    focus::shape(&response, cell.rect, 5.0);
    let response = match remedy {
        Some(remedy) => {
            let spoken = remedy.to_owned();
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_description(spoken);
                node.set_invalid(egui::accesskit::Invalid::True);
            });
            tip(response, remedy)
        }
        None => response,
    };
    CellResponse { response, changed: false, pasted }
}

/// Takes a pasted table out of the input before the text field flattens it into one line.
fn take_table(ui: &Ui) -> Option<Vec<Vec<String>>> {
    ui.input_mut(|input| {
        let at = input.events.iter().position(
            |event| matches!(event, Event::Paste(text) if text.trim_end().contains(['\t', '\n'])),
        )?;
        match input.events.remove(at) {
            Event::Paste(text) => Some(pasted_table(&text)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use egui::vec2;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;

    #[derive(Default)]
    struct Sheet {
        values: [Option<f64>; 4],
        pasted: Option<Vec<Vec<String>>>,
    }

    /// Two rows of two columns, named `A1` to `B2`.
    fn sheet() -> Harness<'static, Sheet> {
        stage(Sheet::default(), |ui, sheet: &mut Sheet| {
            let table = Id::unique("sheet");
            for (index, name) in ["A1", "B1", "A2", "B2"].into_iter().enumerate() {
                let (row, column) = (index / 2, index % 2);
                let min = egui::pos2(20.0 + 80.0 * column as f32, 20.0 + 40.0 * row as f32);
                let cell = Cell {
                    id: table.with((row, column)),
                    rect: Rect::from_min_size(min, vec2(70.0, 28.0)),
                    name,
                    below: (row == 0).then(|| table.with((1, column))),
                    remedy: None,
                    is_to_come: false,
                };
                let number = Number::whole(0.0, 10_000.0, "");
                let outcome = number_cell(ui, cell, &number, &mut sheet.values[index]);
                sheet.pasted = outcome.pasted.or(sheet.pasted.take());
            }
        })
    }

    #[test]
    fn enter_goes_down_and_tab_right() {
        let mut harness = sheet();
        harness.get_by_label("A1").focus();
        harness.run();
        harness.get_by_label("A1").type_text("480");
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.get_by_label("A2").is_focused());
        harness.get_by_label("A2").type_text("560");
        harness.key_press(Key::Tab);
        harness.run();
        assert!(harness.get_by_label("B2").is_focused());
        assert_eq!(harness.state().values, [Some(480.0), None, Some(560.0), None]);
    }

    #[test]
    fn a_pasted_table_comes_back_as_rows_and_columns() {
        let mut harness = sheet();
        harness.get_by_label("A1").focus();
        harness.run();
        harness.event(Event::Paste("480\t272\r\n560\t553\r\n".to_owned()));
        harness.run();
        let expected =
            vec![vec!["480".to_owned(), "272".to_owned()], vec!["560".to_owned(), "553".to_owned()]];
        assert_eq!(harness.state().pasted.as_ref(), Some(&expected));
        assert_eq!(harness.state().values, [None; 4], "filling in is the table's business");
    }

    #[test]
    fn a_single_pasted_value_goes_into_the_cell() {
        let mut harness = sheet();
        harness.get_by_label("B1").focus();
        harness.run();
        harness.event(Event::Paste("272\n".to_owned()));
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().values[1], Some(272.0));
    }
}
