//! Files that are written anew.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use super::Trouble;

/// Puts the contents in the file's place at once, so that nothing is lost if the machine stops or its disk is full; a link stays a
/// link, and what is no file, such as `/dev/null`, is written to.
pub(super) fn replace(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), Trouble> {
    let trouble = |error: io::Error| Trouble::writing(path, &error);
    let target = match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        target => target.map_err(trouble)?,
    };
    let permissions = match fs::metadata(&target) {
        Ok(there) if !there.is_file() => return fs::write(&target, contents).map_err(trouble),
        there => there.ok().as_ref().map(Metadata::permissions),
    };
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(Trouble::writing(path, &io::ErrorKind::PermissionDenied.into()));
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".writing");
    let beside = target.with_file_name(name);
    let written = fs::write(&beside, contents)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| fs::set_permissions(&beside, permissions)))
        .and_then(|()| fs::rename(&beside, &target));
    written.map_err(|error| {
        // Whatever it was that failed, what is left of it only gets in the way.
        let _ = fs::remove_file(&beside);
        trouble(error)
    })
}
