import { type Context, mayAnimate } from "./context.ts";

export interface Progress {
  readonly step: (done: number, all: number) => void;
  readonly end: () => void;
}

const perCent = 100;

/** A line on stderr that counts up, on a terminal alone; elsewhere nothing moves. */
export function progressOn(context: Context, what: string): Progress {
  if (!mayAnimate(context)) return { step: () => {}, end: () => {} };
  let shown = -1;
  const step = (done: number, all: number): void => {
    const now = Math.floor((done / Math.max(1, all)) * perCent);
    if (now === shown) return;
    shown = now;
    context.say(`\r${what} … ${now}%`);
  };
  return { step, end: () => (shown < 0 ? undefined : context.say("\r\u001b[K")) };
}
