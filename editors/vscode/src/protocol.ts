// What the server's commands take and answer. Places are those of the language server protocol.

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

/** Somewhere in a file. */
export interface Place {
  uri: string;
  range: Range;
}

/** A test or a scenario of a book. */
export interface ListedTest extends Place {
  name: string;
  kind: "test" | "scenario";
}

/** `whenbook.tests` */
export interface Tests {
  tests: ListedTest[];
}

/** A value that a condition read. */
export interface Read {
  sentence: string;
}

/** A condition as it was evaluated. */
export interface Condition {
  text: string;
  file: string;
  line: number;
  holds: boolean;
  parts?: Condition[];
  read?: Read[];
}

/** A rule that was looked at. */
export interface Candidate {
  source: string;
  file: string;
  line: number;
  sentence: string;
  verdict: string;
  condition?: Condition | null;
}

/** An expectation that was not met. */
export interface Failure extends Partial<Place> {
  line: number;
  text: string;
  expected: string;
  happened: string;
  candidates?: Candidate[];
  condition?: Condition | null;
  timeline?: { written?: string | null; happened: string } | null;
}

/** What a test, or a row of one, gave. */
export interface TestResult extends Place {
  name: string;
  title: string;
  passed: boolean;
  failures: Failure[];
}

/** How often a stretch of a file was looked at. */
export interface Hit {
  range: Range;
  hits: number;
  text?: string;
}

/** What the tests have looked at in a file. */
export interface CoveredFile {
  uri: string;
  lines: Hit[];
}

/** `whenbook.runTests` */
export interface TestReport {
  tests: TestResult[];
  coverage?: CoveredFile[] | null;
}

export type Actor = "customer" | "agent" | "rule" | "system";

/** A rule, with its place. */
export interface RuleReference extends Partial<Place> {
  name: string;
}

/** Something that happens in a story. */
export interface Step extends Partial<Place> {
  at?: string;
  clock?: string;
  actor: Actor;
  kind: string;
  text: string;
  rule?: RuleReference | null;
  why?: string[];
  passed?: boolean;
  expected?: string;
  happened?: string;
}

/** `whenbook.play` */
export interface Story extends Partial<Place> {
  title: string;
  steps: Step[];
}

export interface GraphNode extends Partial<Place> {
  id: string;
  label: string;
  kind: string;
}

export interface GraphEdge {
  from: string;
  to: string;
  label?: string;
}

/** A graph of its own: a state machine, or what can raise what. */
export interface GraphPart {
  name: string;
  title: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** `whenbook.graph` */
export interface Graph {
  title: string;
  parts: GraphPart[];
}

/** `whenbook.why` */
export interface Why {
  text: string;
}

/** `whenbook.try` */
export interface Trial {
  event: Record<string, unknown>;
  fired: boolean;
  effects: unknown[];
  why: string[];
  text: string;
}
