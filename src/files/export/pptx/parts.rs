//! What all slides of a presentation stand in: theme, master, layout, and the page of the notes.

use std::fmt::Write as _;

use super::page::{MARGIN, RIGHT};
use super::xml::{place, rgb, run};
use crate::picture::scene::Rect;
use crate::picture::{Ink, Palette, TypeRole};

/// The group that holds the shapes of a part.
pub const ROOT: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>\
    <a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

const MAPPING: &str = "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" \
    accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>";

const INSETS: &str = "lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"";
const SIXTEEN_TO_NINE: (u32, u32) = (12_192_000, 6_858_000);

/// The slides in their order: the first relations are the masters and the theme.
pub fn presentation(count: usize) -> String {
    let mut slides = String::new();
    for at in 0..count {
        let _ = write!(slides, "<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 256 + at, 4 + at);
    }
    let (wide, high) = SIXTEEN_TO_NINE;
    format!(
        "<p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:notesMasterIdLst>\
         <p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst><p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx=\"{wide}\" cy=\"{high}\"/>\
         <p:notesSz cx=\"6858000\" cy=\"9144000\"/>"
    )
}

/// The colours of the pack, so that what people add fits what is there.
pub fn theme(palette: Palette, is_notes: bool) -> String {
    let colors: String = [
        ("dk1", Ink::Text),
        ("lt1", Ink::Bg1),
        ("dk2", Ink::Text2),
        ("lt2", Ink::Bg2),
        ("accent1", Ink::IntuneSolid),
        ("accent2", Ink::PilotSolid),
        ("accent3", Ink::CmSolid),
        ("accent4", Ink::OkSolid),
        ("accent5", Ink::WarnSolid),
        ("accent6", Ink::BadSolid),
        ("hlink", Ink::IntuneText),
        ("folHlink", Ink::Accent),
    ]
    .map(|(name, ink)| format!("<a:{name}><a:srgbClr val=\"{}\"/></a:{name}>", rgb(palette.color(ink))))
    .concat();
    let name = if is_notes { "Notes" } else { "Steering pack" };
    let font = "<a:latin typeface=\"Segoe UI\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"9525\">{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"{name}\"><a:themeElements>\
         <a:clrScheme name=\"{name}\">{colors}</a:clrScheme><a:fontScheme name=\"{name}\"><a:majorFont>{font}</a:majorFont>\
         <a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name=\"{name}\"><a:fillStyleLst>{fill}{fill}{fill}</a:fillStyleLst>\
         <a:lnStyleLst>{line}{line}{line}</a:lnStyleLst><a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst>\
         <a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
}

/// Where title, words, foot and number of a slide stand.
const HOLDERS: [(&str, &str, Rect, &str); 4] = [
    ("Title", "type=\"title\"", Rect::new(MARGIN, 84.0, RIGHT - MARGIN, 80.0), "anchor=\"ctr\""),
    ("Text", "type=\"body\" idx=\"1\"", Rect::new(MARGIN, 186.0, RIGHT - MARGIN, 654.0), "anchor=\"t\""),
    (
        "Footer",
        "type=\"ftr\" sz=\"quarter\" idx=\"11\"",
        Rect::new(MARGIN, 862.0, 1300.0, 26.0),
        "anchor=\"ctr\"",
    ),
    (
        "Slide number",
        "type=\"sldNum\" sz=\"quarter\" idx=\"12\"",
        Rect::new(RIGHT - 100.0, 862.0, 100.0, 26.0),
        "anchor=\"ctr\"",
    ),
];

fn holders(has_places: bool) -> String {
    let mut out = String::new();
    for ((name, holder, rect, anchor), id) in HOLDERS.into_iter().zip(2..) {
        let (shape, body) = if has_places {
            let shape = format!("{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>", place("a:xfrm", rect));
            (shape, format!("<a:bodyPr vert=\"horz\" {INSETS} {anchor}><a:normAutofit/></a:bodyPr>"))
        } else {
            (String::new(), "<a:bodyPr/>".to_owned())
        };
        let words = match name {
            "Slide number" => {
                "<a:p><a:pPr algn=\"r\"/><a:fld id=\"{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}\" type=\"slidenum\"><a:rPr lang=\"en-US\" sz=\"960\"/>\
                 <a:t>‹#›</a:t></a:fld></a:p>"
            }
            "Title" => "<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>Title</a:t></a:r></a:p>",
            "Text" => "<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>Text</a:t></a:r></a:p>",
            _ => "<a:p><a:endParaRPr lang=\"en-US\" sz=\"960\"/></a:p>",
        };
        let style = match name {
            "Slide number" if has_places => {
                "<a:lstStyle><a:lvl1pPr algn=\"r\"><a:defRPr sz=\"960\"/></a:lvl1pPr></a:lstStyle>"
            }
            "Footer" if has_places => {
                "<a:lstStyle><a:lvl1pPr algn=\"l\"><a:defRPr sz=\"960\"/></a:lvl1pPr></a:lstStyle>"
            }
            _ => "<a:lstStyle/>",
        };
        let _ = write!(
            out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {holder}/></p:nvPr>\
             </p:nvSpPr><p:spPr>{shape}</p:spPr><p:txBody>{body}{style}{words}</p:txBody></p:sp>"
        );
    }
    out
}

/// The frame of every slide: who and when at the top, two rules, the organization's picture.
pub fn master(kicker: &str, palette: Palette, logo: Option<(u32, u32)>) -> String {
    let color = |ink| rgb(palette.color(ink));
    let words = run(kicker, TypeRole::BODY_MEDIUM.at(20.0), palette.color(Ink::Text2));
    let top = place("a:xfrm", Rect::new(MARGIN, 46.0, 1000.0, 32.0));
    let mut out = format!(
        "<p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{ROOT}{}\
         <p:sp><p:nvSpPr><p:cNvPr id=\"10\" name=\"Organization and date\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr>{top}\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" {INSETS} anchor=\"ctr\">\
         <a:normAutofit/></a:bodyPr><a:lstStyle/><a:p>{words}</a:p></p:txBody></p:sp>",
        holders(true)
    );
    for (id, y, ink) in [(11, 170.0, Ink::Rule), (12, 857.0, Ink::Stroke)] {
        let rule = place("a:xfrm", Rect::new(MARGIN, y, RIGHT - MARGIN, 0.0));
        let _ = write!(
            out,
            "<p:cxnSp><p:nvCxnSpPr><p:cNvPr id=\"{id}\" name=\"Rule\"/><p:cNvCxnSpPr/><p:nvPr userDrawn=\"1\"/></p:nvCxnSpPr><p:spPr>{rule}\
             <a:prstGeom prst=\"line\"><a:avLst/></a:prstGeom><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></a:ln></p:spPr></p:cxnSp>",
            color(ink)
        );
    }
    if let Some((wide, high)) = logo {
        // As high as its room, or as wide.
        let scale = (36.0 / high as f32).min(360.0 / wide as f32);
        let (w, h) = (wide as f32 * scale, high as f32 * scale);
        let at = place("a:xfrm", Rect::new(RIGHT - w, 62.0 - h / 2.0 - 8.0, w, h));
        let _ = write!(
            out,
            "<p:pic><p:nvPicPr><p:cNvPr id=\"13\" name=\"Logo\" descr=\"Logo\"/><p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr>\
             <p:nvPr userDrawn=\"1\"/></p:nvPicPr><p:blipFill><a:blip r:embed=\"rId3\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{at}\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>"
        );
    }
    let style = |size: u32, bold: &str, ink: &str| {
        format!(
            "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/><a:defRPr sz=\"{size}\"{bold}>\
             <a:solidFill><a:schemeClr val=\"{ink}\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/>\
             </a:defRPr></a:lvl1pPr>"
        )
    };
    let (title, body, other) =
        (style(3120, " b=\"1\"", "tx1"), style(1320, "", "tx1"), style(960, "", "tx2"));
    out + &format!(
        "</p:spTree></p:cSld>{MAPPING}<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>\
         <p:hf hdr=\"0\" dt=\"0\"/><p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )
}

pub fn layout() -> String {
    format!(
        "<p:cSld name=\"Title and text\"><p:spTree>{ROOT}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>",
        holders(false)
    )
}

/// A page of notes: the slide above, the words below.
pub fn notes(words: &str) -> String {
    format!(
        "<p:cSld><p:spTree>{ROOT}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>",
        note_holders("", "", words)
    )
}

pub fn notes_master() -> String {
    let picture = "<a:xfrm><a:off x=\"685800\" y=\"1143000\"/><a:ext cx=\"5486400\" cy=\"3086100\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>";
    let words = "<a:xfrm><a:off x=\"685800\" y=\"4400550\"/><a:ext cx=\"5486400\" cy=\"3600450\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>";
    let line = "<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>Notes</a:t></a:r></a:p>";
    format!(
        "<p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{ROOT}{}</p:spTree></p:cSld>\
         {MAPPING}<p:notesStyle><a:lvl1pPr><a:defRPr sz=\"1200\"/></a:lvl1pPr></p:notesStyle>",
        note_holders(picture, words, line)
    )
}

fn note_holders(picture: &str, words: &str, paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr>\
         <p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr>{picture}</p:spPr></p:sp><p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"Notes\"/><p:cNvSpPr>\
         <a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"body\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr>{words}</p:spPr><p:txBody><a:bodyPr/>\
         <a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
}
