import type { Method } from "./contract.ts";
import type { Envelope, User } from "./envelope.ts";
import { checked } from "./json.ts";
import type { ListQuery, Where } from "./listing.ts";
import { fail } from "./result.ts";

declare module "./envelope.ts" {
  interface Envelope {
    /** Hears what a policy decided about a row or an input; left out where nobody writes that down. */
    readonly decided?: (allowed: boolean) => void;
  }
}

/** Who asks, and when. */
export interface Asker {
  readonly user: User;
  readonly now: string;
}

/** A condition on what is asked for. */
export interface Policy<Subject> {
  readonly holds: (subject: Subject, asker: Asker) => boolean;
  /** The same of a row, as a query says it; left out where no list asks. */
  readonly where?: (asker: Asker) => Where;
}

/** What roles may do, or everybody where none is named; where there is a policy, only as far as it holds. */
export interface Grant<Subject> {
  readonly roles?: readonly string[];
  readonly only?: Policy<Subject>;
}

const NOBODY: User = { id: "", roles: [] };

/**
 * The grants that count for whoever asks; null where none has to. A service that calls in the name of a user who was
 * granted nothing by a role answers for that itself, as it does where there is no user.
 */
const grantsOf = <Subject>(
  grants: readonly Grant<Subject>[],
  { user, service }: Envelope,
): readonly Grant<Subject>[] | null => {
  const own = grants.filter(({ roles }) => roles?.some((role) => user?.roles.includes(role)) ?? true);
  return service !== null && own.every(({ roles }) => roles === undefined) ? null : own;
};

/** Whether some grant of whoever asks reaches the subject. */
export const isGranted = <Subject>(
  grants: readonly Grant<Subject>[],
  envelope: Envelope,
  now: string,
  subject: Subject,
): boolean => {
  const asker = { user: envelope.user ?? NOBODY, now };
  const own = grantsOf(grants, envelope);
  // Who is granted it whatever the row is was let in before.
  if (own === null || own.some(({ only }) => only === undefined)) return true;
  const allowed = own.some(({ only }) => only?.holds(subject, asker));
  envelope.decided?.(allowed);
  return allowed;
};

/** The same list with those rows alone that some grant of whoever asks reaches. */
export const withinReach = <Row>(
  query: ListQuery,
  grants: readonly Grant<Row>[],
  envelope: Envelope,
  now: string,
): ListQuery => {
  const own = grantsOf(grants, envelope);
  if (own === null || own.some(({ only }) => only === undefined)) return query;
  const asker = { user: envelope.user ?? NOBODY, now };
  const where = own.map(({ only }) => only?.where?.(asker) ?? whereConstant(false));
  const holds = (row: unknown): boolean => own.some(({ only }) => only?.holds(checked<Row>(row), asker));
  return { ...query, reach: { where: whereAny(...where), holds } };
};

/** A method that is refused where no grant reaches its input. */
export const guarded =
  <Input, Output>(
    grants: readonly Grant<Input>[],
    now: () => string,
    method: Method<Input, Output>,
  ): Method<Input, Output> =>
  async (envelope, input) =>
    isGranted(grants, envelope, now(), input)
      ? method(envelope, input)
      : fail("forbidden", "No role of yours may do this with what you sent.");

export const whereConstant =
  (value: boolean): Where =>
  () =>
    String(value);

const joined =
  (word: string, empty: string, parts: readonly Where[]): Where =>
  (column, bind) =>
    parts.length === 0 ? empty : `(${parts.map((part) => part(column, bind)).join(word)})`;

export const whereAll = (...parts: readonly Where[]): Where => joined(" and ", "true", parts);

export const whereAny = (...parts: readonly Where[]): Where => joined(" or ", "false", parts);

type Operator = "=" | "is distinct from" | "<" | "<=" | ">" | ">=";

export const whereField =
  (field: string, operator: Operator, value: string | number | boolean): Where =>
  (column, bind) =>
    `${column(field)} ${operator} ${bind(value)}`;

export const whereFields =
  (field: string, operator: Operator | "is not distinct from", other: string): Where =>
  (column) =>
    `${column(field)} ${operator} ${column(other)}`;

export const whereNull =
  (field: string, isNull: boolean): Where =>
  (column) =>
    `${column(field)} is ${isNull ? "" : "not "}null`;

/** @param isOne whether the field must be one of the values, or none of them */
export const whereOneOf =
  (field: string, values: readonly (string | number | boolean)[], isOne: boolean): Where =>
  (column, bind) =>
    `(${column(field)} = any(${bind(values)})) is ${isOne ? "" : "not "}true`;
