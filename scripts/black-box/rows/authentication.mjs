// Who comes in: RFC 8725, RFC 9700, ASVS V9 and V10.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { each, excerpt } from "../rig/check.mjs";
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

const good = (rig) => rig.tokens.of([rig.spec.operator]);

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
];

function otherKey(algorithm) {
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519").privateKey;
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  return generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
}
