//! What is to be said of a file beside its rows: dates that cannot be read, letters that were lost, where a list ends.

use super::FileReport;
use crate::files::import::moment::Order;
use crate::files::import::tickets::{TicketReading, Tool};
use crate::files::import::{Field, LeftRow};
use crate::fleet::Twins;
use crate::picture::format;

pub(super) const SAMPLE: &str = "A result of CMPivot: only clients that were online have answered. It completes the devices of \
                      other lists and is no estate.";

impl FileReport {
    /// What of its dates cannot be read. What stands there is for the screen alone.
    pub(super) fn note_dates(&mut self) {
        for (field, dates) in &self.tally.undated {
            let unread = dates.unread.count;
            let lines: Vec<_> = dates.unread.first.iter().map(LeftRow::spot).collect();
            let more = if unread > lines.len() as u64 { "; …" } else { "" };
            let all = format::plural(unread + dates.read, "date", "dates");
            let read = match dates.read {
                0 => format!("none of {all} can be read"),
                _ => format!("{} of {all} cannot be read", format::count(unread)),
            };
            let then = if dates.tells_nothing() { "nothing is told by them" } else { "the others count" };
            self.notes.push(format!("{}: {read}, and {then} ({}{more}).", field.name(), lines.join("; ")));
        }
    }

    /// Letters that the export has lost. Names with them tell devices badly, and nothing brings them back.
    pub(super) fn note_questions(&mut self) {
        if self.tally.questioned > 0 {
            let rows = format::plural(self.tally.questioned, "row has", "rows have");
            self.notes.push(format!(
                "{rows} a question mark in a name or a site: the export has lost letters. IDs tell these devices; \
                 exported with -Encoding UTF8 the names are whole."
            ));
        }
    }

    /// What stands in place of serial numbers, and devices that may be there twice.
    pub(super) fn note_serials(&mut self, twins: &Twins) {
        if twins.rounded > 0 {
            let numbers = format::plural(twins.rounded, "serial number is", "serial numbers are");
            self.notes.push(format!(
                "{numbers} rounded, as a spreadsheet writes long ones (1.23457E+11): IDs and names tell these devices."
            ));
        }
        if twins.fillers() > 0 {
            let numbers =
                format::plural(twins.fillers() as u64, "serial number stands", "serial numbers stand");
            self.notes.push(format!(
                "{numbers} on three or more devices of other names, so that IDs and names tell these devices."
            ));
        }
        if twins.shared > 0 {
            let numbers = format::plural(twins.shared, "serial number stands", "serial numbers stand");
            self.notes.push(format!(
                "{numbers} on two devices with other names and other IDs: both count. A device that was set up anew \
                 may be there twice."
            ));
        }
    }

    /// Names that the lists before have too, of devices with other IDs or serial numbers.
    pub(super) fn note_apart(&mut self, names: u64) {
        if names > 0 {
            let names = format::plural(names, "name stands", "names stand");
            self.notes.push(format!(
                "{names} in the lists before too, with another serial number or Entra ID: these devices count twice."
            ));
        }
    }

    pub(super) fn note_order(&mut self, open: Vec<Field>, read: Order) {
        if !open.is_empty() {
            self.open_dates = Some((open, read));
        }
    }

    pub(super) fn note_tickets(&mut self, reading: &TicketReading) {
        let tool = reading.tool;
        self.tool = Some(tool);
        if tool != Tool::Other {
            self.notes.push(format!("Read as an export of {}.", tool.name()));
        }
        let rows = reading.tally.all_rows();
        if tool.is_cut(rows) {
            let rows = format::count(rows);
            self.notes.push(format!(
                "It has exactly {rows} rows, where {} cuts an export: some may be missing.",
                tool.name()
            ));
        }
        if reading.repeated > 0 {
            let rows = format::plural(reading.repeated, "row is", "rows are");
            self.notes.push(format!(
                "{rows} about a ticket that stands there before; first opened and last resolved count."
            ));
        }
        if reading.odd_durations > 0 {
            let tickets = format::plural(reading.odd_durations, "ticket", "tickets");
            self.notes.push(format!(
                "{tickets} resolved before opening or after 90 days: not counted for the handling time."
            ));
        }
        if let Some(minutes) = reading.median_minutes() {
            let hours = f64::from(minutes) / 60.0;
            self.notes.push(format!(
                "Median time from opening to resolution: {} hours.",
                format::decimal(hours, 1)
            ));
        }
    }
}
