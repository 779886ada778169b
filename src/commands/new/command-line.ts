/** A command line that does the same again, quoted for a POSIX shell; flags without a value stand alone. */
export function commandLine(dir: string, flags: Readonly<Record<string, string | boolean | undefined>>): string {
  const parts = Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, quoted(String(value))];
  });
  return ["keybeam", "new", quoted(dir), ...parts].join(" ");
}

/** A word for a POSIX shell. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_./:@-]+$/.test(text) && !text.startsWith("-") ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
