//! The words of a PDF as another program finds them: page by page, by the fonts' own tables from glyph to character.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

/// The words drawn on each page, a line for each piece of text.
pub fn pages(bytes: &[u8]) -> Vec<String> {
    let objects = objects(bytes);
    let is_page = |body: &&Vec<u8>| text(body).contains("/Type/Page/");
    let page = |body: &Vec<u8>| {
        let head = text(body);
        let content = stream(&objects[&reference(&head, "/Contents ").unwrap()]);
        let resources = reference(&head, "/Resources ").map_or(head, |number| text(&objects[&number]));
        words(&content, &fonts(&objects, &resources))
    };
    objects.values().filter(is_page).map(page).collect()
}

type Objects = BTreeMap<usize, Vec<u8>>;
type Characters = BTreeMap<u16, String>;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn objects(bytes: &[u8]) -> Objects {
    let find = |from: usize, what: &[u8]| {
        bytes[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let mut objects = Objects::new();
    let mut from = 0;
    while let Some(at) = find(from, b" 0 obj\n") {
        let digits = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let number = text(&bytes[at - digits..at]).parse().unwrap();
        let end = find(at, b"\nendobj").unwrap();
        objects.insert(number, bytes[at + 7..end].to_vec());
        from = end;
    }
    objects
}

/// The number in `/Name 12 0 R`.
fn reference(head: &str, name: &str) -> Option<usize> {
    let rest = &head[head.find(name)? + name.len()..];
    rest.split(' ').next()?.parse().ok()
}

fn stream(body: &[u8]) -> Vec<u8> {
    let at = body.windows(7).position(|window| window == b"stream\n").unwrap() + 7;
    let mut plain = Vec::new();
    // What stands behind the compressed bytes is the stream's end.
    ZlibDecoder::new(&body[at..]).read_to_end(&mut plain).unwrap();
    plain
}

/// The fonts by the names that the page gives them.
fn fonts(objects: &Objects, resources: &str) -> BTreeMap<String, Characters> {
    let Some(at) = resources.find("/Font") else { return BTreeMap::new() };
    let list = reference(resources, "/Font ").map_or(resources[at..].to_owned(), |at| text(&objects[&at]));
    let entries = list.split("/f").skip(1).filter_map(|entry| {
        let (name, rest) = entry.split_once(' ')?;
        let font = text(objects.get(&rest.split(' ').next()?.parse().ok()?)?);
        let map = stream(&objects[&reference(&font, "/ToUnicode ")?]);
        Some((format!("f{name}"), characters(&text(&map))))
    });
    entries.collect()
}

/// `<0001> <004E>`, and ranges of such.
fn characters(map: &str) -> Characters {
    let mut found = Characters::new();
    let hex = |word: &str| {
        let word = word.trim_matches(['<', '>']);
        let units = word.as_bytes().chunks(4).map(|unit| u16::from_str_radix(&text(unit), 16).unwrap());
        units.collect::<Vec<u16>>()
    };
    for (begin, end) in [("beginbfchar", "endbfchar"), ("beginbfrange", "endbfrange")] {
        for part in map.split(begin).skip(1) {
            for line in part.split(end).next().unwrap().lines().filter(|line| line.starts_with('<')) {
                let parts: Vec<Vec<u16>> = line.split_whitespace().map(hex).collect();
                let (first, last, mut units) =
                    (parts[0][0], parts[parts.len() - 2][0], parts.last().unwrap().clone());
                for glyph in first..=last {
                    found.insert(glyph, String::from_utf16_lossy(&units));
                    *units.last_mut().unwrap() += 1;
                }
            }
        }
    }
    found
}

/// What the strings between `Tf` and `ET` say.
fn words(content: &[u8], fonts: &BTreeMap<String, Characters>) -> String {
    let mut said = String::new();
    let mut font = None;
    let mut at = 0;
    while at < content.len() {
        match content[at] {
            b'/' if content[at..].starts_with(b"/f") => {
                let name = text(content[at + 1..].split(|byte| *byte == b' ').next().unwrap());
                font = fonts.get(&name).or(font);
            }
            b'(' => {
                let (glyphs, end) = string(content, at + 1);
                for pair in glyphs.chunks(2) {
                    let glyph = u16::from_be_bytes([pair[0], pair[1]]);
                    said.push_str(font.and_then(|font| font.get(&glyph)).map_or("\u{fffd}", String::as_str));
                }
                at = end;
            }
            b'E' if content[at..].starts_with(b"ET") => said.push('\n'),
            _ => {}
        }
        at += 1;
    }
    said
}

/// The bytes of a string in round brackets, which may have pairs of them within, and where it ends.
fn string(content: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let mut bytes = Vec::new();
    let mut depth = 0;
    while depth > 0 || content[at] != b')' {
        if content[at] != b'\\' {
            depth += i32::from(content[at] == b'(') - i32::from(content[at] == b')');
            bytes.push(content[at]);
            at += 1;
            continue;
        }
        let digits = content[at + 1..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        if digits > 0 {
            bytes.push(u8::from_str_radix(&text(&content[at + 1..=at + digits]), 8).unwrap());
            at += 1 + digits;
        } else {
            bytes.push(match content[at + 1] {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 8,
                b'f' => 12,
                other => other,
            });
            at += 2;
        }
    }
    (bytes, at)
}
