import { setTimeout as pause } from "node:timers/promises";
import { type Envelope, keyed } from "../../../platform/kernel/envelope.ts";
import { checked, type Json, type Nothing } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { ProbeOutput } from "../contract.ts";
import type { Ports } from "./ports.ts";

const AT = "2026-01-31T12:00:00.000Z";
/** Longer than this service waits for the other. */
const LATE_MS = 900;

/** As it is now: what changes later does not change it. */
const told = (result: Result<unknown>): Json =>
  result.ok ? checked<Json>(structuredClone(result.value)) : result.failure.code;

/** What a caller sees of its calls, in a form that must be the same wherever the other service runs. */
export const probe = async (ports: Ports, envelope: Envelope, _input: Nothing): Promise<Result<ProbeOutput>> => {
  await awake(ports, envelope);
  const values = await copies(ports, envelope);
  const times = await deadlines(ports, envelope);
  return ok({ seen: { ...values, ...times, ...(await keys(ports, envelope)) } });
};

/** A process that has only just started may take longer for its first answer than its callers wait. */
const awake = async (ports: Ports, envelope: Envelope): Promise<void> => {
  for (let tries = 0; tries < 8; tries += 1) {
    if ((await ports.mirror.doze(envelope, { ms: 0 })).ok) return;
  }
};

/** Arguments and answers are copies, and a date is a text. */
const copies = async (ports: Ports, envelope: Envelope) => {
  const words = ["sent"];
  const first = await ports.mirror.reflect(envelope, { words, at: AT });
  const answer = told(first);
  if (first.ok) checked<string[]>(first.value.words).push("written by the caller");
  const again = told(await ports.mirror.reflect(envelope, { words, at: AT }));
  const misfit = told(await ports.mirror.reflect(envelope, checked({ words: [1] })));
  return { argument: words, answer, again, misfit };
};

/** A slow callee costs the caller no more than its patience. */
const deadlines = async (ports: Ports, envelope: Envelope) => {
  const begun = performance.now();
  const slow = told(await ports.mirror.doze(envelope, { ms: 4 * LATE_MS }));
  return { slow, waitedItOut: performance.now() - begun > 3 * LATE_MS };
};

/** One effect for each key: of two at once, after an answer that came too late, and never without a key. */
const keys = async (ports: Ports, envelope: Envelope) => {
  const leave = async (key: string, ms: number): Promise<Json> =>
    told(await ports.mirror.leave(keyed(envelope, key), { text: key, ms }));
  const [twice, late] = [ports.newId(), ports.newId()];
  const duplicates = await Promise.all([leave(twice, 20), leave(twice, 20)]);
  const otherInput = await leave(twice, 21);
  const lost = await leave(late, LATE_MS);
  await pause(LATE_MS);
  const askedAgain = await leave(late, LATE_MS);
  const withoutKey = told(await ports.mirror.leave(envelope, { text: twice, ms: 0 }));
  return { duplicates, otherInput, lost, askedAgain, withoutKey };
};
