//! The keys of presenting: what each asks for, and what that comes to. Clickers send Page Up and Page Down, a
//! full stop for a blank screen, F5 and Escape.

use egui::{Key, Ui};

use crate::document::{Over, PaletteState, PresentState};

/// What a key, a clicker or the mouse asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    On,
    Back,
    Up,
    Down,
    First,
    Last,
    Take,
    Erase,
    Leave,
    Overview,
    Black,
    White,
    Notes,
    Theme,
    Phases,
    Keys,
    Settings,
    Digit(u8),
}

/// Where a key leads beyond the presentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Out,
    ToSettings,
}

/// What there is to walk through.
#[derive(Clone, Copy, Debug)]
pub struct Deck {
    pub count: usize,
    /// Of the overview.
    pub columns: usize,
    /// As the room sees it now.
    pub is_dark: bool,
}

#[rustfmt::skip]
const KEYS: [(Key, Asked); 36] = [
    (Key::Escape, Asked::Leave),
    (Key::ArrowRight, Asked::On), (Key::PageDown, Asked::On), (Key::Space, Asked::On),
    (Key::ArrowLeft, Asked::Back), (Key::PageUp, Asked::Back),
    (Key::ArrowDown, Asked::Down), (Key::ArrowUp, Asked::Up),
    (Key::Home, Asked::First), (Key::End, Asked::Last),
    (Key::Enter, Asked::Take), (Key::Backspace, Asked::Erase),
    (Key::G, Asked::Overview),
    (Key::B, Asked::Black), (Key::Period, Asked::Black),
    (Key::W, Asked::White), (Key::Comma, Asked::White),
    (Key::N, Asked::Notes), (Key::D, Asked::Theme), (Key::P, Asked::Phases),
    (Key::Questionmark, Asked::Keys), (Key::F1, Asked::Keys), (Key::H, Asked::Keys),
    (Key::E, Asked::Settings),
    (Key::F5, Asked::First), (Key::Slash, Asked::Keys),
    (Key::Num0, Asked::Digit(0)), (Key::Num1, Asked::Digit(1)), (Key::Num2, Asked::Digit(2)),
    (Key::Num3, Asked::Digit(3)), (Key::Num4, Asked::Digit(4)), (Key::Num5, Asked::Digit(5)),
    (Key::Num6, Asked::Digit(6)), (Key::Num7, Asked::Digit(7)), (Key::Num8, Asked::Digit(8)),
    (Key::Num9, Asked::Digit(9)),
];

pub fn pressed(ui: &Ui) -> Option<Asked> {
    ui.input(|input| {
        if input.modifiers.command || input.modifiers.ctrl || input.modifiers.alt {
            return None;
        }
        KEYS.into_iter().find(|(key, _)| input.key_pressed(*key)).map(|(_, asked)| asked)
    })
}

/// Does it.
pub fn act(state: &mut PresentState, asked: Asked, deck: Deck) -> Option<Way> {
    match state.over {
        // Whatever is pressed shows the slide again and does nothing else.
        Over::Black | Over::White | Over::Keys => {
            state.over = Over::Nothing;
            None
        }
        Over::Overview { chosen } => in_overview(state, chosen, asked, deck),
        Over::Nothing => on_slide(state, asked, deck),
        Over::Phases(_) => None,
    }
}

fn on_slide(state: &mut PresentState, asked: Asked, deck: Deck) -> Option<Way> {
    let last = deck.count.saturating_sub(1);
    if let Asked::Digit(digit) = asked {
        type_digit(state, digit);
        return None;
    }
    let wanted = number(&std::mem::take(&mut state.typed), deck.count);
    match asked {
        Asked::Take if wanted.is_some() => turn(state, wanted.unwrap_or_default()),
        Asked::Leave | Asked::Erase if wanted.is_some() => {}
        // From beside the order the way back leads to where it was left.
        Asked::Back | Asked::Up | Asked::Erase | Asked::Leave if state.aside.is_some() => state.aside = None,
        Asked::On | Asked::Down | Asked::Take => turn(state, (state.slide + 1).min(last)),
        Asked::Back | Asked::Up | Asked::Erase => turn(state, state.slide.saturating_sub(1)),
        Asked::First => turn(state, 0),
        Asked::Last => turn(state, last),
        Asked::Leave => return Some(Way::Out),
        Asked::Settings => return Some(Way::ToSettings),
        Asked::Overview => state.over = Over::Overview { chosen: state.slide },
        Asked::Black => state.over = Over::Black,
        Asked::White => state.over = Over::White,
        Asked::Keys => state.over = Over::Keys,
        Asked::Phases => state.over = Over::Phases(PaletteState::default()),
        Asked::Notes => state.has_notes = !state.has_notes,
        Asked::Theme => state.is_dark = Some(!deck.is_dark),
        Asked::Digit(_) => {}
    }
    None
}

