import { describe, expect, it } from "vitest";
import { checkFiles, inShort } from "../project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  application: { paths: ["src/app/**"] }
  infrastructure: { paths: ["src/infra/**"] }
  odd: { paths: ["src/odd/**"] }
`;

const remembered = [
  "let last = 0; export const f = () => { last = 1; };",
  "let last = 0; export function f() { last++; }",
  "let last = 0; export function f() { last ||= 2; }",
  "var all = []; export const f = (x) => { all = [...all, x]; };",
  "let a = 1, b = 2; export const f = () => { [a] = [b]; };",
  "let a = 1; export const f = (o) => { ({ x: a } = o); };",
  "const all = []; export const f = (x) => all.push(x);",
  "const all = {}; export const f = (x) => { all[x] = 1; };",
  "const all = { inner: { list: [] } }; export const f = (x) => { all.inner.list.push(x); };",
  "const all = new Map(); export const f = (x) => all.set(x, 1);",
  "const all = new Set<string>(); export class C { m(x: string) { all.add(x); } }",
  "const all = new LRUCache({ max: 1 }); export const f = (x) => all.set(x, 1);",
  "const all = {} as Record<string, number>; export const f = (x) => { delete all[x]; };",
  "const all = {}; export const f = (x) => Object.assign(all, x);",
  "export class C { static count = 0; m() { C.count++; } }",
  "export class C { static all = []; static m(x) { this.all.push(x); } }",
  'import { shared } from "./shared.ts"; export const f = (x) => shared.push(x);',
  "const all = {}; export const f = (x) => { (all as any).x = x; };",
  "const all = {}; export const f = (x) => { (<any>all).x = x; };",
  "const all = []; export const f = (x) => (all satisfies unknown[]).push(x);",
  ...["shared.push(x)", "known.a.b = x", '["shared"].push(x)', "shared[0]++", "default.set(x, 1)", "again.add(x)"].map((change) => `import * as S from "./shared.ts"; export const f = (x) => { S${change.startsWith("[") ? "" : "."}${change}; };`),
  'import * as S from "./shared.ts"; export const f = (x) => Object.assign(S.known, x);',
  'import * as S from "./shared.ts"; export const f = (x) => { delete S.known.a; };',
  'import * as S from "./shared.ts"; export const f = (x) => { (S as any).shared.push(x); };',
  'import S = require("./shared.ts"); export const f = (x) => S.shared.push(x);',
  'const S = require("./shared.ts"); export const f = (x) => S.shared.push(x);',
  'export const f = async (x) => { const S = await import("./shared.ts"); S.shared.push(x); };',
  'import all from "./shared.ts"; export const f = (x) => all.set(x, 1);',
  'import { again as all } from "./shared.ts"; export const f = (x) => all.add(x);',
];

const harmless = [
  "const all = new Map([[1, 2]]); export const f = (x) => all.get(x);",
  "const all = []; all.push(1); for (const one of [1]) all.push(one); export const f = () => all;",
  "const all = []; (() => { all.push(1); })(); export const f = () => all;",
  "let level = 1; level = 2; export const f = () => level;",
  "export const f = () => { let last = 0; last = 1; const all = []; all.push(1); return last; };",
  "let last = 0; export const f = (last) => { last = 1; };",
  "const all = []; export const f = (x) => { const all = []; all.push(x); };",
  "const known = new WeakMap(); export const f = (x) => known.set(x, 1);",
  "const server = start(); export const f = () => server.add(1);",
  "export class C { #n = 0; m() { this.#n++; } }",
  "export class C { count = 0; m() { this.count++; } }",
  "export class C { static all = []; static { this.all.push(1); } }",
  "export const f = (shared) => shared.push(1);",
  'import { other } from "./shared.ts"; export const f = (x) => other.push(x);',
  'import * as S from "./shared.ts"; export const f = (x) => S.set(x);',
  'import * as S from "./shared.ts"; export const f = (x) => S.other.push(x);',
  'import * as S from "./shared.ts"; S.shared.push(1);',
  'import * as S from "./shared.ts"; export const f = (S) => S.shared.push(1);',
  "const api = { set(x) {}, delete: (x) => x }; export const f = (x) => { api.set(x); api.delete(x); };",
  'import { api } from "./shared.ts"; export const f = (x) => api.delete(x);',
  'import * as S from "./shared.ts"; export const f = (x) => S.api.delete(x);',
  'import * as S from "elsewhere"; export const f = (x) => S.shared.push(x);',
];

const shared = "export const shared = [];\nexport const other = start();\nexport const set = (x) => x;\nexport const known = {};\nconst mine = new Map(), all = new Set();\nexport const api = { delete: (x) => x };\nexport default mine;\nexport { all as again };";
/** Modules that pass it on: by name, under another, as a whole, in one, through a second, and one another in a circle. */
const barrels = {
  "src/app/all.ts": 'export * from "./shared.ts";\nexport { shared as renamed, default as main } from "./shared.ts";\nexport * as ns from "./shared.ts";',
  "src/app/imported.ts": 'import mine, { shared as own } from "./shared.ts";\nimport * as ns from "./shared.ts";\nexport { own, ns };\nexport default mine;',
  "src/odd/far.ts": 'export * from "./circle.ts";\nexport * from "../app/all.ts";',
  "src/odd/circle.ts": 'export * from "./far.ts";\nexport { renamed as circled } from "./far.ts";',
  "src/app/hiding.ts": 'export * from "./shared.ts";\nexport { other as shared } from "./shared.ts";\nexport type { known as types } from "./shared.ts";',
};

