//! One state machine of a lifecycle: from its lines to plain data.

use std::collections::BTreeSet;

use crate::diagnostic::codes::lifecycles;
use crate::diagnostic::{FileId, Finding, Location, Span};
use crate::semantics::suggest::{listed, nearest};
use crate::semantics::vocabulary::taken;
use crate::syntax::ast;

/// A state machine. States are numbered in the order declared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Machine {
    /// The attribute that it moves: `conversation.status`.
    pub attribute: String,
    /// The file that declares it.
    pub file: FileId,
    /// Where the attribute is named.
    pub span: Span,
    /// Its states with their documentation, each once.
    pub states: Vec<ast::EnumValue>,
    /// The state of a new conversation; `None` if that is wrong in the book.
    pub start: Option<usize>,
    /// States in which a session is active.
    pub active: BTreeSet<usize>,
    /// States that cancel everything and that nothing leaves.
    pub finals: BTreeSet<usize>,
    /// What moves it, in the order declared.
    pub transitions: Vec<Transition>,
}

/// A line `from … to …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The whole line.
    pub span: Span,
    /// The states that it leaves.
    pub from: Vec<(usize, Span)>,
    /// The states to which it goes; several only by `set`.
    pub to: Vec<usize>,
    /// What moves it.
    pub causes: Vec<Cause>,
    /// Whether it has a `when`.
    pub conditional: bool,
}

/// What moves a state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// An event, by its dotted name or as `change of X`.
    Event(String),
    /// An action, by its words.
    Action(String),
}

/// The action that names the state itself.
pub const SET: &str = "set";

impl Machine {
    /// The number of the state of that name.
    #[must_use]
    pub fn state(&self, name: &str) -> Option<usize> {
        self.states.iter().position(|state| state.name.text == name)
    }

    /// What the state is called.
    #[must_use]
    pub fn name(&self, state: usize) -> &str {
        self.states.get(state).map_or("", |state| state.name.text.as_str())
    }

    /// The states that some `by set` names.
    #[must_use]
    pub fn settable(&self) -> BTreeSet<usize> {
        self.transitions
            .iter()
            .filter(|transition| transition.causes.contains(&Cause::Action(SET.to_owned())))
            .flat_map(|transition| transition.to.iter().copied())
            .collect()
    }
}

/// Reads a `states` part, of which `span` is the whole; `None` if it names no attribute.
pub fn read(states: &ast::States, span: Span, file: FileId, findings: &mut Vec<Finding>) -> Option<Machine> {
    let path = states.attribute.as_ref()?;
    let mut reader = Reader {
        file,
        findings,
        machine: Machine { attribute: path.dotted(), file, span: path.span, ..Machine::default() },
    };
    reader.states(&states.states);
    if reader.machine.states.is_empty() && span.end > path.span.end {
        let message = format!("`{}` has no states", reader.machine.attribute);
        let finding = Finding::new(&lifecycles::NO_STATES, reader.at(path.span), message);
        reader
            .findings
            .push(finding.help("list them in braces: `states conversation.status { new, open, closed } { … }`"));
    }
    let mut starts = Vec::new();
    for (rule, rule_span) in &states.rules {
        match rule {
            ast::StateRule::Start(word) => starts.push((word.as_ref(), *rule_span)),
            ast::StateRule::Active(words) => {
                let found = reader.known(words);
                reader.machine.active.extend(found);
            }
            ast::StateRule::Final(words) => {
                let found = reader.known(words);
                reader.machine.finals.extend(found);
            }
            ast::StateRule::Transition { from, to, cause, condition, raises: _ } => {
                reader.transition(from, to, cause, condition.is_some(), *rule_span);
            }
        }
    }
    reader.start(&starts);
    Some(reader.machine)
}

struct Reader<'a> {
    file: FileId,
    findings: &'a mut Vec<Finding>,
    machine: Machine,
}

