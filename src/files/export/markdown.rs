//! The pack as one Markdown file, for a wiki or a mail: every sentence, figure and table; of each chart its
//! finding.

use std::fmt::Write as _;

use super::signs::character;
use crate::picture::format;
use crate::report::pack::{BigFigure, Block, Callout, Cell, Pack, Page, Table};
use crate::report::{Finding, Mark};

pub fn markdown(pack: &Pack) -> String {
    let mut out = format!("# {}\n\n", words(&pack.title));
    let head: Vec<String> = [pack.organisation.clone(), format::weekday_date(pack.date)]
        .iter()
        .filter(|part| !part.trim().is_empty())
        .map(|part| words(part))
        .collect();
    let _ = writeln!(out, "{}  \n{}", head.join(" · "), words(&pack.basis));
    for page in &pack.pages {
        chapter(&mut out, page);
    }
    out
}

fn chapter(out: &mut String, page: &Page) {
    let _ = writeln!(out, "\n## {}", words(&page.title));
    if let Some((mark, state)) = &page.pill {
        let _ = writeln!(out, "\n**{}**", signed(Some(*mark), state));
    }
    if let Some(lead) = page.lead() {
        sentence(out, lead);
    }
    for block in page.all_blocks() {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(out, "\n### {}", words(text));
            }
            Block::Text(finding) => sentence(out, finding),
            Block::Bullets(bullets) => {
                out.push('\n');
                for bullet in bullets {
                    let _ = writeln!(out, "- {}", signed(bullet.mark, &bullet.text));
                }
            }
            Block::Figures(figures) => list(out, figures),
            Block::Chart(chart) => {
                // A question ends as one.
                let stop = if chart.title.ends_with(['?', '!', '.']) { "" } else { "." };
                let _ = writeln!(out, "\n**{}{stop}** {}", words(&chart.title), words(&chart.sentence));
            }
            Block::Table(rows) => table(out, rows),
            Block::Callout(callout) => asked(out, callout),
        }
    }
}

fn sentence(out: &mut String, finding: &Finding) {
    if !finding.text.trim().is_empty() {
        let _ = writeln!(out, "\n{}", signed(finding.mark, &finding.text));
    }
}

fn list(out: &mut String, figures: &[BigFigure]) {
    out.push('\n');
    for big in figures {
        let _ = write!(out, "- **{}** {}", words(&big.figure), words(&big.label));
        if !big.note.trim().is_empty() {
            let _ = write!(out, ": {}", signed(Some(big.mark), &big.note));
        }
        out.push('\n');
    }
}

fn table(out: &mut String, table: &Table) {
    let row = |out: &mut String, cells: &[String]| {
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    out.push('\n');
    row(out, &table.columns.iter().map(|column| words(&column.name)).collect::<Vec<_>>());
    let rules: Vec<String> = table
        .columns
        .iter()
        .map(|column| if column.kind.is_words() { "---" } else { "---:" }.into())
        .collect();
    row(out, &rules);
    for cells in &table.rows {
        let text = |cell: &Cell| signed(cell.mark(), &cell.text());
        row(out, &cells.iter().map(text).collect::<Vec<_>>());
    }
}

fn asked(out: &mut String, callout: &Callout) {
    let mut lines = Vec::new();
    let kicker: Vec<String> = [&callout.kicker, &callout.when]
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| words(part))
        .collect();
    if !kicker.is_empty() {
        lines.push(kicker.join(" · "));
    }
    lines.push(format!("**{}**", words(&callout.title)));
    lines.push(words(&callout.subtitle));
    lines.push(format!("**{}**", signed(Some(callout.mark), &callout.verdict)));
    lines.push(words(&callout.order));
    lines.retain(|line| !line.is_empty() && line != "****");
    let _ = writeln!(out, "\n> {}", lines.join("\n>\n> "));
}

fn signed(mark: Option<Mark>, text: &str) -> String {
    match mark {
        Some(mark) if !text.trim().is_empty() => format!("{} {}", character(mark), words(text)),
        _ => words(text),
    }
}

/// Words on one line that Markdown takes for nothing else.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if c.is_control() {
            continue;
        }
        if "\\`*_[]<>|~&#$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    // What would begin a list or a rule at the start of a line.
    let number = out.chars().take_while(char::is_ascii_digit).count();
    if out.starts_with(['-', '+', '=', ':']) {
        out.insert(0, '\\');
    } else if number > 0 && [". ", ") "].iter().any(|end| format!("{} ", &out[number..]).starts_with(end)) {
        out.insert(number, '\\');
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::pack_for_tests::{empty, figures_of, hostile, northwind};
    use super::*;

    #[test]
    fn every_page_figure_and_row_is_there() {
        let pack = northwind();
        let text = markdown(&pack);
        assert_eq!(text.matches("\n## ").count(), pack.pages.len());
        for (figure, label) in figures_of(&pack) {
            let line = format!("- **{}** {}", words(figure), words(label));
            assert!(text.contains(&line), "{line}");
        }
        for (_, chart) in pack.charts() {
            assert!(text.contains(&words(&chart.sentence)), "{}", chart.title);
        }
        assert!(text.contains("**When will the migration finish?** ") && !text.contains("?."), "{text}");
        assert_eq!(words("2. Wave"), "2\\. Wave");
        assert_eq!((words("98.7%"), words("-2")), ("98.7%".to_owned(), "\\-2".to_owned()));
        assert!(text.contains("| Pilot 1 – IT | ✓ Done | 150 | 148 | 98.7% |"), "{text}");
        assert!(text.contains("| --- | --- | ---: | ---: |"));
    }

    #[test]
    fn names_are_words_whatever_they_look_like() {
        let text = markdown(&hostile());
        let open = text.replace("\\<", "");
        assert!(!open.contains('<') && !text.contains("[a](b)"), "markup is left");
        assert!(text.starts_with("# \\=1+1 \\<script\\>"), "{}", &text[..60]);
        assert_eq!(text.matches("\n# ").count(), 0, "a name became a heading");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        for block in text.split("\n\n").filter(|block| block.starts_with('|')) {
            let bars: Vec<usize> = block
                .lines()
                .map(|l| l.replace("\\\\", "").replace("\\|", "").matches('|').count())
                .collect();
            assert!(bars.windows(2).all(|pair| pair[0] == pair[1]), "{block}");
        }
    }

    #[test]
    fn a_plan_without_phases_says_so() {
        let text = markdown(&empty());
        assert!(text.contains("## No phases yet"), "{text}");
    }
}
