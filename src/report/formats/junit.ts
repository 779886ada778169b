import { type Diagnostic, isSomewhere } from "../../model/diagnostic.ts";
import { clean } from "../clean.ts";
import { inOrder } from "../diagnostics.ts";
import { figures } from "../words.ts";
import type { Reporter } from "./reporter.ts";

/** JUnit's XML: a suite a file, a failing case a finding. A clean run has one case that passed and says what was looked at. */
export const junit: Reporter = ({ command, diagnostics, summary }) => {
  const found = inOrder(diagnostics);
  const files = [...new Set(found.map(({ at }) => at.file))];
  const suites = files.map((file) => suite(file || "keybeam", found.filter(({ at }) => at.file === file)));
  const passed = `  <testsuite name="keybeam ${xml(command)}" tests="1" failures="0" errors="0">
    <testcase name="${xml(figures(summary))}" classname="keybeam"/>
  </testsuite>`;
  const all = found.length === 0 ? [passed] : suites;
  const head = `<testsuites name="keybeam" tests="${Math.max(1, found.length)}" failures="${found.length}" errors="0">`;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', head, ...all, "</testsuites>"].join("\n")}\n`;
};

function suite(file: string, found: readonly Diagnostic[]): string {
  const head = `  <testsuite name="${xml(file)}" tests="${found.length}" failures="${found.length}" errors="0">`;
  return [head, ...found.map(testcase), "  </testsuite>"].join("\n");
}

function testcase({ rule, severity, message, help, at, related }: Diagnostic): string {
  const place = isSomewhere(at) ? `${at.file}:${at.line}:${at.column}` : "";
  const where = isSomewhere(at) ? ` ${at.line}:${at.column}` : "";
  const file = isSomewhere(at) ? ` classname="${xml(at.file)}" file="${xml(at.file)}" line="${at.line}"` : ' classname="keybeam"';
  const text = [place, message, ...related.map((one) => `${one.at.file}:${one.at.line}:${one.at.column} ${one.message}`), help];
  const body = text.filter((one) => one !== "").map(xml).join("\n");
  return `    <testcase name="${xml(`${rule}${where}`)}"${file}>
      <failure type="${severity}" message="${xml(message)}">${body}</failure>
    </testcase>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

const xml = (text: string): string =>
  clean(text)
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replace(/[\ufffe\uffff]/g, "\ufffd");
