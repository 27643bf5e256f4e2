// What all panels share: one page of ours, that loads nothing from outside and runs no script but its own.
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Place } from "../protocol";
import { reveal } from "../places";

/** What a page says to the editor. */
export type FromPage = { type: "ready" } | { type: "open"; place: Place } | { type: "try"; event: string };

/** A panel that is shown once at a time, and keeps its page while it is hidden. */
export class Panel<Content> {
  private panel: vscode.WebviewPanel | undefined;
  private content: Content | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    /** The name of its script and style sheet. */
    private readonly name: string,
    private readonly icon: string,
    /** Takes an event that was written in the page. */
    private readonly tried: (event: string) => void = () => {},
  ) {}

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  show(title: string, content: Content): void {
    this.content = content;
    this.panel ??= this.create(title);
    this.panel.title = title;
    this.panel.reveal(this.panel.viewColumn ?? vscode.ViewColumn.Beside, true);
    this.send();
  }

  /** Other content for the panel if it is open. */
  update(content: Content): void {
    this.content = content;
    this.send();
  }

  private send(): void {
    void this.panel?.webview.postMessage({ type: "content", content: this.content });
  }

  private create(title: string): vscode.WebviewPanel {
    const dist = vscode.Uri.joinPath(this.extension, "dist");
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(`whenbook.${this.name}`, title, column, {
      enableScripts: true,
      retainContextWhenHidden: true,
      localResourceRoots: [dist],
    });
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extension, "icons", `${this.icon}-${theme}.svg`);
    panel.iconPath = { light: icon("light"), dark: icon("dark") };
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.type === "ready") {
        this.send();
      } else if (message.type === "try") {
        this.tried(message.event);
      } else {
        void reveal(message.place);
      }
    });
    const file = (extension: string): string =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, `${this.name}.${extension}`)).toString();
    panel.webview.html = page(file("js"), file("css"), panel.webview.cspSource);
    return panel;
  }
}

function page(script: string, style: string, source: string): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
