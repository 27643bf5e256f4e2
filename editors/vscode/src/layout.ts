// Where the nodes and edges of a graph are drawn.
import { Graph, layout as dagre } from "@dagrejs/dagre";
import type { GraphEdge, GraphNode, GraphPart } from "./protocol";

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

const LETTER = 7.4;
const LINE = 18;

/** More nodes than that are no picture any more; what is around one of them still is. */
export const MOST_NODES = 300;

export function layout(part: GraphPart): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 56, edgesep: 12, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of part.nodes) {
    const lines = wrapped(node.label, 26);
    const isDot = node.label === "";
    const width = isDot ? 18 : Math.max(54, Math.max(...lines.map(columns)) * LETTER + 26);
    graph.setNode(node.id, { width, height: isDot ? 18 : lines.length * LINE + 14 });
  }
  part.edges.forEach((edge, index) => {
    const lines = edge.label ? wrapped(edge.label, 30) : [];
    const width = lines.length === 0 ? 0 : Math.max(...lines.map(columns)) * (LETTER - 0.9) + 8;
    graph.setEdge(edge.from, edge.to, { width, height: lines.length * 15, labelpos: "c" }, String(index));
  });
  dagre(graph);
  const size = graph.graph() as { width?: number; height?: number };
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: part.nodes.map((node) => {
      const { x, y, width, height } = graph.node(node.id) as PlacedNode;
      return { ...node, lines: wrapped(node.label, 26), x, y, width, height };
    }),
    edges: part.edges.map((edge, index) => {
      const { points, x, y } = graph.edge(edge.from, edge.to, String(index)) as { points: Point[]; x?: number; y?: number };
      const labelAt = edge.label && x !== undefined && y !== undefined ? { x, y } : undefined;
      return { ...edge, points, labelAt, lines: edge.label ? wrapped(edge.label, 30) : [] };
    }),
  };
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

/** A smooth line through points, as the `d` of a path. */
export function curve(points: Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) {
    return "";
  }
  const number = (value: number): string => value.toFixed(1);
  let path = `M${number(start.x)},${number(start.y)}`;
  rest.forEach((point, index) => {
    const isLast = index === rest.length - 1;
    const next = rest[index + 1] ?? point;
    const end = isLast ? point : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    path += isLast && rest.length === 1
      ? `L${number(end.x)},${number(end.y)}`
      : `Q${number(point.x)},${number(point.y)} ${number(end.x)},${number(end.y)}`;
  });
  return path;
}
