//! Elements with text, one a line. Text is written so that every reader takes it; what XML 1.0 cannot hold is left
//! out.

#[derive(Default)]
pub(super) struct Xml {
    out: String,
    depth: usize,
}

impl Xml {
    pub(super) fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned(), depth: 0 }
    }

    pub(super) fn open(&mut self, name: &str) {
        self.open_with(name, "");
    }

    pub(super) fn open_with(&mut self, name: &str, attributes: &str) {
        self.indent();
        self.out.extend(["<", name, attributes, ">\n"]);
        self.depth += 1;
    }

    pub(super) fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.out.extend(["</", name, ">\n"]);
    }

    pub(super) fn put(&mut self, name: &str, text: &str) {
        self.indent();
        self.out.extend(["<", name, ">"]);
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                // A reader would make a line end of it.
                '\r' => {}
                '\n' | '\t' => self.out.push(c),
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
                c => self.out.push(c),
            }
        }
        self.out.extend(["</", name, ">\n"]);
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n(' ', self.depth));
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}
