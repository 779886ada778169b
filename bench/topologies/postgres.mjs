// The Postgres of a generated project's `npm run dev`, for what is not started by it.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const KEEPS_POSTGRES = `import { useEmbeddedPostgres } from "./src/platform/dev/embedded.ts";
const postgres = await useEmbeddedPostgres(".data");
console.log(postgres.urlOf(process.argv[2]));
setInterval(() => undefined, 1e6);
`;

/** Its URL for a database, and what lets go of it. The database itself is there once `npm run dev` was. */
export async function usePostgresOf(folder, database) {
  writeFileSync(join(folder, "keep.ts"), KEEPS_POSTGRES);
  const keeper = spawn(process.execPath, ["--import", "tsx", "keep.ts", database], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const { value: url } = await createInterface({ input: keeper.stdout })[Symbol.asyncIterator]().next();
  return { url, release: () => keeper.kill() };
}
