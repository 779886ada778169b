// Who comes in: RFC 8725, RFC 9700, ASVS V9 and V10.
import { createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { each, excerpt } from "../rig/check.mjs";
import { databasesOf } from "../rig/database.mjs";
import { grantOf } from "../rig/grants.mjs";
import { unitsOf } from "../rig/system.mjs";
import { hmacOf, signatureOf } from "../rig/tokens.mjs";
import { filled } from "../rig/routes.mjs";

const anywhere = (route) => filled(route.template, Object.fromEntries(route.path.map(({ name }) => [name, randomUUID()])));

/** Every guarded route with every one of the headers; what is let in is a fault. */
async function refuses(rig, check, name, headersOf, { statuses = [401] } = {}) {
  if (rig.guarded.length === 0) check.notApplicable("no route asks who comes");
  await each(rig.guarded, async (route) => {
    const answer = await rig.send({ method: route.method, path: anywhere(route), headers: headersOf(route), route: route.name });
    check.that(statuses.includes(answer.status), () => `${route.name}, ${name}: ${excerpt(answer)}`);
    if (answer.status !== 401) return;
    const challenge = answer.headers["www-authenticate"] ?? "";
    check.that(challenge.startsWith("Bearer"), `${route.name}, ${name}: no challenge`);
    check.that(answer.headers["content-type"]?.startsWith("application/problem+json") === true, `${route.name}, ${name}: no problem`);
  });
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });

const refusesTokens = async (rig, check, tokens) => {
  for (const [name, token] of Object.entries(tokens)) await refuses(rig, check, name, () => bearer(token));
};

const good = (rig) => rig.operator();

/** The same signature with another bit; the last characters of base64url may hold bits that count for nothing. */
const flipped = (token) => {
  const [head, body, signature] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[bytes.length - 1] ^= 0x80;
  return `${head}.${body}.${bytes.toString("base64url")}`;
};

const mustWork = async (rig, check, token) => {
  const route = rig.guarded.find((one) => one.method === "GET" && one.path.length === 0) ?? rig.guarded[0];
  if (route === undefined) return;
  const answer = await rig.send({ method: route.method, path: anywhere(route), token, route: route.name });
  check.that(answer.status !== 401, () => `a good token is refused, so that nothing else counts: ${excerpt(answer)}`);
};

