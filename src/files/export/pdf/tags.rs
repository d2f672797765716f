//! What every part of a sheet is to those who listen: headings, paragraphs, lists, figures with their words,
//! tables cell by cell.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagTree};

use crate::report::paper::{Place, Role};

/// The document's structure as it grows, in reading order.
#[derive(Default)]
pub struct Tags {
    parts: Vec<Entry>,
}

enum Entry {
    Group(TagGroup),
    List(Vec<TagGroup>),
    Table(usize, Vec<Row>),
}

#[derive(Default)]
struct Row {
    number: usize,
    cells: Vec<(usize, Vec<Identifier>)>,
}

impl Tags {
    /// Adds what was drawn of a part; what decorates has left nothing to add.
    pub fn add(&mut self, role: &Role, leaves: Vec<Identifier>) {
        if leaves.is_empty() {
            return;
        }
        match role {
            Role::Furniture => {}
            Role::Heading(level, text) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                self.group(TagGroup::new(Tag::Hn(level, Some(text.clone()))), leaves);
            }
            Role::Paragraph => self.group(TagGroup::new(Tag::P), leaves),
            Role::Figure(alt) => self.group(TagGroup::new(Tag::Figure(Some(alt.clone()))), leaves),
            Role::Item => {
                let item = filled(TagGroup::new(Tag::LBody), leaves);
                match self.parts.last_mut() {
                    Some(Entry::List(items)) => items.push(item),
                    _ => self.parts.push(Entry::List(vec![item])),
                }
            }
            Role::Cell(place) => self.cell(*place, leaves),
        }
    }

    /// The logo is drawn last on its sheet and read first.
    pub fn add_logo(&mut self, alt: String, leaf: Option<Identifier>) {
        if let Some(leaf) = leaf {
            let group = filled(TagGroup::new(Tag::Figure(Some(alt))), vec![leaf]);
            self.parts.insert(0, Entry::Group(group));
        }
    }

    fn group(&mut self, group: TagGroup, leaves: Vec<Identifier>) {
        self.parts.push(Entry::Group(filled(group, leaves)));
    }

    fn cell(&mut self, place: Place, leaves: Vec<Identifier>) {
        if !matches!(self.parts.last(), Some(Entry::Table(number, _)) if *number == place.table) {
            self.parts.push(Entry::Table(place.table, Vec::new()));
        }
        let Some(Entry::Table(_, rows)) = self.parts.last_mut() else { return };
        if rows.last().is_none_or(|row| row.number != place.row) {
            rows.push(Row { number: place.row, cells: Vec::new() });
        }
        if let Some(row) = rows.last_mut() {
            row.cells.push((place.column, leaves));
        }
    }

    pub fn tree(self) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
        for part in self.parts {
            match part {
                Entry::Group(group) => tree.push(group),
                Entry::List(items) => {
                    let mut list = TagGroup::new(Tag::L(ListNumbering::None));
                    for body in items {
                        let mut item = TagGroup::new(Tag::LI);
                        item.push(body);
                        list.push(item);
                    }
                    tree.push(list);
                }
                Entry::Table(_, rows) => tree.push(table(rows)),
            }
        }
        tree
    }
}

fn table(rows: Vec<Row>) -> TagGroup {
    let mut table = TagGroup::new(Tag::Table);
    for row in rows {
        let mut group = TagGroup::new(Tag::TR);
        for (column, leaves) in row.cells {
            let cell = match (row.number, column) {
                (0, _) => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
                (_, 0) => TagGroup::new(Tag::TH(TableHeaderScope::Row)),
                _ => TagGroup::new(Tag::TD),
            };
            group.push(filled(cell, leaves));
        }
        table.push(group);
    }
    table
}

fn filled(mut group: TagGroup, leaves: Vec<Identifier>) -> TagGroup {
    for leaf in leaves {
        group.push(leaf);
    }
    group
}
