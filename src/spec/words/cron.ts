const parts: readonly (readonly [name: string, low: number, high: number])[] = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day", 1, 31],
  ["month", 1, 12],
  ["weekday", 0, 7],
];

/** Why a text is no cron line of five parts; null where it is one. */
export function cronFault(text: string): string | null {
  const written = text.trim().split(/\s+/);
  if (written.length !== parts.length) return `it has ${written.length} parts`;
  for (const [index, [name, low, high]] of parts.entries()) {
    const part = written[index] ?? "";
    const wrong = part.split(",").find((item) => !itemFits(item, low, high));
    if (wrong !== undefined) return `the ${name} must lie in ${low}..${high}`;
  }
  return null;
}

/** `*`, `5`, `1-5`, and any of them with a step such as a slash and 15. */
function itemFits(item: string, low: number, high: number): boolean {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(item);
  if (match === null) return false;
  const from = match[1] === undefined ? low : Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  const step = match[3] === undefined ? 1 : Number(match[3]);
  return from >= low && to <= high && from <= to && step >= 1 && step <= high;
}
