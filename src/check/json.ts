/** JSON as data: what it holds is only known by looking. */
export type JsonObject = { readonly [key: string]: unknown };

/** Strings and comments may lack their end, so that each is looked at once, whatever the text. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|,(?=\s*[}\]])/g;

/** Reads JSON with comments and trailing commas, as tsconfig.json has them; null where it is no JSON object. */
export function readJsonObject(text: string): JsonObject | null {
  const bare = text.replace(/^\ufeff/, "").replace(TOKEN, (token) => (token.startsWith('"') ? token : " "));
  // A comma before a comment before a bracket only shows once the comment is gone.
  const plain = bare.replace(TOKEN, (token) => (token.startsWith('"') ? token : " "));
  try {
    const value: unknown = JSON.parse(plain);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function strings(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
