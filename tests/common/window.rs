//! The real window without a screen: the system behind it is a temporary folder and a list of answers.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use baton::app::{App, Picked, Platform, State};
use baton::document::Document;
use baton::files::{Folders, plan_file};
use baton::forecast::Basis;
use baton::plan::Plan;
use chrono::NaiveDate;
use eframe::egui::{self, Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use tempfile::TempDir;

type Answers = Arc<Mutex<VecDeque<Picked>>>;

pub struct Window {
    pub harness: Harness<'static, App>,
    folder: Arc<TempDir>,
    answers: Answers,
}

pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 10, 14).unwrap();

impl Window {
    /// The welcome page of a first start.
    pub fn welcome() -> Self {
        Self::in_folder(&Arc::new(tempfile::tempdir().unwrap()), None, (1440.0, 900.0))
    }

    /// Northwind Health, opened from a file of its own.
    pub fn northwind() -> Self {
        Self::northwind_at(1440.0, 900.0)
    }

    pub fn northwind_at(width: f32, height: f32) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let plan = folder.path().join("northwind.baton.ron");
        std::fs::copy(example("northwind-health"), &plan).unwrap();
        Self::in_folder(&folder, Some(plan), (width, height))
    }

    /// A plan of its own.
    pub fn of_plan(plan: &Plan) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let path = folder.path().join("plan.baton.ron");
        std::fs::write(&path, plan_file::to_ron(plan)).unwrap();
        Self::in_folder(&folder, Some(path), (1440.0, 900.0))
    }

    /// Another start over the same folders.
    pub fn again(self) -> Self {
        let folder = Arc::clone(&self.folder);
        drop(self);
        Self::in_folder(&folder, None, (1440.0, 900.0))
    }

    fn in_folder(folder: &Arc<TempDir>, plan: Option<PathBuf>, size: (f32, f32)) -> Self {
        let answers = Answers::default();
        let platform = platform(folder.path(), &answers);
        let builder = Harness::builder().with_size(size).with_step_dt(0.1).with_max_steps(24);
        let harness = builder.build_eframe(move |creation| {
            let mut app = App::with_state(&creation.egui_ctx, State::new(platform));
            app.begin(&creation.egui_ctx, plan);
            app
        });
        let mut window = Self { harness, folder: Arc::clone(folder), answers };
        window.settle();
        window
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What the next file dialog will be answered.
    pub fn will_pick(&self, picked: Picked) {
        self.answers.lock().unwrap().push_back(picked);
    }

    /// Runs until nothing moves and no job is under way.
    pub fn settle(&mut self) {
        for _ in 0..3 {
            self.harness.run();
            let ctx = self.harness.ctx.clone();
            self.harness.state_mut().wait_for_jobs(&ctx);
        }
        self.harness.run();
    }

    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    /// Where the same words stand more than once.
    pub fn click_first(&mut self, label: &str) {
        self.harness.get_all_by_label(label).next().unwrap().click();
        self.settle();
    }

    pub fn click_last(&mut self, label: &str) {
        self.harness.get_all_by_label(label).last().unwrap().click();
        self.settle();
    }

    pub fn focused_label(&self) -> Option<String> {
        let all = self.harness.query_all(egui_kittest::kittest::By::new());
        let focused = all.into_iter().find(egui_kittest::Node::is_focused)?;
        focused.accesskit_node().label()
    }

    /// The chosen row of the palette.
    pub fn chosen_option(&self) -> Option<String> {
        let by = egui_kittest::kittest::By::new().role(egui::accesskit::Role::ListBoxOption);
        let mut options = self.harness.query_all(by);
        options.find(|node| node.accesskit_node().is_selected() == Some(true))?.accesskit_node().label()
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn ctrl(&mut self, key: Key) {
        self.press(Modifiers::COMMAND, key);
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    /// What arrives within one frame where frames are slow.
    pub fn type_and_enter_at_once(&mut self, text: &str) {
        let enter = egui::Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        self.harness.input_mut().events.extend([egui::Event::Text(text.to_owned()), enter]);
        self.settle();
    }

    /// Presses or lets go the pointer's first button.
    pub fn button(&mut self, pos: egui::Pos2, pressed: bool) {
        let button = egui::PointerButton::Primary;
        let modifiers = Modifiers::NONE;
        self.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        self.harness.step();
    }

    /// Asks for the menu of what lies there, by the pointer's second button.
    pub fn ask_menu(&mut self, pos: egui::Pos2) {
        let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
        self.harness.event(egui::Event::PointerMoved(pos));
        for pressed in [true, false] {
            self.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
            self.harness.step();
        }
        self.settle();
    }

    pub fn drag(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.harness.event(egui::Event::PointerMoved(from));
        self.harness.step();
        self.button(from, true);
        for share in [0.3, 0.7, 1.0] {
            self.harness.event(egui::Event::PointerMoved(from + (to - from) * share));
            self.harness.step();
        }
        self.button(to, false);
        self.settle();
    }

    /// Types into the field with this label, in place of what is there.
    pub fn fill(&mut self, label: &str, text: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
        self.ctrl(Key::A);
        self.type_text(text);
        self.press(Modifiers::NONE, Key::Tab);
    }

    pub fn sees(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    pub fn sees_exactly(&self, words: &str) -> bool {
        self.harness.query_all_by_label(words).next().is_some()
    }

    pub fn rect_of(&self, label: &str) -> egui::Rect {
        self.harness.get_by_label(label).rect()
    }

    /// The first chart of the page.
    pub fn rect_of_chart(&self) -> egui::Rect {
        self.harness.get_all_by_role(egui::accesskit::Role::Figure).next().unwrap().rect()
    }

    #[track_caller]
    pub fn expect(&self, words: &str) {
        assert!(self.sees(words), "{words:?} is not on the screen: {:?}", self.labels());
    }

    #[track_caller]
    pub fn expect_not(&self, words: &str) {
        assert!(!self.sees(words), "{words:?} is still on the screen");
    }

    pub fn labels(&self) -> Vec<String> {
        let all = self.harness.query_all(egui_kittest::kittest::By::new());
        all.filter_map(|node| node.accesskit_node().label()).collect()
    }

    pub fn state(&self) -> &State {
        self.harness.state().state().unwrap()
    }

    pub fn document(&self) -> &Document {
        self.state().document().unwrap()
    }

    /// Asks the window to close, as its title bar does; true = it goes.
    pub fn ask_to_close(&mut self) -> bool {
        let input = self.harness.input_mut();
        input.viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
        self.harness.step();
        let was_cancelled = self.commands().contains(&ViewportCommand::CancelClose);
        let root = self.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
        root.events.clear();
        self.settle();
        !was_cancelled
    }

    /// What the last frame asked of the window.
    pub fn commands(&self) -> Vec<ViewportCommand> {
        let output = self.harness.output().viewport_output.get(&ViewportId::ROOT);
        output.map(|viewport| viewport.commands.clone()).unwrap_or_default()
    }

    /// How long the window means to sleep.
    pub fn sleeps_for(&self) -> Duration {
        let output = self.harness.output().viewport_output.get(&ViewportId::ROOT);
        output.map_or(Duration::MAX, |viewport| viewport.repaint_delay)
    }
}

pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans").join(format!("{name}.ron"))
}

fn platform(folder: &Path, answers: &Answers) -> Platform {
    let answers = Arc::clone(answers);
    Platform {
        today: Box::new(|| TODAY),
        pick: Arc::new(move |_| answers.lock().unwrap().pop_front().unwrap_or(Picked::Nothing)),
        folders: Some(Folders { settings: folder.join("settings"), recovery: folder.join("recovery") }),
        home: Some(folder.to_owned()),
        // Enough for a first answer and a better one.
        runs: 2 * Basis::QUICK,
    }
}
