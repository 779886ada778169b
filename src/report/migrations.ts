import { clean } from "./clean.ts";

/** What stays in the database although the spec says otherwise, until somebody asks for its end. Ends in a newline unless empty. */
export function pendingText(pending: readonly { readonly of: string; readonly message: string }[]): string {
  if (pending.length === 0) return "";
  return `Left in the database until you ask (\`keybeam generate --contract NAME\`):\n${pending.map(({ of, message }) => `  ${clean(of)}  ${clean(message)}\n`).join("")}`;
}
