import { type Diagnostic, isSomewhere, type Location } from "../../model/diagnostic.ts";
import { clean } from "../clean.ts";
import { inOrder } from "../diagnostics.ts";
import { figures, tally } from "../words.ts";
import type { Reporter } from "./reporter.ts";

const MOST = 200;

/** A section for a pull request or a job's summary: what was looked at, then a row a finding, 200 at most. */
export const markdown: Reporter = ({ command, diagnostics, summary }) => {
  const found = inOrder(diagnostics);
  const head = [`## keybeam ${command}`, "", `${tally(found)}; ${figures(summary)}`];
  const table = ["", "| | where | rule | finding |", "| --- | --- | --- | --- |", ...found.slice(0, MOST).map(row)];
  const more = found.length > MOST ? ["", `${found.length - MOST} more are not shown.`] : [];
  return `${[...head, ...(found.length === 0 ? [] : table), ...more].join("\n")}\n`;
};

function row({ severity, at, rule, message, help, related }: Diagnostic): string {
  const see = related.map((one) => `see ${code(place(one.at))}: ${prose(one.message)}`);
  const said = [prose(message), prose(help), ...see].filter((part) => part !== "").join("<br>");
  return `| ${severity} | ${isSomewhere(at) ? code(place(at)) : ""} | ${code(rule)} | ${said} |`;
}

const place = ({ file, line }: Location): string => `${file}:${line}`;

/** In a table even code ends at a bar. */
const code = (text: string): string => `\`${clean(text).replace(/`/g, "'").replace(/\|/g, "\\|")}\``;

/** Words stay words, whatever they hold: no markup, no link, nobody is mentioned. */
const prose = (text: string): string => clean(text).replace(/[\\*_[\]|~#]/g, "\\$&").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/@/g, "&#64;");
