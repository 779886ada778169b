import { sign, verify } from "node:crypto";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import type { Identity } from "./identity.ts";

/** Who calls: a service, and the unit that speaks for it. */
export interface Caller {
  readonly unit: string;
  readonly service: string;
}

interface Claims {
  readonly sub: string;
  readonly aud: string;
  /** In seconds since 1970. */
  readonly exp: number;
}

interface Header {
  readonly kid: string;
}

const LIFE_SECONDS = 60;
/** A token is used again while it has this much left, which is also how far two clocks may be apart. */
const LEAST_SECONDS = 30;
const MOST_REMEMBERED = 1_000;

const HEADER = {
  type: "object",
  required: ["alg", "typ", "kid"],
  additionalProperties: false,
  properties: { alg: { const: "EdDSA" }, typ: { const: "call+jwt" }, kid: { type: "string" } },
};
const CLAIMS = {
  type: "object",
  required: ["sub", "aud", "exp"],
  properties: { sub: { type: "string" }, aud: { type: "string" }, exp: { type: "integer" } },
};

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const now = (): number => Date.now() / 1000;

/** Remembers so many values, each until its time; the oldest goes first. */
const createMemory = <Value>() => {
  const known = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get: (key: string): Value | undefined => {
      const found = known.get(key);
      return found !== undefined && found.until > now() ? found.value : undefined;
    },
    set: (key: string, value: Value, until: number): void => {
      const [oldest] = known.keys();
      if (known.size >= MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
      known.delete(key);
      known.set(key, { value, until });
    },
  };
};

/**
 * Signs the calls of a unit's services: a short-lived token for one callee.
 * @throws where the unit has no key, because nothing in its spec calls anybody
 */
export const createSigner = ({ unit, privateKey }: Identity): ((service: string, callee: string) => string) => {
  const signed = createMemory<string>();
  return (service, callee) => {
    const known = signed.get(`${service} ${callee}`);
    if (known !== undefined) return known;
    if (privateKey === null) throw new Error(`${unit} has no key to sign with`);
    const exp = Math.floor(now()) + LIFE_SECONDS;
    const claims: Claims = { sub: service, aud: callee, exp };
    const text = `${encoded({ alg: "EdDSA", typ: "call+jwt", kid: unit })}.${encoded(claims)}`;
    const token = `${text}.${sign(null, Buffer.from(text), privateKey).toString("base64url")}`;
    signed.set(`${service} ${callee}`, token, exp - LEAST_SECONDS);
    return token;
  };
};

const parse = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
};

/** Tells who calls; null where the token is not good for this callee now. */
export const createReader = ({
  publicKeys,
}: Identity): ((authorization: string | undefined, callee: string) => Caller | null) => {
  const verified = createMemory<Caller>();
  return (authorization = "", callee) => {
    const known = verified.get(`${callee} ${authorization}`);
    if (known !== undefined) return known;
    const [, head = "", body = "", given = ""] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization) ?? [];
    const [header, claims] = [parse(head), parse(body)];
    if (violationsOf(HEADER, header).length > 0 || violationsOf(CLAIMS, claims).length > 0) return null;
    const { kid } = checked<Header>(header);
    const { sub, aud, exp } = checked<Claims>(claims);
    if (aud !== callee || exp <= now() || exp > now() + LIFE_SECONDS + LEAST_SECONDS) return null;
    const [text, signature] = [Buffer.from(`${head}.${body}`), Buffer.from(given, "base64url")];
    if (!(publicKeys.get(kid) ?? []).some((key) => verify(null, text, key, signature))) return null;
    const caller: Caller = { unit: kid, service: sub };
    verified.set(`${callee} ${authorization}`, caller, exp);
    return caller;
  };
};
