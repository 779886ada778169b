import { createHash } from "node:crypto";
import { accessToken } from "../services/accounts/index.ts";
import { development, withAccounts } from "./accounts.ts";
import { readArguments } from "./command-line.ts";

// Prints a token for development: npm run token -- --role customer --user alice

const ROLES: readonly string[] = ["customer", "staff", "admin"];
const USAGE = `npm run token -- [--role ${ROLES.join("|")}] [--user NAME]`;

const values = readArguments(
  {
    options: {
      role: { type: "string", multiple: true, default: [] },
      user: { type: "string", default: "alice" },
      help: { type: "boolean", default: false },
    },
  },
  USAGE,
).values;
const stranger = values.role.find((role) => !ROLES.includes(role));

/** The same name is the same user each time; an id is taken as it is. */
const idOf = (name: string): string => {
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(name)) return name;
  const hex = createHash("sha256").update(name).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-5$3-8$4-$5");
};

const refuse = (message: string): void => {
  console.error(message);
  process.exitCode = 2;
};

if (values.help) console.log(USAGE);
else if (stranger !== undefined) refuse(`There is no role ${stranger}; there are ${ROLES.join(", ")}.`);
else if (!development) {
  refuse("Tokens for development are not for production. NODE_ENV=development says that this is none.");
} else {
  const { role, user } = values;
  await withAccounts(async (ports) => {
    console.error(`user.id is ${idOf(user)}`);
    console.log(await accessToken(ports, idOf(user), role));
  });
}
