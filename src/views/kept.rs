//! What a page works out once and keeps until the plan, its course, its odds or the size changes: drawings, rows,
//! sentences. It lives in egui's memory, so that an idle frame costs next to nothing.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::{Id, Ui};

use super::ViewInput;

/// The value under `name`, made anew when the plan, its course, its odds or `more` is another than last time.
pub fn kept<T: Send + Sync + 'static>(
    ui: &Ui,
    input: &ViewInput<'_>,
    (name, more): (&'static str, impl Hash),
    make: impl FnOnce() -> T,
) -> Arc<T> {
    let id = Id::unique(("kept", name));
    let key = key(input, more);
    let found: Option<(u64, Arc<T>)> = ui.data(|data| data.get_temp(id));
    if let Some((_, value)) = found.filter(|(of, _)| *of == key) {
        return value;
    }
    let value = Arc::new(make());
    ui.data_mut(|data| data.insert_temp(id, (key, Arc::clone(&value))));
    value
}

/// A size as a key: drawings follow it to the point.
pub fn size(rect: egui::Rect) -> (i32, i32) {
    (rect.width().round() as i32, rect.height().round() as i32)
}

/// A revision counts within one document; the addresses tell one document from another.
fn key(input: &ViewInput<'_>, more: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    input.revision.hash(&mut hasher);
    input.edition.hash(&mut hasher);
    std::ptr::from_ref(input.plan).hash(&mut hasher);
    std::ptr::from_ref(input.outlook).hash(&mut hasher);
    input.plan.name.hash(&mut hasher);
    input.plan.status_date.hash(&mut hasher);
    more.hash(&mut hasher);
    hasher.finish()
}
