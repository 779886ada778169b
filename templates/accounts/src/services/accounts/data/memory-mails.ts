import type { MailStore } from "../application/ports.ts";
import { after } from "../domain/account.ts";
import type { MailRequest, OneTimeToken } from "../domain/mail.ts";

/** The same in memory, for tests. */
export const memoryMails = (): MailStore => {
  const mails = new Map<string, MailRequest & { readonly dueAt: string }>();
  const tokens = new Map<string, OneTimeToken>();
  return {
    enqueue: async (_queries, mail, dueAt) => {
      mails.set(mail.id, { ...mail, dueAt });
    },
    claim: async (_queries, now, pauseMs) => {
      const due = [...mails.values()].filter((mail) => mail.dueAt <= now);
      const claimed = due.map((mail) => ({ ...mail, attempts: mail.attempts + 1 }));
      for (const mail of claimed) {
        mails.set(mail.id, { ...mail, dueAt: after(now, pauseMs * (1 + (mail.attempts - 1) ** 2)) });
      }
      return claimed;
    },
    remove: async (_queries, id) => {
      mails.delete(id);
    },
    replaceToken: async (_queries, token) => {
      for (const { hash, accountId, purpose } of tokens.values()) {
        if (accountId === token.accountId && purpose === token.purpose) tokens.delete(hash);
      }
      tokens.set(token.hash, token);
    },
    takeToken: async (_queries, hash, purpose, now) => {
      const token = tokens.get(hash);
      if (token === undefined || token.purpose !== purpose || token.expiresAt <= now) return null;
      tokens.delete(hash);
      return token.accountId;
    },
    forgetTokens: async (_queries, now) => {
      for (const token of tokens.values()) if (token.expiresAt <= now) tokens.delete(token.hash);
    },
  };
};