const passedOn = [
  ...["B.shared.push(x)", "B.renamed.push(x)", "B.ns.shared.push(x)", "B.ns.known.a.b = x", "B.main.set(x, 1)"].map((change) => [`import * as B from "./all.ts"; export const f = (x) => { ${change}; };`, 1] as const),
  ...["shared.push(x)", "renamed.push(x)", "ns.shared.push(x)", "ns.default.set(x, 1)"].map((change) => [`import { shared, renamed, ns } from "./all.ts"; export const f = (x) => { ${change}; };`, 1] as const),
  ...["own.push(x)", "ns.shared.push(x)", "mine.set(x, 1)"].map((change) => [`import mine, { own, ns } from "./imported.ts"; export const f = (x) => { ${change}; };`, 1] as const),
  ['import * as B from "../odd/far.ts"; export const f = (x) => { B.shared.push(x); B.ns.shared.push(x); B.shared.pop(); };', 1],
  ['import { circled } from "../odd/far.ts"; export const f = (x) => circled.push(x);', 1],
  ['import { shared, ns } from "./all.ts"; export const f = (x) => { shared.push(x); ns.shared.push(x); };', 2],
  ['import { main } from "../odd/far.ts"; export const f = (x) => main.get(x).set(x);', 0],
  ['import all from "./all.ts"; export const f = (x) => all.set(x, 1);', 0],
  ['import { shared, types } from "./hiding.ts"; export const f = (x) => { shared.push(x); types.a = x; };', 0],
  ['import { ns, other } from "./all.ts"; export const f = (x) => { ns.other.push(x); ns.set(x, 1); other.add(x); };', 0],
] as const;

