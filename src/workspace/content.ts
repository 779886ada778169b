import { createHash } from "node:crypto";

const crlf = /\r\n/g;

/** SHA-256 in hexadecimal. */
export function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The same text with `\n` alone at line ends; bytes that are not text come back as they are. */
export function withLf(content: Buffer): Buffer {
  const text = content.toString("latin1");
  return text.includes("\r\n") ? Buffer.from(text.replace(crlf, "\n"), "latin1") : content;
}

/** Whether every line of a file ends in `\r\n`. */
export function endsInCrlf(content: Buffer): boolean {
  const text = content.toString("latin1");
  return text.includes("\r\n") && !/(^|[^\r])\n/.test(text);
}

/** A rendering, whose lines end in `\n`, with the line ends that the file on disk has. */
export function withLineEndsOf(rendering: Buffer, onDisk: Buffer): Buffer {
  return endsInCrlf(onDisk) ? Buffer.from(rendering.toString("latin1").replace(/\n/g, "\r\n"), "latin1") : rendering;
}
