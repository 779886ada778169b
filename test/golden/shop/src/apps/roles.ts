import { parseArgs } from "node:util";
import { setRoles } from "../services/accounts/index.ts";
import { withAccounts } from "./accounts.ts";

// Says which roles an account has from now on; without --role it has none: npm run roles -- --email someone@example.com --role customer

const ROLES: readonly string[] = ["customer", "staff", "admin"];

const { email, role } = parseArgs({
  options: { email: { type: "string" }, role: { type: "string", multiple: true, default: [] } },
}).values;
const strangers = role.filter((one) => !ROLES.includes(one));

if (email === undefined || strangers.length > 0) {
  console.error(`Say whose and which: npm run roles -- --email ADDRESS --role ${ROLES.join("|")}`);
  process.exitCode = 2;
} else {
  await withAccounts(async (ports) => {
    const result = await setRoles(ports, email, role);
    console.log(result.ok ? "Access tokens of before hold on for 15 min at most." : result.failure.message);
    process.exitCode = result.ok ? 0 : 1;
  });
}
