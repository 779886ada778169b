/** The words of a name in any of the spec's spellings: `OrderLine`, `orderLine` and `order-line` are two words. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/gu, "$1 $2")
    .split(/[\s_-]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** `order-line` */
export function kebab(name: string): string {
  return wordsOf(name).join("-");
}

const irregular: ReadonlyMap<string, string> = new Map([
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
export function plural(name: string): string {
  const cut = Math.max(name.lastIndexOf("-"), name.lastIndexOf("_")) + 1;
  return name.slice(0, cut) + pluralOfWord(name.slice(cut));
}

function pluralOfWord(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (/[^aeiou]y$/u.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/u.test(word)) return `${word}es`;
  return `${word}s`;
}
