// The client: starts the server and connects what the editor shows with what the server knows.
import * as vscode from "vscode";
import { Commands } from "./commands";
import { Server } from "./server";
import { Explorer } from "./tests/explorer";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Whenbook", { log: true });
  const commands = new Commands(context.extensionUri);
  const server = new Server(context, output, commands.shown());
  const explorer = new Explorer(server);
  context.subscriptions.push(output, server, explorer, commands, ...commands.register(server, explorer));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("whenbook.server.path")) {
        void server.restart();
      }
    }),
  );
  await server.start();
}
