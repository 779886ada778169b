import { wordsOf } from "./imports.ts";

/** A declaration by the name that others know it by. */
export interface Declaration {
  readonly name: string;
  readonly text: string;
}

export const interfaceText = (name: string, comment: string, members: readonly string[]): Declaration => ({
  name,
  text: (comment === "" ? "" : `/** ${comment} */\n`) + declared(name, members),
});

const declared = (name: string, members: readonly string[]): string =>
  members.length === 0
    ? `export type ${name} = Readonly<Record<string, never>>;`
    : `export interface ${name} {\n${members.map((one) => `${one}\n`).join("")}}`;

/** The declarations that a text speaks of, and those that these speak of, each after what it is made of. */
export const neededBy = (text: string, declarations: readonly Declaration[]): readonly Declaration[] => {
  const byName = new Map(declarations.map((one) => [one.name, one]));
  const seen = new Set<string>();
  const ordered: Declaration[] = [];
  const visit = (words: ReadonlySet<string>): void => {
    for (const word of words) {
      const declaration = byName.get(word);
      if (declaration === undefined || seen.has(word)) continue;
      seen.add(word);
      visit(wordsOf(declaration.text));
      ordered.push(declaration);
    }
  };
  visit(wordsOf(text));
  return ordered;
};
