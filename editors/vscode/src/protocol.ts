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

/** A row of a test, which is a test of its own. */
export interface Row extends Place {
  name: string;
}

/** A test or a scenario of a book. */
export interface ListedTest extends Place {
  name: string;
  kind: "test" | "scenario";
  titleRange?: Range;
  rows?: Row[];
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

/** How often something was looked at. */
export interface Hit {
  range: Range;
  hits: number;
  kind: string;
  text: string;
  /** What was not seen of it, as in `never false`. */
  missing?: string | null;
}

/** What the tests have looked at in a file. */
export interface CoveredFile {
  uri?: string;
  ranges: Hit[];
}

/** `whenbook.runTests` */
export interface TestReport {
  tests: TestResult[];
  coverage?: { files: CoveredFile[] } | null;
}

export type Actor = "customer" | "agent" | "rule" | "system";

/** A rule, with its place. */
export interface RuleReference extends Partial<Place> {
  name: string;
  title?: string;
}

export type Kind =
  | "message"
  | "note"
  | "event"
  | "action"
  | "change"
  | "timer"
  | "refused"
  | "given"
  | "expectation"
  | "failure"
  | "outcome";

/** Something that happens in a story. */
export interface Step extends Partial<Place> {
  day?: string;
  clock?: string;
  actor: Actor;
  kind: Kind;
  text: string;
  /** Who says it. */
  name?: string;
  /** The conversation, if it is not the first one. */
  conversation?: string;
  buttons?: string[];
  rule?: RuleReference | null;
  why?: string[];
  /** What the lines of `why` are, if they are no reasons. */
  whyTitle?: string;
  expected?: string;
  happened?: string;
}

/** `whenbook.play` */
export interface Story extends Partial<Place> {
  title: string;
  steps: Step[];
  /** Of a trial, the event it was tried on, to be changed and tried again. */
  event?: SampleEvent;
  /** What was wrong with the event that somebody wrote. */
  problem?: string;
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

/** `whenbook.graph`: a part is a graph of its own, a state machine or what can raise what. */
export interface Graph {
  title: string;
  parts: { name: string; title: string }[];
  nodes: (GraphNode & { part: string })[];
  edges: (GraphEdge & { part: string })[];
}

/** One part, with what is in it. */
export interface GraphPart {
  name: string;
  title: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** `whenbook.why` */
export interface Why {
  verdict: string;
  /** Since when it was awaited, if it is a timer. */
  since?: string | null;
  /** What became of the timer that it left, if that never came due. */
  later?: string | null;
  event?: { name: string; time: string; conversation: string } | null;
  inputs: { rounds: { candidates: Candidate[] }[]; notes: string[] }[];
  effects: Effect[];
}

/** An event to try a rule on, in the form of a log. */
export interface SampleEvent {
  type: string;
  data?: Record<string, unknown>;
  /** What is so before. */
  given?: Record<string, unknown>;
  /** What came before. */
  earlier?: string[];
  time?: string;
}

/** Something that a rule did. */
export interface Effect extends Partial<Place> {
  source: string;
  action: string;
  arguments: Record<string, unknown>;
  text: string;
  time?: string;
}

/** `whenbook.try`: without an event, none was found on which the rule fires. */
export interface Trial {
  event: SampleEvent | null;
  fired: boolean;
  effects: Effect[];
  why: string[];
  text: string;
}
