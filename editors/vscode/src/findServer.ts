// Where the server is: what the setting names, else what ships with the extension, else what is on the `PATH`.
import * as path from "node:path";

export interface Surroundings {
  /** The setting `whenbook.server.path`. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  /** The folders of the workspace, which a path of the setting may be relative to. */
  folders: string[];
  home: string;
  platform: NodeJS.Platform;
  /** The variable `PATH`. */
  path: string;
  /** Whether a file is there and can be run. */
  runs(file: string): boolean;
}

export type Found =
  | { kind: "found"; program: string; by: "setting" | "extension" | "path" }
  | { kind: "wrongSetting"; setting: string }
  | { kind: "nowhere" };

export function findServer(around: Surroundings): Found {
  const setting = around.setting.trim();
  if (setting !== "") {
    const program = named(setting, around).find((file) => around.runs(file));
    return program === undefined ? { kind: "wrongSetting", setting } : { kind: "found", program, by: "setting" };
  }
  const [join, name] = dialect(around);
  const bundled = join(around.extension, "server", name);
  if (around.runs(bundled)) {
    return { kind: "found", program: bundled, by: "extension" };
  }
  const program = onPath(name, around).find((file) => around.runs(file));
  return program === undefined ? { kind: "nowhere" } : { kind: "found", program, by: "path" };
}

/** The files that a setting may mean: a path, one from home or from a folder of the workspace, or a name on the `PATH`. */
function named(setting: string, around: Surroundings): string[] {
  const [join] = dialect(around);
  const api = around.platform === "win32" ? path.win32 : path.posix;
  const expanded = setting.startsWith("~/") ? join(around.home, setting.slice(2)) : setting;
  if (api.isAbsolute(expanded)) {
    return [expanded];
  }
  const relative = expanded.replace("${workspaceFolder}", ".");
  return [
    ...around.folders.map((folder) => join(folder, relative)),
    ...(/[/\\]/.test(relative) ? [] : onPath(relative, around)),
  ];
}

function onPath(name: string, around: Surroundings): string[] {
  const [join] = dialect(around);
  const separator = around.platform === "win32" ? ";" : ":";
  const folders = around.path.split(separator).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name));
}

function dialect(around: Surroundings): [(...parts: string[]) => string, string] {
  return around.platform === "win32"
    ? [path.win32.join, "whenbook-lsp.exe"]
    : [path.posix.join, "whenbook-lsp"];
}
