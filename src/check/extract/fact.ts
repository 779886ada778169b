/**
 * How one module names another. `module` is `declare module "x"`, `reference` a triple-slash line, `url` is
 * `new URL("x", import.meta.url)`, `mock` is `vi.mock` and its kin, `jsdoc` an import in a JSDoc comment of JavaScript.
 */
export const FORMS = [
  "import",
  "export",
  "dynamic",
  "require",
  "import-equals",
  "import-type",
  "module",
  "reference",
  "url",
  "worker",
  "mock",
  "jsdoc",
] as const;
export type ImportForm = (typeof FORMS)[number];

/** The members of `vi` and `jest` of which the first argument names a module. */
export const MOCKS: ReadonlySet<string> = new Set([
  "mock",
  "doMock",
  "unmock",
  "doUnmock",
  "dontMock",
  "setMock",
  "requireActual",
  "requireMock",
  "importActual",
  "importMock",
  "unstable_mockModule",
]);

export interface ImportFact {
  readonly form: ImportForm;
  /** As the program reads it, escapes decoded; null where only running the program would tell. */
  readonly specifier: string | null;
  /** Nothing of it is left when types are stripped. */
  readonly typeOnly: boolean;
  /** Offset of the specifier with its quotes, in UTF-16 units; of what stands there where it is not literal. */
  readonly start: number;
  readonly end: number;
  /** Offset of the first word of the statement or call. */
  readonly keyword: number;
}

/** A comment `keybeam-ignore rule: reason`; each is empty where it was not given. */
export interface IgnoreFact {
  readonly rule: string;
  readonly reason: string;
  readonly start: number;
}

export interface Extracted {
  /** Sorted by `start`. */
  readonly imports: readonly ImportFact[];
  readonly ignores: readonly IgnoreFact[];
}

/** What a file's name says about the language in it. */
export interface Dialect {
  readonly jsx: boolean;
  /** JSDoc types mean something in JavaScript alone. */
  readonly javascript: boolean;
  /** A `.d.ts`, which holds no values. */
  readonly declaration: boolean;
}

const CODE = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/;

/** Whether the path names a file that check reads. */
export function isCode(path: string): boolean {
  return CODE.test(path);
}

export function dialectOf(path: string): Dialect {
  const javascript = /\.(?:[cm]?js|jsx)$/.test(path);
  return { javascript, jsx: javascript || path.endsWith(".tsx"), declaration: /\.d\.[cm]?ts$/.test(path) };
}
