import { camel, kebab, pascal, plural, screaming, snake } from "../../model/names.ts";
import type { Rename } from "../../model/rename.ts";

/** A word, or words that hang together, as code and paths have them: `orderLines`, `order-lines`. */
const token = /[A-Za-z_$][\w$]*(?:-[\w$]+)*/g;

export const tokensOf = (text: string): ReadonlySet<string> => new Set(text.match(token) ?? []);

/** A text in double quotes with a blank in it: most likely words for a reader. */
export const prose = /"[^"\n]* [^"\n]*"/g;

export const withTokens = (text: string, to: (word: string) => string): string => text.replace(token, to);

/** What a word becomes under renames, in each of the spellings that generated code has; the word itself where it has nothing to do with them. */
export function renamerOf(renames: readonly Rename[]): (word: string) => string {
  const spelt = new Map<string, string>();
  for (const { from, to } of renames) {
    for (const spelling of [pascal, camel, kebab, snake, screaming]) {
      spelt.set(spelling(from), spelling(to));
      spelt.set(spelling(plural(kebab(from))), spelling(plural(kebab(to))));
    }
  }
  const forms = [...spelt.keys()].sort((a, b) => b.length - a.length).map(bounded);
  const pattern = new RegExp(forms.join("|"), "g");
  return (word) => (forms.length === 0 ? word : word.replace(pattern, (found) => spelt.get(found) ?? found));
}

/** Where a spelling stands as a part of its own: `Order` in `newOrder`, and not in `Ordering`; `order` in `order_id`, and not in `reorder`. */
function bounded(form: string): string {
  if (/^[A-Z][A-Z0-9_]*$/.test(form) && form.length > 1) return `(?<![A-Z0-9])${form}(?![A-Z0-9a-z])`;
  return /^[A-Z]/.test(form) ? `${form}(?![a-z0-9])` : `(?<![A-Za-z0-9])${form}(?![a-z0-9])`;
}
