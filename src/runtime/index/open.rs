//! The index of a plan: tables of numbers as they are, and lookups of texts made anew.

use std::sync::Arc;

use super::column::Column;
use super::plan::{Bytes, Left, Plan, Rows};
use super::rest::Rest;
use super::sample::Nothing;
use super::sets::Sets;
use super::source::{Keys, Subject};
use super::{FEW, Index, Place, bits, clause, stages};
use crate::ir::packed::{Fault, Pieces};
use crate::runtime::fact::AttributeNumber;
use crate::runtime::prepare::Prepared;
use crate::runtime::prepare::vocabulary::{Attribute, Vocabulary};

impl Index {
    /// The index of these listeners by its plan; `None` if that is of another book.
    pub(crate) fn open(plan: Plan, listeners: &[u32], vocabulary: &Vocabulary) -> Result<Self, Fault> {
        let foreign = || Fault::Damaged("its index is of another book".to_owned());
        let Bytes(left) = plan.left;
        let left = if left.is_empty() { Pieces::default() } else { Pieces::read(left.into())? };
        let mut places: Box<[Place]> = active(listeners, &plan.inactive).collect();
        for place in &plan.channels {
            at(&mut places, *place).ok_or_else(foreign)?.has_channels = true;
        }
        for (place, number) in plan.unsettled.iter().zip(1..) {
            at(&mut places, *place).ok_or_else(foreign)?.left = number;
        }
        let attributes = plan.attributes.iter().map(|number| vocabulary.numbered(AttributeNumber(*number)).cloned());
        let attributes: Vec<Arc<Attribute>> = attributes.collect::<Option<_>>().ok_or_else(foreign)?;
        let attribute = |place: u32| {
            let place = usize::try_from(place).ok()?;
            let attribute = attributes.get(place)?;
            Some((attribute, Subject::new(attribute, place)))
        };
        let columns = plan.columns.into_iter().map(|plan| {
            let (attribute, subject) = attribute(plan.attribute)?;
            Column::open(plan, attribute, subject)
        });
        let columns: Vec<Column> = columns.collect::<Option<_>>().ok_or_else(foreign)?;
        let lists = plan.lists.into_iter().map(|plan| {
            let (attribute, subject) = attribute(plan.attribute)?;
            Sets::open(plan, attribute, subject, places.len())
        });
        let lists: Vec<Sets> = lists.collect::<Option<_>>().ok_or_else(foreign)?;
        let Rows(rows) = plan.rows;
        let rows = bits::shortened(rows, places.len());
        let is_of_few = places.len() <= FEW;
        let all = if is_of_few { Box::default() } else { bits::shortened(bits::full(places.len()), places.len()) };
        let (asked, asks) = stages::stages(columns, lists, &rows, &all, places.len());
        places.iter_mut().zip(asks).for_each(|(place, asks)| place.asks = asks);
        let keys = Keys::of(&attributes);
        Ok(Self { all, places, keys, asked, rows, masks: plan.masks.into(), left })
    }

    /// What is left over of a rule, made ready when it is first looked at. A rule that cannot be made ready never holds.
    #[inline]
    pub(super) fn rest<'i>(&'i self, place: &'i Place, book: &Prepared) -> &'i [Rest] {
        place.rest.get_or_init(|| self.made(place, book).unwrap_or_else(|| [Rest::never()].into()))
    }

    #[cold]
    fn made(&self, place: &Place, book: &Prepared) -> Option<Box<[Rest]>> {
        let number = usize::try_from(place.left.checked_sub(1)?).ok()?;
        let left: Vec<Left> = self.left.value(number).ok()?;
        let trigger = book.trigger(place.number)?;
        let nodes = clause::nodes(trigger.rule.condition.as_ref()?);
        let subject = |asked: &Attribute| Some(Subject::new(asked, self.keys.place(asked)?));
        let nothing = Nothing::new(book);
        left.into_iter().map(|left| Rest::of(left, &nodes, &self.asked.columns, &subject, &nothing)).collect()
    }
}

/// The places of those that are not inactive; both are in order.
fn active(listeners: &[u32], inactive: &[u32]) -> impl Iterator<Item = Place> {
    let active = listeners.iter().filter(|number| inactive.binary_search(number).is_err());
    active.map(|number| Place { number: *number, ..Place::default() })
}

fn at(places: &mut [Place], place: u32) -> Option<&mut Place> {
    places.get_mut(usize::try_from(place).ok()?)
}
