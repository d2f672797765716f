//! The slides as sheets: each slide's words in reading order, its chart as one figure.

use super::{PaperSize, Part, Role, Sheet};
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
    let Slide { scene, chart, .. } = slides::draw(page, frame);
    let mut parts = Vec::new();
    let mut has_title = false;
    for node in scene.nodes {
        let role = match &node {
            Node::Text { text, .. } if *text == frame.kicker || *text == frame.basis => Role::Furniture,
            // The title is the first line below the kicker, whole or broken or cut.
            Node::Text { role, .. } if !has_title && role.size > 21.0 => {
                has_title = true;
                Role::Heading(1, page.title.clone())
            }
            Node::Text { .. } => Role::Paragraph,
            _ => Role::Furniture,
        };
        let mut own = Scene::new(slides::WIDTH, slides::HEIGHT);
        own.push(node);
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
