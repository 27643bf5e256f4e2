// Bundles the client, the scripts of its panels, and with `--tests` its tests, into `dist`.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const common = { bundle: true, logLevel: "warning", target: "es2022", sourcemap: false };
const node = { ...common, platform: "node", format: "cjs" };

if (process.argv.includes("--tests")) {
  const tests = readdirSync("src", { recursive: true }).filter((file) => file.endsWith(".test.ts"));
  await build({
    ...node,
    entryPoints: tests.map((file) => `src/${file}`),
    outdir: "dist/tests",
    outbase: "src",
    entryNames: "[name]",
    external: ["vscode", "vscode-oniguruma", "vscode-textmate"],
  });
} else {
  await build({
    ...node,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify: true,
  });
  await build({
    ...common,
    platform: "browser",
    format: "iife",
    entryPoints: ["src/webview/story.ts", "src/webview/graph.ts", "src/webview/story.css", "src/webview/graph.css"],
    outdir: "dist",
    minify: true,
  });
}
