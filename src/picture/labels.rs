//! Where words may stand: a label is drawn only inside its scene and never on another label. Charts
//! write every text through here; what does not fit is shortened or left out.

use super::palette::Ink;
use super::scene::{Anchor, Node, Paint, Point, Rect, Scene};
use super::text;
pub use super::text::width;
use super::type_roles::TypeRole;

/// The box of a line's letters: from the top of its capitals to the foot of its descenders.
pub fn text_rect(at: Point, anchor: Anchor, role: TypeRole, text: &str) -> Rect {
    let w = width(role, text);
    let x = match anchor {
        Anchor::Start => at.x,
        Anchor::Middle => at.x - w / 2.0,
        Anchor::End => at.x - w,
    };
    Rect::new(x, at.y - role.size * 0.76, w, role.size * 0.98)
}

pub fn overlaps(a: &Rect, b: &Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

/// `text`, cut with an ellipsis to at most `room`; `None` when not even three letters fit.
pub fn fitted(role: TypeRole, text: &str, room: f32) -> Option<String> {
    if width(role, text) <= room {
        return Some(text.to_owned());
    }
    let cut = text::elide(role, text, room);
    (cut.chars().count() >= 4 && width(role, &cut) <= room).then(|| cut.into_owned())
}

/// The longest of `forms` (given longest first) that fits, else the last one cut.
pub fn longest_fitting(role: TypeRole, forms: &[&str], room: f32) -> Option<String> {
    if room < role.size {
        return None;
    }
    forms
        .iter()
        .find(|form| !form.is_empty() && width(role, form) <= room)
        .map(|form| (*form).to_owned())
        .or_else(|| fitted(role, forms.last()?, room))
}

/// The places already taken in a scene.
#[derive(Clone, Debug)]
pub struct Labels {
    bounds: Rect,
    taken: Vec<Rect>,
}

impl Labels {
    pub fn new(bounds: Rect) -> Self {
        Self { bounds, taken: Vec::new() }
    }

    /// For a whole scene.
    pub fn of(scene: &Scene) -> Self {
        Self::new(Rect::new(0.0, 0.0, scene.width, scene.height))
    }

    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Keeps a place free of words: a flag, a marker, a box.
    pub fn reserve(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: &Rect) -> bool {
        let inside = rect.x >= self.bounds.x - 0.01
            && rect.y >= self.bounds.y - 0.01
            && rect.right() <= self.bounds.right() + 0.01
            && rect.bottom() <= self.bounds.bottom() + 0.01;
        inside && !self.taken.iter().any(|taken| overlaps(taken, rect))
    }

    /// Reserves the place if it is free.
    pub fn claim(&mut self, rect: Rect) -> bool {
        let free = self.is_free(&rect);
        if free {
            self.taken.push(rect);
        }
        free
    }

    /// Draws the line if its place is free; says whether it did.
    pub fn write(&mut self, scene: &mut Scene, line: &Line) -> bool {
        let drawn = !line.text.is_empty() && self.claim(line.rect());
        if drawn {
            line.draw(scene);
        }
        drawn
    }
}

/// A line of text with its place, on a patch of background where something is drawn behind it.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: Point,
    pub anchor: Anchor,
    pub role: TypeRole,
    pub ink: Ink,
    pub ground: Option<Ink>,
    pub text: String,
}

impl Line {
    pub fn start(at: Point, role: TypeRole, ink: Ink, text: impl Into<String>) -> Self {
        Self { at, anchor: Anchor::Start, role, ink, ground: None, text: text.into() }
    }

    pub fn middle(at: Point, role: TypeRole, ink: Ink, text: impl Into<String>) -> Self {
        Self { anchor: Anchor::Middle, ..Self::start(at, role, ink, text) }
    }

    pub fn end(at: Point, role: TypeRole, ink: Ink, text: impl Into<String>) -> Self {
        Self { anchor: Anchor::End, ..Self::start(at, role, ink, text) }
    }

    /// At the left edge of a room, or at its right one.
    pub fn within(
        (x, y, room): (f32, f32, f32),
        is_right: bool,
        (role, ink): (TypeRole, Ink),
        text: impl Into<String>,
    ) -> Self {
        let (x, anchor) = if is_right { (x + room, Anchor::End) } else { (x, Anchor::Start) };
        Self { anchor, ..Self::start(Point { x, y }, role, ink, text) }
    }

    #[must_use]
    pub fn on(self, ground: Ink) -> Self {
        Self { ground: Some(ground), ..self }
    }

    /// The letters, and the patch behind them if there is one.
    pub fn rect(&self) -> Rect {
        let text = text_rect(self.at, self.anchor, self.role, &self.text);
        match self.ground {
            Some(_) => Rect::new(text.x - 4.0, text.y - 2.0, text.w + 8.0, text.h + 3.5),
            None => text,
        }
    }

    pub fn draw(&self, scene: &mut Scene) {
        if let Some(ground) = self.ground {
            scene.rect(self.rect(), 3.0, Paint::alpha(ground, 0.92));
        }
        scene.push(Node::Text {
            at: self.at,
            anchor: self.anchor,
            role: self.role,
            paint: self.ink.into(),
            text: self.text.clone(),
        });
    }
}

/// A scene in the making with the places its words have taken.
#[derive(Clone, Debug)]
pub struct Canvas {
    pub scene: Scene,
    pub labels: Labels,
}

impl Canvas {
    /// Sizes that are no sizes become one point.
    pub fn new(width: f32, height: f32) -> Self {
        let size = |v: f32| if v.is_finite() { v.max(1.0) } else { 1.0 };
        let scene = Scene::new(size(width), size(height));
        let labels = Labels::of(&scene);
        Self { scene, labels }
    }

    pub fn write(&mut self, line: &Line) -> bool {
        self.labels.write(&mut self.scene, line)
    }
}
