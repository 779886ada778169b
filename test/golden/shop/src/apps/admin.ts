import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { createAccount } from "../services/accounts/index.ts";
import { withAccounts } from "./accounts.ts";
import { readArguments } from "./command-line.ts";

// Makes the first administrator. The password is asked for, or read from ADMIN_PASSWORD; it never stands on the command line.

const ROLE = "admin";
const SHORTEST_PASSWORD = 8;
const USAGE = "Say whose account it is: npm run admin -- --email you@example.com";

const { email } = readArguments({ options: { email: { type: "string" } } }, USAGE).values;

/** What is typed is not shown. */
const ask = async (): Promise<string> => {
  if (!stdin.isTTY) return "";
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silent, terminal: true });
  stdout.write("Password: ");
  const password = await terminal.question("");
  terminal.close();
  stdout.write("\n");
  return password;
};

const isAddress = email !== undefined && /^\S+@\S+$/.test(email);
const password = isAddress ? process.env["ADMIN_PASSWORD"] || (await ask()) : "";

if (!isAddress) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (password.length < SHORTEST_PASSWORD) {
  console.error(`A password of ${SHORTEST_PASSWORD} characters or more is needed: type it, or set ADMIN_PASSWORD.`);
  process.exitCode = 2;
} else {
  await withAccounts(async (ports) => {
    const result = await createAccount(ports, { email, password, roles: [ROLE] });
    if (result.ok) {
      console.log(`${result.value.email} is ${ROLE}.`);
    } else {
      console.error(result.failure.code === "conflict" ? `${email} has an account already.` : result.failure.message);
      process.exitCode = 1;
    }
  });
}