impl Reader<'_> {
    const fn at(&self, span: Span) -> Location {
        Location { file: self.file, span }
    }

    fn states(&mut self, states: &[ast::EnumValue]) {
        for state in states {
            let name = &state.name;
            self.findings.extend(taken(name, self.at(name.span)));
            match self.machine.states.iter().find(|known| known.name.text == name.text) {
                Some(first) => {
                    let first = self.at(first.name.span);
                    self.findings.push(
                        Finding::new(
                            &lifecycles::STATE_TWICE,
                            self.at(name.span),
                            format!("the state `{}` is declared twice", name.text),
                        )
                        .also(first, "first here"),
                    );
                }
                None => self.machine.states.push(state.clone()),
            }
        }
    }

    fn known(&mut self, words: &[ast::Word]) -> Vec<usize> {
        words.iter().filter_map(|word| self.known_one(word)).collect()
    }

    fn known_one(&mut self, word: &ast::Word) -> Option<usize> {
        let found = self.machine.state(&word.text);
        if found.is_none() && !self.machine.states.is_empty() {
            let names = || self.machine.states.iter().map(|state| state.name.text.as_str());
            let finding = Finding::new(
                &lifecycles::UNKNOWN_STATE,
                self.at(word.span),
                format!("`{}` has no state `{}`", self.machine.attribute, word.text),
            );
            let finding = match nearest(&word.text, names()) {
                Some(meant) => finding.help(format!("did you mean `{meant}`?")).fix(
                    format!("write `{meant}`"),
                    word.span,
                    meant,
                    false,
                ),
                None => finding.help(format!("its states are {}", listed(&names().collect::<Vec<_>>(), "and"))),
            };
            self.findings.push(finding);
        }
        found
    }

    fn transition(&mut self, from: &[ast::Word], to: &[ast::Word], cause: &ast::Cause, conditional: bool, span: Span) {
        let from: Vec<_> = from.iter().filter_map(|word| Some((self.known_one(word)?, word.span))).collect();
        let targets = self.known(to);
        let causes = causes(cause);
        let says_which = |cause: &Cause| *cause == Cause::Action(SET.to_owned());
        if let [_, second, ..] = to
            && !causes.iter().all(says_which)
        {
            let message = "it would not be clear to which of these states this goes";
            self.findings.push(Finding::new(&lifecycles::SEVERAL_TARGETS, self.at(second.span), message).help(
                "only `by set` names several states, since it says which; write one line for each of the others",
            ));
            return;
        }
        self.machine.transitions.push(Transition { span, from, to: targets, causes, conditional });
    }

    fn start(&mut self, starts: &[(Option<&ast::Word>, Span)]) {
        let mut named = starts.iter().filter_map(|(word, span)| word.map(|word| (word, *span)));
        let Some((first, first_span)) = named.next() else {
            if starts.is_empty() && !self.machine.states.is_empty() {
                let message = format!("nothing says in which state `{}` begins", self.machine.attribute);
                let example = self.machine.name(0).to_owned();
                self.findings.push(
                    Finding::new(&lifecycles::ONE_START, self.at(self.machine.span), message)
                        .help(format!("write a line such as `start {example}`")),
                );
            }
            return;
        };
        self.machine.start = self.known_one(first);
        for (_, second) in named {
            let first = self.at(first_span);
            self.findings.push(
                Finding::new(
                    &lifecycles::ONE_START,
                    self.at(second),
                    format!("`{}` begins in two states", self.machine.attribute),
                )
                .also(first, "the other is here")
                .help("a machine has one state in which it starts"),
            );
        }
    }
}

fn causes(cause: &ast::Cause) -> Vec<Cause> {
    match cause {
        ast::Cause::On(events) => events.iter().map(|event| Cause::Event(event_name(event))).collect(),
        ast::Cause::By(actions) => actions
            .iter()
            .map(|words| {
                let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                Cause::Action(words.join(" "))
            })
            .collect(),
        ast::Cause::Missing => Vec::new(),
    }
}

fn event_name(event: &ast::EventReference) -> String {
    match event {
        ast::EventReference::Event(path) => path.dotted(),
        ast::EventReference::ChangeOf(path, _) => format!("change of {}", path.dotted()),
    }
}
