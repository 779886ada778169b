import type { Architecture } from "../model/architecture.ts";
import { needsOf } from "./platform/needs.ts";
import { isAsked } from "./paths.ts";
import { aging } from "./retention.ts";

/** What a route, a method or a job may take that does not say otherwise. */
export const DEFAULT_TIMEOUT_MS = 5_000;
export const ACCOUNTS_TIMEOUT_MS = 10_000;
export const GRAPH_TIMEOUT_MS = 10_000;
/** Of what the built-in parts do by the clock: old rows go, mails are sent, erasures are finished. */
export const CHORE_TIMEOUT_MS = 25_000;

/** As lifecycle.ts has them: until whoever sends requests has turned away, and for a request on a connection just made. */
const DRAIN_MS = 5_000 + 500;
/** For connections to close, once the work is done. */
const CLOSING_MS = 5_000;
/** What Kubernetes and others give a process where nobody says more. */
const LEAST_GRACE_SECONDS = 30;

const LEAST_STATEMENT_MS = 30_000;

const longest = (times: readonly number[]): number => Math.max(0, ...times);

const longestRequest = (architecture: Architecture): number => {
  const asked = architecture.services.flatMap((service) => [
    ...service.api.resources.flatMap(({ actions }) => actions.map(({ timeoutMs }) => timeoutMs ?? DEFAULT_TIMEOUT_MS)),
    ...service.operations.map(({ timeoutMs }) => timeoutMs),
    ...(isAsked(service, "graphql") ? [GRAPH_TIMEOUT_MS] : []),
  ]);
  return longest([DEFAULT_TIMEOUT_MS, ...(needsOf(architecture).accounts ? [ACCOUNTS_TIMEOUT_MS] : []), ...asked]);
};

const timeoutIn = (architecture: Architecture, service: string, operation: string): number =>
  architecture.services.find(({ name }) => name === service)?.operations.find(({ name }) => name === operation)?.timeoutMs ?? DEFAULT_TIMEOUT_MS;

const longestReaction = (architecture: Architecture): number =>
  longest(architecture.services.flatMap(({ name, reacts }) => reacts.flatMap(({ operations }) => operations.map((one) => timeoutIn(architecture, name, one)))));

const longestJob = (architecture: Architecture): number => {
  const { mails, ownData } = needsOf(architecture);
  return longest([
    ...(mails || ownData ? [CHORE_TIMEOUT_MS] : []),
    ...architecture.services.flatMap((service) => [
      ...(aging(service).length > 0 ? [CHORE_TIMEOUT_MS] : []),
      ...service.jobs.map(({ operation }) => timeoutIn(architecture, service.name, operation)),
    ]),
  ]);
};

/** Of the calls that wait for their callee, any one may be under way: each has the whole time of what it calls. */
const longestDelivery = (architecture: Architecture): number =>
  longest(architecture.services.flatMap(({ calls }) => calls.filter(({ fallback }) => fallback.kind === "queue").flatMap(({ target, operations }) => operations.map((one) => timeoutIn(architecture, target, one)))));

/** What a saga that fails takes back, one step after the other, each in time of its own: `UNDO_MS` of saga.ts. */
const UNDO_MS = 10_000;

const longestUndo = (architecture: Architecture): number =>
  longest(architecture.services.flatMap(({ api, operations, calls }) =>
    [...operations, ...api.resources.flatMap(({ actions }) => actions)].map(({ uses }) =>
      UNDO_MS * uses.filter((ref) => calls.some(({ target, undo }) => target === ref.service && undo.has(ref.operation))).length)));

/** What a process may be at, each at its longest, in the order in which a stop ends it. */
const longestOfEach = (architecture: Architecture): readonly number[] =>
  [longestRequest, longestJob, longestDelivery, longestReaction].map((of) => of(architecture));

/** What a statement may take: the deadline of whoever asks is what ends it, unless that is gone. */
export const statementMs = (architecture: Architecture): number => longest([LEAST_STATEMENT_MS, ...longestOfEach(architecture)]);

/** How long a process that takes nothing new may need to end what it is at: requests, then jobs, then calls that wait, then events, each at its longest, and what a saga takes back. */
export const patienceMs = (architecture: Architecture): number =>
  [...longestOfEach(architecture), longestUndo(architecture), CLOSING_MS].reduce((sum, ms) => sum + ms, 0);

/** After how many seconds whoever told a process to stop may kill it: never before it has ended by itself. */
export const graceSeconds = (architecture: Architecture): number =>
  Math.max(LEAST_GRACE_SECONDS, Math.ceil((DRAIN_MS + patienceMs(architecture) + CLOSING_MS) / 1_000));
