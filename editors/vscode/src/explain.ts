// Failures and explanations as text, as `whenbook test` and `whenbook why` tell them.
import type { Candidate, Condition, Failure } from "./protocol";

/** What was expected and what happened, with the rules in question. */
export function failureText(failure: Failure): string {
  const lines = [failure.text, `expected: ${failure.expected}`, `happened: ${failure.happened}`];
  for (const candidate of failure.candidates ?? []) {
    lines.push("", ...candidateLines(candidate));
  }
  if (failure.condition) {
    lines.push("", ...conditionLines(failure.condition, ""));
  }
  return lines.join("\n");
}

/** What is best compared side by side: timelines and what was sent. Of other things the whole explanation says more. */
export function failureDiff(failure: Failure): { expected: string; actual: string } | undefined {
  if (failure.timeline) {
    return { expected: failure.timeline.written ?? "", actual: failure.timeline.happened };
  }
  return /^expect (in \S+ )?sent\b/u.test(failure.text) ? { expected: failure.expected, actual: failure.happened } : undefined;
}

function candidateLines(candidate: Candidate): string[] {
  const sign = candidate.verdict === "fired" ? "✓" : "✗";
  const conditions = candidate.condition ? conditionLines(candidate.condition, "  ") : [];
  return [`${sign} ${candidate.sentence} (${candidate.file}:${candidate.line})`, ...conditions];
}

function conditionLines(condition: Condition, indent: string): string[] {
  const read = (condition.read ?? []).map((value) => `${value.sentence}; `).join("");
  const own = `${indent}${condition.holds ? "✓" : "✗"} ${condition.text} (${read}line ${condition.line})`;
  return [own, ...(condition.parts ?? []).flatMap((part) => conditionLines(part, `${indent}  `))];
}

/** A mention of a line in a text: `welcome.when:9`. */
export interface Mention {
  start: number;
  end: number;
  file: string;
  line: number;
}

/** The places that a text mentions. */
export function mentions(text: string): Mention[] {
  return [...text.matchAll(/([^\s()`"]+\.when):(\d+)/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    file: found[1] ?? "",
    line: Number(found[2]),
  }));
}
