// What every peer does in the same way, so that only the framework differs: the statements, the token, the log, the validation.
import { createPublicKey, randomUUID } from "node:crypto";
import { createRequire } from "node:module";

// The packages are those of the folder that the bench installed.
const load = createRequire(`${process.env.PACKAGES}/`);
const { default: Ajv } = load("ajv");
const { default: formats } = load("ajv-formats");
const { createVerifier } = load("fast-jwt");
const pg = load("pg");
const { pino } = load("pino");

const log = pino();

/** One line a request, with what the generated backend's line holds. The id goes to the client as well, so that both can name the request. */
export const logged = (requestId, { method, user }, route, status, begun) =>
  log.info(
    {
      requestId,
      traceId: randomUUID().replaceAll("-", ""),
      method,
      route,
      status,
      durationMs: Math.round((performance.now() - begun) * 10) / 10,
      user: user?.id,
    },
    "request",
  );

const iso = (text) => new Date(`${text.replace(" ", "T")}Z`.replace(/\+00Z$/, "Z")).toISOString();
pg.types.setTypeParser(1184, iso);
pg.types.setTypeParser(20, Number);
export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, options: "-c TimeZone=UTC" });

export const select = {
  name: "get",
  text: `select "id", "created_at" as "createdAt", "updated_at" as "updatedAt", "version", "name", "email", "phone" from "people"."people" where "id" = $1`,
};
export const insert = {
  name: "insert",
  text: `insert into "people"."people" ("id", "created_at", "updated_at", "version", "name", "email", "phone") values ($1, $2, $3, $4, $5, $6, $7)`,
};

export const newPerson = ({ name, email, phone = null }) => {
  const now = new Date().toISOString();
  return { id: randomUUID(), createdAt: now, updatedAt: now, version: 1, name, email, phone };
};

const ajv = formats(new Ajv());
const valid = ajv.compile({
  type: "object",
  additionalProperties: false,
  required: ["name", "email"],
  properties: {
    name: { type: "string", minLength: 1, maxLength: 200 },
    email: { type: "string", format: "email", maxLength: 254 },
    phone: { type: ["string", "null"], maxLength: 30 },
  },
});
export const violations = (body) => !valid(body);

const keys = new Map(
  JSON.parse(process.env.JWKS).keys.map((key) => [
    key.kid,
    createPublicKey({ key, format: "jwk" }).export({ type: "spki", format: "pem" }),
  ]),
);
const verify = createVerifier({
  algorithms: ["EdDSA"],
  cache: 1_000,
  cacheTTL: 60_000,
  key: async ({ header }) => keys.get(header.kid),
});

/** The user of a token who may do all of this; null for anybody else. */
export const identify = async (authorization) => {
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) return null;
  const claims = await verify(token).catch(() => null);
  return claims?.roles.includes("staff") ? { id: claims.sub, roles: claims.roles } : null;
};
