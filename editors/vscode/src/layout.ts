// Where the nodes and edges of a graph are drawn.
import { Graph, layout as dagre } from "@dagrejs/dagre";
import type { Graph as Book, GraphEdge, GraphNode, GraphPart } from "./protocol";

export interface Point {
  x: number;
  y: number;
}

export interface PlacedNode extends GraphNode {
  lines: string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedEdge extends GraphEdge {
  points: Point[];
  labelAt: Point | undefined;
  lines: string[];
}

export interface Layout {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

const LETTER = 7;
const LINE = 18;

/** More nodes than that are no picture any more; what is around one of them still is. */
export const MOST_NODES = 300;

type Direction = "LR" | "TB";

/** The layout that is drawn largest in a window of these sides: from left to right, or from top to bottom. */
export function layout(part: GraphPart, window = { width: 4, height: 3 }): Layout {
  const across = inDirection(part, "LR");
  if (part.nodes.length > MOST_NODES / 2) {
    return across;
  }
  const down = inDirection(part, "TB");
  const scale = (one: Layout): number => Math.min(window.width / one.width, window.height / one.height);
  return scale(down) > scale(across) ? down : across;
}

function inDirection(part: GraphPart, rankdir: Direction): Layout {
  const graph = new Graph({ multigraph: true });
  const apart = rankdir === "LR" ? { nodesep: 14, ranksep: 30 } : { nodesep: 22, ranksep: 44 };
  graph.setGraph({ rankdir, ...apart, edgesep: 12, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const nodes = part.nodes.map((node) => ({ ...node, ...sizeOf(node) }));
  const edges = part.edges.map((edge) => ({ ...edge, lines: edge.label ? wrapped(edge.label, 20) : [] }));
  nodes.forEach(({ id, width, height }) => graph.setNode(id, { width, height }));
  edges.forEach(({ from, to, lines }, index) => {
    const width = lines.length === 0 ? 0 : Math.max(...lines.map(columns)) * (LETTER - 0.9) + 8;
    graph.setEdge(from, to, { width, height: lines.length * 15, labelpos: "c" }, String(index));
  });
  dagre(graph);
  const size = graph.graph() as { width?: number; height?: number };
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: nodes.map((node) => {
      const { x, y } = graph.node(node.id) as Point;
      return { ...node, x, y };
    }),
    edges: edges.map((edge, index) => {
      const { points, x, y } = graph.edge(edge.from, edge.to, String(index)) as { points: Point[]; x?: number; y?: number };
      const labelAt = edge.lines.length > 0 && x !== undefined && y !== undefined ? { x, y } : undefined;
      return { ...edge, points, labelAt };
    }),
  };
}

function sizeOf(node: GraphNode): { lines: string[]; width: number; height: number } {
  const lines = node.label.split("\n");
  const isDot = node.label === "";
  return isDot
    ? { lines: [], width: 18, height: 18 }
    : { lines, width: Math.max(54, Math.max(...lines.map(columns)) * LETTER + 22), height: lines.length * LINE + 14 };
}

/** How many columns a text takes: letters of Korean, Chinese and Japanese and emoji are wide. */
export function columns(text: string): number {
  let taken = 0;
  for (const letter of text) {
    taken += /[\u1100-\u11FF\u2E80-\uA4CF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60]|\p{Extended_Pictographic}/u.test(letter) ? 1.75 : 1;
  }
  return taken;
}

/** A text as lines of at most so many columns, where its words allow it. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const own of text.split("\n")) {
    let line = "";
    for (const word of own.split(" ")) {
      if (line !== "" && columns(line) + 1 + columns(word) > most) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** The parts of a book's graph, each with what is in it. */
export function partsOf(book: Book): GraphPart[] {
  const own = <Each extends { part: string }>(all: Each[], name: string): Each[] => all.filter((each) => each.part === name);
  return book.parts.map((part) => ({ ...part, nodes: own(book.nodes, part.name), edges: own(book.edges, part.name) }));
}

/** A node with what is at most so many edges away from it, in whichever direction. */
export function around(part: GraphPart, id: string, steps: number): GraphPart {
  let near = new Set([id]);
  for (let step = 0; step < steps; step++) {
    const ends = part.edges.filter((edge) => near.has(edge.from) || near.has(edge.to));
    near = new Set([...near, ...ends.flatMap((edge) => [edge.from, edge.to])]);
  }
  return {
    ...part,
    nodes: part.nodes.filter((node) => near.has(node.id)),
    edges: part.edges.filter((edge) => near.has(edge.from) && near.has(edge.to)),
  };
}

/** A smooth line through points, as the `d` of a path; its ends are straight, so that arrows point where it goes. */
export function curve(points: Point[]): string {
  const told = (point: Point): string => `${point.x.toFixed(1)},${point.y.toFixed(1)}`;
  const pieces = points.map((point, index) => {
    const next = points[index + 1];
    if (index === 0 || next === undefined) {
      return `${index === 0 ? "M" : "L"}${told(point)}`;
    }
    return `Q${told(point)} ${told({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return pieces.join("");
}
