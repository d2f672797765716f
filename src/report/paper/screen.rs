//! The slides as sheets: each slide's words in reading order, its chart as one figure.

use super::{PaperSize, Part, Place, Role, Sheet};
use crate::picture::Node;
use crate::picture::scene::{Rect, Scene};
use crate::report::pack::{Block, Pack, Page};
use crate::report::slides::{self, Frame, Slide};

pub fn sheets(pack: &Pack) -> Vec<Sheet> {
    let count = pack.pages.len();
    let frame = |number| Frame {
        kicker: pack.kicker.clone(),
        basis: pack.basis.clone(),
        number: Some(number),
        count,
    };
    pack.pages.iter().enumerate().map(|(number, page)| sheet(page, &frame(number))).collect()
}

fn sheet(page: &Page, frame: &Frame) -> Sheet {
    let (width, height) = PaperSize::Screen.points();
    let scale = width / slides::WIDTH;
    let Slide { scene, told, chart, .. } = slides::draw(page, frame);
    let mut parts = Vec::new();
    let mut has_title = false;
    let mut told = told.into_iter().filter(|told| !told.nodes.is_empty()).peekable();
    let mut nodes = scene.nodes.into_iter().enumerate().peekable();
    while let Some((first, node)) = nodes.next() {
        let mut own = Scene::new(slides::WIDTH, slides::HEIGHT);
        own.push(node);
        let together = told.next_if(|told| told.nodes.start <= first);
        while let Some((_, node)) =
            nodes.next_if(|(at, _)| together.as_ref().is_some_and(|t| *at < t.nodes.end))
        {
            own.push(node);
        }
        let role = match together.and_then(|told| told.cell) {
            Some([table, row, column]) => Role::Cell(Place { table, row, column }),
            None => role(&own, frame, &page.title, &mut has_title),
        };
        parts.push(Part { role, scene: own, x: 0.0, y: 0.0, scale });
    }
    if let Some((scene, at)) = chart {
        let alt = page.blocks.iter().find_map(|block| match block {
            Block::Chart(chart) => Some(format!("{}. {}", chart.title, chart.sentence)),
            _ => None,
        });
        let own = at.w / scene.width;
        parts.push(Part {
            role: Role::Figure(alt.unwrap_or_default()),
            x: at.x * scale,
            y: at.y * scale,
            scale: own * scale,
            scene,
        });
    }
    let Rect { x, y, w, h } = slides::LOGO;
    let logo = Rect::new(x * scale, y * scale, w * scale, h * scale);
    Sheet { width, height, parts, logo: Some(logo) }
}

/// What stands outside of tables. The title is the first line below the kicker, whole or broken or cut.
fn role(own: &Scene, frame: &Frame, title: &str, has_title: &mut bool) -> Role {
    match own.nodes.iter().find(|node| matches!(node, Node::Text { .. })) {
        Some(Node::Text { text, role, .. }) if role.size <= 20.0 && frame.repeats(text) => Role::Furniture,
        Some(Node::Text { role, .. }) if !*has_title && role.size > 21.0 => {
            *has_title = true;
            Role::Heading(1, title.to_owned())
        }
        Some(_) => Role::Paragraph,
        None => Role::Furniture,
    }
}
