import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";

const run = promisify(execFile);
const tokens = new Map<string, Promise<string>>();

/** A token for a user of that role, or of none for `nobody`; one a role in a run where no user is named. */
export const tokenOf = (role: string, user?: string): Promise<string> => {
  const known = tokens.get(`${role} ${user ?? ""}`);
  if (known !== undefined) return known;
  const token = print(role, user ?? randomUUID());
  tokens.set(`${role} ${user ?? ""}`, token);
  return token;
};

const print = async (role: string, user: string): Promise<string> => {
  const roles = role === "nobody" ? [] : ["--role", role];
  const script = ["--import", "tsx", "src/apps/token.ts", ...roles, "--user", user];
  return (await run(process.execPath, script)).stdout.trim();
};
