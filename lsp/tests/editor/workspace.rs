//! Folders, and files that come, go and move.

use serde_json::json;

use crate::client::Setup;
use crate::diagnostics::{MESSAGE, TRIGGER};

#[tokio::test]
async fn what_names_a_file_follows_it() {
    let rules = format!("use \"../common/texts.when\"\n\n{TRIGGER}");
    let files = [("a/whenbook.toml", ""), ("a/rules.when", rules.as_str()), ("common/texts.when", MESSAGE)];
    let mut editor = Setup::new(&files).folders(&["a", "common"]).start().await;
    editor.did_open("a/rules.when", &rules).await;
    assert_eq!(editor.diagnostics("a/rules.when").await.1, Vec::<String>::new());
    for (old, new) in [
        ("common/texts.when", "common/base texts.when"),
        ("common", "deep/common"),
        ("a/rules.when", "a/b/rules.when"),
        ("a", "b"),
        ("common/other.when", "elsewhere.when"),
    ] {
        let renamed = json!({ "oldUri": editor.uri(old), "newUri": editor.uri(&new.replace(' ', "%20")) });
        editor.request("workspace/willRenameFiles", json!({ "files": [renamed] })).await;
    }
    let renamed = json!([{ "oldUri": editor.uri("common/texts.when"), "newUri": editor.uri("common/base.when") }]);
    editor.write("common/base.when", MESSAGE);
    editor.remove("common/texts.when");
    editor.notify("workspace/didRenameFiles", json!({ "files": renamed })).await;
    editor.pushed("a/rules.when").await;
    editor.did_change("a/rules.when", 2, &rules.replace("texts.when", "base.when")).await;
    editor.pushed("a/rules.when").await;
    insta::assert_snapshot!(editor.conversation());
}

#[tokio::test]
async fn folders_come_and_go() {
    let files = [("a/rules.when", TRIGGER), ("a/deep/texts.when", MESSAGE)];
    let mut editor = Setup::new(&files).folders(&[]).start().await;
    editor.did_open("a/rules.when", TRIGGER).await;
    editor.did_open("a/deep/texts.when", MESSAGE).await;
    // Without a folder, each file belongs to the book of its own.
    assert_eq!(editor.diagnostics("a/deep/texts.when").await.1, ["W0701"]);
    let (folder, none) = (json!([{ "uri": editor.uri("a"), "name": "a" }]), json!([]));
    editor
        .notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": folder, "removed": none } }))
        .await;
    assert_eq!(editor.diagnostics("a/deep/texts.when").await.1, Vec::<String>::new());
    editor
        .notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": none, "removed": folder } }))
        .await;
    assert_eq!(editor.diagnostics("a/deep/texts.when").await.1, ["W0701"]);
}
