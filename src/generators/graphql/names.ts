/** Types of GraphQL itself, and those that every schema may have; what a spec calls so gets a mark behind its name. */
const RESERVED = "Query Mutation Subscription Int Float String Boolean ID SafeInt Decimal Date DateTime JSON Base64 Money MoneyInput PageInfo".split(" ");

/** A type of a schema: its name, and its text in GraphQL's schema language. */
interface Declared {
  readonly name: string;
  text: string;
}

/** The types of one schema, each declared when something first speaks of it. */
export interface Declarations {
  /**
   * The name of what `key` stands for, which is `wanted` or as near to it as is free.
   * @param textOf its declaration, which may speak of types of its own, itself among them
   */
  readonly named: (key: string, wanted: string, textOf: (name: string) => string) => string;
  /** One of the names that no spec can take. */
  readonly builtIn: (name: string, text: string) => string;
  readonly texts: () => readonly string[];
}

export const createDeclarations = (): Declarations => {
  const declared = new Map<string, Declared>();
  const taken = new Set(RESERVED);
  const put = (key: string, name: string, textOf: (name: string) => string): string => {
    const one: Declared = { name, text: "" };
    declared.set(key, one);
    one.text = textOf(name);
    return name;
  };
  return {
    named: (key, wanted, textOf) => {
      const known = declared.get(key);
      if (known !== undefined) return known.name;
      const name = free(wanted, taken);
      taken.add(name);
      return put(key, name, textOf);
    },
    builtIn: (name, text) => declared.get(`built in ${name}`)?.name ?? put(`built in ${name}`, name, () => text),
    texts: () => [...declared.values()].map(({ text }) => text),
  };
};

/** The name, with as many marks behind it as it takes. */
export const free = (wanted: string, taken: ReadonlySet<string>): string => (taken.has(wanted) ? free(`${wanted}_`, taken) : wanted);

/** A text for people, before what it is about. JSON's way of writing texts is one of GraphQL's. */
export const described = (text: string, indent: string): string => (text === "" ? "" : `${indent}${JSON.stringify(text)}\n`);
