/** The words of a name in any of the spec's spellings: `OrderLine`, `orderLine` and `order-line` are two words. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/gu, "$1 $2")
    .split(/[\s_-]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `order-line` */
export const kebab = (name: string): string => wordsOf(name).join("-");

/** `order_line` */
export const snake = (name: string): string => wordsOf(name).join("_");

/** `ORDER_LINE` */
export const screaming = (name: string): string => snake(name).toUpperCase();

/** `OrderLine` */
export const pascal = (name: string): string => wordsOf(name).map(capitalise).join("");

/** `orderLine` */
export const camel = (name: string): string => {
  const [first = "", ...rest] = wordsOf(name);
  return first + rest.map(capitalise).join("");
};

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["person", "people"],
  ["child", "children"],
  ["man", "men"],
  ["woman", "women"],
  ["foot", "feet"],
  ["tooth", "teeth"],
  ["goose", "geese"],
  ["mouse", "mice"],
]);

/** English plural of the last word: `category` → `categories`, `status` → `statuses`, `order-line` → `order-lines`. */
export const plural = (word: string): string => {
  const cut = Math.max(word.lastIndexOf("-"), word.lastIndexOf("_")) + 1;
  const [head, last] = [word.slice(0, cut), word.slice(cut)];
  return head + pluralOfWord(last);
};

const pluralOfWord = (word: string): string => {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (/[^aeiou]y$/u.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/u.test(word)) return `${word}es`;
  return `${word}s`;
};
