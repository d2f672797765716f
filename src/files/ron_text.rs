//! The text of a RON file as a tree with places: how it is laid out canonically, and where a field stands.
//! It knows no plans and refuses nothing: text that is no RON gives no tree.

/// Where something starts, both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// The place of a byte of `text`.
    pub fn of(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: 1 + before.bytes().filter(|b| *b == b'\n').count(),
            column: 1 + before[line_start..].chars().count(),
        }
    }

    /// The byte of `text` that stands here; its end when nothing does.
    pub fn byte_in(self, text: &str) -> usize {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let Some(start) = line_starts.into_iter().nth(self.line.saturating_sub(1)) else { return text.len() };
        let column = self.column.saturating_sub(1);
        text[start..].char_indices().nth(column).map_or(text.len(), |(at, _)| start + at)
    }
}

/// A step into a tree: by name into a record, by number into a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Field(&'static str),
    Item(usize),
}

/// A value with its bytes in the text.
#[derive(Debug)]
pub struct Node<'a> {
    pub start: usize,
    pub kind: Kind<'a>,
}

#[derive(Debug)]
pub enum Kind<'a> {
    /// A number, a string, a name: as written.
    Scalar(&'a str),
    /// `Name(…)`, `(…)`, `[…]` or `{…}`.
    Group { name: &'a str, open: char, items: Vec<Item<'a>> },
}

#[derive(Debug)]
pub struct Item<'a> {
    /// Empty in lists.
    pub key: &'a str,
    pub value: Node<'a>,
}

/// A text read as a tree.
#[derive(Debug)]
pub struct Tree<'a> {
    pub root: Node<'a>,
    /// Comments seen; they are not part of the tree.
    pub comments: usize,
}

/// Deeper nesting than any plan has; the guard against running out of stack.
const DEEPEST: usize = 200;
/// A record longer than this is written over several lines.
const WIDEST: usize = 170;

/// Reads `text` as one value; none when it is not well formed.
pub fn read(text: &str) -> Option<Tree<'_>> {
    let mut reader = Reader { text, at: 0, comments: 0 };
    reader.skip_attributes();
    let root = reader.value(0)?;
    reader.skip_blank();
    (reader.at == text.len()).then_some(Tree { root, comments: reader.comments })
}

impl Tree<'_> {
    /// The byte at which the value at the end of `path` starts; of the last step that exists.
    pub fn locate(&self, path: &[Step]) -> usize {
        let mut node = &self.root;
        for step in path {
            let Kind::Group { items, .. } = &node.kind else { break };
            let found = match step {
                Step::Field(name) => items.iter().find(|item| item.key == *name),
                Step::Item(n) => items.get(*n),
            };
            // An enum's value, `Coverage(min: 0.9)`, is one step further in than its record.
            let Some(item) = found else { break };
            node = &item.value;
        }
        node.start
    }

    /// Every scalar with the names on the way to it, of fields and of enums, outermost first.
    pub fn scalars(&self, visit: &mut dyn FnMut(&[&str], &str, usize)) {
        walk(&self.root, &mut Vec::new(), visit);
    }
}

/// The canonical layout: a record a line where it fits, lists of records one record a line, lists of
/// plain values on one line, an empty line before each section of the root.
pub fn lay_out(tree: &Tree<'_>) -> String {
    let mut out = String::new();
    if let Kind::Group { name, open, items } = &tree.root.kind {
        let mut previous_was_long = false;
        out.push_str(name);
        out.push(*open);
        out.push('\n');
        for item in items {
            let is_long = breaks(&item.value);
            if is_long || previous_was_long {
                out.push('\n');
            }
            previous_was_long = is_long;
            write_line(&mut out, item, 1);
        }
        out.push(closing(*open));
    } else {
        write_flat(&mut out, &tree.root);
    }
    out.push('\n');
    out
}

