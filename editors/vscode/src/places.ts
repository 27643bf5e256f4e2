// Places of the protocol as the editor has them.
import * as vscode from "vscode";
import type { Place, Range } from "./protocol";

export function rangeOf(range: Range): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

export function locationOf(place: Place): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(place.uri), rangeOf(place.range));
}

/** Shows a place in an editor that is not covered by the panel it was asked from. */
export async function reveal(place: Place): Promise<void> {
  const uri = vscode.Uri.parse(place.uri);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const other = vscode.window.visibleTextEditors.find((editor) => editor.viewColumn !== undefined);
  const viewColumn = shown?.viewColumn ?? other?.viewColumn ?? vscode.ViewColumn.One;
  const range = rangeOf(place.range);
  const editor = await vscode.window.showTextDocument(uri, { viewColumn, selection: new vscode.Range(range.start, range.start) });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
