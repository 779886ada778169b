import type { Architecture } from "../../model/architecture.ts";
import { hasLogins, hasMails } from "../access/accounts.ts";
import { importOf } from "../service/code/imports.ts";

const value = (name: string) => ({ name, type: false });
const type = (name: string) => ({ name, type: true });
const when = <Item>(holds: boolean, ...items: readonly Item[]): readonly Item[] => (holds ? items : []);

/** What mails are sent for, and what the routes and files around them need of one another. */
export const mailView = (architecture: Architecture) => {
  const { auth, tenancy } = architecture;
  const mails = hasMails(architecture);
  const [passwordReset, emailVerification] = [mails && auth.passwordReset, mails && auth.emailVerification !== null];
  const registers = hasLogins(architecture) && auth.selfRegistration !== null;
  const verificationRequired = emailVerification && auth.emailVerification === "required";
  const discreet = registers && verificationRequired;
  const purposes = [...when(passwordReset, "reset"), ...when(emailVerification, "verify"), ...when(discreet, "known")];
  return {
    mails,
    passwordReset,
    emailVerification,
    verificationRequired,
    verificationOptional: emailVerification && !verificationRequired,
    discreet,
    endsLogins: passwordReset || discreet,
    registersByMail: registers && emailVerification,
    // A function stands still once it has answered.
    sendsSoon: !architecture.units.some((unit) => unit.as === "functions" && unit.services.includes("accounts")),
    purposes: purposes.map((purpose) => JSON.stringify(purpose)).join(" | "),
    somePurpose: purposes[0] ?? "",
    // With passwords alone to reset every account is as good as confirmed; else somebody must be who is not.
    verifiedFirst: passwordReset,
    verifiedAt: tenancy === null ? "$6" : "$7",
    schemaImport: importOf("./schemas.ts", [
      ...["credentialsSchema", "refreshSchema", "sessionSchema"].map(value),
      ...when(registers, value("newAccountSchema")),
      ...when(registers && !discreet, value("accountSchema")),
      ...when(mails, value("acceptedSchema"), value("addressSchema")),
      ...when(passwordReset, value("newPasswordSchema")),
      ...when(emailVerification, value("verificationSchema")),
    ]),
    mailImport: importOf("../domain/mail.ts", [
      ...["MAIL_ATTEMPTS", "MAIL_PAUSE_MS", "MAIL_WINDOW_MS", "MOST_MAILS"].map(value),
      ...["Mail", "MailRequest", "Purpose"].map(type),
      ...when(passwordReset, value("RESET_MS"), value("resetMail")),
      ...when(emailVerification, value("VERIFICATION_MS"), value("verificationMail")),
      ...when(discreet, value("knownMail")),
    ]),
    mailTestImport: importOf("../domain/mail.ts", [
      ...["MAIL_ATTEMPTS", "MAIL_PAUSE_MS", "MOST_MAILS"].map(value),
      ...["Mail", "Purpose"].map(type),
      ...when(passwordReset, value("RESET_MS")),
    ]),
  };
};
