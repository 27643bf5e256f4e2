//! Files that are written anew.

use std::fs::{self, Metadata};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::Trouble;

#[cfg(unix)]
fn has_other_names(there: &Metadata) -> bool {
    there.nlink() > 1
}

#[cfg(not(unix))]
const fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Where that is allowed: to root, who works on the files of others.
#[cfg(unix)]
fn give_to_its_owner(beside: &Path, there: &Metadata) -> io::Result<()> {
    let new = fs::metadata(beside)?;
    if (new.uid(), new.gid()) == (there.uid(), there.gid()) {
        return Ok(());
    }
    match std::os::unix::fs::chown(beside, Some(there.uid()), Some(there.gid())) {
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
const fn give_to_its_owner(_: &Path, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Puts the contents in the file's place at once, so that nothing is lost if the machine stops or its disk is full; a link stays a
/// link, a file keeps its owner and its other names, and what is no file, such as `/dev/null`, is written to.
pub(super) fn replace(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), Trouble> {
    let trouble = |error: io::Error| Trouble::writing(path, &error);
    let target = match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        target => target.map_err(trouble)?,
    };
    let there = fs::metadata(&target).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return fs::write(&target, contents).map_err(trouble);
    }
    let permissions = there.as_ref().map(Metadata::permissions);
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(Trouble::writing(path, &io::ErrorKind::PermissionDenied.into()));
    }
    // Its other names would keep the old contents.
    if there.as_ref().is_some_and(has_other_names) {
        return fs::write(&target, contents).map_err(trouble);
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".writing");
    let beside = target.with_file_name(name);
    let written = fs::write(&beside, contents)
        .and_then(|()| there.as_ref().map_or(Ok(()), |there| give_to_its_owner(&beside, there)))
        .and_then(|()| permissions.map_or(Ok(()), |permissions| fs::set_permissions(&beside, permissions)))
        .and_then(|()| fs::rename(&beside, &target));
    written.map_err(|error| {
        // Whatever it was that failed, what is left of it only gets in the way.
        let _ = fs::remove_file(&beside);
        trouble(error)
    })
}
