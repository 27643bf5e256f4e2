//! How other systems write placeholders, and what they mean here.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A placeholder of another system in the raw text of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Foreign<'t> {
    /// Where, counted from the start of the raw text.
    pub(super) start: usize,
    /// As people will read it: without the escapes.
    pub(super) read: String,
    /// As it is written in the book.
    pub(super) written: &'t str,
    /// What it would be here; `None` if that is not known.
    pub(super) ours: Option<&'static str>,
}

/// The forms. In each the name stands in the group `name`; the first that fits is taken.
static FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        // Zendesk tickets, Channel Talk, mail merge: {{ticket.title}}, with a filter perhaps
        r"\\\{\\\{\s*(?P<liquid>[^{}\\|]+?)\s*(?:\|[^{}\\]*)?\}\}",
        // Liquid: {% if … %}
        r"\\\{%(?P<tag>[^%]*)%\}",
        // Zammad: #{ticket.title}; JavaScript: ${name}; Ruby: %{name}
        r"[#$%]\\\{\s*(?P<sigil>[A-Za-z_][\w.]*)\s*\}",
        // Messages with the escape that whoever wrote it was told of: {name}
        r"\\\{\s*(?P<brace>[A-Za-z_][\w.]*)\s*\}",
        // Zendesk messaging and Chat: @wait_time_min
        r"@(?P<at>[a-z][a-z_]*[a-z])\b",
        // %name%
        r"%(?P<percent>[A-Za-z_][\w.]*)%",
        // Mailchimp: *|FNAME|*
        r"\*\|(?P<merge>\w+)\|\*",
        // <%= name %>
        r"<%=?\s*(?P<erb>[\w.]+)\s*%>",
        // $first_name
        r"\$(?P<dollar>[a-z][a-z_]*[a-z])\b",
    ];
    Regex::new(&forms.join("|")).ok()
});

/// How the names of the placeholders of Zendesk begin, which stand after a bare `@`. Other words after one are people.
const AFTER_AT: [&str; 9] = [
    "wait_time_",
    "visitor_",
    "queue_",
    "department_",
    "group_name",
    "agent_name",
    "account_",
    "hour_of_day",
    "day_of_week",
];

/// What placeholders of others mean, by the end of their names in small letters without separators.
const MEANINGS: &[(&[&str], &str)] = &[
    (&["waittimemin", "minwaittime"], "{queue.wait_min in minutes or some}"),
    (&["waittimemax", "maxwaittime", "waittime", "estimatedwaittime"], "{queue.wait_max in minutes or some}"),
    (&["queueposition", "positioninqueue"], "{queue.position or some}"),
    (&["assigneename", "agentname", "assignee", "ownername"], "{conversation.assignee or one of us}"),
    (&["groupname", "departmentname", "department", "teamname"], "{conversation.group or our team}"),
    (&["companyname", "brandname", "accountname", "organizationname"], "{account.name}"),
    (&["tickettitle", "ticketsubject", "conversationsubject"], "{conversation.subject or your question}"),
    (&["ticketid", "ticketnumber", "conversationid", "chatid"], "{conversation.id}"),
    (&["ticketstatus", "ticketstate", "conversationstatus"], "{conversation.status}"),
    (&["email", "emailaddress", "visitoremail", "useremail"], "{user.email or the address you gave us}"),
    (&["phone", "phonenumber"], "{user.phone or the number you gave us}"),
    (
        &[
            "username",
            "customername",
            "visitorname",
            "requestername",
            "contactname",
            "firstname",
            "lastname",
            "fname",
            "lname",
            "fullname",
            "customer",
            "visitor",
            "name",
        ],
        "{user.name or there}",
    ),
];

/// The placeholders of others in the raw text of a book. Those in bare braces or after a `$` are only told of if their
/// meaning is known: the author may mean the characters themselves.
pub(super) fn find(raw: &str) -> Vec<Foreign<'_>> {
    // Each form has one of these, and most texts none: the forms take longer to make ready than a small book to check.
    if !raw.contains(['\\', '@', '%', '|', '$']) {
        return Vec::new();
    }
    let Some(forms) = FORMS.as_ref() else { return Vec::new() };
    forms.captures_iter(raw).filter_map(|found| one(raw, &found)).collect()
}

