import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "ts-morph";

/** What does not compile in a project that lies in memory, as `path` and `message`, sorted. */
export type WarmCompiler = (files: ReadonlyMap<string, string>) => readonly { readonly path: string; readonly line: number; readonly message: string }[];

/**
 * A compiler that stays: what it has parsed and resolved it keeps, and of a program like the one before it judges only what the change can reach.
 *
 * @param root a project of the same packages, installed: its tsconfig.json and its node_modules are read from disk
 */
export function warmCompiler(root: string): WarmCompiler {
  const config = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, "tsconfig.json"), (path) => readFileSync(path, "utf8")).config, ts.sys, root);
  const options: ts.CompilerOptions = { ...config.options, noEmit: true };
  const host = ts.createCompilerHost(options, true);
  const libraries = librariesOf(root);
  const parsed = new Map<string, ts.SourceFile>();
  let files: ReadonlyMap<string, string> = new Map();
  const own = (name: string): string | null => (name.startsWith(`${root}/`) && !`${name}/`.startsWith(`${root}/node_modules/`) ? name.slice(root.length + 1) : null);
  const textOf = (name: string): string | undefined => {
    const path = own(name);
    return path === null ? ts.sys.readFile(name) : files.get(path);
  };
  host.readFile = textOf;
  host.fileExists = (name) => (own(name) === null ? ts.sys.fileExists(name) : files.has(own(name) ?? ""));
  host.directoryExists = (name) => own(name) === null ? ts.sys.directoryExists(name) : [...files.keys()].some((path) => path.startsWith(`${own(name)}/`));
  host.getDefaultLibLocation = () => libraries;
  host.getDefaultLibFileName = (of) => join(libraries, ts.getDefaultLibFileName(of));
  host.getSourceFile = (name, languageVersion) => {
    const path = own(name);
    const known = path === null ? parsed.get(name) : undefined;
    if (known !== undefined) return known;
    const text = textOf(name);
    if (text === undefined) return undefined;
    const key = path === null ? name : `${name}\n${text}`;
    const file = parsed.get(key) ?? Object.assign(ts.createSourceFile(name, text, languageVersion, true), { version: ts.sys.createHash?.(text) ?? text });
    parsed.set(key, file);
    return file;
  };
  let last: ts.SemanticDiagnosticsBuilderProgram | undefined;
  return (now) => {
    files = now;
    const roots = [...now.keys()].filter((path) => /^(?:src|test)\/.*\.ts$|^[^/]+\.config\.ts$/.test(path)).sort().map((path) => join(root, path));
    last = ts.createSemanticDiagnosticsBuilderProgram(roots, options, host, last);
    const found = [...last.getSyntacticDiagnostics(), ...last.getGlobalDiagnostics(), ...last.getSemanticDiagnostics()];
    return found.flatMap(({ file, start, messageText }) => {
      const path = file === undefined ? null : own(file.fileName);
      if (file === undefined || path === null) return [];
      return [{ path, line: file.getLineAndCharacterOfPosition(start ?? 0).line + 1, message: ts.flattenDiagnosticMessageText(messageText, " ") }];
    });
  };
}

/** Where the project's TypeScript keeps what it knows of the language: a package for each platform holds it. */
function librariesOf(root: string): string {
  const packages = join(root, "node_modules/@typescript");
  const [one] = readdirSync(packages).filter((name) => name.startsWith("typescript-"));
  if (one === undefined) throw new Error(`no TypeScript is installed in ${root}`);
  return join(packages, one, "lib");
}
