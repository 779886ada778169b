// Tokens of a key of our own that the system is made to trust, so that each can be wrong in one way alone.
import { spawnSync } from "node:child_process";
import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Trusts one more public key; the newest key goes on signing, since ours says that it is older. */
const SCRIPT = `import { withAccounts } from "../src/apps/accounts.ts";
import { accessToken } from "../src/services/accounts/index.ts";

const publicKey = JSON.parse(process.argv[2] ?? "");
await withAccounts(async (ports) => {
  await accessToken(ports, ports.newId(), []);
  const createdAt = new Date(Date.now() - 3_600_000).toISOString();
  await ports.store.insertKey(ports.database, { kid: publicKey.kid, publicKey, sealedPrivateKey: "", createdAt });
});
`;

const encoded = (value) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const settingOf = (folder, name) => {
  const text = readFileSync(join(folder, "src/platform/auth/settings.ts"), "utf8");
  return new RegExp(`${name}\\b[^=]*= "?([^";]+)"?;`).exec(text)?.[1];
};

const pairFor = (algorithm) =>
  algorithm === "EdDSA"
    ? generateKeyPairSync("ed25519")
    : algorithm === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });

export const signatureOf = (algorithm, key, text) =>
  sign(algorithm === "EdDSA" ? null : algorithm.replace(/^..(\d+)$/, "sha$1"), Buffer.from(text), {
    key,
    dsaEncoding: "ieee-p1363",
  }).toString("base64url");

export const hmacOf = (secret, text) => createHmac("sha256", secret).update(text).digest("base64url");

export function createTokens(folder, env) {
  const algorithm = settingOf(folder, "ALGORITHM");
  const issuer = settingOf(folder, "ISSUER");
  const audience = settingOf(folder, "AUDIENCE");
  const life = Number(settingOf(folder, "LONGEST_LIFE_SECONDS"));
  const { publicKey, privateKey } = pairFor(algorithm);
  const kid = randomUUID();
  const jwk = { ...publicKey.export({ format: "jwk" }), alg: algorithm, use: "sig", kid };
  const script = join(folder, ".black-box/key.ts");
  mkdirSync(join(folder, ".black-box"), { recursive: true });
  writeFileSync(script, SCRIPT);
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, JSON.stringify(jwk)], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the key was not taken: ${stderr}`);

  const now = () => Math.floor(Date.now() / 1000);
  const header = (changes = {}) => ({ alg: algorithm, typ: "at+jwt", kid, ...changes });
  const claims = (changes = {}) => ({
    iss: issuer,
    aud: audience,
    sub: randomUUID(),
    roles: [],
    iat: now() - 1,
    exp: now() + life - 60,
    jti: randomUUID(),
    ...changes,
  });
  /** Header and claims may be texts; `signature` turns what is signed into the third part. */
  const token = (head, body, signature = (text) => signatureOf(algorithm, privateKey, text)) => {
    const text = `${encoded(head)}.${encoded(body)}`;
    return `${text}.${signature(text)}`;
  };
  return {
    algorithm,
    issuer,
    audience,
    life,
    publicKey,
    privateKey,
    jwk,
    now,
    header,
    claims,
    token,
    /** A good token. */
    of: (roles, user = randomUUID(), more = {}) => token(header(), claims({ roles, sub: user, ...more })),
  };
}
