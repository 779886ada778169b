import { placeOfFact } from "../meaning/fact.ts";
import { isFree } from "./edges.ts";
import type { CodeRule } from "./rule.ts";
import { forBackends } from "./strictness.ts";

/** A request that nothing ends in time waits for ever, and whoever waits for it does too. */
export const callWithoutDeadline: CodeRule = {
  id: "call-without-deadline",
  severity: "error",
  reads: { kinds: ["outbound"], asks: ({ place }) => place !== null && !isFree(place) },
  find: ({ architecture }, meaning) =>
    meaning("outbound").map((fact) => ({
      severity: forBackends(architecture),
      message: `${fact.name} is called without a deadline.`,
      at: placeOfFact(fact),
      target: fact.name,
      related: [],
      help: fact.detail === "signal" ? "Give it `signal: AbortSignal.timeout(milliseconds)`, or the signal of the request that it serves." : "Give it a `timeout` in milliseconds, or a `signal`.",
    })),
};
