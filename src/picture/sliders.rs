//! The three positions of a workload's slider, as a large track and as the small sign in a cell. It shows
//! a position; moving it is the view's business.

use super::markers::{self, Authority};
use super::palette::Ink;
use super::scene::{Node, Paint, Point, Rect, Scene, Stroke, pt};

/// Size of the large slider, and of the sign.
pub const LARGE: (f32, f32) = (162.0, 16.0);
pub const SIGN: (f32, f32) = (28.0, 14.0);

/// x of a position on the large slider, from its left edge.
pub const fn stop(position: Authority) -> f32 {
    match position {
        Authority::ConfigManager => 9.0,
        Authority::Pilot => 81.0,
        Authority::Intune => 153.0,
    }
}

/// Which position an x on the large slider means.
pub fn position_at(x: f32) -> Authority {
    if x < 45.0 {
        Authority::ConfigManager
    } else if x < 117.0 {
        Authority::Pilot
    } else {
        Authority::Intune
    }
}

const ALL: [Authority; 3] = [Authority::ConfigManager, Authority::Pilot, Authority::Intune];

/// The large slider; a locked one is grey with a padlock on its thumb.
pub fn large(position: Authority, is_locked: bool) -> Scene {
    let mut scene = Scene::new(LARGE.0, LARGE.1);
    draw_large(&mut scene, pt(0.0, 0.0), position, is_locked);
    scene.sentence = sentence(position, is_locked);
    scene
}

/// The large slider with its top left corner at `at`.
pub fn draw_large(scene: &mut Scene, at: Point, position: Authority, is_locked: bool) {
    let middle = at.y + 8.0;
    let thumb = pt(at.x + stop(position), middle);
    scene.rect(Rect::new(at.x, at.y, LARGE.0, LARGE.1), 8.0, Ink::Bg3);
    if !is_locked {
        let filled = Rect::new(at.x, at.y, stop(position) + 9.0, LARGE.1);
        scene.rect(filled, 8.0, Paint::blend(position.solid(), 0.32, Ink::Bg1));
    }
    for stop_at in ALL {
        dot(scene, pt(at.x + stop(stop_at), middle), 2.2, Ink::Text3);
    }
    let fill = if is_locked { Ink::Text3 } else { position.solid() };
    scene.push(Node::Circle {
        center: thumb,
        radius: 8.0,
        fill: Some(fill.into()),
        stroke: Some(Stroke::new(1.5, Ink::Bg1)),
    });
    if is_locked {
        markers::lock(scene, thumb, 8.0, Ink::Inverse);
    }
}

/// The sign in a cell: filled when done, hollow when planned.
pub fn sign(position: Authority, is_done: bool) -> Scene {
    let mut scene = Scene::new(SIGN.0, SIGN.1);
    draw_sign(&mut scene, pt(0.0, 0.0), position, is_done);
    scene.sentence = format!("{}, {}", position.name(), if is_done { "done" } else { "planned" });
    scene
}

/// The sign with its top left corner at `at`.
pub fn draw_sign(scene: &mut Scene, at: Point, position: Authority, is_done: bool) {
    let middle = at.y + SIGN.1 / 2.0;
    let ink = position.solid();
    scene.rect(Rect::new(at.x, middle - 2.0, SIGN.0, 4.0), 2.0, Paint::alpha(ink, 0.35));
    let x = |stop: Authority| {
        at.x + match stop {
            Authority::ConfigManager => 3.0,
            Authority::Pilot => 14.0,
            Authority::Intune => 25.0,
        }
    };
    for stop_at in ALL {
        dot(scene, pt(x(stop_at), middle), 1.25, ink);
    }
    let inset = match position {
        Authority::ConfigManager => 3.0,
        Authority::Pilot => 0.0,
        Authority::Intune => -3.0,
    };
    let center = pt(x(position) + inset, middle);
    let (fill, stroke) = if is_done { (ink, None) } else { (Ink::Bg1, Some(Stroke::new(1.5, ink))) };
    let radius = if is_done { 6.0 } else { 5.25 };
    scene.push(Node::Circle { center, radius, fill: Some(fill.into()), stroke });
}

fn dot(scene: &mut Scene, center: Point, radius: f32, ink: Ink) {
    scene.push(Node::Circle { center, radius, fill: Some(ink.into()), stroke: None });
}

fn sentence(position: Authority, is_locked: bool) -> String {
    let lock = if is_locked { ", locked" } else { "" };
    format!("Slider on {}{lock}", position.name())
}
