// What `whenbook why` says, as a text beside the rules whose mentioned lines can be clicked.
import * as path from "node:path";
import * as vscode from "vscode";
import { mentions } from "../explain";

const SCHEME = "whenbook-why";

export class WhyText implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, { text: string; of: vscode.Uri }>();
  private readonly registered = vscode.Disposable.from(
    this.changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
    vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
  );

  /** Shows a text about the book of a file. */
  async show(name: string, text: string, of: vscode.Uri): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.texts.set(uri.toString(), { text, of });
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "whenbook-why");
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString())?.text ?? "";
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const kept = this.texts.get(document.uri.toString());
    if (kept === undefined) {
      return [];
    }
    const links = mentions(document.getText()).map(async (mention) => {
      const file = await fileOf(mention.file, kept.of);
      const range = new vscode.Range(document.positionAt(mention.start), document.positionAt(mention.end));
      return file && new vscode.DocumentLink(range, file.with({ fragment: `L${mention.line}` }));
    });
    return (await Promise.all(links)).filter((link) => link !== undefined);
  }

  dispose(): void {
    this.registered.dispose();
  }
}

/** A file that is mentioned from its book's folder: looked for above another file of the book. */
async function fileOf(mentioned: string, of: vscode.Uri): Promise<vscode.Uri | undefined> {
  let folder = path.dirname(of.fsPath);
  for (;;) {
    const file = vscode.Uri.file(path.join(folder, mentioned));
    const isThere = await vscode.workspace.fs.stat(file).then(() => true, () => false);
    if (isThere) {
      return file;
    }
    const above = path.dirname(folder);
    if (above === folder || vscode.workspace.getWorkspaceFolder(of)?.uri.fsPath === folder) {
      return undefined;
    }
    folder = above;
  }
}
