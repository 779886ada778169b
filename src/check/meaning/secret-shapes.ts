import { looksRandom } from "./randomness.ts";

interface Shape {
  readonly what: string;
  /** One of these is in every text that has such a secret: a cheap test before the form. */
  readonly begins: readonly string[];
  readonly form: RegExp;
  /** Whether a match is one; by default whatever is no placeholder. */
  readonly isReal?: (match: RegExpMatchArray) => boolean;
}

/** The forms of tokens, as their makers document them. */
export const SHAPES: readonly Shape[] = [
  { what: "an AWS access key", begins: ["AKIA", "ASIA"], form: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { what: "a GitHub token", begins: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], form: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g },
  { what: "a GitHub token", begins: ["github_pat_"], form: /\bgithub_pat_\w{22,255}\b/g },
  { what: "a GitLab token", begins: ["glpat-"], form: /\bglpat-[\w-]{20,64}/g },
  { what: "a Slack token", begins: ["xox"], form: /\bxox[abeoprs]-[\w-]{20,255}/g },
  { what: "a Slack webhook", begins: ["hooks.slack.com"], form: /\bhttps:\/\/hooks\.slack\.com\/services\/T\w{6,20}\/B\w{6,20}\/\w{20,40}/g },
  { what: "a Stripe key", begins: ["_live_"], form: /\b[sr]k_live_[0-9A-Za-z]{16,255}\b/g },
  { what: "a Google API key", begins: ["AIza"], form: /\bAIza[\w-]{35}/g },
  { what: "an npm token", begins: ["npm_"], form: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: "a SendGrid key", begins: ["SG."], form: /\bSG\.[\w-]{16,32}\.[\w-]{32,64}/g },
  { what: "an API key of an AI service", begins: ["sk-"], form: /\bsk-(?:ant-|proj-)?[\w-]{40,255}/g, isReal: ([token]) => looksRandom(token) },
  { what: "a signed token (JWT)", begins: ["eyJ"], form: /\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}/g },
  {
    what: "a private key",
    begins: ["PRIVATE KEY-----"],
    // The header alone is what programs look for; a key has a body.
    form: /-----BEGIN (?:[A-Z]{2,9} )?PRIVATE KEY-----(?:\\[nr]|[\s"'`+,]){1,20}[A-Za-z0-9+/=]{40}[A-Za-z0-9+/=\\\s"'`,]{0,8000}/g,
  },
  {
    what: "a password in a connection string",
    begins: ["://"],
    form: /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/:@"'`<>{}$]{1,80}):([^\s/:@"'`<>{}$*]{3,80})@([\w.-]{1,120})/g,
    isReal: isConnection,
  },
];

/** A machine of one's own has a password that is no secret, as long as it looks like none. */
function isConnection([, user = "", password = "", host = ""]: RegExpMatchArray): boolean {
  const isLocal = !host.includes(".") || /^(?:127\.|0\.|10\.|192\.168\.)|\.(?:example|test|local|localhost|invalid)$|(?:^|\.)example\./.test(host);
  if (isLocal) return looksRandom(password);
  return password !== user && !/^(?:pass(?:word|wd)?|pwd|secret|token|pw)$/i.test(password) && !/example|change.?me|your|x{3}/i.test(password);
}
