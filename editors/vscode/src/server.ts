// The language server: found, started, asked, started again.
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { type ExecuteCommandSignature, LanguageClient, State } from "vscode-languageclient/node";
import { type Found, findServer } from "./findServer";

/** What shows the answers of the server's commands, by command: a lens or an action carries them with their argument. */
export type Shown = Record<string, (argument: never) => Promise<void>>;

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly started = new vscode.EventEmitter<void>();
  /** The server has been started, or started again. */
  readonly onStarted = this.started.event;
  private readonly status = vscode.languages.createLanguageStatusItem("whenbook.server", [
    { language: "whenbook" },
    { language: "whenbook-toml" },
  ]);

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly output: vscode.LogOutputChannel,
    private readonly shown: Shown,
  ) {
    this.status.name = "Whenbook";
    this.status.command = { command: "whenbook.showOutput", title: "Output" };
  }

  async start(): Promise<void> {
    const found = find(this.context);
    if (found.kind !== "found") {
      this.status.text = "Whenbook: no server";
      this.status.severity = vscode.LanguageStatusSeverity.Error;
      void missing(found);
      return;
    }
    this.output.info(`server: ${found.program} (${WHENCE[found.by]})`);
    this.status.busy = true;
    const client = new LanguageClient(
      "whenbook",
      "Whenbook",
      { command: found.program },
      {
        documentSelector: [
          { scheme: "file", language: "whenbook" },
          { scheme: "untitled", language: "whenbook" },
          { scheme: "file", pattern: "**/whenbook.toml" },
        ],
        outputChannel: this.output,
        initializationOptions: { showsResults: true },
        synchronize: { configurationSection: "whenbook" },
        middleware: { executeCommand: (command, values, next) => this.execute(command, values, next) },
      },
    );
    this.client = client;
    try {
      await client.start();
      this.status.text = `Whenbook ${client.initializeResult?.serverInfo?.version ?? ""}`.trim();
      this.status.detail = found.program;
      this.status.severity = vscode.LanguageStatusSeverity.Information;
      this.started.fire();
    } catch (problem) {
      this.status.text = "Whenbook: the server does not start";
      this.status.severity = vscode.LanguageStatusSeverity.Error;
      void notStarted(found.program, problem);
    } finally {
      this.status.busy = false;
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.state === State.Running) {
      await client.stop();
    }
    await client?.dispose();
  }

  get isRunning(): boolean {
    return this.client?.state === State.Running;
  }

  /** What the server answers to one of its commands. */
  async ask<Answer>(command: string, argument: unknown, token?: vscode.CancellationToken): Promise<Answer> {
    if (this.client === undefined || !this.isRunning) {
      throw new Error("the server of Whenbook does not run");
    }
    const parameters = { command, arguments: [argument] };
    const method = "workspace/executeCommand";
    return token === undefined ? this.client.sendRequest(method, parameters) : this.client.sendRequest(method, parameters, token);
  }

  dispose(): void {
    this.status.dispose();
    this.started.dispose();
    void this.stop();
  }

  private execute(command: string, values: unknown[], next: ExecuteCommandSignature): vscode.ProviderResult<unknown> {
    const show = this.shown[command];
    return show === undefined ? next(command, values) : show(values[0] as never);
  }
}

const WHENCE = { setting: "by `whenbook.server.path`", extension: "ships with the extension", path: "found on the PATH" };

function find(context: vscode.ExtensionContext): Found {
  return findServer({
    setting: vscode.workspace.getConfiguration("whenbook").get("server.path", ""),
    extension: context.extensionPath,
    folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    home: homedir(),
    platform: process.platform,
    path: process.env["PATH"] ?? "",
    runs,
  });
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Says that there is no server, and what can be done about it. */
async function missing(found: Exclude<Found, { kind: "found" }>): Promise<void> {
  const message =
    found.kind === "wrongSetting"
      ? `Whenbook cannot check rules: there is no program at \`${found.setting}\`, which the setting \`whenbook.server.path\` names.`
      : "Whenbook cannot check rules: its server `whenbook-lsp` is neither in the extension nor on the PATH.";
  await offer(message);
}

async function notStarted(program: string, problem: unknown): Promise<void> {
  const reason = problem instanceof Error ? problem.message : String(problem);
  await offer(`Whenbook's server \`${program}\` does not start: ${reason}`, "Show Output");
}

async function offer(message: string, ...more: string[]): Promise<void> {
  const choice = await vscode.window.showErrorMessage(message, "Choose the Program…", "How to Install", ...more);
  if (choice === "Choose the Program…") {
    const [file] = (await vscode.window.showOpenDialog({ title: "The program whenbook-lsp", openLabel: "Use" })) ?? [];
    if (file !== undefined) {
      const settings = vscode.workspace.getConfiguration("whenbook");
      await settings.update("server.path", file.fsPath, vscode.ConfigurationTarget.Global);
    }
  } else if (choice === "How to Install") {
    await vscode.commands.executeCommand("extension.open", "whenbook.whenbook");
  } else if (choice === "Show Output") {
    await vscode.commands.executeCommand("whenbook.showOutput");
  }
}
