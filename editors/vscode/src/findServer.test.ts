import assert from "node:assert/strict";
import { test } from "node:test";
import { type Surroundings, findServer } from "./findServer";

function around(there: string[], more: Partial<Surroundings> = {}): Surroundings {
  return {
    setting: "",
    extension: "/extension",
    folders: ["/desk"],
    home: "/home/mina",
    platform: "linux",
    path: "/usr/bin::/opt/bin",
    runs: (file) => there.includes(file),
    ...more,
  };
}

test("what ships with the extension goes before what is on the path", () => {
  const there = ["/extension/server/whenbook-lsp", "/opt/bin/whenbook-lsp"];
  assert.deepEqual(findServer(around(there)), { kind: "found", program: there[0], by: "extension" });
  assert.deepEqual(findServer(around(there.slice(1))), { kind: "found", program: there[1], by: "path" });
  assert.deepEqual(findServer(around([])), { kind: "nowhere" });
});

test("a setting goes before everything, and is not passed over if it is wrong", () => {
  const there = ["/extension/server/whenbook-lsp", "/desk/bin/server", "/home/mina/server", "/opt/bin/mine"];
  const by = (setting: string) => findServer(around(there, { setting }));
  assert.deepEqual(by("bin/server"), { kind: "found", program: "/desk/bin/server", by: "setting" });
  assert.deepEqual(by("${workspaceFolder}/bin/server"), { kind: "found", program: "/desk/bin/server", by: "setting" });
  assert.deepEqual(by("~/server"), { kind: "found", program: "/home/mina/server", by: "setting" });
  assert.deepEqual(by("mine"), { kind: "found", program: "/opt/bin/mine", by: "setting" });
  assert.deepEqual(by("/nowhere"), { kind: "wrongSetting", setting: "/nowhere" });
});

test("on Windows programs end in .exe", () => {
  const there = ["C:\\tools\\whenbook-lsp.exe"];
  const found = findServer(around(there, { platform: "win32", path: "C:\\Windows;C:\\tools", extension: "C:\\e" }));
  assert.deepEqual(found, { kind: "found", program: there[0], by: "path" });
});
