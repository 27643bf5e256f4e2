// What of a story is told first: what people and rules do. How timers and states follow from it is asked for.
import type { Step } from "./protocol";

/** Whether somebody who retells the story would leave it out. */
export function isDetail(step: Step): boolean {
  return step.kind === "change" || step.kind === "timer";
}

/** The steps that are shown. */
export function told(steps: Step[], withDetails: boolean): Step[] {
  return withDetails ? steps : steps.filter((step) => !isDetail(step));
}

/** How many of these steps stand up to one of the story, of which they are a part. */
export function upTo(step: Step | undefined, part: Step[], story: Step[]): number {
  const last = step === undefined ? -1 : story.indexOf(step);
  return part.filter((each) => story.indexOf(each) <= last).length;
}
