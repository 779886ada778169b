import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type { Diagnostic as Fault, Project } from "ts-morph";
import type { CompileFault } from "../../model/plan.ts";

/** What a plan would write: text by path, null where a file goes. */
export type Changes = ReadonlyMap<string, string | null>;

/**
 * What would no longer compile in a project once these files were written, and does so now; by path and line. Null where it cannot be
 * told, because the project has no tsconfig.json or its packages are not installed. Reads the project, writes nothing.
 */
export type Compile = (root: string, changes: Changes) => readonly CompileFault[] | null;

/** @param begins is told once, before the compiler starts: it takes seconds of a processor in a large project */
export const compile = (root: string, changes: Changes, begins: () => void = () => {}): ReturnType<Compile> => {
  if (!existsSync(join(root, "tsconfig.json")) || !existsSync(join(root, "node_modules"))) return null;
  begins();
  const after = openProject(root);
  for (const [path, text] of changes) if (/\.[cm]?tsx?$/.test(path)) change(after, join(root, path), text);
  const faults = faultsOf(root, after);
  if (faults.length === 0) return faults;
  const known = new Set(faultsOf(root, openProject(root)).map(({ path, message }) => `${path}\n${message}`));
  return faults.filter(({ path, message }) => !known.has(`${path}\n${message}`));
};

function openProject(root: string): Project {
  // Loaded when the first merge is checked: it takes half a second.
  const morph: typeof import("ts-morph") = createRequire(import.meta.url)("ts-morph");
  return new morph.Project({ tsConfigFilePath: join(root, "tsconfig.json"), compilerOptions: { noEmit: true } });
}

function change(project: Project, path: string, text: string | null): void {
  if (text !== null) project.createSourceFile(path, text, { overwrite: true });
  else project.getSourceFile(path)?.forget();
}

function faultsOf(root: string, project: Project): readonly CompileFault[] {
  const faults = project.getPreEmitDiagnostics().flatMap((fault) => faultOf(root, fault));
  return faults.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

function faultOf(root: string, fault: Fault): readonly CompileFault[] {
  const file = fault.getSourceFile();
  const message = fault.getMessageText();
  const text = typeof message === "string" ? message : message.getMessageText();
  if (file === undefined) return [];
  const path = relative(root, file.getFilePath()).replaceAll("\\", "/");
  return [{ path, line: fault.getLineNumber() ?? 1, message: text }];
}
