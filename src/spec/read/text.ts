import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { problem } from "../diagnose.ts";
import { maxBytes } from "./limits.ts";

const signatures: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["a PNG image", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG image", [0xff, 0xd8, 0xff]],
  ["a GIF image", [0x47, 0x49, 0x46, 0x38]],
  ["a PDF", [0x25, 0x50, 0x44, 0x46]],
  ["a ZIP archive", [0x50, 0x4b, 0x03, 0x04]],
  ["a gzip archive", [0x1f, 0x8b]],
  ["a program", [0x7f, 0x45, 0x4c, 0x46]],
];

/** The text of a spec, or why the bytes are none: too many, another kind of file, another encoding. */
export function readText(input: string | Uint8Array, top: Location): readonly [string | null, readonly Diagnostic[]] {
  const size = typeof input === "string" ? new TextEncoder().encode(input).length : input.length;
  if (size > maxBytes) {
    return [
      null,
      [
        problem("file-too-large", top, `The file has ${size} bytes; a spec has ${maxBytes} at most.`, {
          help: "Shorten descriptions, or split the system.",
        }),
      ],
    ];
  }
  const [text, fault] = typeof input === "string" ? [input, null] : decode(input);
  if (fault !== null) return [null, [problem(fault.rule, top, fault.message, { help: fault.help })]];
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const stray = strayCharacter(body, top);
  return stray === null ? [body, []] : [null, [stray]];
}

interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly help: string;
}

function decode(bytes: Uint8Array): readonly [string, Fault | null] {
  const kind = signatures.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  if (kind !== undefined) {
    return [
      "",
      {
        rule: "not-a-spec",
        message: `This looks like ${kind[0]}, not like an architecture spec.`,
        help: "Name a YAML file such as `architecture.yaml`.",
      },
    ];
  }
  const sixteen = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (sixteen)
    return ["", { rule: "encoding", message: "The file is UTF-16; a spec is UTF-8.", help: "Save it again as UTF-8." }];
  try {
    return [new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), null];
  } catch {
    const line = lineOfInvalid(bytes);
    return [
      "",
      { rule: "encoding", message: `The file is not valid UTF-8 (line ${line}).`, help: "Save it again as UTF-8." },
    ];
  }
}

/** The first line that cannot be read as UTF-8. A line feed is never part of another character there. */
function lineOfInvalid(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}

/** A character that no text file has. */
function strayCharacter(text: string, top: Location): Diagnostic | null {
  const index = text.search(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|\r(?!\n)|\p{Cs}/u);
  if (index === -1) return null;
  const before = text.slice(0, index).split("\n");
  const code = (text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const at = { ...top, line: before.length, column: (before.at(-1) ?? "").length + 1 };
  return problem("encoding", at, `The character U+${code} may not stand in a spec.`, {
    help: "Delete it; the file may be binary or damaged.",
  });
}
