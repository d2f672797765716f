//! What a spreadsheet puts on the clipboard, matched to the columns of a table: by heading where there is
//! one, else from the cell that was clicked. It counts what is no number and leaves it out.

/// A pasted table as values for rows and columns, counted from the cell that was clicked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// Row offset, column, value.
    pub values: Vec<(usize, usize, Option<f64>)>,
    /// Cells that are no numbers, left as they were.
    pub left: usize,
}

/// Matches `rows` to a table whose columns are called `names`; `first` is the column that was clicked.
pub fn place(rows: &[Vec<String>], names: &[&str], first: usize) -> Pasted {
    let heading = rows.first().and_then(|row| headings(row, names));
    let body = if heading.is_some() { rows.get(1..).unwrap_or_default() } else { rows };
    let mut pasted = Pasted::default();
    for (row, cells) in body.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            let column = match &heading {
                Some(known) => known.get(at).copied().flatten(),
                None => Some(first + at),
            };
            let Some(column) = column.filter(|column| *column < names.len()) else { continue };
            match read(cell) {
                Ok(value) => pasted.values.push((row, column, value)),
                Err(NoNumber) => pasted.left += 1,
            }
        }
    }
    pasted
}

/// The columns that a row of headings names; none when it names none.
fn headings(row: &[String], names: &[&str]) -> Option<Vec<Option<usize>>> {
    let find = |cell: &String| {
        let cell = cell.trim().to_lowercase();
        names
            .iter()
            .position(|name| !cell.is_empty() && (cell == *name || cell.ends_with(&format!(" {name}"))))
    };
    let found: Vec<Option<usize>> = row.iter().map(find).collect();
    found.iter().any(Option::is_some).then_some(found)
}

struct NoNumber;

/// A number as spreadsheets write it; empty, a dash and the like mean none.
fn read(cell: &str) -> Result<Option<f64>, NoNumber> {
    let bare: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '’').collect();
    if bare.is_empty() || ["-", "–", "—", "n/a", "NULL", "null"].contains(&bare.as_str()) {
        return Ok(None);
    }
    let groups = |separator: char| {
        let mut parts = bare.split(separator);
        let leads = parts.next().is_some_and(|part| (1..=3).contains(&part.len()));
        leads && bare.contains(separator) && parts.all(|part| part.len() == 3)
    };
    let plain = if groups(',') {
        bare.replace(',', "")
    } else if groups('.') {
        bare.replace('.', "")
    } else {
        bare.replace(',', ".")
    };
    let is_plain = plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    match plain.parse::<f64>() {
        Ok(value) if is_plain && value.is_finite() && value <= 1e7 => Ok(Some(value)),
        _ => Err(NoNumber),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    }

    const NAMES: [&str; 3] = ["targeted", "enrolled", "failed"];

    #[test]
    fn without_headings_values_fill_from_the_clicked_cell() {
        let pasted = place(&table("10\t2\n20\t\n"), &NAMES, 1);
        assert_eq!(pasted.values, [(0, 1, Some(10.0)), (0, 2, Some(2.0)), (1, 1, Some(20.0)), (1, 2, None)]);
    }

    #[test]
    fn headings_decide_the_columns_wherever_the_click_was() {
        let pasted = place(&table("Week\tFailed\tNew enrolled\n21 Sep\t9\t1,272"), &NAMES, 2);
        assert_eq!(pasted.values, [(0, 2, Some(9.0)), (0, 1, Some(1272.0))]);
        assert_eq!(pasted.left, 0);
    }

    #[test]
    fn what_is_no_number_is_counted_and_left() {
        let pasted = place(&table("many\t1.234\n-5\t1e9\t7\t8"), &NAMES, 0);
        assert_eq!(pasted.values, [(0, 1, Some(1234.0)), (1, 2, Some(7.0))]);
        assert_eq!(pasted.left, 3);
    }
}