fn one<'t>(raw: &'t str, found: &Captures<'t>) -> Option<Foreign<'t>> {
    let whole = found.get(0)?;
    let group = |name: &str| found.name(name).map(|part| part.as_str());
    let before = raw.get(..whole.start())?.chars().next_back();
    let apart = !before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '/'));
    let (name, is_sure) = if let Some(name) = group("liquid") {
        (name, true)
    } else if let Some(name) = group("tag") {
        (name, true)
    } else if let Some(name) = group("sigil").or_else(|| group("merge")).or_else(|| group("erb")) {
        (name, true)
    } else if let Some(name) = group("percent") {
        (name, apart)
    } else if let Some(name) = group("at") {
        (name, apart && AFTER_AT.iter().any(|start| name.starts_with(start)))
    } else {
        let name = group("brace").or_else(|| group("dollar"))?;
        (name, apart && meaning(name).is_some())
    };
    is_sure.then(|| Foreign {
        start: whole.start(),
        read: whole.as_str().replace('\\', ""),
        written: whole.as_str(),
        ours: if group("tag").is_some() { None } else { meaning(name) },
    })
}

/// What a name means here: the longest ending of it that is known. A name without a dot must be known as a whole.
fn meaning(name: &str) -> Option<&'static str> {
    let plain: String = name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let known = |word: &str| MEANINGS.iter().find(|(words, _)| words.contains(&word)).map(|(_, ours)| *ours);
    let last = |parts: usize| -> String {
        let mut parts: Vec<&str> = name.rsplit('.').take(parts).collect();
        parts.reverse();
        parts.concat().chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    if name.contains('.') {
        let two = last(2);
        // Whose name or address it is must be said: `ticket.title`, `order.name`.
        let of_customer = ["user", "customer", "visitor", "requester", "contact", "client"];
        let holder = name.rsplit('.').nth(1).unwrap_or_default().to_lowercase();
        return known(&plain)
            .or_else(|| known(&two))
            .or_else(|| if of_customer.contains(&holder.as_str()) { known(&last(1)) } else { None });
    }
    known(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(raw: &str) -> Vec<(String, Option<&'static str>)> {
        find(raw).into_iter().map(|found| (found.read, found.ours)).collect()
    }

    fn one(raw: &str) -> Option<&'static str> {
        let told = told(raw);
        assert_eq!(told.len(), 1, "{raw}: {told:?}");
        told[0].1
    }

    #[test]
    fn the_forms_of_others_are_known() {
        assert_eq!(one(r"Hi \{\{name}}"), Some("{user.name or there}"));
        assert_eq!(one(r"Hi \{\{ ticket.requester.first_name | default: 'you' }}"), Some("{user.name or there}"));
        assert_eq!(one(r"About \{\{ticket.title}}"), Some("{conversation.subject or your question}"));
        assert_eq!(one(r"\{\{order.name}}"), None);
        assert_eq!(one(r"\{% if agent %}"), None);
        assert_eq!(one(r"#\{ticket.title}"), Some("{conversation.subject or your question}"));
        assert_eq!(one(r"\{user.name}"), Some("{user.name or there}"));
        assert_eq!(one("about @wait_time_min minutes"), Some("{queue.wait_min in minutes or some}"));
        assert_eq!(one("Hi %name%!"), Some("{user.name or there}"));
        assert_eq!(one("Hi *|FNAME|*!"), Some("{user.name or there}"));
        assert_eq!(one("Hi <%= customer_name %>!"), Some("{user.name or there}"));
        assert_eq!(one("Hi $first_name,"), Some("{user.name or there}"));
        assert_eq!(told("@wait_time_min to @wait_time_max").len(), 2);
    }

    #[test]
    fn what_may_be_meant_as_it_stands_is_left_alone() {
        for sound in [
            "write to help@visitor_center.example",
            "follow us: @acme_support",
            "50% off, 100%free%",
            "costs $5, or $five",
            r"set it to \{color} in the config",
            "{user.name or there}",
            "a | b | c",
            "10%_to_20%",
        ] {
            assert_eq!(told(sound), [], "{sound}");
        }
    }
}
