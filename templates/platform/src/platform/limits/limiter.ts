import { isIPv4, isIPv6 } from "node:net";
import type { User } from "../kernel/envelope.ts";
import type { Failure } from "../kernel/result.ts";
import type { Log } from "../kernel/world.ts";
import type { Counted, Counter } from "./counter.ts";
import type { Limit } from "./limits.ts";

/** A request as limits see it. */
export interface Asking {
  readonly operation: string;
  /** Null where no valid credential was shown. */
  readonly user: User | null;
  readonly address: string;
}

export interface Verdict {
  /** What the client is told of its limits, whether or not it is refused. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null where the request may pass. */
  readonly failure: Failure | null;
}

export type Limiter = (asking: Asking) => Promise<Verdict>;

/** A count that takes longer does not come, or comes too late. */
const PATIENCE_MS = 2_000;
const NOT_ASKED_MS = 1_000;
const MOST_SPENT = 10_000;

/** A network of one subscriber counts as one address; IPv4 within IPv6 is IPv4. */
export const addressOf = (ip: string): string => {
  const [, inner] = /^::ffff:([\d.]+)$/i.exec(ip) ?? [];
  if (inner !== undefined && isIPv4(inner)) return inner;
  if (!isIPv6(ip)) return ip;
  const [before = "", after] = ip.split("::");
  const left = before === "" ? [] : before.split(":");
  const right = after === undefined || after === "" ? [] : after.split(":");
  const zeros = after === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  const network = [...left, ...zeros, ...right].slice(0, 4);
  return network.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
};

const keyOf = (limit: Limit, { user, address }: Asking): string =>
  limit.by === "ip" || user === null ? `${limit.name} at ${addressOf(address)}` : `${limit.name} of ${user.id}`;

const serviceOf = (operation: string): string => operation.split(".")[0] ?? "";

const late = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(resolve, ms, null).unref());

const secondsOf = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

const policyOf = ({ name, count, windowMs }: Limit): string => `"${name}";q=${count};w=${windowMs / 1_000}`;

/** Keys that have nothing left, and until when, on the clock of `performance.now()`: nobody is asked about them again. */
const createSpent = () => {
  const spent = new Map<string, number>();
  return {
    left: (key: string): number => (spent.get(key) ?? 0) - performance.now(),
    note: (key: string, ms: number): void => {
      if (spent.size >= MOST_SPENT) spent.clear();
      spent.set(key, performance.now() + ms);
    },
  };
};

/**
 * Counts requests against the limits, in a counter that all instances share. While the counter is away requests pass:
 * a limit protects, and must not be what breaks. While it answers others and is only slow nothing passes uncounted, or
 * who asks often enough would have no limit.
 */
export const createLimiter = (
  limits: readonly Limit[],
  counter: Counter,
  log: Log,
  patienceMs = PATIENCE_MS,
): Limiter => {
  const spent = createSpent();
  let awayUntil = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  const ask = async (limit: Limit, key: string): Promise<Counted | "busy" | null> => {
    const asked = performance.now();
    if (asked < awayUntil) return null;
    const counted = await Promise.race([counter.add(key, limit.windowMs, limit.count), late(patienceMs)]).catch(
      () => null,
    );
    if (counted !== null) {
      answeredAt = performance.now();
      return counted;
    }
    if (answeredAt > asked) return "busy";
    if (performance.now() >= awayUntil) {
      awayUntil = performance.now() + NOT_ASKED_MS;
      log.warn("requests are not counted now, and pass");
    }
    return null;
  };
  const count = async (limit: Limit, asking: Asking) => {
    const key = keyOf(limit, asking);
    const left = spent.left(key);
    const counted = left > 0 ? { count: limit.count + 1, endsInMs: left } : await ask(limit, key);
    if (counted !== null && counted !== "busy" && counted.count > limit.count) spent.note(key, counted.endsInMs);
    return { limit, counted };
  };
  return async (asking) => {
    const mine = limits.filter(({ service }) => service === null || service === serviceOf(asking.operation));
    const counts = await Promise.all(mine.map((limit) => count(limit, asking)));
    const known = counts.flatMap(({ limit, counted }) =>
      counted === null || counted === "busy" ? [] : [{ limit, counted }],
    );
    const over = known.filter(({ limit, counted }) => counted.count > limit.count);
    const wait = Math.max(...over.map(({ counted }) => counted.endsInMs));
    const standing = known.map(
      ({ limit, counted }) =>
        `"${limit.name}";r=${Math.max(0, limit.count - counted.count)};t=${secondsOf(counted.endsInMs)}`,
    );
    return {
      headers: {
        ...(mine.length === 0 ? {} : { "ratelimit-policy": mine.map(policyOf).join(", ") }),
        ...(standing.length === 0 ? {} : { ratelimit: standing.join(", ") }),
      },
      failure:
        over.length > 0
          ? { code: "limited", message: "You have asked too often.", retryAfterSeconds: secondsOf(wait) }
          : counts.some(({ counted }) => counted === "busy")
            ? { code: "unavailable", message: "Too much is asked at once.", retryAfterSeconds: 1 }
            : null,
    };
  };
};
