import { setRoles } from "../services/accounts/index.ts";
import { withAccounts } from "./accounts.ts";
import { readArguments } from "./command-line.ts";

// Gives an account these roles, and takes from it all others.

const ROLES: readonly string[] = ["customer", "staff", "admin"];
const USAGE = `Say whose and which: npm run roles -- --email ADDRESS --role ${ROLES.join("|")}

--role as often as there are roles, or --none for an account that has none from now on.`;

const { email, role, none } = readArguments(
  {
    options: {
      email: { type: "string" },
      role: { type: "string", multiple: true, default: [] },
      none: { type: "boolean", default: false },
    },
  },
  USAGE,
).values;
const strangers = role.filter((one) => !ROLES.includes(one));

// Who names no role may have wanted to read them: nothing is taken away by what was not said.
if (email === undefined || strangers.length > 0 || none !== (role.length === 0)) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await withAccounts(async (ports) => {
    const result = await setRoles(ports, email, role);
    console.log(
      result.ok
        ? `${email} has ${none ? "no role" : role.join(", ")} now. Access tokens of before hold on for 15 min at most.`
        : result.failure.message,
    );
    process.exitCode = result.ok ? 0 : 1;
  });
}
