//! A chart that the presentation program draws itself and lets people edit: its XML, over the numbers of a
//! workbook inside the document.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::super::native::{self, Axis, Ticks};
use super::super::svg::escaped;
use super::xml::rgb;
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
    let title = escaped(&chart.title);
    let ink = rgb(palette.color(Ink::Text));
    let _ = write!(
        out,
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1400\" b=\"1\"/></a:pPr><a:r>\
         <a:rPr lang=\"en-US\" sz=\"1400\" b=\"1\"><a:solidFill><a:srgbClr val=\"{ink}\"/></a:solidFill></a:rPr><a:t>{title}</a:t></a:r></a:p>\
         </c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>"
    );
    let drawn = Drawn { series, palette };
    let groups = [PartKind::Area, PartKind::Bar, PartKind::Line];
    for kind in groups {
        drawn.group(&mut out, kind);
    }
    drawn.axes(&mut out);
    let words = words(palette.color(Ink::Text2));
    let _ = write!(
        out,
        "</c:plotArea><c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>{words}</c:legend><c:plotVisOnly val=\"1\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{words}\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>"
    );
    out
}

struct Drawn<'s> {
    series: &'s Series,
    palette: Palette,
}

impl Drawn<'_> {
    /// All series of a kind; nothing where there are none.
    fn group(&self, out: &mut String, kind: PartKind) {
        let own: Vec<(usize, &Part)> =
            self.series.parts.iter().enumerate().filter(|(_, part)| part.kind == kind).collect();
        if own.is_empty() {
            return;
        }
        let (open, close) = match kind {
            PartKind::Area => ("<c:areaChart><c:grouping val=\"stacked\"/>", "</c:areaChart>"),
            PartKind::Bar => {
                ("<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"stacked\"/>", "</c:barChart>")
            }
            PartKind::Line => ("<c:lineChart><c:grouping val=\"standard\"/>", "</c:lineChart>"),
        };
        out.push_str(open);
        out.push_str("<c:varyColors val=\"0\"/>");
        for (at, part) in own {
            self.part(out, at, part);
        }
        match kind {
            PartKind::Area => {}
            PartKind::Bar => out.push_str("<c:gapWidth val=\"20\"/><c:overlap val=\"100\"/>"),
            PartKind::Line => out.push_str("<c:marker val=\"1\"/>"),
        }
        out.push_str("<c:axId val=\"1001\"/><c:axId val=\"1002\"/>");
        out.push_str(close);
    }

    fn part(&self, out: &mut String, at: usize, part: &Part) {
        let (column, last) = (column(at + 1), self.series.categories.len() + 1);
        let name = escaped(&part.name);
        let color = rgb(self.palette.color(part.ink));
        let _ = write!(
            out,
            "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:strRef><c:f>Data!${column}$1</c:f><c:strCache>\
             <c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        );
        if part.kind == PartKind::Line {
            let dash = if part.is_dashed { "<a:prstDash val=\"dash\"/>" } else { "" };
            let _ = write!(
                out,
                "<c:spPr><a:ln w=\"25400\" cap=\"rnd\"><a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill>{dash}<a:round/></a:ln></c:spPr>\
                 <c:marker><c:symbol val=\"none\"/></c:marker>"
            );
        } else {
            let _ = write!(out, "<c:spPr><a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill></c:spPr>");
        }
        if part.kind == PartKind::Bar {
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
        if part.kind == PartKind::Line {
            out.push_str("<c:smooth val=\"0\"/>");
        }
        out.push_str("</c:ser>");
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
        let most = if native::is_whole(self.series) { "<c:max val=\"1\"/>" } else { "" };
        let between = if native::stacked(self.series) == Some(PartKind::Bar) { "between" } else { "midCat" };
        let form = native::form(self.series.unit);
        let _ = write!(
            out,
            "<c:valAx><c:axId val=\"1002\"/><c:scaling><c:orientation val=\"minMax\"/>{most}<c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/>\
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
