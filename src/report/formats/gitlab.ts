import { inOrder } from "../diagnostics.ts";
import { jsonText } from "../json.ts";
import { otherEnds } from "../words.ts";
import { numbered } from "./fingerprint.ts";
import type { Reporter } from "./reporter.ts";

const severities = { error: "major", warning: "minor" } as const;

/** A Code Quality report of GitLab: an array, empty where nothing was found. Each fingerprint outlives a change of line. GitLab asks for a path: what is about no file is said of the folder. */
export const gitlab: Reporter = ({ diagnostics }) => {
  const found = inOrder(diagnostics);
  const fingerprints = numbered(found.map(({ rule, at, target, message }) => [rule, at.file, target ?? message].join("\0")));
  return jsonText(
    found.map(({ rule, severity, message, help, at, related }, index) => ({
      description: [message, ...otherEnds(related).map((one) => `(${one})`), help].filter((one) => one !== "").join(" "),
      check_name: rule,
      fingerprint: fingerprints[index],
      severity: severities[severity],
      location: { path: at.file || ".", lines: { begin: at.line, end: at.endLine ?? at.line } },
    })),
  );
};
