import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createMailer } from "../integrations/mailer.ts";

const FROM = "Shop <no-reply@shop.example>";
const MAIL = { to: "alice@example.com", subject: "Hello", text: "A link:\n\nhttps://app.example/page#secret" };

let server: Server | undefined;
afterEach(() => server?.close());

/** As much of a mail server as a client needs; what it was told is added to `said`. */
const listen = async (said: string[], answer = "250 OK"): Promise<string> => {
  server = createServer((socket) => {
    let inMail = false;
    socket.write("220 here\r\n");
    socket.on("data", (data) => {
      const text = data.toString();
      said.push(text);
      const ends = inMail && text.endsWith("\r\n.\r\n");
      if (inMail && !ends) return;
      const begins = !inMail && text.startsWith("DATA");
      socket.write(begins ? "354 go on\r\n" : `${ends ? answer : "250 OK"}\r\n`);
      inMail = begins;
    });
    socket.on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const mailer = (url: string) => createMailer({ url, from: FROM, publicUrl: "https://app.example" });

test("a mail goes to the server that the environment names", async () => {
  const said: string[] = [];
  await mailer(await listen(said)).send(MAIL);
  const text = said.join("");
  expect(text).toContain("MAIL FROM:<no-reply@shop.example>");
  expect(text).toContain("RCPT TO:<alice@example.com>");
  expect(text).toContain("Subject: Hello\r\n");
  expect(text).toContain("https://app.example/page#secret");
});

test("a mail that the server does not take is not sent", async () => {
  await expect(mailer(await listen([], "451 later")).send(MAIL)).rejects.toThrow("451");
  const url = await listen([]);
  server?.close();
  await expect(mailer(url).send(MAIL)).rejects.toThrow();
});

test("on a developer's machine mails are files", async () => {
  const to = `${Date.now()}@example.com`;
  await mailer("").send({ ...MAIL, to });
  const names = await readdir(".data/mail");
  const texts = await Promise.all(names.map((name) => readFile(`.data/mail/${name}`, "utf8")));
  expect(texts.filter((text) => text.includes(`To: ${to}\nSubject: Hello`))).toHaveLength(1);
});
