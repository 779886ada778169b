import type { Architecture } from "../../model/architecture.ts";
import { hasMails } from "../access/accounts.ts";
import { mailView } from "../accounts/mails.ts";
import { render } from "../render/index.ts";

/** `test/mails.test.ts`: what mails are for, from outside; null where none is sent. */
export const mailsTest = (architecture: Architecture): string | null => {
  if (!hasMails(architecture)) return null;
  const view = mailView(architecture);
  const paths = [...(view.passwordReset ? ["password/forgot"] : []), ...(view.emailVerification ? ["email/resend"] : [])];
  return render("tests/test/mails.test.ts.hbs", { ...view, follows: view.passwordReset || view.registersByMail, somePaths: paths.map((path) => JSON.stringify(path)).join(", ") });
};
