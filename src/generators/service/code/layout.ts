const WIDTH = 120;

/** A piece of source that stands on one line where it fits and is broken, as the project's formatter would, where not. */
export type Source = string | Group;

interface Group {
  readonly open: string;
  readonly items: readonly { readonly prefix: string; readonly source: Source }[];
  readonly close: string;
  /** Whether a blank stands inside the brackets of the one-line form. */
  readonly spaced: boolean;
  /** The brackets stay on the lines of the only item, as in `f({`. */
  readonly hugged: boolean;
}

const group = (open: string, close: string, items: Group["items"], spaced = false, hugged = false): Group =>
  ({ open, items, close, spaced, hugged });

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/u.test(name) ? name : JSON.stringify(name));

export const objectOf = (entries: readonly (readonly [string, Source])[]): Source =>
  entries.length === 0
    ? "{}"
    : group("{", "}", entries.map(([name, source]) => ({ prefix: name === source ? "" : `${key(name)}: `, source })), true);

/** `{ ...base, name: value }` */
export const spreadOf = (base: string, entries: readonly (readonly [string, Source])[]): Source =>
  group("{", "}", [{ prefix: "...", source: base }, ...entries.map(([name, source]) => ({ prefix: `${key(name)}: `, source }))], true);

export const arrayOf = (items: readonly Source[]): Source =>
  items.length === 0 ? "[]" : group("[", "]", items.map((source) => ({ prefix: "", source })));

