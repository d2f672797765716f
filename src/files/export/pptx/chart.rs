//! A chart that the presentation program draws itself and lets people edit: its XML, over the numbers of a
//! workbook inside the document. What the drawing marks is part of it: a day is a series of one point with a bar
//! down to the axis, a freeze one of columns over the whole height.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::super::native::{self, Axis, Ticks};
use super::super::svg::escaped;
use super::xml::{fill, rgb};
use crate::picture::{Ink, Palette};
use crate::report::pack::{Categories, Chart, Part, PartKind, Series};

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The part of the document; its workbook is the relation `rId1`, sheet `Data`.
pub fn xml(chart: &Chart, series: &Series, palette: Palette) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<c:chartSpace xmlns:c=\"{CHART}\" xmlns:a=\"{MAIN}\" \
         xmlns:r=\"{RELATIONS}\"><c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/><c:chart>"
    );
    let title = escaped(&native::title(chart, series));
    let ink = rgb(palette.color(Ink::Text));
    let _ = write!(
        out,
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1400\" b=\"1\"/></a:pPr><a:r>\
         <a:rPr lang=\"en-US\" sz=\"1400\" b=\"1\"><a:solidFill><a:srgbClr val=\"{ink}\"/></a:solidFill></a:rPr><a:t>{title}</a:t></a:r></a:p>\
         </c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>"
    );
    let drawn = Drawn { series, palette };
    for group in Group::ALL {
        drawn.group(&mut out, group);
    }
    drawn.axes(&mut out);
    let words = words(palette.color(Ink::Text2));
    // A mark has its name beside it, an area within it.
    let mut nameless = String::new();
    for (at, part) in series.parts.iter().enumerate() {
        if part.kind == PartKind::Mark || native::label(series, part).is_some() {
            let _ =
                write!(nameless, "<c:legendEntry><c:idx val=\"{at}\"/><c:delete val=\"1\"/></c:legendEntry>");
        }
    }
    let _ = write!(
        out,
        "</c:plotArea><c:legend><c:legendPos val=\"b\"/>{nameless}<c:overlay val=\"0\"/>{words}</c:legend><c:plotVisOnly val=\"1\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{words}\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>"
    );
    out
}

/// What is drawn by one kind of chart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Area,
    Bar,
    Span,
    Line,
}

impl Group {
    /// In the order in which they lie on each other.
    const ALL: [Self; 4] = [Self::Area, Self::Bar, Self::Span, Self::Line];

    const fn of(kind: PartKind) -> Self {
        match kind {
            PartKind::Area => Self::Area,
            PartKind::Bar => Self::Bar,
            PartKind::Span => Self::Span,
            PartKind::Line | PartKind::Mark => Self::Line,
        }
    }
}

struct Drawn<'s> {
    series: &'s Series,
    palette: Palette,
}

