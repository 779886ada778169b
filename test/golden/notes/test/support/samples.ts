import { randomUUID } from "node:crypto";
import { created } from "./client.ts";

/** Values that no other row has, so that tests do not meet one another. */
const unique = (): string => randomUUID().slice(-12);

export const text = (name: string, bounds: { readonly min?: number; readonly max?: number } = {}): string =>
  `${name} ${unique()}`.slice(-(bounds.max ?? 80)).padEnd(bounds.min ?? 0, "x");

export const noteInput = async () => ({ title: text("title", { min: 1, max: 200 }) });

export const createNote = async () => created("anyone", "/v1/notes", await noteInput());
