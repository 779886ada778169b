import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { RootLog } from "../telemetry/log.ts";

/** Where a unit's certificate lies, as PEM. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** Of those who vouch for units: two while one follows the other. */
  readonly authority: string;
}

/** What TLS takes. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly minVersion: "TLSv1.3";
}

/** A unit's certificate as it is now: whoever renews it writes the files anew, and nothing has to be started again. */
export interface Certificate {
  readonly current: () => Credentials;
  readonly onRenewal: (take: (credentials: Credentials) => void) => void;
  readonly stop: () => void;
}

const LOOK_EVERY_MS = 10_000;

/** @throws where a file is no certificate, or the key is another's */
const read = (files: CertificateFiles): Credentials => {
  const text = (path: string): string => readFileSync(path, "utf8");
  const credentials = { cert: text(files.certificate), key: text(files.key), ca: text(files.authority) };
  // Without an authority of its own TLS would trust all that the system trusts.
  new X509Certificate(credentials.ca);
  createSecureContext(credentials);
  return { ...credentials, minVersion: "TLSv1.3" };
};

const same = (a: Credentials, b: Credentials): boolean => a.cert === b.cert && a.key === b.key && a.ca === b.ca;

/** @throws where the files cannot be used */
export const watchCertificate = (files: CertificateFiles, log: RootLog, everyMs = LOOK_EVERY_MS): Certificate => {
  let current = read(files);
  const listeners: ((credentials: Credentials) => void)[] = [];
  const look = (): void => {
    try {
      const found = read(files);
      if (same(found, current)) return;
      current = found;
      for (const take of listeners) take(found);
      log.info("the certificate is renewed", { until: new X509Certificate(found.cert).validTo });
    } catch (error) {
      // Half written, perhaps: what was good before is good still.
      log.warn("the certificate's files cannot be used", { error });
    }
  };
  const timer = setInterval(look, everyMs).unref();
  return {
    current: () => current,
    onRenewal: (take) => listeners.push(take),
    stop: () => clearInterval(timer),
  };
};
