//! Tables of text: columns as wide as their widest cell, words to the left, numbers to the right.

/// How a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Words(&'static str),
    Number(&'static str),
}

impl Column {
    const fn title(self) -> &'static str {
        match self {
            Self::Words(title) | Self::Number(title) => title,
        }
    }
}

/// The rows under their headings, two spaces between columns, no space at a line's end.
pub fn table(columns: &[Column], rows: &[Vec<String>]) -> String {
    let titles: Vec<String> = columns.iter().map(|column| column.title().to_owned()).collect();
    let lines: Vec<&Vec<String>> = std::iter::once(&titles).chain(rows).collect();
    let width =
        |n: usize| lines.iter().filter_map(|line| line.get(n)).map(|cell| length(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let mut written = String::new();
        for ((cell, column), width) in line.iter().zip(columns).zip(&widths) {
            let gap = " ".repeat(width.saturating_sub(length(cell)));
            match column {
                Column::Words(_) => written.extend([cell, &gap, "  "]),
                Column::Number(_) => written.extend([&gap, cell, "  "]),
            }
        }
        text.push_str(written.trim_end());
        text.push('\n');
    }
    text
}

/// Characters as a terminal counts them, near enough for the scripts in which plans are written.
fn length(cell: &str) -> usize {
    cell.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right() {
        let columns = [Column::Words("phase"), Column::Number("devices"), Column::Words("state")];
        let rows = [
            vec!["IT".to_owned(), "150".to_owned(), "done".to_owned()],
            vec!["Kliniken Süd".to_owned(), "12,400".to_owned(), String::new()],
        ];
        let expected = "phase         devices  state\nIT                150  done\nKliniken Süd   12,400\n";
        assert_eq!(table(&columns, &rows), expected);
    }
}