fn in_overview(state: &mut PresentState, chosen: usize, asked: Asked, deck: Deck) -> Option<Way> {
    let last = deck.count.saturating_sub(1);
    if let Asked::Digit(digit) = asked {
        type_digit(state, digit);
        let chosen = number(&state.typed, deck.count).unwrap_or(chosen);
        state.over = Over::Overview { chosen };
        return None;
    }
    state.typed.clear();
    let chosen = match asked {
        Asked::On => (chosen + 1).min(last),
        Asked::Back => chosen.saturating_sub(1),
        Asked::Down => {
            let below = chosen + deck.columns;
            if below <= last { below } else { chosen }
        }
        Asked::Up => chosen.checked_sub(deck.columns).unwrap_or(chosen),
        Asked::First => 0,
        Asked::Last => last,
        Asked::Take => {
            turn(state, chosen);
            state.over = Over::Nothing;
            return None;
        }
        Asked::Leave | Asked::Overview => {
            state.over = Over::Nothing;
            return None;
        }
        Asked::Theme => {
            state.is_dark = Some(!deck.is_dark);
            chosen
        }
        Asked::Settings => return Some(Way::ToSettings),
        _ => chosen,
    };
    state.over = Over::Overview { chosen };
    None
}

fn turn(state: &mut PresentState, to: usize) {
    state.slide = to;
    state.aside = None;
}

fn type_digit(state: &mut PresentState, digit: u8) {
    const LONGEST: usize = 3;
    if state.typed.len() < LONGEST {
        state.typed.push(char::from(b'0' + digit));
    }
}

/// The slide that was typed, from 0; a number beyond the last means the last.
fn number(typed: &str, count: usize) -> Option<usize> {
    let number: usize = typed.parse().ok()?;
    Some(number.clamp(1, count.max(1)) - 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::PhaseId;

    const DECK: Deck = Deck { count: 9, columns: 3, is_dark: false };

    fn after(start: PresentState, keys: &[Asked]) -> PresentState {
        let mut state = start;
        for asked in keys {
            assert_eq!(act(&mut state, *asked, DECK), None, "{asked:?}");
        }
        state
    }

    #[test]
    fn no_key_asks_for_two_things() {
        for (place, (key, _)) in KEYS.iter().enumerate() {
            assert!(KEYS[place + 1..].iter().all(|(other, _)| other != key), "{key:?}");
        }
    }

    #[test]
    fn slides_turn_within_their_ends_and_by_their_number() {
        use Asked::{Back, Digit, Down, Leave, On, Take};
        assert_eq!(after(PresentState::at(8), &[On, Down, Take]).slide, 8);
        assert_eq!(after(PresentState::at(0), &[Back]).slide, 0);
        assert_eq!(after(PresentState::at(0), &[Digit(4), Take]).slide, 3);
        assert_eq!(after(PresentState::at(0), &[Digit(4), Digit(2), Take]).slide, 8, "beyond the last");
        assert_eq!(after(PresentState::at(5), &[Digit(0), Take]).slide, 0);
        let given_up = after(PresentState::at(5), &[Digit(2), Leave, On]);
        assert_eq!((given_up.slide, given_up.typed.as_str()), (6, ""));
        let mut state = PresentState::at(5);
        assert_eq!(act(&mut state, Leave, DECK), Some(Way::Out));
    }

    #[test]
    fn a_blank_screen_is_left_by_any_key_and_the_slide_is_the_same() {
        for blank in [Asked::Black, Asked::White, Asked::Keys] {
            for key in [Asked::On, Asked::Leave, Asked::Black, Asked::Digit(3)] {
                let state = after(PresentState::at(4), &[blank, key]);
                assert_eq!(state, PresentState::at(4), "{blank:?} {key:?}");
            }
        }
    }

    #[test]
    fn the_overview_is_walked_by_rows_and_columns() {
        use Asked::{Digit, Down, Leave, On, Overview, Take, Up};
        assert_eq!(after(PresentState::at(1), &[Overview, Down, On, Take]), PresentState::at(5));
        assert_eq!(after(PresentState::at(1), &[Overview, Up, Take]), PresentState::at(1));
        assert_eq!(after(PresentState::at(7), &[Overview, Down, Take]), PresentState::at(7));
        assert_eq!(after(PresentState::at(1), &[Overview, Digit(7), Take]), PresentState::at(6));
        assert_eq!(after(PresentState::at(1), &[Overview, Down, Leave]), PresentState::at(1));
        assert_eq!(after(PresentState::at(1), &[Overview, Overview]), PresentState::at(1));
    }

    #[test]
    fn from_a_phase_beside_the_order_one_comes_back_to_where_one_was() {
        let beside = PresentState { aside: Some(PhaseId(3)), ..PresentState::at(4) };
        assert_eq!(after(beside.clone(), &[Asked::Back]), PresentState::at(4));
        assert_eq!(after(beside.clone(), &[Asked::Leave]), PresentState::at(4));
        assert_eq!(after(beside, &[Asked::On]), PresentState::at(5));
    }

    #[test]
    fn the_room_changes_from_what_it_sees_and_notes_are_off_until_asked_for() {
        let state = after(PresentState::default(), &[Asked::Theme]);
        assert_eq!((state.is_dark, state.has_notes), (Some(true), false));
        assert!(after(state, &[Asked::Notes]).has_notes);
    }
}
