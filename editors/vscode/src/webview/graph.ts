// The graph of a book: what raises what, and the states of its lifecycle. A click on a node leads to its line.
import { type Layout, MOST_NODES, type PlacedEdge, type PlacedNode, around, curve, layout, partsOf } from "../layout";
import type { Graph, GraphPart } from "../protocol";
import { drawn, element, isPlace, onContent, open } from "./page";

const KINDS: Record<string, string> = {
  event: "event",
  trigger: "trigger",
  automation: "automation",
  policy: "policy",
  fact: "attribute that is set",
  conversation: "new conversation",
  start: "beginning",
  state: "state",
  active: "active state",
  final: "final state",
  choice: "choice",
};

let parts: GraphPart[] = [];
let book = "";
let chosen = "";
/** Letters are not drawn smaller than so, unless somebody asks for all of it. */
const READABLE = 0.8;

let view = { x: 0, y: 0, scale: 1 };
let size = { width: 1, height: 1 };

const title = element("h1", {});
const tabs = element("div", { class: "tabs", role: "tablist", "aria-label": "Graphs of the book" });
const names = element("datalist", { id: "names" });
const search = element("input", { type: "search", placeholder: "Find a rule or an event", "aria-label": "Find a rule or an event", list: "names" });
const tools = element(
  "div",
  { class: "toolbar", role: "toolbar", "aria-label": "View" },
  search,
  names,
  tool("−", "Smaller", () => zoom(1 / 1.25)),
  tool("+", "Larger", () => zoom(1.25)),
  tool("Fit", "Show all of it", fit),
);
const scene = drawn("g", {});
const drawing = drawn("svg", { tabindex: "0", role: "group", "aria-label": "The graph. Arrow keys move it, plus and minus change its size, Tab goes from node to node" }, arrowheads(), scene);
const remark = element("p", { class: "remark", role: "status" });
const legend = element("div", { class: "legend", "aria-hidden": "true" });
const main = element("main", {}, remark, drawing, legend);
document.body.append(element("header", {}, element("div", { class: "top" }, title, tools), tabs), main);

onContent<Graph>((content) => {
  book = content.title;
  parts = partsOf(content);
  if (!parts.some((part) => part.name === chosen)) {
    chosen = (parts.find((part) => part.name === "rules") ?? parts[0])?.name ?? "";
  }
  draw();
});

function part(): GraphPart | undefined {
  return parts.find((each) => each.name === chosen);
}

function draw(): void {
  tabs.hidden = parts.length < 2;
  tabs.replaceChildren(...parts.map(tab));
  const own = part();
  title.replaceChildren(book, element("small", {}, own?.title ?? ""));
  names.replaceChildren(...(own?.nodes ?? []).filter((node) => node.label !== "").map((node) => element("option", { value: node.label.replaceAll("\n", " ") })));
  picture();
}

function tab(each: GraphPart): HTMLElement {
  const isChosen = each.name === chosen;
  const made = element("button", { role: "tab", "aria-selected": String(isChosen), title: each.title }, each.name);
  made.addEventListener("click", () => {
    chosen = each.name;
    search.value = "";
    draw();
  });
  return made;
}

/** Draws the chosen part; of one that is too large, what is around the rule that is looked for. */
function picture(): void {
  const own = part();
  if (own === undefined || own.nodes.length === 0) {
    scene.replaceChildren();
    legend.replaceChildren();
    say("There is nothing to draw yet: no rule of this book listens to an event.");
    return;
  }
  const found = own.nodes.find((node) => node.label.replaceAll("\n", " ") === search.value.trim());
  const isLarge = own.nodes.length > MOST_NODES;
  if (isLarge && found === undefined) {
    scene.replaceChildren();
    say(`${own.nodes.length} nodes are too many for one picture. Find a rule or an event above, and what is around it is drawn.`);
    return;
  }
  say("");
  const placed = layout(isLarge && found ? around(own, found.id, 2) : own, { width: main.clientWidth, height: main.clientHeight });
  size = { width: placed.width, height: placed.height };
  scene.replaceChildren(...placed.edges.map(edge), ...placed.nodes.map((node) => box(node, placed)));
  const kinds = [...new Set(placed.nodes.map((node) => node.kind))].filter((kind) => KINDS[kind] !== undefined);
  legend.replaceChildren(...kinds.map((kind) => element("span", { class: `kind ${kind}` }, KINDS[kind])));
  begin();
  if (found) {
    mark(found.id, placed);
    bring(placed.nodes.find((node) => node.id === found.id));
  }
}

