import { createHmac, timingSafeEqual } from "node:crypto";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";

interface Claims {
  /** Who calls, whom, and until when, in seconds since 1970. */
  readonly sub: string;
  readonly aud: string;
  readonly exp: number;
}

const LIFE_SECONDS = 30;
const HEADER = Buffer.from('{"alg":"HS256","typ":"call+jwt"}').toString("base64url");
const CLAIMS = {
  type: "object",
  required: ["sub", "aud", "exp"],
  properties: { sub: { type: "string" }, aud: { type: "string" }, exp: { type: "integer" } },
};

const signature = (text: string, key: string): Buffer => createHmac("sha256", key).update(text).digest();

/** A token for one call from one service to another. */
export const signCall = (caller: string, callee: string, key: string): string => {
  const claims: Claims = { sub: caller, aud: callee, exp: Math.floor(Date.now() / 1000) + LIFE_SECONDS };
  const text = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  return `${text}.${signature(text, key).toString("base64url")}`;
};

const parse = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
};

/** The name of the calling service; null where the token is not good for this callee now. */
export const callerOf = (authorization: string | undefined, callee: string, key: string): string | null => {
  const [, header, body = "", given = ""] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization ?? "") ?? [];
  if (header !== HEADER) return null;
  const expected = signature(`${header}.${body}`, key);
  const received = Buffer.from(given, "base64url");
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return null;
  const claims = parse(body);
  if (violationsOf(CLAIMS, claims).length > 0) return null;
  const { sub, aud, exp } = checked<Claims>(claims);
  return aud === callee && exp > Date.now() / 1000 ? sub : null;
};
