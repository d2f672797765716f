//! The pack as one HTML file: no script, nothing fetched from elsewhere, drawings within it with their findings
//! for those who listen; printed, a short chapter is not torn and a long one begins on a page of its own.

use std::fmt::Write as _;

use super::signs;
use super::svg::{self, Purpose, escaped, hex};
use crate::picture::{Ink, Palette, Theme, format, scene};
use crate::plan::{Logo, LogoKind};
use crate::report::pack::{BigFigure, Block, Callout, Cell, Chart, Pack, Page, Table};
use crate::report::slides::tones;
use crate::report::{Finding, Mark};

/// How wide and, where it has no height of its own, how high a chart is drawn. On a screen it is wider; on paper,
/// where it is narrower, its words can still be read.
const CHART: (f32, f32) = (780.0, 320.0);

const STYLE: &str = "
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 Inter,'Segoe UI',Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums}
header,nav,main{max-width:1104px;margin:0 auto;padding:0 32px}
header{padding-top:40px}
header img{float:right;max-height:56px;max-width:240px}
h1{font-size:34px;line-height:1.2;margin:0 0 8px}
h2{font-size:26px;line-height:1.25;margin:0;overflow-wrap:anywhere}
h3{font-size:17px;margin:28px 0 8px}
.quiet{color:var(--quiet);margin:0}
nav ol{columns:2 320px;column-gap:56px;margin:24px 0;padding-left:24px}
nav li{break-inside:avoid;padding-left:4px}
a{color:var(--link)}
section{border-top:1px solid var(--rule);margin-top:40px;padding-top:28px}
.head{display:flex;gap:16px;align-items:flex-start;justify-content:space-between;margin-bottom:16px}
.pill{border-radius:16px;padding:4px 14px;font-weight:600;white-space:nowrap}
.figures{display:flex;flex-wrap:wrap;gap:24px;margin:20px 0;padding:0;list-style:none}
.figures li{flex:1}
.figures b{display:block;font-size:40px;line-height:1.15;white-space:nowrap}
.figures strong{display:block}
figure{margin:24px 0}
figure svg{display:block;width:100%;height:auto}
figcaption{color:var(--quiet);margin-top:8px}
details{margin-top:6px}
summary{color:var(--link);cursor:pointer}
table{border-collapse:collapse;width:100%;margin:12px 0}
caption{text-align:left;font-weight:600;padding-bottom:6px}
h3+table caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:top;padding:7px 16px 7px 0;border-bottom:1px solid var(--grid)}
th{color:var(--quiet);font-weight:500;border-bottom-color:var(--rule)}
td:first-child{font-weight:600}
.number{text-align:right;white-space:nowrap}
.state{white-space:nowrap}
.long{overflow-wrap:anywhere}
aside{background:var(--panel);border-radius:12px;padding:20px 24px;margin:24px 0}
aside p{margin:6px 0}
aside .kicker{color:var(--accent);font-weight:600;display:flex;justify-content:space-between;gap:16px}
aside .asked{font-size:20px;font-weight:600;line-height:1.3}
@page{size:A4;margin:14mm}
@media print{
body{font-size:10pt}
header,nav,main{max-width:none;padding:0}
header{margin-bottom:8mm}
nav,summary{display:none}
section{break-inside:avoid;border:0;margin:0 0 10mm;padding:0}
section:first-of-type{break-inside:auto}
figure,aside,table,tr,.figures{break-inside:avoid}
th,td{padding:3px 10px 3px 0}
table{font-size:9pt}
h2{font-size:17pt}
figure{margin:4mm 0}
.head,h3,caption{break-after:avoid}
.figures b{font-size:20pt}
thead{display:table-header-group}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
";

pub fn html(pack: &Pack) -> String {
    let mut page = Writer { out: String::new(), palette: super::palette(&pack.presentation, Theme::Light) };
    page.head(pack);
    for own in &pack.pages {
        page.chapter(own);
    }
    page.out.push_str("</main>\n</body>\n</html>\n");
    page.out
}

struct Writer {
    out: String,
    palette: Palette,
}

impl Writer {
    fn color(&self, ink: Ink) -> String {
        hex(self.palette.color(ink))
    }

    fn head(&mut self, pack: &Pack) {
        let title = escaped(&pack.title);
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n:root{{"
        );
        for (name, ink) in [
            ("bg", Ink::Bg1),
            ("text", Ink::Text),
            ("quiet", Ink::Text2),
            ("rule", Ink::Rule),
            ("grid", Ink::Stroke),
            ("panel", Ink::AccentBg),
            ("accent", Ink::AccentText),
            ("link", Ink::IntuneText),
        ] {
            let color = self.color(ink);
            let _ = write!(self.out, "--{name}:{color};");
        }
        let _ = write!(self.out, "}}{STYLE}</style>\n</head>\n<body>\n<header>\n");
        if let Some(picture) = pack.presentation.logo.as_ref().and_then(picture) {
            let name = escaped(&pack.organisation);
            let _ = writeln!(self.out, "<img alt=\"{name}\" src=\"{picture}\">");
        }
        let _ = writeln!(self.out, "<h1 dir=\"auto\">{title}</h1>");
        let who = [pack.organisation.clone(), format::weekday_date(pack.date)];
        let who: Vec<&str> = who.iter().map(String::as_str).filter(|part| !part.trim().is_empty()).collect();
        let _ = writeln!(self.out, "<p class=\"quiet\" dir=\"auto\">{}</p>", escaped(&who.join("  ·  ")));
        let _ = writeln!(self.out, "<p class=\"quiet\">{}</p>\n</header>", escaped(&pack.basis));
        self.out.push_str("<nav aria-label=\"Pages\"><ol>\n");
        for own in &pack.pages {
            let _ =
                writeln!(self.out, "<li><a href=\"#{}\">{}</a></li>", escaped(&own.key), escaped(&own.title));
        }
        self.out.push_str("</ol></nav>\n<main>\n");
    }

    fn chapter(&mut self, page: &Page) {
        let (key, title) = (escaped(&page.key), escaped(&page.title));
        let _ = write!(self.out, "<section id=\"{key}\">\n<div class=\"head\"><h2 dir=\"auto\">{title}</h2>");
        if let Some((mark, words)) = &page.pill {
            let (tint, ink) = tones(*mark);
            let (tint, ink) = (self.color(tint), self.color(ink));
            let sign = signs::character(*mark);
            let words = escaped(words);
            let _ = write!(
                self.out,
                "<span class=\"pill\" style=\"background:{tint};color:{ink}\"><span aria-hidden=\"true\">{sign}</span> {words}</span>"
            );
        }
        self.out.push_str("</div>\n");
        if let Some(lead) = page.lead() {
            self.sentence("p", lead);
        }
        for block in page.all_blocks() {
            match block {
                Block::Heading(words) => {
                    let _ = writeln!(self.out, "<h3 dir=\"auto\">{}</h3>", escaped(words));
                }
                Block::Text(finding) => self.sentence("p", finding),
                Block::Bullets(bullets) => {
                    self.out.push_str("<ul>\n");
                    for bullet in bullets {
                        self.sentence("li", bullet);
                    }
                    self.out.push_str("</ul>\n");
                }
                Block::Figures(figures) => self.figures(figures),
                Block::Chart(chart) => self.chart(chart),
                Block::Table(table) => self.table(table),
                Block::Callout(callout) => self.asked(callout),
            }
        }
        self.out.push_str("</section>\n");
    }

    fn sign(&self, mark: Option<Mark>) -> String {
        mark.map_or_else(String::new, |mark| {
            let (sign, word, ink) = (signs::character(mark), signs::word(mark), self.color(signs::ink(mark)));
            format!("<span role=\"img\" aria-label=\"{word}\" style=\"color:{ink}\">{sign}</span>\u{a0}")
        })
    }

    fn sentence(&mut self, element: &str, finding: &Finding) {
        if !finding.text.trim().is_empty() {
            let (sign, words) = (self.sign(finding.mark), escaped(&finding.text));
            let _ = writeln!(self.out, "<{element} dir=\"auto\">{sign}{words}</{element}>");
        }
    }

    fn figures(&mut self, figures: &[BigFigure]) {
        self.out.push_str("<ul class=\"figures\">\n");
        for big in figures {
            let (figure, label) = (escaped(&big.figure), escaped(&big.label));
            let (sign, note) = (self.sign(Some(big.mark)), escaped(&big.note));
            let _ = writeln!(
                self.out,
                "<li><b>{figure}</b><strong dir=\"auto\">{label}</strong><span dir=\"auto\">{sign}{note}</span></li>"
            );
        }
        self.out.push_str("</ul>\n");
    }

    fn chart(&mut self, chart: &Chart) {
        let drawn = chart.scene(CHART.0, chart.natural_height(CHART.0).unwrap_or(CHART.1)).cropped();
        let drawing = own_clips(&svg::svg(&drawn, &chart.title, self.palette, Purpose::File), &chart.key);
        self.out.push_str("<figure>\n");
        if !chart.drawing.has_heading() {
            let _ = writeln!(self.out, "<h3 dir=\"auto\">{}</h3>", escaped(&chart.title));
        }
        self.out.push_str(&drawing);
        let _ = writeln!(self.out, "<figcaption dir=\"auto\">{}</figcaption>", escaped(&chart.sentence));
        self.numbers(&chart.table);
        self.out.push_str("</figure>\n");
    }

    /// The numbers of a drawing, unfolded by who wants them.
    fn numbers(&mut self, table: &scene::Table) {
        if table.rows.is_empty() {
            return;
        }
        self.out.push_str("<details><summary>Numbers</summary>\n<table>\n<thead><tr>");
        for name in &table.head {
            let _ = write!(self.out, "<th scope=\"col\">{}</th>", escaped(name));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.out.push_str("<tr>");
            for cell in row {
                let _ = write!(self.out, "<td dir=\"auto\">{}</td>", escaped(cell));
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table></details>\n");
    }

    fn table(&mut self, table: &Table) {
        let _ = write!(
            self.out,
            "<table>\n<caption dir=\"auto\">{}</caption>\n<thead><tr>",
            escaped(&table.title)
        );
        for (at, column) in table.columns.iter().enumerate() {
            let class = class(table, at, &Cell::words(column.name.as_str()));
            let _ = write!(self.out, "<th scope=\"col\"{class}>{}</th>", escaped(&column.name));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.out.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let words = format!("{}{}", self.sign(Cell::mark(cell)), escaped(&cell.text()));
                let class = class(table, at, cell);
                let _ = write!(self.out, "<td{class} dir=\"auto\">{words}</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n");
    }

    fn asked(&mut self, callout: &Callout) {
        let [kicker, when, title, subtitle, verdict, order] = [
            &callout.kicker,
            &callout.when,
            &callout.title,
            &callout.subtitle,
            &callout.verdict,
            &callout.order,
        ]
        .map(|words| escaped(words));
        let _ = writeln!(
            self.out,
            "<aside>\n<p class=\"kicker\"><span>{kicker}</span><span class=\"quiet\">{when}</span></p>\n\
             <p class=\"asked\" dir=\"auto\">{title}</p>"
        );
        if !subtitle.is_empty() {
            let _ = writeln!(self.out, "<p dir=\"auto\">{subtitle}</p>");
        }
        if !verdict.is_empty() {
            let _ = writeln!(
                self.out,
                "<p dir=\"auto\"><strong>{}{verdict}</strong></p>",
                self.sign(Some(callout.mark))
            );
        }
        if !order.is_empty() {
            let _ = writeln!(self.out, "<p dir=\"auto\">{order}</p>");
        }
        self.out.push_str("</aside>\n");
    }
}

/// Figures and states stay on their line; only words that are longer than a column may be broken.
fn class(table: &Table, column: usize, cell: &Cell) -> &'static str {
    const LONGEST: usize = 24;
    let words = cell.text();
    if table.is_right(column) {
        " class=\"number\""
    } else if words.split_whitespace().any(|word| word.chars().count() > LONGEST) {
        " class=\"long\""
    } else if cell.mark().is_some() && words.chars().count() <= LONGEST {
        " class=\"state\""
    } else {
        ""
    }
}

/// In one document no two drawings may share the name of a clip.
fn own_clips(drawing: &str, key: &str) -> String {
    let key = escaped(key);
    drawing
        .replace("<clipPath id=\"clip", &format!("<clipPath id=\"{key}-clip"))
        .replace("clip-path=\"url(#clip", &format!("clip-path=\"url(#{key}-clip"))
}

/// The plan keeps its picture as the text that a page takes; none where it is no picture.
fn picture(logo: &Logo) -> Option<String> {
    super::logo::png_of(logo)?;
    let kind = match logo.kind {
        LogoKind::Png => "png",
        LogoKind::Svg => "svg+xml",
    };
    let data: String =
        logo.data.chars().filter(|c| c.is_ascii_alphanumeric() || "+/=".contains(*c)).collect();
    Some(format!("data:image/{kind};base64,{data}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::pack_for_tests::{empty, figures_of, hostile, northwind};
    use super::*;
    use crate::picture::{Node, Rect, Scene};
    use crate::report::pack::{Column, ColumnKind};

    #[test]
    fn every_page_figure_and_drawing_is_there_and_nothing_comes_from_elsewhere() {
        let pack = northwind();
        let text = html(&pack);
        for page in &pack.pages {
            assert!(
                text.contains(&format!("<section id=\"{}\">", page.key))
                    && text.contains(&format!("href=\"#{}\"", page.key))
            );
            assert!(text.contains(&format!("{}</p>", escaped(&page.finding.text))), "{}", page.key);
        }
        for (figure, label) in figures_of(&pack) {
            let said = format!("<b>{}</b><strong dir=\"auto\">{}</strong>", escaped(figure), escaped(label));
            assert!(text.contains(&said), "{said}");
        }
        let drawings = pack.charts().count();
        assert_eq!(text.matches("<svg ").count(), drawings);
        assert_eq!(text.matches("role=\"img\" xml:lang").count(), drawings);
        for (_, chart) in pack.charts() {
            assert!(text.contains(&format!("<desc>{}</desc>", escaped(&chart.sentence))), "{}", chart.key);
        }
        assert!(!text.contains("<script") && !text.contains("<link") && !text.contains("@import"));
        let addresses = text.matches("http").count();
        let names =
            text.matches("xmlns=\"http://www.w3.org/2000/svg\"").count() + text.matches("http-equiv").count();
        assert_eq!(addresses, names, "something is fetched");
    }

    #[test]
    fn states_are_not_broken_long_words_are_and_drawings_end_where_they_end() {
        let columns = ["State", "What"].map(|name| Column::new(name, ColumnKind::Words)).to_vec();
        let row = |what: &str| vec![Cell::Marked(Mark::Risk, "Warning".into()), Cell::words(what)];
        let table = Table::new("Problems", columns, vec![row("Count them"), row(&"x".repeat(500))]);
        let of = |row: usize, at: usize| class(&table, at, &table.rows[row][at]);
        assert_eq!([of(0, 0), of(0, 1), of(1, 1)], [" class=\"state\"", "", " class=\"long\""]);
        let text = html(&northwind());
        assert!(text.contains("</span>\u{a0}Warning</td>") && text.contains("section:first-of-type"));
        let pack = northwind();
        let (_, chart) = pack.charts().find(|(_, chart)| chart.key.starts_with("funnel")).unwrap();
        let drawn = chart.scene(CHART.0, 440.0);
        let cropped = drawn.clone().cropped();
        assert!(cropped.height < drawn.height - 60.0 && cropped.nodes == drawn.nodes, "{}", cropped.height);
    }

    #[test]
    fn clips_of_different_drawings_do_not_meet() {
        let mut scene = Scene::new(100.0, 100.0);
        let clip = Some(Rect::new(0.0, 0.0, 10.0, 10.0));
        scene.push(Node::Group { name: String::new(), description: String::new(), clip, nodes: Vec::new() });
        let drawing = svg::svg(&scene, "url(#clip1)", Palette::new(Theme::Light), Purpose::File);
        let own = own_clips(&drawing, "helpdesk");
        assert!(
            own.contains("<clipPath id=\"helpdesk-clip1\">") && own.contains("\"url(#helpdesk-clip1)\""),
            "{own}"
        );
        assert!(own.contains("<title>url(#clip1)</title>"), "words stay as they are");
    }

    #[test]
    fn names_are_words_and_every_element_is_closed() {
        for pack in [hostile(), empty()] {
            let text = html(&pack);
            assert!(!text.contains("<script"));
            for element in ["section", "table", "figure", "svg", "aside", "ul", "details", "tr", "p", "td"] {
                let open = text.matches(&format!("<{element} ")).count()
                    + text.matches(&format!("<{element}>")).count();
                assert_eq!(open, text.matches(&format!("</{element}>")).count(), "{element}");
            }
        }
    }

    #[test]
    fn the_organizations_picture_is_within_the_file_and_nonsense_is_left_out() {
        let mut pack = northwind();
        let svg = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI0IiBoZWlnaHQ9IjIiPjxyZWN0IHdpZHRoPSI0IiBoZWlnaHQ9IjIiLz48L3N2Zz4=";
        for (data, is_shown) in [(svg, true), ("\"><b>", false)] {
            pack.presentation.logo = Some(Logo { kind: LogoKind::Svg, data: data.to_owned() });
            assert_eq!(html(&pack).contains(&format!("src=\"data:image/svg+xml;base64,{svg}\"")), is_shown);
        }
        assert!(!html(&pack).contains("<img"));
    }
}
