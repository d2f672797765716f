//! What a slide is drawn on: its scene, and which parts of it are read as one by those who listen.

use std::ops::{Deref, DerefMut, Range};

use crate::picture::scene::Scene;

/// Nodes of a slide's scene that are one text, however many lines it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub nodes: Range<usize>,
    /// A cell by the numbers of its table, its row and its column; row 0 is the head.
    pub cell: Option<[usize; 3]>,
}

pub(super) struct Board {
    pub scene: Scene,
    pub told: Vec<Told>,
    pub tables: usize,
}

impl Board {
    pub fn new(width: f32, height: f32) -> Self {
        Self { scene: Scene::new(width, height), told: Vec::new(), tables: 0 }
    }

    /// Draws a cell of the table at hand.
    pub fn cell(&mut self, row: usize, column: usize, draw: impl FnOnce(&mut Scene)) {
        let cell = Some([self.tables, row, column]);
        self.tell(cell, draw);
    }

    /// Draws lines that are one text.
    pub fn text<T>(&mut self, draw: impl FnOnce(&mut Scene) -> T) -> T {
        self.tell(None, draw)
    }

    fn tell<T>(&mut self, cell: Option<[usize; 3]>, draw: impl FnOnce(&mut Scene) -> T) -> T {
        let first = self.scene.nodes.len();
        let drawn = draw(&mut self.scene);
        self.told.push(Told { nodes: first..self.scene.nodes.len(), cell });
        drawn
    }
}

impl Deref for Board {
    type Target = Scene;

    fn deref(&self) -> &Scene {
        &self.scene
    }
}

impl DerefMut for Board {
    fn deref_mut(&mut self) -> &mut Scene {
        &mut self.scene
    }
}