export const callOf = (name: string, args: readonly Source[]): Source => {
  const [only] = args;
  const hugged = args.length === 1 && only !== undefined && typeof only !== "string" && /^[{[]$/u.test(only.open);
  return args.length === 0 ? `${name}()` : group(`${name}(`, ")", args.map((source) => ({ prefix: "", source })), false, hugged);
};

/** Parameters in brackets, as in `(ports: Ports, id: string): Promise<void> => {`. */
export const parametersOf = (parameters: readonly string[]): Source =>
  parameters.length === 0 ? "()" : group("(", ")", parameters.map((source) => ({ prefix: "", source })));

const flat = (source: Source): string => {
  if (typeof source === "string") return source;
  const inner = source.items.map((item) => item.prefix + flat(item.source)).join(", ");
  return source.spaced ? `${source.open} ${inner} ${source.close}` : source.open + inner + source.close;
};

/** Objects of several keys in one array each get lines of their own, whether or not they would fit. */
const broken = (source: Source): boolean =>
  typeof source === "string"
    ? source.includes("\n")
    : source.items.some((item) => broken(item.source)) || (source.open === "[" && listsObjects(source));

const listsObjects = (array: Group): boolean =>
  array.items.length > 1 &&
  array.items.every(({ source }) => typeof source !== "string" && /^[{[]$/u.test(source.open) && source.items.length > 1);

/**
 * The text of a source.
 * @param indent blanks before the line that it stands on
 * @param before characters on that line before it, with the indent
 * @param after characters that follow on its last line
 */
export const layout = (source: Source, indent: number, before: number, after: number): string => {
  const line = flat(source);
  if (typeof source === "string" || (!broken(source) && before + line.length + after <= WIDTH)) return line;
  const [only] = source.items;
  if (source.hugged && only !== undefined) {
    return source.open + layout(only.source, indent, before + source.open.length, after + 1) + source.close;
  }
  const clinging = lastHugged(source, indent, before, after);
  if (clinging !== null) return clinging;
  const pad = " ".repeat(indent + 2);
  const lines = source.items.map(({ prefix, source: item }) => {
    const text = layout(item, indent + 2, indent + 2 + prefix.length, 1);
    return `${pad}${text.startsWith("\n") ? prefix.trimEnd() : prefix}${text},\n`;
  });
  return `${source.open}\n${lines.join("")}${" ".repeat(indent)}${source.close}`;
};

/** A call whose last argument alone is broken, as in `f(a, {`; null where that does not fit either. */
const lastHugged = (call: Group, indent: number, before: number, after: number): string | null => {
  const last = call.items.at(-1)?.source;
  if (!call.open.endsWith("(") || call.items.length < 2 || last === undefined || typeof last === "string") return null;
  if (!/^[{[]$/u.test(last.open) || call.items.slice(0, -1).some((item) => broken(item.source))) return null;
  const first = `${call.open}${call.items.slice(0, -1).map((item) => flat(item.source)).join(", ")}, `;
  if (before + first.length + 1 > WIDTH) return null;
  return `${first}${broke(last, indent, after + 1)}${call.close}`;
};

const broke = (source: Group, indent: number, after: number): string => layout(source, indent, WIDTH, after);

/** A whole statement or property: what stands before the source on its line, the source, what follows. */
export const line = (indent: number, prefix: string, source: Source, suffix: string): string => {
  const pad = " ".repeat(indent);
  const text = `${pad}${prefix}${layout(source, indent, indent + prefix.length, suffix.length)}${suffix}`;
  const assigned = /^(?<name>.* =) (?<rest>(?:await )?)$/su.exec(prefix)?.groups;
  if (assigned === undefined || text.indexOf("\n") <= WIDTH || typeof source === "string") return text;
  // What does not fit up to its first bracket begins on a line of its own.
  const rest = assigned["rest"] ?? "";
  return `${pad}${assigned["name"] ?? ""}\n${pad}  ${rest}${layout(source, indent + 2, indent + 2 + rest.length, suffix.length)}${suffix}`;
};

/** The text of a property's value where it is one of two: on the line of its name, on the next, or a line for each. */
export const conditional = (indent: number, name: string, test: string, yes: string, no: string): string => {
  const flat = `${test} ? ${yes} : ${no}`;
  if (indent + name.length + 2 + flat.length + 1 <= WIDTH) return flat;
  const pad = `\n${" ".repeat(indent + 2)}`;
  return indent + 2 + flat.length + 1 <= WIDTH ? `${pad}${flat}` : `${pad}${test}${pad}  ? ${yes}${pad}  : ${no}`;
};

/** The same where a value may be missing and another stands in for it. */
export const fallback = (indent: number, name: string, value: string, other: string): string => {
  const flat = `${value} ?? ${other}`;
  if (indent + name.length + 2 + flat.length + 1 <= WIDTH) return flat;
  const pad = `\n${" ".repeat(indent + 2)}`;
  return indent + 2 + flat.length + 1 <= WIDTH ? `${pad}${flat}` : `${pad}${value} ??${pad}${other}`;
};

/** Types in angle brackets with what stands around them: on one line where that fits, else a type a line. */
export const generic = (indent: number, prefix: string, types: string, suffix: string): string => {
  const pad = " ".repeat(indent);
  const whole = `${pad}${prefix}<${types}>${suffix}`;
  if (whole.length <= WIDTH) return whole;
  const each = types.split(/, (?![^<]*>)/u).map((type) => `\n${pad}  ${type}`);
  return `${pad}${prefix}<${each.join(",")}\n${pad}>${suffix}`;
};

/** A member of an interface; a union that does not fit stands with one type a line. */
export const member = (name: string, type: string, indent = 2): string => {
  const pad = " ".repeat(indent);
  const whole = `${pad}readonly ${name}: ${type};`;
  if (whole.length <= WIDTH || !/ \| /u.test(type) || type.startsWith("readonly (")) return whole;
  return `${pad}readonly ${name}:${type.split(" | ").map((one) => `\n${pad}  | ${one}`).join("")};`;
};

/** A property whose value is a string: what does not fit goes to a line of its own. */
export const stringProperty = (indent: number, name: string, text: string): string => {
  const pad = " ".repeat(indent);
  const whole = `${pad}${name}: ${text},`;
  return whole.length <= WIDTH ? whole : `${pad}${name}:\n${pad}  ${text},`;
};

/** An arrow function that gives one expression: on one line where it fits, else its body on the next. */
export const arrow = (prefix: string, parameters: readonly string[], result: string, body: Source): string => {
  if (typeof body !== "string" && body.open === "{") {
    // The brackets that open the object stay on the line of the head.
    const opening = line(0, prefix, parametersOf(parameters), `: ${result} => ({`).slice(0, -1);
    return `${opening}${layout(body, 0, lastLineOf(opening), 2)});`;
  }
  const head = line(0, prefix, parametersOf(parameters), `: ${result} =>`);
  const lastLine = lastLineOf(head);
  const after = layout(body, 0, lastLine + 1, 1);
  const fits = !after.includes("\n") && lastLine + after.length + 2 <= WIDTH;
  return fits ? `${head} ${after};` : `${head}\n  ${layout(body, 2, 2, 1)};`;
};

const lastLineOf = (text: string): number => text.length - text.lastIndexOf("\n") - 1;

/** The head of an arrow function with a block, up to its opening brace. */
export const head = (prefix: string, parameters: readonly string[], result: string): string =>
  line(0, prefix, parametersOf(parameters), `: ${result} => {`);

/** An arrow function in an object that gives one expression: on the line of its head where it fits, else on the next. */
export const arrowBody = (indent: number, start: string, body: Source, suffix: string): string => {
  const pad = " ".repeat(indent);
  const text = layout(body, indent, 0, 0);
  const fits = !text.includes("\n") && indent + start.length + 1 + text.length + suffix.length <= WIDTH;
  return fits ? `${pad}${start} ${text}${suffix}` : `${pad}${start}\n${pad}  ${layout(body, indent + 2, indent + 2, suffix.length)}${suffix}`;
};
