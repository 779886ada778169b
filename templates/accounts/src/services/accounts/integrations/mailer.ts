import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { Mailer } from "../application/ports.ts";

export interface MailSettings {
  /** `smtp://` or `smtps://`; empty on a developer's machine, where mails are files. */
  readonly url: string;
  readonly from: string;
  /** Where the application's pages are, to which mails lead. */
  readonly publicUrl: string;
}

const FOLDER = ".data/mail";
const TIMEOUT_MS = 10_000;

/** Mails as files: the newest is the last. */
const folderMailer = (from: string): Mailer => ({
  send: async ({ to, subject, text }) => {
    await mkdir(FOLDER, { recursive: true });
    const name = `${new Date().toISOString().replaceAll(":", "-")}-${randomUUID().slice(0, 8)}.txt`;
    await writeFile(join(FOLDER, name), `From: ${from}\nTo: ${to}\nSubject: ${subject}\n\n${text}\n`, { mode: 0o600 });
  },
});

const smtpMailer = ({ url, from }: MailSettings): Mailer => {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // What a mail brings opens an account: it does not travel in the clear but to this very machine.
    requireTLS: !secure && !["127.0.0.1", "localhost", "[::1]"].includes(hostname),
    ...(username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      await transport.sendMail({ from, ...mail });
    },
  };
};

export const createMailer = (settings: MailSettings): Mailer =>
  settings.url === "" ? folderMailer(settings.from) : smtpMailer(settings);
