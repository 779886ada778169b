import type { Readable, Writable } from "node:stream";
import { CANCEL_SYMBOL, confirm, intro, outro, select, text } from "@clack/prompts";

/** Somebody left in the middle of the questions: nothing is written. */
export class Cancelled extends Error {}

/** The questions of the wizard, apart from the terminal that asks them. */
export interface Asker {
  readonly begin: (title: string) => void;
  /** What is suggested is the answer of who types nothing; who types something begins from nothing. */
  readonly text: (message: string, suggested: string, fault: (answer: string) => string | undefined) => Promise<string>;
  readonly select: (message: string, options: readonly { readonly value: string; readonly hint: string }[], initial: string) => Promise<string>;
  readonly confirm: (message: string, initial: boolean) => Promise<boolean>;
  readonly end: (message: string) => void;
}

/** Asks on stderr, so that stdout holds the result alone. */
export function terminalAsker(input: Readable = process.stdin, output: Writable = process.stderr): Asker {
  return {
    begin: (title) => intro(title, { output }),
    text: async (message, suggested, fault) =>
      answered(await text({ message, placeholder: suggested, defaultValue: suggested, validate: (typed) => fault(typed || suggested), input, output })),
    select: async (message, options, initialValue) =>
      answered(await select({ message, options: options.map(({ value, hint }) => ({ value, label: value, hint })), initialValue, input, output })),
    confirm: async (message, initialValue) => answered(await confirm({ message, initialValue, input, output })),
    end: (message) => outro(message, { output }),
  };
}

function answered<T extends string | boolean>(answer: T | typeof CANCEL_SYMBOL): T {
  if (answer === CANCEL_SYMBOL) throw new Cancelled();
  return answer;
}
