import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

/** As PEM. */
interface Pair {
  readonly cert: string;
  readonly key: string;
}

const KIND = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3_650;
const UNIT_DAYS = 365;
/** A certificate that has less is made anew. */
const LEAST_DAYS = 30;

const pathsOf = (folder: string, name: string): Pair => ({
  cert: join(folder, `${name}.crt`),
  key: join(folder, `${name}.key`),
});

const after = (days: number): Date => new Date(Date.now() + days * DAY_MS);

/** Vouches for all units of one folder, and for nobody else. */
const createAuthority = async (): Promise<Pair> => {
  const made = await generate([{ name: "commonName", value: "Authority of the units" }], {
    ...KIND,
    notAfterDate: after(AUTHORITY_DAYS),
    extensions: [
      { name: "basicConstraints", cA: true, pathLenConstraint: 0, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
};

const createCertificate = async (unit: string, authority: Pair): Promise<Pair> => {
  const made = await generate([{ name: "commonName", value: unit }], {
    ...KIND,
    notAfterDate: after(UNIT_DAYS),
    ca: authority,
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: unit }] },
    ],
  });
  return { cert: made.cert, key: made.private };
};

/** Null where there is none that is good for a while yet. */
const readPair = (paths: Pair): Pair | null => {
  if (!existsSync(paths.cert) || !existsSync(paths.key)) return null;
  const pair = { cert: readFileSync(paths.cert, "utf8"), key: readFileSync(paths.key, "utf8") };
  return new Date(new X509Certificate(pair.cert).validTo) > after(LEAST_DAYS) ? pair : null;
};

const writePair = (paths: Pair, pair: Pair): Pair => {
  writeFileSync(paths.key, pair.key, { mode: 0o600 });
  writeFileSync(paths.cert, pair.cert);
  return pair;
};

const isVouchedFor = (pair: Pair | null, by: Pair): boolean =>
  pair !== null && new X509Certificate(pair.cert).verify(new X509Certificate(by.cert).publicKey);

/** An authority of this folder's own, and a certificate from it for each unit: `ca.crt`, `orders.crt`, `orders.key`. */
export const makeCertificates = async (folder: string, units: readonly string[]): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, ".gitignore"), "*\n");
  const authority = readPair(pathsOf(folder, "ca")) ?? writePair(pathsOf(folder, "ca"), await createAuthority());
  for (const unit of units) {
    const paths = pathsOf(folder, unit);
    if (!isVouchedFor(readPair(paths), authority)) writePair(paths, await createCertificate(unit, authority));
  }
};

/** By which a unit finds its certificate in such a folder. */
export const certificateVariables = (folder: string, unit: string): Readonly<Record<string, string>> => {
  const { cert, key } = pathsOf(folder, unit);
  return { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CA_FILE: pathsOf(folder, "ca").cert };
};
