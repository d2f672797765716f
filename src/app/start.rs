//! The start: which renderer draws, what happens when one fails or its device is lost, and what is said
//! where there is no display at all.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::ViewportBuilder;
use eframe::{egui_wgpu, wgpu};

use super::platform::{Platform, has_display};
use super::size;
use super::state::State;
use super::window::{App, Slot};
use crate::cli::{Renderer, WindowArguments, missing_library_sentence, show_without_display};
use crate::files::settings;
use crate::look::icons::app_icon;

/// One way to draw the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rung {
    Wgpu,
    Software,
    Glow,
}

const LADDER: [Rung; 3] = [Rung::Wgpu, Rung::Software, Rung::Glow];

impl Rung {
    const fn name(self) -> &'static str {
        match self {
            Self::Wgpu => "wgpu",
            Self::Software => "software",
            Self::Glow => "glow",
        }
    }
}

/// Opens the window, and opens it anew when its graphics device is lost. Returns when the user has left.
pub fn run(arguments: &WindowArguments) -> ExitCode {
    if !has_display() {
        return show_without_display(arguments.plan.as_deref());
    }
    keep_quiet_about_libraries();
    let slot: Slot = Rc::new(RefCell::new(Some(State::new(Platform::of_system()))));
    let folder =
        slot.borrow().as_ref().and_then(|state| Some(state.platform.folders.as_ref()?.settings.clone()));
    let start = Start { slot, folder, to_open: RefCell::new(arguments.plan.clone()) };
    let rungs = rungs(arguments.renderer, start.unfinished().as_deref());
    let mut failures = Vec::new();
    let mut losses = 0;
    let mut at = 0;
    while let Some(rung) = rungs.get(at).copied() {
        match start.open(rung) {
            Outcome::Left => return ExitCode::SUCCESS,
            Outcome::DeviceLost => {
                losses += 1;
                // A device that keeps being lost is no better than none.
                at += usize::from(losses % 3 == 0);
            }
            Outcome::NoDisplay => return show_without_display(arguments.plan.as_deref()),
            Outcome::Failed(why) => {
                log::warn!("{}: {why}", rung.name());
                failures.push(format!("{}: {why}", rung.name()));
                at += 1;
            }
            Outcome::Panicked(why) => return stop(&start, &why),
        }
    }
    let failures = failures.join("; ");
    say(&missing_library_sentence(&failures).unwrap_or(format!("Baton could not open a window. {failures}")));
    ExitCode::from(3)
}

/// The ladder from the rung that was asked for; after a start that never ended, from the one below it.
fn rungs(renderer: Renderer, unfinished: Option<&str>) -> Vec<Rung> {
    let only = |rung| vec![rung];
    match renderer {
        Renderer::Wgpu => only(Rung::Wgpu),
        Renderer::Software => only(Rung::Software),
        Renderer::Glow => only(Rung::Glow),
        Renderer::Auto => {
            let failed = LADDER.iter().position(|rung| unfinished == Some(rung.name()));
            let from = failed.map_or(0, |at| (at + 1).min(LADDER.len() - 1));
            LADDER[from..].to_vec()
        }
    }
}

enum Outcome {
    Left,
    DeviceLost,
    NoDisplay,
    Failed(String),
    Panicked(String),
}

struct Start {
    slot: Slot,
    folder: Option<PathBuf>,
    /// The plan of the arguments, until the first window has taken it.
    to_open: RefCell<Option<PathBuf>>,
}

impl Start {
    fn unfinished(&self) -> Option<String> {
        self.folder.as_deref().and_then(settings::unfinished_start)
    }

    fn open(&self, rung: Rung) -> Outcome {
        if let Some(folder) = &self.folder {
            settings::note_start(folder, rung.name());
        }
        let lost = Arc::new(AtomicBool::new(false));
        let mut creator_lost = Some(Arc::clone(&lost));
        let creator: eframe::AppCreator<'_> = Box::new(|context| {
            let lost = creator_lost.take().unwrap_or_default();
            Ok(Box::new(self.app(context, rung, lost)))
        });
        let options = options(rung, self.slot.borrow().as_ref());
        let run = AssertUnwindSafe(|| eframe::run_native("baton", options, creator));
        let outcome = match catch_unwind(run) {
            Ok(Ok(())) if lost.load(Ordering::Relaxed) => Outcome::DeviceLost,
            Ok(Ok(())) => Outcome::Left,
            Ok(Err(eframe::Error::WinitEventLoop(error))) => {
                log::warn!("{error}");
                Outcome::NoDisplay
            }
            Ok(Err(error)) => Outcome::Failed(error.to_string()),
            Err(panic) => Outcome::Panicked(words(panic.as_ref())),
        };
        // Only a start that never came back leaves its note.
        if let Some(folder) = &self.folder {
            settings::note_started(folder);
        }
        outcome
    }

    fn app(&self, context: &eframe::CreationContext<'_>, rung: Rung, lost: Arc<AtomicBool>) -> App {
        watch_device(context, &lost);
        let renderer = renderer_name(context, rung);
        log::info!("drawing with {renderer}");
        let folder = self.folder.clone();
        let mut app = App::new(&context.egui_ctx, Rc::clone(&self.slot), renderer, lost);
        app.on_second_frame(move || {
            if let Some(folder) = folder {
                settings::note_started(&folder);
            }
        });
        app.begin(&context.egui_ctx, self.to_open.take());
        app
    }
}