function say(text: string): void {
  remark.textContent = text;
  remark.hidden = text === "";
  drawing.toggleAttribute("hidden", text !== "");
}

function box(node: PlacedNode, placed: Layout): SVGElement {
  const isDot = node.label === "";
  const radius = node.kind === "event" || node.kind === "start" ? node.height / 2 : isDot ? 9 : 5;
  const rectangle = { x: String(-node.width / 2), y: String(-node.height / 2), width: String(node.width), height: String(node.height), rx: String(radius) };
  const top = -((node.lines.length - 1) * 18) / 2;
  const place = isPlace(node) ? node : undefined;
  const made = drawn(
    "g",
    {
      class: `node ${node.kind}${place ? " leads" : ""}`,
      "data-id": node.id,
      transform: `translate(${node.x},${node.y})`,
      tabindex: isDot ? undefined : "0",
      role: place ? "button" : "img",
      "aria-label": described(node, placed),
    },
    drawn("rect", rectangle),
    ...(node.kind === "final" ? [drawn("rect", { ...inset(node), class: "inner", rx: "3" })] : []),
    ...node.lines.map((line, index) => drawn("text", { y: String(top + index * 18), dy: "0.35em" }, line)),
  );
  made.append(drawn("title", {}, described(node, placed)));
  made.addEventListener("pointerenter", () => mark(node.id, placed));
  made.addEventListener("pointerleave", () => mark(undefined, placed));
  made.addEventListener("focus", () => {
    mark(node.id, placed);
    bring(node);
  });
  made.addEventListener("blur", () => mark(undefined, placed));
  if (place) {
    made.addEventListener("click", () => !moved && open(place));
    made.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(place);
      }
    });
  }
  return made;
}

function inset(node: PlacedNode): Record<string, string> {
  return {
    x: String(-node.width / 2 + 3),
    y: String(-node.height / 2 + 3),
    width: String(node.width - 6),
    height: String(node.height - 6),
  };
}

/** A node in words: what it is, what leads to it and where it leads. */
function described(node: PlacedNode, placed: Layout): string {
  const label = (id: string): string => placed.nodes.find((each) => each.id === id)?.label || "the beginning";
  const from = placed.edges.filter((each) => each.to === node.id).map((each) => label(each.from));
  const to = placed.edges.filter((each) => each.from === node.id).map((each) => label(each.to));
  const parts = [
    `${KINDS[node.kind] ?? node.kind} ${node.label.replaceAll("\n", " ")}`.trim(),
    from.length > 0 ? `from ${from.join(", ")}` : "",
    to.length > 0 ? `to ${to.join(", ")}` : "",
  ];
  return parts.filter((each) => each !== "").join("; ");
}

function edge(each: PlacedEdge): SVGElement {
  const at = each.labelAt;
  const top = at ? at.y - ((each.lines.length - 1) * 15) / 2 : 0;
  return drawn(
    "g",
    { class: "edge", "data-from": each.from, "data-to": each.to, "aria-hidden": "true" },
    drawn("path", { d: curve(each.points), "marker-end": "url(#arrow)" }),
    ...(at ? each.lines.map((line, index) => drawn("text", { x: String(at.x), y: String(top + index * 15), dy: "0.35em" }, line)) : []),
  );
}

/** Brings out a node with its edges and neighbours; without one, everything is as it was. */
function mark(id: string | undefined, placed: Layout): void {
  const near = new Set(placed.edges.filter((each) => each.from === id || each.to === id).flatMap((each) => [each.from, each.to]));
  scene.classList.toggle("marked", id !== undefined);
  for (const child of scene.children) {
    const { dataset } = child as SVGElement;
    const own = dataset["id"];
    const isNear = own !== undefined ? own === id || near.has(own) : dataset["from"] === id || dataset["to"] === id;
    child.classList.toggle("near", isNear);
  }
}

