//! The views of an inbox as a page of plain data.

use serde::Serialize;

use crate::ir::Moment;
use crate::runtime::Inbox;
use crate::runtime::views::{Of, View};

/// An inbox at a moment, as somebody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxPage {
    /// The account.
    pub account: String,
    /// When.
    #[cfg_attr(feature = "schema", schemars(with = "Moment"))]
    pub time: Moment,
    /// As whom; without one, what everybody sees.
    pub agent: Option<String>,
    /// The views, in the order of their importance.
    pub views: Vec<Listing>,
    /// Those who take part in automatic assignment, with how many active conversations they have.
    pub operators: Vec<Counted>,
    /// The others of the team.
    pub others: Vec<Counted>,
    /// The tags with how many active conversations have it or one below it.
    pub tags: Vec<Counted>,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listing {
    /// `mine`, `unread`, `starred`, `sessions`, `unassigned` or `all`.
    pub view: &'static str,
    /// How many conversations it has.
    pub count: usize,
    /// How many in each state, in the order of the lifecycle.
    pub states: Vec<Counted>,
    /// The first of them: those with the latest message first.
    pub first: Vec<Row>,
}

/// Something with a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counted {
    /// What it is called.
    pub name: String,
    /// How many.
    pub count: usize,
}

/// A conversation in a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// Its id.
    pub conversation: String,
    /// Its status.
    pub status: String,
    /// Its assignee, if it has one.
    pub assignee: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// When a message last came or went; before the first one, when it began.
    #[cfg_attr(feature = "schema", schemars(with = "Moment"))]
    pub last_activity: Moment,
}

/// The page of an account; each view has at most `first` conversations.
#[must_use]
pub fn page(account: &str, inbox: &Inbox, time: Moment, agent: Option<&str>, first: usize) -> InboxPage {
    let own = agent.map(|agent| {
        let name = || agent.to_owned();
        [
            ("mine", Of::Assigned(name())),
            ("unread", Of::Unread(name())),
            ("starred", Of::Starred(name())),
            ("sessions", Of::Sessions(name())),
        ]
    });
    let views = own.into_iter().flatten().chain([("unassigned", Of::Unassigned), ("all", Of::All)]);
    let people = inbox.people();
    let counted = |operator: bool| {
        let some = people.iter().filter(|person| person.operator == operator);
        some.map(|person| Counted { name: person.name.clone(), count: person.active }).collect()
    };
    InboxPage {
        account: account.to_owned(),
        time,
        agent: agent.map(str::to_owned),
        views: views.map(|(view, of)| listing(inbox, view, of, first)).collect(),
        operators: counted(true),
        others: counted(false),
        tags: inbox.tags().into_iter().map(|(name, count)| Counted { name, count }).collect(),
    }
}

fn listing(inbox: &Inbox, name: &'static str, of: Of, first: usize) -> Listing {
    let view = View::new(of);
    let in_state = |state: &String| Counted { name: state.clone(), count: inbox.count(&view.clone().in_state(state)) };
    Listing {
        view: name,
        count: inbox.count(&view),
        states: inbox.states().iter().map(in_state).collect(),
        first: inbox.list(&view, first).into_iter().filter_map(|id| row(inbox, id)).collect(),
    }
}

fn row(inbox: &Inbox, id: &str) -> Option<Row> {
    let about = inbox.about(id)?;
    Some(Row {
        conversation: about.id.to_owned(),
        status: about.status.to_owned(),
        assignee: about.assignee.map(str::to_owned),
        tags: about.tags.to_vec(),
        last_activity: about.last_activity,
    })
}
