import { existsSync } from "node:fs";

/** The end-to-end tier runs what users run, so it never falls back to the sources. */
export default function setup(): void {
  if (!existsSync(new URL("../../dist/cli.js", import.meta.url))) throw new Error("dist/ is not built. Run: npm run build");
}