fn walk<'t>(node: &'t Node<'_>, path: &mut Vec<&'t str>, visit: &mut dyn FnMut(&[&str], &str, usize)) {
    match &node.kind {
        Kind::Scalar(text) => visit(path, text, node.start),
        Kind::Group { name, items, .. } => {
            let depth = path.len();
            path.extend(Some(*name).filter(|name| !name.is_empty() && *name != "Some"));
            let inside = path.len();
            for item in items {
                path.extend(Some(item.key).filter(|key| !key.is_empty()));
                walk(&item.value, path, visit);
                path.truncate(inside);
            }
            path.truncate(depth);
        }
    }
}

fn write_line(out: &mut String, item: &Item<'_>, depth: usize) {
    indent(out, depth);
    if !item.key.is_empty() {
        out.push_str(item.key);
        out.push_str(": ");
    }
    write(out, &item.value, depth);
    out.push_str(",\n");
}

fn write(out: &mut String, node: &Node<'_>, depth: usize) {
    match &node.kind {
        Kind::Group { name, open, items } if breaks(node) => {
            out.push_str(name);
            out.push(*open);
            out.push('\n');
            for item in items {
                write_line(out, item, depth + 1);
            }
            indent(out, depth);
            out.push(closing(*open));
        }
        _ => write_flat(out, node),
    }
}

fn write_flat(out: &mut String, node: &Node<'_>) {
    match &node.kind {
        Kind::Scalar(text) => out.push_str(text),
        Kind::Group { name, open, items } => {
            out.push_str(name);
            out.push(*open);
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push_str(", ");
                }
                if !item.key.is_empty() {
                    out.push_str(item.key);
                    out.push_str(": ");
                }
                write_flat(out, &item.value);
            }
            out.push(closing(*open));
        }
    }
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("    ");
    }
}

const fn closing(open: char) -> char {
    match open {
        '[' => ']',
        '{' => '}',
        _ => ')',
    }
}

/// Whether a value takes several lines: it holds a list of records, or it is a record too long for one.
fn breaks(node: &Node<'_>) -> bool {
    let Kind::Group { open, items, .. } = &node.kind else { return false };
    if items.is_empty() {
        return false;
    }
    let holds_records =
        *open == '[' && items.iter().any(|item| matches!(item.value.kind, Kind::Group { .. }));
    let is_list_of_values = *open == '[' && !holds_records;
    holds_records
        || items.iter().any(|item| breaks(&item.value))
        || (!is_list_of_values && flat_length(node) > WIDEST)
}

