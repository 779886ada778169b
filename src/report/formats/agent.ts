import { type Diagnostic, isSomewhere, type Location } from "../../model/diagnostic.ts";
import { clean } from "../clean.ts";
import { inOrder } from "../diagnostics.ts";
import { figures, tally } from "../words.ts";
import type { Reporter } from "./reporter.ts";

/** One line a finding, nothing twice: for a language model that pays by the word. The last line says what was looked at. */
export const agent: Reporter = ({ diagnostics, summary }) =>
  [...inOrder(diagnostics).map(line), `${tally(diagnostics)}; ${figures(summary)}`].map((one) => `${one}\n`).join("");

function line({ at, severity, rule, message, help, related }: Diagnostic): string {
  const see = related.map((one) => `${place(one.at)} (${one.message})`).join(", ");
  const parts = [`${isSomewhere(at) ? `${place(at)} ` : ""}${severity} ${rule}: ${message}`, help && `fix: ${help}`, see && `see: ${see}`];
  return parts.filter((part) => part !== "").map(clean).join(" | ");
}

const place = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;
