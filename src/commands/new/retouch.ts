/** Words that YAML reads as something else. */
const meant = new Set(["on", "off", "yes", "no", "null", "true", "false"]);

/** Plain where a plain word is what it is. */
const scalar = (text: string): string => (/^[a-z][a-z0-9-]*$/.test(text) && !meant.has(text) ? text : JSON.stringify(text));

/** A spec's text with another name or topology: the line at the left margin is replaced, all else stays byte by byte. */
export function retouch(text: string, changes: { readonly name?: string; readonly topology?: string }): string {
  return (["name", "topology"] as const).reduce((spec, key) => {
    const value = changes[key];
    return value === undefined ? spec : spec.replace(new RegExp(`^${key}:.*$`, "m"), () => `${key}: ${scalar(value)}`);
  }, text);
}