impl Drawn<'_> {
    /// All series of a kind; nothing where there are none.
    fn group(&self, out: &mut String, group: Group) {
        let all = self.series.parts.iter().enumerate();
        let own: Vec<(usize, &Part)> = all.filter(|(_, part)| Group::of(part.kind) == group).collect();
        if own.is_empty() {
            return;
        }
        let (open, close) = match group {
            Group::Area => ("<c:areaChart><c:grouping val=\"stacked\"/>", "</c:areaChart>"),
            Group::Span => {
                ("<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/>", "</c:barChart>")
            }
            Group::Bar => {
                ("<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"stacked\"/>", "</c:barChart>")
            }
            Group::Line => ("<c:lineChart><c:grouping val=\"standard\"/>", "</c:lineChart>"),
        };
        out.push_str(open);
        out.push_str("<c:varyColors val=\"0\"/>");
        for (at, part) in own {
            self.part(out, at, part);
        }
        match group {
            Group::Area => {}
            Group::Bar => out.push_str("<c:gapWidth val=\"20\"/><c:overlap val=\"100\"/>"),
            Group::Span => out.push_str("<c:gapWidth val=\"0\"/><c:overlap val=\"100\"/>"),
            Group::Line => out.push_str("<c:marker val=\"1\"/>"),
        }
        out.push_str("<c:axId val=\"1001\"/><c:axId val=\"1002\"/>");
        out.push_str(close);
    }

    fn part(&self, out: &mut String, at: usize, part: &Part) {
        let (column, last) = (column(at + 1), self.series.categories.len() + 1);
        let name = escaped(&part.name);
        let color = rgb(native::color(part, self.palette));
        let _ = write!(
            out,
            "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:strRef><c:f>Data!${column}$1</c:f><c:strCache>\
             <c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        );
        if part.kind == PartKind::Mark {
            self.mark(out, part, &color);
        } else if part.kind == PartKind::Line {
            let dash = match (part.is_dashed, part.is_thin) {
                (false, _) => "",
                (true, false) => "<a:prstDash val=\"dash\"/>",
                (true, true) => "<a:prstDash val=\"sysDot\"/>",
            };
            let width = if part.is_thin { 12_700 } else { 25_400 };
            let _ = write!(
                out,
                "<c:spPr><a:ln w=\"{width}\" cap=\"rnd\"><a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill>{dash}<a:round/></a:ln></c:spPr>\
                 <c:marker><c:symbol val=\"none\"/></c:marker>"
            );
        } else {
            let _ = write!(out, "<c:spPr>{}</c:spPr>", fill(native::color(part, self.palette)));
            if let Some(at) = native::label(self.series, part) {
                self.label(out, part, at);
            }
        }
        if matches!(part.kind, PartKind::Bar | PartKind::Span) {
            out.push_str("<c:invertIfNegative val=\"0\"/>");
        }
        self.categories(out, last);
        let form = if native::form(self.series.unit) == "0%" { "0.0%" } else { "#,##0.0" };
        let _ = write!(
            out,
            "<c:val><c:numRef><c:f>Data!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>{form}</c:formatCode><c:ptCount val=\"{}\"/>",
            part.values.len()
        );
        for (at, value) in part.values.iter().enumerate() {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{value}</c:v></c:pt>");
            }
        }
        out.push_str("</c:numCache></c:numRef></c:val>");
        if Group::of(part.kind) == Group::Line {
            out.push_str("<c:smooth val=\"0\"/>");
        }
        out.push_str("</c:ser>");
    }

    /// The name of an area within it.
    fn label(&self, out: &mut String, part: &Part, at: usize) {
        let ink = if part.ink == Ink::IntuneSolid && !part.is_pale { Ink::OnIntune } else { Ink::Text };
        let ink = rgb(self.palette.color(ink));
        let shown = |is_shown: u8| {
            format!(
                "<c:showLegendKey val=\"0\"/><c:showVal val=\"0\"/><c:showCatName val=\"0\"/><c:showSerName val=\"{is_shown}\"/>\
                 <c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>"
            )
        };
        let (own, others) = (shown(1), shown(0));
        let _ = write!(
            out,
            "<c:dLbls><c:dLbl><c:idx val=\"{at}\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/>\
             <a:p><a:pPr><a:defRPr sz=\"1100\" b=\"1\"><a:solidFill><a:srgbClr val=\"{ink}\"/></a:solidFill></a:defRPr></a:pPr>\
             <a:endParaRPr lang=\"en-US\"/></a:p></c:txPr>{own}</c:dLbl>{others}</c:dLbls>"
        );
    }

    /// A line from the only point down to the axis, and the name beside the point.
    fn mark(&self, out: &mut String, part: &Part, color: &str) {
        let at = part.values.iter().position(Option::is_some).unwrap_or(0);
        let side = if Part::opens_left(at, part.values.len()) { "l" } else { "r" };
        let ground = rgb(self.palette.color(Ink::Bg1));
        let ground = ground.as_str();
        let (fill, ink) = if part.is_dashed { (ground, color) } else { (color, ground) };
        let dash = if part.is_dashed { "<a:prstDash val=\"dash\"/>" } else { "" };
        let line = format!("<a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill>");
        let _ = write!(
            out,
            "<c:spPr><a:ln w=\"12700\"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val=\"none\"/></c:marker>\
             <c:dLbls><c:spPr><a:solidFill><a:srgbClr val=\"{fill}\"/></a:solidFill><a:ln w=\"9525\">{line}</a:ln></c:spPr>\
             <c:txPr><a:bodyPr wrap=\"none\" anchor=\"ctr\"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1000\" b=\"1\"><a:solidFill><a:srgbClr val=\"{ink}\"/></a:solidFill>\
             </a:defRPr></a:pPr><a:endParaRPr lang=\"en-US\"/></a:p></c:txPr><c:dLblPos val=\"{side}\"/><c:showLegendKey val=\"0\"/>\
             <c:showVal val=\"0\"/><c:showCatName val=\"0\"/><c:showSerName val=\"1\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>\
             <c:errBars><c:errDir val=\"y\"/><c:errBarType val=\"minus\"/><c:errValType val=\"percentage\"/><c:noEndCap val=\"1\"/><c:val val=\"100\"/>\
             <c:spPr><a:ln w=\"15875\">{line}{dash}</a:ln></c:spPr></c:errBars>"
        );
    }

    fn categories(&self, out: &mut String, last: usize) {
        let count = self.series.categories.len();
        match &self.series.categories {
            Categories::Dates(days) => {
                let _ = write!(
                    out,
                    "<c:cat><c:numRef><c:f>Data!$A$2:$A${last}</c:f><c:numCache><c:formatCode>d\\ mmm\\ yyyy</c:formatCode><c:ptCount val=\"{count}\"/>"
                );
                for (at, day) in days.iter().enumerate() {
                    let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", serial(*day));
                }
                out.push_str("</c:numCache></c:numRef></c:cat>");
            }
            Categories::Words(words) => {
                let _ = write!(
                    out,
                    "<c:cat><c:strRef><c:f>Data!$A$2:$A${last}</c:f><c:strCache><c:ptCount val=\"{count}\"/>"
                );
                for (at, word) in words.iter().enumerate() {
                    let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escaped(word));
                }
                out.push_str("</c:strCache></c:strRef></c:cat>");
            }
        }
    }

    fn axes(&self, out: &mut String) {
        let (line, grid) = (rgb(self.palette.color(Ink::Stroke2)), rgb(self.palette.color(Ink::Grid)));
        let words = words(self.palette.color(Ink::Text2));
        let is_dated = matches!(self.series.categories, Categories::Dates(_));
        let form = if is_dated { native::date_form(self.series) } else { "General" };
        let axis = native::axis(self.series);
        let name = if axis == Axis::Days { "dateAx" } else { "catAx" };
        let step = native::step(self.series);
        let end = match axis {
            Axis::Days => {
                let (every, unit) = match native::ticks(self.series) {
                    Ticks::Months(n) => (n, "months"),
                    Ticks::Days(n) => (n, "days"),
                };
                format!(
                    "<c:auto val=\"1\"/><c:lblOffset val=\"100\"/><c:baseTimeUnit val=\"days\"/><c:majorUnit val=\"{every}\"/>\
                     <c:majorTimeUnit val=\"{unit}\"/>"
                )
            }
            Axis::Places => format!(
                "<c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:tickLblSkip val=\"{step}\"/>\
                 <c:tickMarkSkip val=\"{step}\"/><c:noMultiLvlLbl val=\"1\"/>"
            ),
        };
        let _ = write!(
            out,
            "<c:{name}><c:axId val=\"1001\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>\
             <c:axPos val=\"b\"/><c:numFmt formatCode=\"{form}\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>\
             <c:tickLblPos val=\"low\"/><c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"{line}\"/></a:solidFill></a:ln></c:spPr>{words}\
             <c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/>{end}</c:{name}>"
        );
        let most = self.series.top;
        let between = if native::stacked(self.series) == Some(PartKind::Bar) { "between" } else { "midCat" };
        let form = native::form(self.series.unit);
        let _ = write!(
            out,
            "<c:valAx><c:axId val=\"1002\"/><c:scaling><c:orientation val=\"minMax\"/><c:max val=\"{most}\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/>\
             <c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"{grid}\"/></a:solidFill></a:ln></c:spPr>\
             </c:majorGridlines><c:numFmt formatCode=\"{form}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>\
             <c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{words}<c:crossAx val=\"1001\"/><c:crosses val=\"autoZero\"/>\
             <c:crossBetween val=\"{between}\"/></c:valAx>"
        );
    }
}

/// How the words of a chart look.
fn words(color: crate::picture::Rgba) -> String {
    format!(
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1100\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></a:defRPr></a:pPr>\
         <a:endParaRPr lang=\"en-US\"/></a:p></c:txPr>",
        rgb(color)
    )
}

/// A day as spreadsheets count them.
fn serial(day: NaiveDate) -> i64 {
    const UNIX: i64 = 25_569;
    (day - NaiveDate::default()).num_days() + UNIX
}

/// 0 = `A`.
fn column(at: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    if at < 26 { letter(at).to_string() } else { format!("{}{}", letter(at / 26 - 1), letter(at)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn days_and_columns_are_counted_as_spreadsheets_do() {
        let of = |y, m, d| serial(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!((of(1970, 1, 1), of(2026, 10, 14)), (25_569, 46_309));
        assert_eq!([0, 1, 25, 26, 51, 52].map(column), ["A", "B", "Z", "AA", "AZ", "BA"]);
    }
}
