import { clean } from "./clean.ts";

/** What stays in the database although the spec says otherwise, until somebody asks for its end. Ends in a newline unless empty. @param runs whether anything still runs on one */
export function pendingText(pending: readonly { readonly of: string; readonly message: string }[], runs: boolean): string {
  if (pending.length === 0) return "";
  const until = runs ? "until you ask (`keybeam generate --contract NAME`)" : "on which nothing runs any more, so that no migrate step can let it go; drop it once nobody needs what it holds";
  return `Left in the database ${until}:\n${pending.map(({ of, message }) => `  ${clean(of)}  ${clean(message)}\n`).join("")}`;
}
