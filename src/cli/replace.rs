//! Files that are written anew.

use std::fs;
use std::io;
use std::path::Path;

use super::Trouble;

/// Puts the text in the file's place at once, so that nothing is lost if the machine stops; a link stays a link.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Trouble> {
    let trouble = |error: io::Error| Trouble::writing(path, &error);
    let target = fs::canonicalize(path).map_err(trouble)?;
    let permissions = fs::metadata(&target).map_err(trouble)?.permissions();
    if permissions.readonly() {
        return Err(Trouble::writing(path, &io::ErrorKind::PermissionDenied.into()));
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".writing");
    let beside = target.with_file_name(name);
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, permissions))
        .and_then(|()| fs::rename(&beside, &target));
    written.map_err(|error| {
        // Whatever it was that failed, what is left of it only gets in the way.
        let _ = fs::remove_file(&beside);
        trouble(error)
    })
}
