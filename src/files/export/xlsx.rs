//! The pack as a workbook: an overview, then every table on its sheet with cells that know what they are, and
//! beside the numbers of a chart the same chart drawn by the spreadsheet.

mod chart;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Url, Workbook,
    Worksheet, XlsxError,
};

use super::sheets::{self, Sheet, free_name};
use super::signs;
use crate::picture::{Ink, Palette, Rgba, Theme, format};
use crate::report::pack::{Cell, ColumnKind, Pack, Page, Series};

/// Row and column of the first cell of every table: its title and its sentence stand above.
const TOP: u32 = 3;
const OVERVIEW: &str = "Overview";
/// A cell holds 32,767 characters, a table's head 255, the name of a sheet 31.
const LONGEST_CELL: usize = 32_000;
const LONGEST_HEAD: usize = 200;
const LONGEST_NAME: usize = 31;

pub fn xlsx(pack: &Pack) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(pack)?);
    let look = Look { palette: super::palette(&pack.presentation, Theme::Light), indent: 0 };
    let sheets = sheets::sheets(pack);
    let names = names(&sheets);
    overview(book.add_worksheet(), pack, (&sheets, &names), look)?;
    for (number, (sheet, name)) in sheets.iter().zip(&names).enumerate() {
        let page = book.add_worksheet();
        page.set_name(name)?;
        write(page, sheet, (name, number), look)?;
    }
    book.save_to_buffer()
}

/// The numbers of a chart alone, for those who edit it in another document: sheet `Data`, names in its first
/// row.
pub fn data(series: &Series, date: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&day(date)?));
    let page = book.add_worksheet();
    page.set_name("Data")?;
    page.set_column_width(0, 14)?;
    let table = sheets::series(series);
    let look = Look { palette: Palette::new(Theme::Light), indent: 0 };
    for (column, at) in table.columns.iter().zip(0..) {
        page.write_string(0, at, short(&column.name, LONGEST_HEAD))?;
    }
    for (row, y) in table.rows.iter().zip(1..) {
        for (cell, x) in row.iter().zip(0..) {
            put(page, (y, x), cell, look)?;
        }
    }
    book.save_to_buffer()
}

/// No date but the status date: the same plan is the same bytes.
fn properties(pack: &Pack) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(short(&pack.title, LONGEST_HEAD))
        .set_company(short(&pack.organisation, LONGEST_HEAD))
        .set_comment(short(&pack.basis, LONGEST_HEAD))
        .set_creation_datetime(&day(pack.date)?))
}

fn day(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    ExcelDateTime::from_ymd(
        u16::try_from(year).unwrap_or_default(),
        u8::try_from(month).unwrap_or_default(),
        u8::try_from(day).unwrap_or_default(),
    )
}

