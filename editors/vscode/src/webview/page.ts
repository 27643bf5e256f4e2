// What the pages of both panels share.
import type { Place } from "../protocol";

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const editor = acquireVsCodeApi();

/** Takes each content that the editor sends, and asks for the first. */
export function onContent<Content>(take: (content: Content) => void): void {
  window.addEventListener("message", ({ data }: MessageEvent<{ type: string; content: Content }>) => {
    if (data.type === "content") {
      take(data.content);
    }
  });
  editor.postMessage({ type: "ready" });
}

/** Whether something has a place to go to. */
export function isPlace(place: Partial<Place>): place is Place {
  return place.uri !== undefined && place.range !== undefined;
}

export function open(place: Place): void {
  editor.postMessage({ type: "open", place: { uri: place.uri, range: place.range } });
}

/** Asks for a trial on another event. */
export function tryOn(event: string): void {
  editor.postMessage({ type: "try", event });
}

type Child = Node | string | undefined | false;

/** An element with its attributes and what is in it. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean | undefined>,
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

/** The same of a drawing. */
export function drawn<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean | undefined>,
  ...children: Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled<Kind extends Element>(
  made: Kind,
  attributes: Record<string, string | boolean | undefined>,
  children: Child[],
): Kind {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return made;
}
