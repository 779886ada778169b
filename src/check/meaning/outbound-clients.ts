/** A function that sends a request: in which argument its options stand, and what in them ends it in time. */
export interface Sender {
  /** Indexes of the arguments that may hold options; more than one where those before are optional. */
  readonly options: readonly number[];
  readonly deadlines: readonly string[];
  /** It ends by itself, unless its options take that away. */
  readonly endsByItself?: true;
}

const second = (...deadlines: string[]): Sender => ({ options: [1], deadlines });
const anywhere = (...deadlines: string[]): Sender => ({ options: [0, 1], deadlines });

export const globalFetch = second("signal");

const fetching = { default: second("signal", "timeout"), fetch: second("signal", "timeout") };
const undici = second("signal", "headersTimeout", "bodyTimeout", "dispatcher");
const http = anywhere("timeout", "signal");
const axios = (index: number): Sender => ({ options: [index], deadlines: ["timeout", "signal"] });
const axiosAnywhere = anywhere("timeout", "signal");
const got = anywhere("timeout", "signal");
const ky = { ...anywhere("timeout", "signal"), endsByItself: true } as const;
const ofetch = second("timeout", "signal");

const each = (names: string, sender: Sender): Readonly<Record<string, Sender>> => Object.fromEntries(names.split(" ").map((name) => [name, sender]));

/** By module, what it exports that sends; `default` is the module itself where it is called. */
const MODULES: Readonly<Record<string, Readonly<Record<string, Sender>>>> = {
  axios: { default: axiosAnywhere, ...each("get delete head options", axios(1)), ...each("post put patch postForm putForm patchForm", axios(2)), ...each("request create", axios(0)) },
  "cross-fetch": fetching,
  got: { default: got, got, ...each("get post put patch head delete stream paginate", got), extend: { options: [0], deadlines: got.deadlines } },
  http: each("request get", http),
  https: each("request get", http),
  "isomorphic-fetch": fetching,
  ky: { default: ky, ...each("get post put patch head delete", ky) },
  "node-fetch": fetching,
  ofetch: { default: ofetch, ofetch, $fetch: ofetch },
  undici: each("request stream pipeline fetch", undici),
};

/** What a module exports under a name, where that sends requests. */
export function senderOf(module: string, name: string): Sender | null {
  const exported = MODULES[module.replace(/^node:/, "")];
  return exported && Object.hasOwn(exported, name) ? (exported[name] ?? null) : null;
}

/** Whether a module is known to send requests. */
export function sends(module: string): boolean {
  return Object.hasOwn(MODULES, module.replace(/^node:/, ""));
}