fn flat_length(node: &Node<'_>) -> usize {
    match &node.kind {
        Kind::Scalar(text) => text.chars().count(),
        Kind::Group { name, items, .. } => {
            let inner: usize = items
                .iter()
                .map(|item| {
                    let key = if item.key.is_empty() { 0 } else { item.key.len() + 2 };
                    key + flat_length(&item.value) + 2
                })
                .sum();
            name.len() + 2 + inner.saturating_sub(2)
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    comments: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    /// Space and comments; block comments nest.
    fn skip_blank(&mut self) {
        loop {
            self.at = self.text.len() - self.rest().trim_start().len();
            if self.rest().starts_with("//") {
                self.comments += 1;
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            } else if self.rest().starts_with("/*") {
                self.comments += 1;
                self.skip_block_comment();
            } else {
                return;
            }
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            if self.rest().starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else {
                self.at += c.len_utf8();
            }
        }
    }

    /// `#![enable(…)]` at the head of a file.
    fn skip_attributes(&mut self) {
        self.skip_blank();
        while self.rest().starts_with("#!") {
            self.at += self.rest().find(']').map_or(self.rest().len(), |end| end + 1);
            self.skip_blank();
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node<'a>> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_blank();
        let start = self.at;
        let head = self.scalar()?;
        let is_name = head.is_empty() || head.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let after_head = self.at;
        self.skip_blank();
        match self.peek() {
            Some('(') if is_name => self.group(start, head, '(', depth),
            Some(open @ ('[' | '{')) if head.is_empty() => self.group(start, head, open, depth),
            _ if head.is_empty() => None,
            _ => {
                self.at = after_head;
                Some(Node { start, kind: Kind::Scalar(head) })
            }
        }
    }

    fn group(&mut self, start: usize, name: &'a str, open: char, depth: usize) -> Option<Node<'a>> {
        self.eat(open);
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            if self.eat(closing(open)) {
                return Some(Node { start, kind: Kind::Group { name, open, items } });
            }
            let mut value = self.value(depth + 1)?;
            let mut key = "";
            self.skip_blank();
            if open != '[' && self.eat(':') {
                let Kind::Scalar(name) = value.kind else { return None };
                key = name;
                value = self.value(depth + 1)?;
                self.skip_blank();
            }
            items.push(Item { key, value });
            if !self.eat(',') && self.peek() != Some(closing(open)) {
                return None;
            }
        }
    }

    /// A string, a number or a name; empty when a bracket stands here.
    fn scalar(&mut self) -> Option<&'a str> {
        let start = self.at;
        let rest = self.rest();
        if let Some(length) = string_length(rest) {
            self.at += length?;
        } else if let Some(character) = rest.strip_prefix('\'') {
            self.at += 1 + character.find('\'').filter(|n| *n > 0).or_else(|| character.find("''"))? + 1;
        } else {
            self.at +=
                rest.find(|c: char| c.is_whitespace() || "()[]{},:\"'/".contains(c)).unwrap_or(rest.len());
        }
        Some(&self.text[start..self.at])
    }
}

/// The length of the string literal at the start of `text`: none = no string, `Some(None)` = it never ends.
#[expect(clippy::option_option, reason = "no string here, and a string without an end, are two answers")]
fn string_length(text: &str) -> Option<Option<usize>> {
    let bare = text.strip_prefix('b').unwrap_or(text);
    let prefix = text.len() - bare.len();
    if let Some(raw) = bare.strip_prefix('r') {
        let hashes = raw.bytes().take_while(|b| *b == b'#').count();
        let body = raw[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        return Some(body.find(&close).map(|end| prefix + 1 + hashes + 1 + end + close.len()));
    }
    let body = bare.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(Some(prefix + 1 + at + 1)),
            _ => {}
        }
    }
    Some(None)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn lists_of_records_take_a_line_a_record_and_lists_of_values_one_line() {
        let text = "(version:1,days:[Mon,Tue],takes:[(a:1,b:\"x, (y)\"),(a:2,b:\"\")],none:[])";
        let expected = "(\n    version: 1,\n    days: [Mon, Tue],\n\n    takes: [\n        (a: 1, b: \"x, (y)\"),\n        (a: 2, b: \"\"),\n    ],\n\n    none: [],\n)\n";
        assert_eq!(lay_out(&read(text).unwrap()), expected);
    }

    #[test]
    fn laying_out_twice_changes_nothing_and_comments_are_counted() {
        let text = "// a plan\n(a: OnDate(\"2026-06-01\"), /* why /* nested */ */ b: Name(x: 1.0, y: [(z: r#\"a\"b\"#)]))";
        let tree = read(text).unwrap();
        assert_eq!(tree.comments, 2);
        let once = lay_out(&tree);
        assert_eq!(lay_out(&read(&once).unwrap()), once);
    }

    #[test]
    fn a_field_is_found_where_it_stands() {
        let text = "(\n  phases: [\n    (name: \"ä\", devices: 1),\n    (name: \"b\", devices: 2),\n  ],\n)";
        let tree = read(text).unwrap();
        let at = tree.locate(&[Step::Field("phases"), Step::Item(1), Step::Field("devices")]);
        assert_eq!(Position::of(text, at), Position { line: 4, column: 26 });
    }

    #[test]
    fn text_that_is_no_ron_gives_no_tree() {
        for text in ["", "(", "(a: ", "(a: \"", "[1, 2", "(a 1)", ")", &"(".repeat(5000), "'", "b\"", "/*"] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
