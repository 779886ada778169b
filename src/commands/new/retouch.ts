/** A spec's text with another name or topology: the line at the left margin is replaced, all else stays byte by byte. */
export function retouch(text: string, changes: { readonly name?: string; readonly topology?: string }): string {
  return (["name", "topology"] as const).reduce((spec, key) => {
    const value = changes[key];
    return value === undefined ? spec : spec.replace(new RegExp(`^${key}:.*$`, "m"), () => `${key}: ${JSON.stringify(value)}`);
  }, text);
}
