/** Characters that end a line for some reader, or turn the direction of text so that code reads other than it runs. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

const escapeUnseen = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const inDoubleQuotes = (text: string): string => JSON.stringify(text).replace(UNSEEN, escapeUnseen);

const count = (text: string, quote: string): number => text.split(quote).length - 1;

/** A placeholder in a plain string looks like a mistake to linters, and is none. */
const withoutPlaceholders = (literal: string): string => literal.replaceAll("${", "\\u0024{");

/** Text as a TypeScript string literal, in the quotes that need fewer escapes, as formatters choose; double where it is all one. */
export const typescriptString = (text: string): string => {
  const literal = withoutPlaceholders(inDoubleQuotes(text));
  if (count(text, '"') <= count(text, "'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
};

/** Text inside a block comment, on one line: it can neither end the comment nor begin a line. */
export const commentText = (text: string): string =>
  text.replace(/\s+/gu, " ").replace(UNSEEN, "").replaceAll("*/", "*\\/").trim();

/** Text as a YAML scalar in double quotes; JSON strings are YAML. */
export const yamlString = inDoubleQuotes;

/** Text inside a Markdown paragraph or table cell, on one line, with nothing that Markdown or HTML would read. */
export const markdownText = (text: string): string =>
  text
    .replace(/\s+/gu, " ")
    .replace(UNSEEN, "")
    .replace(/[\\`*_{}[\]<>#|!~&]/gu, (found) => `\\${found}`)
    .trim();

/** Text as an SQL string literal. */
export const sqlString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier, always quoted. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
