import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

const KEYS = ["passwordReset", "emailVerification"] as const;

export const mailWithoutLogins: SpecRule = {
  id: "mail-without-logins",
  severity: "error",
  find: (architecture) => {
    const { auth } = architecture;
    if (auth.models.includes("jwt")) return [];
    return KEYS.filter((key) => auth[key] !== false && auth[key] !== null).map((key) =>
      problem("mail-without-logins", locate(architecture, `auth.${key}`), `\`${key}\` is about passwords and addresses, and nobody logs in here with one.`, {
        help: "Add `jwt` to `auth.model`, or leave the key out.",
      }),
    );
  },
};
