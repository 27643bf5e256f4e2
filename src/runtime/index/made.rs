//! Attributes made by hand, for tests.

use std::sync::Arc;

use crate::ir::Value;
use crate::ir::vocabulary::Holder;
use crate::runtime::fact::AttributeNumber;
use crate::runtime::keys::Key;
use crate::runtime::kind::Kind;
use crate::runtime::prepare::vocabulary::Attribute;

pub(super) fn attribute(key: &str, kind: Kind, default: Option<Value>) -> Arc<Attribute> {
    let own = Key::declared(key).unwrap();
    Arc::new(Attribute {
        number: AttributeNumber(0),
        declared: key.into(),
        holder: Holder::User,
        is_plain: own.parameters.is_empty(),
        key: own,
        kind,
        default,
        provided: None,
    })
}

pub(super) fn texts(names: &[&str]) -> Value {
    Value::List(names.iter().map(|name| Value::Text((*name).into())).collect())
}
