//! All integration tests, in one binary so that they link once.
#[cfg(test)]
mod architecture;
mod codes;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
