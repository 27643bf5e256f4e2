//! The engine, rule by rule.
