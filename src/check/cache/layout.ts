import { crc32 } from "node:zlib";

/** A file of the cache: a head of JSON, and numbers and bytes that need no parsing. Of one machine, so in its order of bytes. */
export interface Parts {
  readonly head: unknown;
  readonly doubles: Float64Array;
  readonly integers: Int32Array;
  readonly text: string;
  readonly rest: Uint8Array;
}

/** Lengths of the parts and a sum over all of them. */
const PREFIX = new Uint32Array(6).byteLength;
const UNIT = 8;

export function join({ head, doubles, integers, text, rest }: Parts): Buffer {
  const parts = [Buffer.from(JSON.stringify(head)), bytesOf(doubles), bytesOf(integers), Buffer.from(text), rest];
  const body = Buffer.concat(parts.flatMap((part) => [part, Buffer.alloc(padding(part.byteLength))]));
  const prefix = new Uint32Array([...parts.map(({ byteLength }) => byteLength), crc32(body)]);
  return Buffer.concat([bytesOf(prefix), body]);
}

/** Null where the bytes are not as `join` gives them. Throws where the head is no JSON. */
export function split(file: Buffer): Parts | null {
  if (file.byteLength < PREFIX) return null;
  const prefix = [...new Uint32Array(aligned(file, 0, PREFIX))];
  const starts = [PREFIX];
  for (const length of prefix.slice(0, -1)) starts.push((starts.at(-1) ?? 0) + length + padding(length));
  if (starts.at(-1) !== file.byteLength || crc32(file.subarray(PREFIX)) !== prefix.at(-1)) return null;
  const part = (index: number): Buffer => file.subarray(starts[index] ?? 0, (starts[index] ?? 0) + (prefix[index] ?? 0));
  const numbers = (index: number): ArrayBuffer => aligned(part(index), 0, part(index).byteLength);
  return {
    head: JSON.parse(part(0).toString("utf8")),
    doubles: new Float64Array(numbers(1)),
    integers: new Int32Array(numbers(2)),
    text: part(3).toString("utf8"),
    rest: part(4),
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function padding(length: number): number {
  return (UNIT - (length % UNIT)) % UNIT;
}

/** A copy that begins where numbers may begin. */
function aligned(bytes: Uint8Array, from: number, length: number): ArrayBuffer {
  return new Uint8Array(bytes.subarray(from, from + length)).buffer;
}
