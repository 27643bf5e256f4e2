import assert from "node:assert/strict";
import { test } from "node:test";
import { around, columns, curve, layout, partsOf, wrapped } from "./layout";
import type { GraphPart } from "./protocol";

const part: GraphPart = {
  name: "rules",
  title: "What raises what",
  nodes: ["a", "b", "c", "d", "alone"].map((id) => ({ id, label: id, kind: "trigger" })),
  edges: [
    { from: "a", to: "b", label: "customer.wrote" },
    { from: "b", to: "c" },
    { from: "c", to: "d" },
    { from: "d", to: "d" },
  ],
};

test("everything has its place, and nothing lies over anything else", () => {
  const { nodes, edges, width, height } = layout(part);
  assert.equal(nodes.length, 5);
  assert.ok(edges.every((edge) => edge.points.length > 1));
  assert.ok(edges[0]?.labelAt);
  for (const one of nodes) {
    assert.ok(one.x - one.width / 2 >= 0 && one.x + one.width / 2 <= width && one.y + one.height / 2 <= height);
    for (const other of nodes.filter((node) => node.id !== one.id)) {
      const apart = Math.abs(one.x - other.x) >= (one.width + other.width) / 2 || Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
      assert.ok(apart, `${one.id} and ${other.id}`);
    }
  }
});

test("a tall window has it from top to bottom", () => {
  const wide = layout(part, { width: 900, height: 300 });
  const tall = layout(part, { width: 300, height: 900 });
  assert.ok(wide.width > wide.height && tall.height > tall.width);
});

test("the parts of a book have what is in them", () => {
  const nodes = part.nodes.map((node) => ({ ...node, part: "rules" }));
  const edges = part.edges.map((edge) => ({ ...edge, part: "rules" }));
  const parts = partsOf({ title: "Desk", parts: [{ name: "session.state", title: "" }, { name: "rules", title: "" }], nodes, edges });
  assert.deepEqual(parts.map(({ name, nodes, edges }) => [name, nodes.length, edges.length]), [["session.state", 0, 0], ["rules", 5, 4]]);
});

test("what is around a node", () => {
  assert.deepEqual(around(part, "b", 1).nodes.map((node) => node.id), ["a", "b", "c"]);
  assert.deepEqual(around(part, "b", 2).nodes.map((node) => node.id), ["a", "b", "c", "d"]);
  assert.deepEqual(around(part, "alone", 2).edges, []);
});

test("long labels are wrapped between words; letters of Korean are wide", () => {
  assert.deepEqual(wrapped("conversation.assigned or agent.wrote", 24), ["conversation.assigned or", "agent.wrote"]);
  assert.deepEqual(wrapped("one\ntwo", 24), ["one", "two"]);
  assert.ok(columns("환불") > columns("ab"));
});

test("lines are smooth between their ends", () => {
  assert.equal(curve([{ x: 0, y: 0 }, { x: 10, y: 0 }]), "M0.0,0.0L10.0,0.0");
  assert.equal(curve([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 20, y: 10 }]), "M0.0,0.0Q10.0,0.0 15.0,5.0L20.0,10.0");
});