function arrowheads(): SVGElement {
  const arrow = drawn("path", { d: "M0,0 L8,4 L0,8 z" });
  const marker = drawn("marker", { id: "arrow", viewBox: "0 0 8 8", refX: "7.5", refY: "4", markerWidth: "8", markerHeight: "8", orient: "auto-start-reverse", markerUnits: "userSpaceOnUse" }, arrow);
  return drawn("defs", {}, marker);
}

function tool(sign: string, label: string, pressed: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", title: label, "aria-label": label }, sign);
  made.addEventListener("click", pressed);
  return made;
}

function move(): void {
  scene.setAttribute("transform", `translate(${view.x},${view.y}) scale(${view.scale})`);
}

/** The whole picture, but no larger than its letters should be. */
function fit(): void {
  const { clientWidth, clientHeight } = drawing;
  const scale = Math.min(1.2, (clientWidth - 24) / size.width, (clientHeight - 24) / size.height);
  view = { scale, x: (clientWidth - size.width * scale) / 2, y: (clientHeight - size.height * scale) / 2 };
  move();
}

/** All of it if it can be read so; else its beginning, at the left and at the top of what does not fit. */
function begin(): void {
  fit();
  if (view.scale < READABLE) {
    const besides = (own: number, taken: number): number => Math.max(8, (own - taken * READABLE) / 2);
    view = { scale: READABLE, x: besides(drawing.clientWidth, size.width), y: besides(drawing.clientHeight, size.height) };
    move();
  }
}

/** Moves a node to the middle if it is not in sight. */
function bring(node: PlacedNode | undefined): void {
  if (node === undefined) {
    return;
  }
  const { clientWidth, clientHeight } = drawing;
  const isIn = (middle: number, half: number, end: number): boolean => middle - half >= 0 && middle + half <= end;
  const x = view.x + node.x * view.scale;
  const y = view.y + node.y * view.scale;
  if (!isIn(x, (node.width / 2) * view.scale, clientWidth) || !isIn(y, (node.height / 2) * view.scale, clientHeight)) {
    view = { ...view, x: view.x + clientWidth / 2 - x, y: view.y + clientHeight / 2 - y };
    move();
  }
}

function zoom(by: number, x = drawing.clientWidth / 2, y = drawing.clientHeight / 2): void {
  const scale = Math.max(0.05, Math.min(4, view.scale * by));
  const factor = scale / view.scale;
  view = { scale, x: x - (x - view.x) * factor, y: y - (y - view.y) * factor };
  move();
}

let moved = false;
let drag: { x: number; y: number } | undefined;
drawing.addEventListener("pointerdown", (event) => {
  drag = { x: event.clientX, y: event.clientY };
  moved = false;
});
window.addEventListener("pointermove", (event) => {
  if (drag !== undefined && (moved || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 4)) {
    moved = true;
    view = { ...view, x: view.x + event.clientX - drag.x, y: view.y + event.clientY - drag.y };
    drag = { x: event.clientX, y: event.clientY };
    move();
  }
});
window.addEventListener("pointerup", () => (drag = undefined));
drawing.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const { left, top } = drawing.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - left, event.clientY - top);
  },
  { passive: false },
);
drawing.addEventListener("keydown", (event) => {
  const by = (x: number, y: number) => () => {
    view = { ...view, x: view.x + x, y: view.y + y };
    move();
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: by(60, 0),
    ArrowRight: by(-60, 0),
    ArrowUp: by(0, 60),
    ArrowDown: by(0, -60),
    "+": () => zoom(1.25),
    "=": () => zoom(1.25),
    "-": () => zoom(1 / 1.25),
    "0": fit,
  };
  const go = keys[event.key];
  if (go !== undefined && !(event.ctrlKey || event.altKey || event.metaKey)) {
    event.preventDefault();
    go();
  }
});
search.addEventListener("change", picture);
window.addEventListener("resize", begin);