fn options(rung: Rung, state: Option<&State>) -> eframe::NativeOptions {
    let window = state.and_then(|state| state.settings.window);
    let viewport = ViewportBuilder::default()
        .with_title("Baton")
        .with_app_id("baton")
        .with_icon(app_icon())
        .with_inner_size(size::at_start(window))
        .with_min_inner_size(size::SMALLEST)
        .with_maximized(window.is_some_and(|window| window.maximized))
        .with_drag_and_drop(true);
    let renderer = if rung == Rung::Glow { eframe::Renderer::Glow } else { eframe::Renderer::Wgpu };
    let mut options = eframe::NativeOptions { viewport, renderer, ..eframe::NativeOptions::default() };
    options.persist_window = false;
    options.centered = true;
    if rung == Rung::Software
        && let egui_wgpu::WgpuSetup::CreateNew(setup) = &mut options.wgpu_options.wgpu_setup
    {
        setup.native_adapter_selector = Some(Arc::new(software_adapter));
    }
    options
}

/// An adapter that computes on the processor: WARP, lavapipe.
fn software_adapter(
    adapters: &[wgpu::Adapter],
    surface: Option<&wgpu::Surface<'_>>,
) -> Result<wgpu::Adapter, String> {
    let is_software = |adapter: &&wgpu::Adapter| {
        adapter.get_info().device_type == wgpu::DeviceType::Cpu
            && surface.is_none_or(|surface| adapter.is_surface_supported(surface))
    };
    adapters.iter().find(is_software).cloned().ok_or_else(|| "there is no software adapter".to_owned())
}

/// A lost device, or an error nobody asked about, closes the window instead of ending the program.
fn watch_device(context: &eframe::CreationContext<'_>, lost: &Arc<AtomicBool>) {
    let Some(render_state) = &context.wgpu_render_state else { return };
    let (flag, ctx) = (Arc::clone(lost), context.egui_ctx.clone());
    render_state.device.set_device_lost_callback(move |reason, why| {
        if reason != wgpu::DeviceLostReason::Destroyed {
            log::error!("the graphics device is gone: {why}");
            flag.store(true, Ordering::Relaxed);
            ctx.request_repaint();
        }
    });
    let (flag, ctx) = (Arc::clone(lost), context.egui_ctx.clone());
    render_state.device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
        log::error!("{error}");
        if matches!(error, wgpu::Error::OutOfMemory { .. } | wgpu::Error::Internal { .. }) {
            flag.store(true, Ordering::Relaxed);
            ctx.request_repaint();
        }
    }));
}

/// As the status line says it: "wgpu, Vulkan", "software, llvmpipe", "glow, OpenGL".
fn renderer_name(context: &eframe::CreationContext<'_>, rung: Rung) -> String {
    let Some(render_state) = &context.wgpu_render_state else { return format!("{}, OpenGL", rung.name()) };
    let info = render_state.adapter.get_info();
    let backend = match info.backend {
        wgpu::Backend::Vulkan => "Vulkan",
        wgpu::Backend::Metal => "Metal",
        wgpu::Backend::Dx12 => "DirectX 12",
        wgpu::Backend::Gl => "OpenGL",
        _ => "unknown",
    };
    let is_software = info.device_type == wgpu::DeviceType::Cpu;
    format!("{}, {backend}", if is_software { "software" } else { rung.name() })
}

/// A panic ends the program, but neither without a sentence nor with the loss of what was open.
fn stop(start: &Start, why: &str) -> ExitCode {
    if let Some(sentence) = missing_library_sentence(why) {
        say(&sentence);
        return ExitCode::from(3);
    }
    let is_kept = start.slot.borrow().as_ref().is_some_and(|state| {
        let (Some(session), Some(document)) = (&state.session, state.document()) else { return false };
        document.is_dirty()
            && session.keep(document.plan(), document.path(), document.members().held()).is_ok()
    });
    let kept =
        if is_kept { " The unsaved changes were kept; Baton offers them at the next start." } else { "" };
    say(&format!("Baton had to stop because of an error of its own: {why}.{kept}"));
    ExitCode::from(101)
}

/// A missing library is told in one sentence; the panic in which winit tells it would only hide that.
fn keep_quiet_about_libraries() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_library = panic.payload_as_str().is_some_and(|why| missing_library_sentence(why).is_some());
        if !is_library {
            usual(panic);
        }
    }));
}

#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn say(words: &str) {
    eprintln!("{words}");
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_starts_below_the_rung_that_never_came_back() {
        assert_eq!(rungs(Renderer::Auto, None), LADDER);
        assert_eq!(rungs(Renderer::Auto, Some("wgpu")), [Rung::Software, Rung::Glow]);
        assert_eq!(rungs(Renderer::Auto, Some("glow")), [Rung::Glow], "there is nothing below");
        assert_eq!(rungs(Renderer::Auto, Some("something else")), LADDER);
        assert_eq!(rungs(Renderer::Wgpu, Some("wgpu")), [Rung::Wgpu], "what was asked for is tried");
    }
}
