//! All integration tests, in one binary so that they link once.
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