/** Other ways in which a module gives what can be changed, of its own or of `./shared.ts`, and in which it is changed. */
const given: readonly (readonly [module: string, change: string, times: number])[] = [
  ["const mine = []; export const again = mine;", 'import { again } from "./given.ts"; export const f = (x) => again.push(x);', 1],
  ["const mine = { list: [] }; const list = mine.list; export { list as again };", 'import { again } from "./given.ts"; export const f = (x) => again.push(x);', 1],
  ['import { shared } from "./shared.ts"; export const again = shared;', 'import { again } from "./given.ts"; export const f = (x) => again.push(x);', 1],
  ['import { shared } from "./shared.ts"; const one = shared, two = one as any; export default two;', 'import again from "./given.ts"; export const f = (x) => again.push(x);', 1],
  ['import * as S from "./shared.ts"; export const again = S.shared;', 'import * as G from "./given.ts"; export const f = (x) => G.again.push(x);', 1],
  ['import * as S from "./shared.ts"; export const again = S.known.inner;', 'import { again } from "./given.ts"; export const f = (x) => { again.x = 1; };', 1],
  ['module.exports = require("./shared.ts");', 'const G = require("./given.ts"); export const f = (x) => G.shared.push(x);', 1],
  ['module.exports = require("./shared.ts");', 'const { shared } = require("./given.ts"); export const f = (x) => shared.push(x);', 1],
  ['exports.x = require("./shared.ts").shared;', 'const { x } = require("./given.ts"); export const f = (y) => x.push(y);', 1],
  ['exports.x = require("./shared.ts");', 'const x = require("./given.ts").x; export const f = (y) => x.known.a = y;', 1],
  ['module.exports = { ...require("./shared.ts"), y: require("./shared.ts").known };', 'const G = require("./given.ts"); export const f = (y) => { G.shared.push(y); G.y.a = 1; };', 2],
  ['const S = require("./shared.ts"); module.exports.x = exports.y = S.shared;', 'const y = require("./given.ts").y; export const f = (x) => y.push(x);', 1],
  ["const all = new Map(); module.exports = all;", 'const all = require("./given.ts"); export const f = (x) => all.set(x, 1);', 1],
  ["const all = []; module.exports = { all };", 'import { all } from "./given.ts"; export const f = (x) => all.push(x);', 1],
  ["module.exports = { port: 1 };", 'const options = require("./given.ts"); export const f = (x) => { options.port = x; };', 1],
  ["exports.all = [];", 'const { all } = require("./given.ts"); export const f = (x) => all.push(x);', 1],
  ["const all = []; export = all;", 'import all = require("./given.ts"); export const f = (x) => all.push(x);', 1],
  ["const all = new Set(); module.exports = all;", 'import all from "./given.ts"; export const f = (x) => all.add(x);', 1],
  ['module.exports = require("./given-first.ts");', 'const all = require("./given.ts"); export const f = (x) => all.add(x);', 1],
  ["const n = 1; export const again = n;", 'import { again } from "./given.ts"; export const f = (x) => again.push(x);', 0],
  ["let n = 1; export const again = n;", 'import { again } from "./given.ts"; export const f = (x) => again.push(x);', 0],
  ["module.exports = { set(x) {}, push: (x) => x };", 'const api = require("./given.ts"); export const f = (x) => { api.set(x); api.push(x); };', 0],
  ["const api = {}; api.set = (x) => x; module.exports = api;", 'const api = require("./given.ts"); export const f = (x) => api.set(x);', 0],
  ["const api = { set: (x) => x }; export default api;", 'import api from "./given.ts"; export const f = (x) => api.set(x);', 0],
  ['module.exports = require("./shared.ts");', 'const G = require("./given.ts"); export const f = (x) => { G.set(x); G.other.push(x); };', 0],
  ["export const f = (module, exports) => { module.exports = []; exports.all = []; };", 'const { all } = require("./given.ts"); export const f = (x) => all.push(x);', 0],
];

const findIn = async (path: string, text: string, more = "") =>
  inShort(await checkFiles(spec + more, { [path]: text, "src/app/shared.ts": shared })).filter((one) => one.startsWith("statelessness"));

describe("statelessness", () => {
  it.each(remembered)("finds %s", async (text) => {
    expect(await findIn("src/app/a.ts", text)).toEqual(["statelessness src/app/a.ts:1"]);
  });

  it.each(harmless)("leaves %s alone", async (text) => {
    expect(await findIn("src/app/a.ts", text)).toEqual([]);
  });

  it.each(passedOn)("follows what modules pass on in %s", async (text, times) => {
    const found = inShort(await checkFiles(spec, { "src/app/a.ts": text, "src/app/shared.ts": shared, ...barrels }));
    expect(found.filter((one) => one.startsWith("statelessness"))).toEqual(Array.from({ length: times }, () => "statelessness src/app/a.ts:1"));
  });

  it.each(given)("follows %s in %s", async (module, text, times) => {
    const found = inShort(await checkFiles(spec, { "src/app/a.ts": text, "src/app/shared.ts": shared, "src/app/given.ts": module, "src/app/given-first.ts": "module.exports = new Set();" }));
    expect(found.filter((one) => one.startsWith("statelessness src/app/a.ts"))).toEqual(Array.from({ length: times }, () => "statelessness src/app/a.ts:1"));
  });

  const counter = remembered[0] ?? "";
  it("lets infrastructure and tests remember", async () => {
    expect(await findIn("src/infra/a.ts", counter)).toEqual([]);
    expect(await findIn("src/app/a.test.ts", counter)).toEqual([]);
  });

  it("asks layers without a role where the rule is named", async () => {
    expect(await findIn("src/odd/a.ts", counter)).toEqual([]);
    expect(await findIn("src/odd/a.ts", counter, "check: { rules: { statelessness: error } }")).toEqual(["statelessness src/odd/a.ts:1"]);
  });

  it("shows one finding a variable, with the first change", async () => {
    const { diagnostics } = await checkFiles(spec, { "src/app/a.ts": "let n = 0;\nexport const f = () => { n = 1; };\nexport const g = () => { n = 2; };" });
    const found = diagnostics.filter(({ rule }) => rule === "statelessness");
    expect(found.map(({ at, related }) => [at.line, ...related.map((one) => one.at.line)])).toEqual([[1, 2]]);
  });
});
