//! What a book declares: named parts, triggers, events, the directory.

use super::{Asked, Completion, CompletionKind, Fit, keyword};
use crate::diagnostic::FileId;
use crate::ide::symbol;
use crate::semantics::events;
use crate::semantics::names::Kind;
use crate::semantics::types::Type;
use crate::semantics::vocabulary::SlotType;
use crate::syntax::ast::DeclarationKind;

/// Declared names of these kinds, but those that stand in the statement already.
pub(super) fn of(asked: &Asked<'_>, kinds: &[Kind], fit: Fit) -> Vec<Completion> {
    let words = asked.words();
    let all = symbol::named(asked.analysis).filter(|each| kinds.contains(&each.kind));
    let new = all.filter(|each| !words.contains(&each.word.text.as_str()));
    new.map(|each| {
        let kind = match each.kind {
            Kind::Condition => CompletionKind::Condition,
            Kind::Message => CompletionKind::Message,
            Kind::List => CompletionKind::List,
            Kind::Schedule => CompletionKind::Schedule,
            _ => CompletionKind::Rule,
        };
        let title = match &each.declaration.kind {
            DeclarationKind::Trigger(node) | DeclarationKind::Automation(node) => node.title.as_ref(),
            _ => None,
        };
        let title = title.map(|text| text.span.of(asked.analysis.text(each.file)).trim_matches('"').to_owned());
        let word = each.kind.words().split_once(' ').map_or("", |(_, word)| word);
        Completion::new(&each.word.text, kind)
            .detail(title.unwrap_or_else(|| word.to_owned()))
            .about(each.kind, &each.word.text)
            .aged(each.declaration.docs.as_deref())
            .fit(fit)
    })
    .collect()
}

/// What may follow in a list of events.
pub(super) fn events(asked: &Asked<'_>, written: &[&str], after: &[(&str, &str)]) -> Vec<Completion> {
    match written {
        [.., "change"] => vec![keyword("of").insert("of ")],
        [.., "change", "of"] => {
            super::attributes::such(asked, Fit::Wanted, |_, attribute| events::no_change(attribute).is_none())
        }
        [] | [.., "," | "or"] => {
            // A test may feed the desk's events too, and no change: that follows from what it feeds.
            if asked.words().first() == Some(&"receive") {
                return all_events(asked, written);
            }
            let mut offers = all_events(asked, written);
            offers.retain(|offer| events::is_heard(&offer.label));
            offers.push(keyword("change of").insert("change of ").docs("an attribute has another value than before"));
            offers
        }
        _ => super::keywords(after),
    }
}

fn all_events(asked: &Asked<'_>, written: &[&str]) -> Vec<Completion> {
    let events = asked.analysis.checked.vocabulary.events.iter();
    let new = events.filter(|(name, _)| !written.contains(&name.as_str()));
    new.map(|(name, event)| {
        let offer = Completion::new(name, CompletionKind::Event).about(Kind::Event, name).aged(event.docs.as_deref());
        let offer = offer.fit(Fit::Wanted);
        match event.carries.as_slice() {
            [] => offer,
            carries => offer.detail(format!("carries {}", carries.join(", "))),
        }
    })
    .collect()
}

/// The texts of the directory that a slot or an attribute of that type can name, in quotation marks.
pub(super) fn directory(asked: &Asked<'_>, of: &Type) -> Vec<String> {
    let wanted = match of {
        Type::Group => "groups",
        Type::Agent => "agents",
        Type::Webhook => "webhooks",
        _ => return Vec::new(),
    };
    let declared = asked.analysis.checked.units.iter().flat_map(|unit| {
        unit.ast.declarations.iter().filter_map(|declaration| match &declaration.kind {
            DeclarationKind::Directory(directory) => Some((unit.file, directory)),
            _ => None,
        })
    });
    let text = |file: FileId, span: crate::diagnostic::Span| span.of(asked.analysis.text(file)).to_owned();
    let entries = declared.flat_map(|(file, directory)| directory.entries.iter().map(move |entry| (file, entry)));
    entries
        .filter(|(_, (word, _))| word.text == wanted)
        .flat_map(|(file, (_, texts))| texts.iter().map(move |each| text(file, each.span)))
        .collect()
}

/// The words that can fill a slot of which there are few: groups, values of an enum, schedules.
pub(super) fn choices(asked: &Asked<'_>, slot: &SlotType) -> Vec<String> {
    match slot {
        SlotType::Value(Type::Enum(name)) => {
            asked.analysis.checked.vocabulary.values_of(name).map(str::to_owned).collect()
        }
        SlotType::Value(of) => directory(asked, of),
        SlotType::Schedule => named(asked, Kind::Schedule),
        SlotType::Message | SlotType::Moment | SlotType::Fields => Vec::new(),
    }
}

/// The names of a kind.
pub(super) fn named(asked: &Asked<'_>, kind: Kind) -> Vec<String> {
    let all = symbol::named(asked.analysis).filter(|each| each.kind == kind);
    all.map(|each| each.word.text.to_string()).collect()
}
