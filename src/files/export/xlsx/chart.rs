//! A chart of the pack as the spreadsheet draws it, over the numbers of its sheet: areas and bars stacked, lines
//! over them, in the colours that they have everywhere.

use rust_xlsxwriter::{
    Chart as Native, ChartAxisDateUnitType, ChartEmptyCells, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartSolidFill, ChartType, Color,
};

use super::super::native::{self, Axis, Ticks};
use super::TOP;
use crate::picture::{Palette, Rgba};
use crate::report::pack::{Categories, Chart, PartKind, Series};

const SIZE: (u32, u32) = (960, 420);

/// The chart over the rows from below `TOP` to `bottom` of the sheet.
pub fn native(chart: &Chart, series: &Series, (sheet, bottom): (&str, u32), palette: Palette) -> Native {
    let stacked = match native::stacked(series) {
        Some(PartKind::Area) => ChartType::AreaStacked,
        Some(PartKind::Bar) => ChartType::ColumnStacked,
        _ => ChartType::Line,
    };
    let mut main = Native::new(stacked);
    let mut lines = Native::new(ChartType::Line);
    let mut has_lines = false;
    for (part, x) in series.parts.iter().zip(1_u16..) {
        let Rgba(red, green, blue, alpha) = native::color(part, palette);
        let color = Color::RGB(u32::from_be_bytes([0, red, green, blue]));
        let is_line = part.kind == PartKind::Line;
        let over = is_line && stacked != ChartType::Line;
        has_lines |= over;
        let mut look = ChartFormat::new();
        if is_line {
            let mut line = ChartLine::new();
            line.set_color(color).set_width(if part.is_thin { 1.0 } else { 2.0 });
            if part.is_dashed {
                line.set_dash_type(ChartLineDashType::Dash);
            }
            look.set_line(&line);
        } else {
            let transparency = 100 - (f32::from(alpha) / 2.55).round() as u8;
            let mut fill = ChartSolidFill::new();
            fill.set_color(color).set_transparency(transparency);
            look.set_solid_fill(&fill).set_no_border();
        }
        let own = if over { lines.add_series() } else { main.add_series() };
        own.set_name((sheet, TOP, x))
            .set_categories((sheet, TOP + 1, 0, bottom, 0))
            .set_values((sheet, TOP + 1, x, bottom, x))
            .set_format(&mut look);
        if part.kind == PartKind::Bar {
            own.set_gap(20);
        }
    }
    if has_lines {
        main.combine(&lines);
    }
    axes(&mut main, series);
    main.title().set_name(&native::title(chart, series));
    main.legend().set_position(ChartLegendPosition::Bottom);
    main.show_empty_cells_as(ChartEmptyCells::Gaps);
    main.set_alt_text(&chart.sentence).set_width(SIZE.0).set_height(SIZE.1);
    main
}

fn axes(main: &mut Native, series: &Series) {
    let is_dated = matches!(series.categories, Categories::Dates(_));
    if is_dated {
        main.x_axis().set_num_format(native::date_form(series));
    }
    match native::axis(series) {
        Axis::Days => {
            let (every, unit) = match native::ticks(series) {
                Ticks::Months(n) => (n, ChartAxisDateUnitType::Months),
                Ticks::Days(n) => (n, ChartAxisDateUnitType::Days),
            };
            main.x_axis().set_date_axis(true).set_major_unit(f64::from(every)).set_major_unit_date_type(unit)
        }
        Axis::Places => {
            let step = u16::try_from(native::step(series)).unwrap_or(u16::MAX);
            main.x_axis().set_text_axis(true).set_label_interval(step).set_tick_interval(step)
        }
    };
    main.y_axis().set_num_format(native::form(series.unit)).set_min(0.0);
    main.y_axis().set_max(series.top);
}
