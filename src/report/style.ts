import pico from "picocolors";

/** How a report looks; with `colours: false` it is plain text. */
export interface Style {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

export function styleWith(colours: boolean): Style {
  const { red, yellow, green, cyan, bold, dim } = pico.createColors(colours);
  return { red, yellow, green, cyan, bold, dim };
}