/// A name that a sheet may have, and that no other has.
fn names(sheets: &[Sheet<'_>]) -> Vec<String> {
    let mut names = vec![OVERVIEW.to_owned(), "History".to_owned()];
    for sheet in sheets {
        let plain: String =
            sheet.name.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
        let plain = if plain.trim().is_empty() { "Table".to_owned() } else { short(&plain, LONGEST_CELL) };
        let is_free = |name: &str| names.iter().all(|own| own.to_lowercase() != name.to_lowercase());
        let whole = cut(&plain, LONGEST_NAME);
        // Room for the number that makes it one of its own.
        let name = if is_free(&whole) { whole } else { free_name(&cut(&plain, LONGEST_NAME - 5), is_free) };
        names.push(name);
    }
    names.split_off(2)
}

/// At most so many units of the length that spreadsheets count.
fn cut(name: &str, most: usize) -> String {
    let mut name = name.trim().to_owned();
    while name.encode_utf16().count() > most {
        name.pop();
    }
    name.trim_end().to_owned()
}

#[derive(Clone, Copy)]
struct Look {
    palette: Palette,
    /// Of words, from the left edge of their cell.
    indent: u8,
}

impl Look {
    fn color(self, ink: Ink) -> Color {
        let Rgba(red, green, blue, _) = self.palette.color(ink);
        Color::RGB(u32::from_be_bytes([0, red, green, blue]))
    }

    fn plain(self, ink: Ink) -> Format {
        Format::new().set_font_color(self.color(ink)).set_align(FormatAlign::Top)
    }

    fn strong(self, size: f64) -> Format {
        self.plain(Ink::Text).set_bold().set_font_size(size)
    }

    fn wrapped(self) -> Format {
        let format = self.plain(Ink::Text).set_text_wrap();
        if self.indent > 0 { format.set_align(FormatAlign::Left).set_indent(self.indent) } else { format }
    }
}

/// What the pack is about, what each page says, and where the tables are.
fn overview(
    page: &mut Worksheet,
    pack: &Pack,
    (sheets, names): (&[Sheet<'_>], &[String]),
    look: Look,
) -> Result<(), XlsxError> {
    page.set_name(OVERVIEW)?;
    set_up(page);
    for (column, width) in [(0, 44), (1, 18), (2, 90)] {
        page.set_column_width(column, width)?;
    }
    page.write_string_with_format(0, 0, short(&pack.title, LONGEST_CELL), &look.strong(18.0))?;
    let grey = look.plain(Ink::Text2);
    page.write_string_with_format(1, 0, short(&pack.organisation, LONGEST_CELL), &grey)?;
    page.write_string_with_format(2, 0, "Status date", &grey)?;
    put(page, (2, 1), &Cell::Date(pack.date), look)?;
    page.write_string_with_format(3, 0, short(&pack.basis, LONGEST_CELL), &grey)?;
    let mut y = 5;
    for (head, x) in ["Page", "State", "What it says"].into_iter().zip(0..) {
        page.write_string_with_format(y, x, head, &look.strong(11.0))?;
    }
    for own in &pack.pages {
        y += 1;
        page.write_string_with_format(y, 0, short(&own.title, LONGEST_CELL), &look.wrapped())?;
        state(page, (y, 1), own, look)?;
        page.write_string_with_format(y, 2, short(&own.finding.text, LONGEST_CELL), &look.wrapped())?;
        lines(page, y, [(own.title.as_str(), 44.0), (own.finding.text.as_str(), 90.0)].into_iter())?;
    }
    y += 2;
    page.write_string_with_format(y, 0, "Sheets", &look.strong(11.0))?;
    for (sheet, name) in sheets.iter().zip(names) {
        y += 1;
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(short(&sheet.name, LONGEST_HEAD));
        page.write_url_with_format(
            y,
            0,
            link,
            &look.plain(Ink::IntuneText).set_underline(rust_xlsxwriter::FormatUnderline::Single),
        )?;
        page.write_string_with_format(y, 2, short(sheet.sentence, LONGEST_CELL), &look.wrapped())?;
        lines(page, y, std::iter::once((sheet.sentence, 90.0)))?;
    }
    Ok(())
}

fn state(page: &mut Worksheet, (y, x): (u32, u16), own: &Page, look: Look) -> Result<(), XlsxError> {
    let cell = match (&own.pill, own.finding.mark) {
        (Some((mark, words)), _) => Cell::Marked(*mark, words.clone()),
        (None, Some(mark)) => Cell::Marked(mark, signs::word(mark).to_owned()),
        (None, None) => Cell::Nothing,
    };
    put(page, (y, x), &cell, look)
}

/// So high that words over several lines of their column are whole: not every program finds that height itself.
fn lines<'w>(
    page: &mut Worksheet,
    y: u32,
    cells: impl Iterator<Item = (&'w str, f64)>,
) -> Result<(), XlsxError> {
    /// A row can be no higher.
    const MOST: usize = 27;
    let lines = cells.map(|(words, width)| broken(words, width)).max().unwrap_or(1);
    if lines > 1 {
        page.set_row_height(y, lines.min(MOST) as f64 * 15.0)?;
    }
    Ok(())
}

/// On how many lines words stand in a column so many digits wide; most letters are narrower.
fn broken(words: &str, width: f64) -> usize {
    let most = (width as usize).saturating_sub(1).max(1);
    let (mut lines, mut used) = (1, 0);
    for word in words.split_whitespace() {
        let long = word.chars().count();
        if used > 0 && used + 1 + long > most {
            (lines, used) = (lines + 1, 0);
        }
        used += long + usize::from(used > 0);
        lines += used.saturating_sub(1) / most;
        used = if used > most { (used - 1) % most + 1 } else { used };
    }
    lines
}

/// On screen without the spreadsheet's own grid; on paper as wide as a sheet.
fn set_up(page: &mut Worksheet) {
    const A4: u8 = 9;
    page.set_screen_gridlines(false).set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.set_footer("&L&A&R&P / &N");
}

fn write(
    page: &mut Worksheet,
    sheet: &Sheet<'_>,
    (name, number): (&str, usize),
    look: Look,
) -> Result<(), XlsxError> {
    set_up(page);
    page.write_string_with_format(0, 0, short(&sheet.name, LONGEST_CELL), &look.strong(14.0))?;
    let sentence = if sheet.sentence.is_empty() { &sheet.page.finding.text } else { sheet.sentence };
    let table = &sheet.table;
    let widths: Vec<f64> = (0..table.columns.len()).map(|at| width(sheet, at)).collect();
    say(page, sentence, &widths, look)?;
    // Words keep their distance from the numbers at their left, which stand at the right.
    let indent = |at: usize| Look { indent: u8::from(at > 0 && table.is_right(at - 1)), ..look };
    let (mut heads, mut right) = (Vec::new(), 0);
    for (at, (column, x)) in table.columns.iter().zip(0_u16..).enumerate() {
        let head = short(&column.name, LONGEST_HEAD);
        page.set_column_width(x, widths[at])?;
        let format = Format::new().set_bold();
        let format = if column.kind.is_words() {
            format.set_align(FormatAlign::Left).set_indent(indent(at).indent)
        } else {
            format.set_align(FormatAlign::Right)
        };
        heads.push(TableColumn::new().set_header(head).set_header_format(format));
        right = x;
    }
    let mut bottom = TOP;
    for (row, y) in table.rows.iter().zip(TOP + 1..) {
        for (at, (cell, x)) in row.iter().zip(0_u16..).enumerate() {
            put(page, (y, x), cell, indent(at))?;
        }
        let words = row.iter().zip(&widths).filter_map(|(cell, width)| match cell {
            Cell::Words(words) | Cell::Marked(_, words) => Some((words.as_str(), *width)),
            _ => None,
        });
        lines(page, y, words)?;
        bottom = y;
    }
    let grid = Table::new()
        .set_name(format!("t{}_{}", number + 1, plain(name)))
        .set_columns(&heads)
        .set_style(TableStyle::Light1)
        .set_alt_text(short(sentence, LONGEST_HEAD));
    page.add_table(TOP, 0, bottom, right, &grid)?;
    page.set_freeze_panes(TOP + 1, 0)?.set_repeat_rows(TOP, TOP)?;
    if let Some((own, series)) = sheet.chart.and_then(|own| Some((own, own.series.as_ref()?))) {
        let drawn = chart::native(own, series, (name, bottom), look.palette);
        page.insert_chart(TOP, right + 2, &drawn)?;
    }
    Ok(())
}

/// The sentence over a table, broken within its width: one long line would make all of a sheet small on paper.
fn say(page: &mut Worksheet, sentence: &str, widths: &[f64], look: Look) -> Result<(), XlsxError> {
    /// In less a sentence is hard to read.
    const LEAST: f64 = 90.0;
    const USUAL: f64 = 8.43;
    let (mut wide, mut last) = (0.0, 0);
    for width in widths.iter().copied().chain(std::iter::repeat(USUAL)).zip(0_u16..) {
        (wide, last) = (wide + width.0, width.1);
        if wide >= LEAST && usize::from(last) + 1 >= widths.len() {
            break;
        }
    }
    let format = look.plain(Ink::Text2).set_text_wrap();
    page.merge_range(1, 0, 1, last, &short(sentence, LONGEST_CELL), &format)?;
    lines(page, 1, std::iter::once((sentence, wide)))
}

/// One cell as what it is.
fn put(page: &mut Worksheet, (y, x): (u32, u16), cell: &Cell, look: Look) -> Result<(), XlsxError> {
    let text = look.plain(Ink::Text);
    let number =
        |value: f64, form: &str| (value.is_finite()).then(|| (value, text.clone().set_num_format(form)));
    let value = match cell {
        Cell::Nothing => None,
        Cell::Words(words) => {
            page.write_string_with_format(y, x, short(words, LONGEST_CELL), &look.wrapped())?;
            None
        }
        Cell::Marked(mark, words) => {
            let format = look.wrapped().set_font_color(look.color(signs::ink(*mark)));
            page.write_string_with_format(y, x, short(words, LONGEST_CELL), &format)?;
            None
        }
        Cell::Count(n) => number(*n as f64, form(ColumnKind::Count)),
        Cell::Share(share) => number(*share, form(ColumnKind::Share)),
        Cell::Chance(chance) => number(*chance, form(ColumnKind::Chance)),
        Cell::Number(value, places) => number(*value, form(ColumnKind::Number(*places))),
        Cell::Date(date) => {
            match day(*date) {
                Ok(day) => {
                    page.write_datetime_with_format(y, x, &day, &text.set_num_format(form(ColumnKind::Date)))?
                }
                // Before 1900 a spreadsheet has no days.
                Err(_) => page.write_string_with_format(y, x, format::date(*date), &text)?,
            };
            return Ok(());
        }
    };
    if let Some((value, format)) = value {
        page.write_number_with_format(y, x, value, &format)?;
    }
    Ok(())
}

/// How a spreadsheet writes values of a kind.
pub const fn form(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Words => "General",
        ColumnKind::Count | ColumnKind::Number(0) => "#,##0",
        ColumnKind::Share => "0.0%",
        // The number stays; a chance is never 0% or 100%.
        ColumnKind::Chance => "[>0.99]\"> 99%\";[<0.01]\"< 1%\";0%",
        ColumnKind::Date => "d mmm yyyy",
        ColumnKind::Number(1) => "#,##0.0",
        ColumnKind::Number(_) => "#,##0.00",
    }
}

/// As wide as its longest word or number, so far as that can be read on a screen.
fn width(sheet: &Sheet<'_>, at: usize) -> f64 {
    let cells = sheet.table.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.text().chars().count());
    // The head has a button for its filter.
    let head = sheet.table.columns[at].name.chars().count() + 4;
    (cells.max().unwrap_or(0).max(head) + 2).clamp(10, 60) as f64
}

/// Without line ends and control characters, at most so many characters.
fn short(text: &str, most: usize) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .take(most)
        .collect()
}

/// What the name of a table may consist of.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests;
