//! All integration tests, in one binary so that they link once.
#![expect(clippy::string_slice, reason = "a test that slices amiss fails, as it should")]

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod books;
#[cfg(test)]
mod ci;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod editors;
#[cfg(test)]
mod format;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod graph;
#[cfg(test)]
mod help_desk;
#[cfg(test)]
mod host;
#[cfg(test)]
mod inbox;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod semantics;
#[cfg(test)]
mod syntax;
