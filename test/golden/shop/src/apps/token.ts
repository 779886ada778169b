import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { accessToken } from "../services/accounts/index.ts";
import { development, withAccounts } from "./accounts.ts";

// Prints a token for development: npm run token -- --role customer --user alice

const { role, user } = parseArgs({
  options: { role: { type: "string", multiple: true, default: [] }, user: { type: "string", default: "alice" } },
}).values;

/** The same name is the same user each time; an id is taken as it is. */
const idOf = (name: string): string => {
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(name)) return name;
  const hex = createHash("sha256").update(name).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-5$3-8$4-$5");
};

if (!development) {
  console.error("Tokens for development are not for production. NODE_ENV=development says that this is none.");
  process.exitCode = 2;
} else {
  await withAccounts(async (ports) => {
    console.error(`user.id is ${idOf(user)}`);
    console.log(await accessToken(ports, idOf(user), role));
  });
}
