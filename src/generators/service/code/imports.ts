import { posix } from "node:path";

/** A name that a file may import: what it is called, the file that exports it, and whether it is a type alone. */
export interface Export {
  readonly name: string;
  readonly from: string;
  readonly type: boolean;
  /** What the file that exports it calls it, where that is another name. */
  readonly original?: string;
}

const WIDTH = 120;

/** Source without comments, strings and templates, so that what is left of a word is code. */
const codeOf = (body: string): string =>
  body.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gu, '""').replaceAll("...", " ");

/** Words that stand for a value or a type, and are not the name of a property. */
export const wordsOf = (body: string): ReadonlySet<string> =>
  new Set(codeOf(body).match(/(?<![.\w$])[A-Za-z_$][\w$]*(?![\w$]|\??:)/gu) ?? []);

/** The body with the imports that it needs of those that are known, in the order that the project's formatter keeps. */
export const withImports = (path: string, body: string, known: readonly Export[]): string => {
  const words = wordsOf(body);
  const byFile = new Map<string, Export[]>();
  for (const one of known) {
    if (one.from === path || !words.has(one.name)) continue;
    const source = relative(path, one.from);
    byFile.set(source, [...(byFile.get(source) ?? []), one]);
  }
  const lines = [...byFile].sort(([a], [b]) => bySource(a, b)).map(([source, names]) => importOf(source, names));
  return lines.length === 0 ? body : `${lines.join("\n")}\n\n${body}`;
};

/** Packages stay as they are; files are named from the importing one. */
export const relative = (path: string, target: string): string => {
  if (!target.startsWith("src/")) return target;
  const way = posix.relative(posix.dirname(path), target);
  return way.startsWith(".") ? way : `./${way}`;
};

const distance = (source: string): number => (source.startsWith(".") ? -(source.match(/\.\.\//gu)?.length ?? 0) : -1000);

export const bySource = (a: string, b: string): number => distance(a) - distance(b) || naturally(a, b);

/** Signs come before numbers and these before letters, which go by the alphabet; of one letter the capital comes first. */
export const naturally = (a: string, b: string): number => {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part !== other) return compareParts(part, other);
  }
  return left.length - right.length;
};

const partsOf = (text: string): readonly string[] => text.match(/\d+|\D/gu) ?? [];

const SIGNS = "/.-_";

const compareParts = (a: string, b: string): number => {
  const ranks = [rankOf(a), rankOf(b)] as const;
  if (ranks[0] !== ranks[1]) return ranks[0] - ranks[1];
  if (/\d/u.test(a)) return Number(a) - Number(b);
  const [lower, other] = [a.toLowerCase(), b.toLowerCase()];
  if (lower !== other) return lower < other ? -1 : 1;
  return a < b ? -1 : 1;
};

const rankOf = (part: string): number => {
  const sign = SIGNS.indexOf(part);
  if (sign >= 0) return sign;
  return /\d/u.test(part) ? SIGNS.length : SIGNS.length + 1;
};

/** One import as the formatter writes it. */
export const importOf = (source: string, exports: readonly Omit<Export, "from">[]): string => {
  const sorted = [...exports].sort((a, b) => naturally(a.name, b.name));
  const types = sorted.every((one) => one.type);
  const names = sorted.map((one) => {
    const name = one.original === undefined ? one.name : `${one.original} as ${one.name}`;
    return one.type && !types ? `type ${name}` : name;
  });
  const head = types ? "import type" : "import";
  const whole = `${head} { ${names.join(", ")} } from ${JSON.stringify(source)};`;
  // The formatter never breaks the import of one name.
  return whole.length <= WIDTH || names.length === 1 ? whole : `${head} {\n${names.map((name) => `  ${name},\n`).join("")}} from ${JSON.stringify(source)};`;
};
