// Tokens: what is no token of ours opens nothing.
import { createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { each, excerpt } from "../rig/check.mjs";
import { mustRun } from "../rig/project.mjs";
import { hmacOf, signatureOf } from "../rig/tokens.mjs";
import { filled } from "../rig/routes.mjs";

export const anywhere = (route) => filled(route.template, Object.fromEntries(route.path.map(({ name }) => [name, randomUUID()])));

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

export const bearer = (token) => ({ authorization: `Bearer ${token}` });

const refusesTokens = async (rig, check, tokens) => {
  for (const [name, token] of Object.entries(tokens)) await refuses(rig, check, name, () => bearer(token));
};

export const good = (rig) => rig.operator();

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
];

function otherKey(algorithm) {
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519").privateKey;
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  return generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
}

/** Somebody who made themselves an account, or was made one where nobody may; null where the spec has no passwords. */
export async function registered(rig) {
  const has = (path) => rig.routes.some(({ template }) => template === path);
  if (!has("/auth/login")) return null;
  const credentials = { email: `${randomUUID()}@example.com`, password: rig.password };
  if (!has("/auth/register")) {
    mustRun("npm", ["run", "--silent", "admin", "--", "--email", credentials.email], rig.folder, { ACCOUNTS_KEY: rig.secret, ADMIN_PASSWORD: rig.password });
    return credentials;
  }
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