export default [
  {
    id: "B01",
    title: "no token, no entry",
    run: async (rig, check) => {
      await refuses(rig, check, "without a token", () => ({}));
      await refuses(rig, check, "with basic credentials", () => ({ authorization: "Basic YTpi" }));
    },
  },
  {
    id: "B02",
    title: "the signature is checked",
    run: async (rig, check) => {
      const { tokens } = rig;
      await mustWork(rig, check, good(rig));
      const [head, body, signature] = good(rig).split(".");
      const [, other] = good(rig).split(".");
      await refusesTokens(rig, check, {
        "a bit of the signature flipped": flipped(good(rig)),
        "the claims of another token": `${head}.${other}.${signature}`,
        "an empty signature": `${head}.${body}.`,
        "no signature": `${head}.${body}`,
        "the signature of another key": tokens.token(tokens.header(), tokens.claims({ roles: [rig.spec.operator] }), (text) =>
          signatureOf(tokens.algorithm, otherKey(tokens.algorithm), text),
        ),
      });
    },
  },
  {
    id: "B03",
    title: "algorithms from a list",
    run: async (rig, check) => {
      const { tokens } = rig;
      const claims = () => tokens.claims({ roles: [rig.spec.operator] });
      const unsigned = (alg) => tokens.token(tokens.header({ alg }), claims(), () => "");
      const pem = tokens.publicKey.export({ type: "spki", format: "pem" });
      const der = tokens.publicKey.export({ type: "spki", format: "der" });
      const { kid: _kid, ...jwk } = tokens.jwk;
      const hmac = (secret) => tokens.token(tokens.header({ alg: "HS256" }), claims(), (text) => hmacOf(secret, text));
      const signed = (alg, key, by = alg) => tokens.token(tokens.header({ alg }), claims(), (text) => signatureOf(by, key, text));
      const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
      await mustWork(rig, check, good(rig));
      await refusesTokens(rig, check, {
        "alg none": unsigned("none"),
        "alg None": unsigned("None"),
        "alg nOnE": unsigned("nOnE"),
        "no alg": unsigned(undefined),
        "alg as a number": unsigned(5),
        "HS256 over the public key as PEM": hmac(pem),
        "HS256 over the public key as DER": hmac(der),
        "HS256 over the public key as JWK": hmac(JSON.stringify(jwk)),
        "RS256 by a key of ours": signed("RS256", rsa),
        "RS512 by a key of ours": signed("RS512", rsa),
        "ES256 with r = s = 0": tokens.token(tokens.header({ alg: "ES256" }), claims(), () => Buffer.alloc(64).toString("base64url")),
      });
    },
  },
  {
    id: "B04",
    title: "keys come from the issuer alone",
    run: async (rig, check) => {
      const { tokens } = rig;
      const asked = [];
      const listener = createServer((request, response) => {
        asked.push(request.url);
        response.end(JSON.stringify({ keys: [tokens.jwk] }));
      });
      await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${listener.address().port}/keys`;
      const key = otherKey(tokens.algorithm);
      const jwk = { ...createPublicKey(key).export({ format: "jwk" }), alg: tokens.algorithm, kid: "ours" };
      const by = (header) =>
        tokens.token(tokens.header(header), tokens.claims({ roles: [rig.spec.operator] }), (text) => signatureOf(tokens.algorithm, key, text));
      await refusesTokens(rig, check, {
        jku: by({ jku: url, kid: "ours" }),
        x5u: by({ x5u: url, kid: "ours" }),
        "an embedded jwk": by({ jwk }),
        "an own x5c": by({ x5c: [Buffer.from("certificate").toString("base64")] }),
        "a kid that is nobody's": by({ kid: randomUUID() }),
        "a kid that is a path": by({ kid: "../../../../dev/null" }),
        "a kid that is SQL": by({ kid: "' or 1=1 --" }),
        "a kid that is an address": by({ kid: url }),
        "no kid": by({ kid: undefined }),
      });
      check.that(asked.length === 0, `somebody asked for ${asked}`);
      listener.close();
    },
  },
  {
    id: "B06",
    title: "a token has its time",
    run: async (rig, check) => {
      const { tokens } = rig;
      const now = tokens.now();
      const with_ = (changes) => tokens.token(tokens.header(), tokens.claims({ roles: [rig.spec.operator], ...changes }));
      await refusesTokens(rig, check, {
        "exp 61 s ago": with_({ iat: now - 120, exp: now - 61 }),
        "exp 6 s ago": with_({ iat: now - 120, exp: now - 6 }),
        "no exp": with_({ exp: undefined }),
        "exp abc": with_({ exp: "abc" }),
        "exp as text": with_({ exp: String(now + 60) }),
        "exp 1e30": with_({ exp: 1e30 }),
        "exp negative": with_({ exp: -1 }),
        "nbf in 61 s": with_({ nbf: now + 61 }),
        "iat in 61 s": with_({ iat: now + 61, exp: now + 120 }),
        "no iat": with_({ iat: undefined }),
        "a longer life than any has": with_({ exp: now + tokens.life + 60 }),
      });
    },
  },
  {
    id: "B07",
    title: "issuer, audience and type are those expected",
    run: async (rig, check) => {
      const { tokens } = rig;
      const with_ = (changes, header = {}) => tokens.token(tokens.header(header), tokens.claims({ roles: [rig.spec.operator], ...changes }));
      const refresh = await anySession(rig);
      await refusesTokens(rig, check, {
        "another issuer": with_({ iss: "https://evil.example" }),
        "the issuer with a slash": with_({ iss: `${tokens.issuer}/` }),
        "no issuer": with_({ iss: undefined }),
        "another audience": with_({ aud: "another" }),
        "audiences without ours": with_({ aud: ["another", "and another"] }),
        "no audience": with_({ aud: undefined }),
        "an ID token": with_({}, { typ: "JWT" }),
        "a logout token": with_({}, { typ: "logout+jwt" }),
        "a call between services": with_({}, { typ: "call+jwt" }),
        "no type": with_({}, { typ: undefined }),
        "a subject that is no user": with_({ sub: "admin" }),
        "no subject": with_({ sub: undefined }),
        "roles as a text": with_({ roles: rig.spec.operator }),
        ...(refresh === null ? {} : { "a refresh token": refresh }),
      });
    },
  },
  {
    id: "B08",
    title: "a token is read in one way",
    run: async (rig, check) => {
      const { tokens } = rig;
      const [head, body, signature] = good(rig).split(".");
      const claims = () => tokens.claims({ roles: [rig.spec.operator] });
      const text = JSON.stringify(tokens.claims({ roles: [] }));
      await refusesTokens(rig, check, {
        "two parts": `${head}.${body}`,
        "four parts": `${head}.${body}.${signature}.${signature}`,
        "five parts": `${head}.${body}.${signature}.${signature}.${signature}`,
        "a critical extension": tokens.token(tokens.header({ crit: ["x"], x: 1 }), claims()),
        "b64 false": tokens.token(tokens.header({ b64: false, crit: ["b64"] }), claims()),
        zip: tokens.token(tokens.header({ zip: "DEF" }), claims()),
        "roles twice": tokens.token(tokens.header(), text.replace("{", `{"roles":["${rig.spec.operator}"],`).replace(/"roles":\[\]/, `"roles":["${rig.spec.operator}"]`)),
        "claims that are a list": tokens.token(tokens.header(), [claims()]),
        "claims that are no JSON": tokens.token(tokens.header(), "{"),
        "a header that is no JSON": tokens.token("{", claims()),
        padding: `${head}.${body}.${signature}==`,
        "the claims' base64 with a plus": `${head}.${body}+.${signature}`,
      });
      const refusals = { statuses: [400, 401, 431] };
      await refuses(rig, check, "100 KB", () => bearer("x".repeat(100_000)), refusals);
      await refuses(rig, check, "10 KB", () => bearer(tokens.token(tokens.header(), tokens.claims({ pad: "x".repeat(7_000) }))), refusals);
      await refuses(rig, check, "two headers", () => ({ authorization: [`Bearer ${good(rig)}`, "Bearer x"] }), refusals);
      await refuses(rig, check, "two tokens", () => ({ authorization: `Bearer ${good(rig)}, Bearer x` }), refusals);
      await refuses(rig, check, "a space too many", () => ({ authorization: `Bearer  ${good(rig)} x` }), refusals);
      for (const route of rig.guarded) {
        const answer = await rig.send({ method: route.method, path: `${anywhere(route)}?access_token=${good(rig)}`, route: route.name });
        check.that(answer.status === 401, () => `${route.name}, token in the query: ${excerpt(answer)}`);
      }
    },
  },
  {
    id: "B10",
    title: "every role on every route",
    run: async (rig, check) => {
      const { spec } = rig;
      if (rig.guarded.length === 0) check.notApplicable("no route asks who comes");
      const callers = [...spec.roleNames, "nobody", spec.operator.toUpperCase(), `${spec.operator} `];
      for (const role of callers) {
        await each(rig.guarded, async (route) => {
          const granted = grantOf(spec, role, route);
          const answer = await rig.send({ method: route.method, path: anywhere(route), token: rig.as([role]), route: route.name });
          const shut = [401, 403].includes(answer.status);
          if (granted === "no") check.that(answer.status === 403, () => `${route.name} as ${role}: ${excerpt(answer)}`);
          else if (granted === "yes" && spec.tenancy === undefined) check.that(!shut, () => `${route.name} as ${role}, who may: ${excerpt(answer)}`);
        });
      }
    },
  },
  {
    id: "B11",
    title: "what is taken away is gone",
    run: async (rig, check) => {
      const account = await registered(rig);
      if (account === null) check.notApplicable("nobody registers");
      const before = await logIn(rig, account);
      const changed = await onAccounts(rig, (client) =>
        client.query(`update accounts.accounts set roles = $1 where email = $2`, [JSON.stringify([]), account.email]).catch(() =>
          client.query(`update accounts.accounts set roles = '{}' where email = $1`, [account.email]),
        ),
      );
      check.that(changed === 1, "the role was not taken away");
      const { body } = await rig.send({ method: "POST", path: "/auth/refresh", body: { refreshToken: before.refreshToken } });
      const rolesIn = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"));
      check.that(rolesIn(body.accessToken).roles.length === 0, "the next token still has the role");
      const { iat, exp } = rolesIn(before.accessToken);
      check.that(exp - iat <= rig.tokens.life, `the last token is good for ${exp - iat} s more, and ${rig.tokens.life} s are documented`);
    },
  },
  {
    id: "B12",
    title: "passwords are not tried for ever, and strangers tell nothing",
    run: async (rig, check) => {
      const account = await registered(rig);
      if (account === null) check.notApplicable("nobody logs in with a password");
      const guess = (email) => rig.send({ method: "POST", path: "/auth/login", body: { email, password: `wrong ${randomUUID()}` } });
      const answers = [];
      for (let index = 0; index < 100; index += 1) answers.push(await guess(account.email));
      const limited = answers.filter(({ status }) => status === 429);
      check.that(limited.length >= 85, `${limited.length} of 100 guesses were stopped`);
      for (const { headers } of limited) check.that(Number(headers["retry-after"]) > 0, "429 without Retry-After");
      const known = await Promise.all(Array.from({ length: 3 }, () => registered(rig)));
      const ratios = [];
      for (let attempt = 0; attempt < 3 && !ratios.some(isAlike); attempt += 1) ratios.push(await compared(known, guess, check));
      check.that(ratios.some(isAlike), `a known address takes ${ratios.map((ratio) => ratio.toFixed(3))} times as long as an unknown one`);
    },
  },
  {
    id: "B14",
    title: "the way between services is guarded, too",
    run: async (rig, check) => {
      const others = unitsOf(rig.folder).filter(({ environment }) => environment["PORT"] !== new URL(rig.system.url).port);
      if (others.length === 0) check.notApplicable("one process answers everything");
      for (const { name, environment } of others) {
        const url = `http://127.0.0.1:${environment["PORT"]}`;
        await each(rig.guarded, async ({ method, name: route, template }) => {
          const path = template.replaceAll(/\{\w+\}/g, randomUUID());
          const { status } = await fetch(url + path, { method });
          check.that([401, 404].includes(status), `${name}: ${route} gave ${status}`);
        });
        for (const path of callPaths(rig.folder)) {
          const call = async (headers) =>
            (await fetch(url + path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" })).status;
          const statuses = [await call({}), await call(bearer(good(rig))), await call(bearer("x"))];
          check.that(statuses.every((status) => [401, 403, 404].includes(status)), `${name}: ${path} gave ${statuses}`);
        }
      }
    },
  },
];

function otherKey(algorithm) {
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519").privateKey;
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  return generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
}

const isAlike = (ratio) => ratio > 0.95 && ratio < 1.05;

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** How much longer wrong passwords of addresses that exist take, one beside the other. */
async function compared(known, guess, check) {
  const times = { known: [], unknown: [] };
  for (const account of known) {
    // Three of the ten that an address has.
    for (let index = 0; index < 3; index += 1) {
      const one = await guess(account.email);
      const two = await guess(`${randomUUID()}@example.com`);
      const { instance: _one, ...first } = one.body;
      const { instance: _two, ...second } = two.body;
      check.that(JSON.stringify(first) === JSON.stringify(second), () => `a known address: ${excerpt(one)}, an unknown one: ${excerpt(two)}`);
      times.known.push(one.ms);
      times.unknown.push(two.ms);
    }
  }
  return median(times.known) / median(times.unknown);
}

/** Somebody who made themselves an account; null where the spec has no passwords or lets nobody. */
export async function registered(rig) {
  const route = rig.routes.find(({ template }) => template === "/auth/register");
  if (route === undefined) return null;
  const credentials = { email: `${randomUUID()}@example.com`, password: rig.password };
  const answer = await rig.send({ method: "POST", path: "/auth/register", body: credentials });
  if (answer.status >= 300) throw new Error(`nobody can register: ${excerpt(answer)}`);
  return credentials;
}

export const logIn = async (rig, credentials) => (await rig.send({ method: "POST", path: "/auth/login", body: credentials })).body;

/** A refresh token, where there are any. */
async function anySession(rig) {
  const account = await registered(rig);
  return account === null ? null : (await logIn(rig, account)).refreshToken;
}

/** Works on the one database that has accounts; how many rows it changed. */
async function onAccounts(rig, work) {
  for (const { client } of await databasesOf(rig)) {
    const { rows } = await client.query("select 1 from information_schema.tables where table_schema = 'accounts' and table_name = 'accounts'");
    if (rows.length > 0) return (await work(client)).rowCount;
  }
  return 0;
}

/** Where services answer one another, by the code that calls them. */
function callPaths(folder) {
  const services = readdirSync(join(folder, "src/services"));
  const wire = join(folder, "src/platform/remote/wire.ts");
  const [, prefix = "/internal"] = existsSync(wire) ? (/`(\/[\w/-]+)\/\$\{/.exec(readFileSync(wire, "utf8")) ?? []) : [];
  return services.flatMap((service) => ["x", "reserveStock", "getProduct", "jwks"].map((method) => `${prefix}/${service}/${method}`));
}
