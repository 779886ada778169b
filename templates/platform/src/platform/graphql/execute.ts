import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isLeafType,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { problemOf } from "../http/problem.ts";
import type { Envelope } from "../kernel/envelope.ts";
import type { Json } from "../kernel/json.ts";
import type { Failure, Result } from "../kernel/result.ts";
import type { Log } from "../kernel/world.ts";
import { measure } from "./measure.ts";

/** What a client asks. */
export interface GraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** Runs the operation behind a field of `Query` or `Mutation`. */
export type Run = (
  field: string,
  values: Readonly<Record<string, unknown>>,
  envelope: Envelope,
) => Promise<Result<unknown>>;

export interface Execution {
  readonly schema: GraphQLSchema;
  readonly run: Run;
  /** Whether clients may ask what there is; in production the committed schema says so. */
  readonly introspection: boolean;
  readonly log: Log;
  /** Told once of each field of `Query` or `Mutation` that failed: the request itself is answered 200. */
  readonly failed: (field: string, failure: Failure) => void;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly object[];
}

export const MOST_TOKENS = 2_000;
const MOST_DEPTH = 10;
const MOST_COST = 10_000;
export const MOST_FIELDS = 10;
const MOST_LETTERS = 64;
const MOST_ERRORS = 10;
/** Of the values of an answer, as JSON writes them: without its names and brackets, which its cost bounds. */
const MOST_BYTES = 4 * 1_024 * 1_024;

class RefusedError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The failure that an error means: what nobody said on purpose tells nothing of itself. */
const failureOf = (error: GraphQLError): Failure => {
  if (error.originalError instanceof RefusedError) return error.originalError.failure;
  if (error.originalError === undefined) return { code: "invalid", message: error.message };
  return { code: "internal", message: "Something went wrong; the log says what." };
};

/** What the log is told: GraphQL's own errors quote values, and a client names the fields of its answer. */
const causeOf = ({ nodes, originalError }: GraphQLError): Readonly<Record<string, unknown>> => {
  const [node] = nodes ?? [];
  return {
    field: node !== undefined && "name" in node ? node.name?.value : undefined,
    error: originalError instanceof GraphQLError ? "a value does not fit its type" : originalError,
  };
};

/** Of failures that GraphQL alone has. */
const STATUSES = { tooDeep: 422, tooCostly: 422, tooBroad: 422, tooLong: 422, answerTooLarge: 422 };

const shown = (failure: Failure, requestId: string, error?: GraphQLError): object => ({
  message: failure.message,
  ...(error?.locations === undefined ? {} : { locations: error.locations }),
  ...(error?.path === undefined ? {} : { path: error.path }),
  extensions: {
    code: failure.code,
    ...problemOf(failure, requestId, STATUSES),
  },
});

/** What does not fit the schema. Who may not ask what there is is not told by guesses either. */
const unfit =
  (introspection: boolean) =>
  ({ message }: GraphQLError): Failure => ({
    code: "invalid",
    message: introspection ? message : message.replace(/ Did you mean .*$/s, ""),
  });

const parsed = (query: string): DocumentNode | GraphQLError => {
  try {
    return parse(query, { maxTokens: MOST_TOKENS, noLocation: false });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
};

/** Why the request is not even begun; null where it is. */
const tooMuch = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  request: GraphRequest,
): Failure | null => {
  const { depth, cost, breadth, longest } = measure(schema, document, operation, request.variables ?? {});
  const limits = [
    ["tooDeep", depth, MOST_DEPTH, "levels of fields"],
    ["tooBroad", breadth, MOST_FIELDS, "fields at the top"],
    ["tooCostly", cost, MOST_COST, "fields, counted for each item of a list"],
    ["tooLong", longest, MOST_LETTERS, "letters in the name of a field"],
  ] as const;
  const over = limits.find(([, asks, most]) => !(asks <= most));
  if (over === undefined) return null;
  const [code, asks, most, what] = over;
  return { code, message: `It asks for ${asks} ${what}; at most ${most} are answered.` };
};

/** The document, where it may run; why it may not where it may not. */
const prepared = ({ schema, introspection }: Execution, request: GraphRequest): DocumentNode | readonly Failure[] => {
  const document = parsed(request.query);
  if (document instanceof GraphQLError) return [{ code: "invalid", message: document.message }];
  const operation = getOperationAST(document, request.operationName);
  if (operation == null) return [{ code: "invalid", message: "It does not say which operation is meant." }];
  const much = tooMuch(schema, document, operation, request);
  if (much !== null) return [much];
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const limits = { maxErrors: MOST_ERRORS };
  const faults = validate(schema, document, rules, limits);
  if (faults.length > 0) return faults.map(unfit(introspection));
  const { variableDefinitions = [] } = operation;
  const { errors = [] } = getVariableValues(schema, variableDefinitions, request.variables ?? {}, limits);
  return errors.length > 0 ? errors.map(unfit(introspection)) : document;
};

const TOO_LARGE: Failure = {
  code: "answerTooLarge",
  message: `An answer may have ${MOST_BYTES} bytes: ask for less. What a mutation does has happened.`,
};

/** Adds up the values of an answer while it is put together; from too many on there is nothing more. */
const createScale = () => {
  let bytes = 0;
  return {
    isOver: (): boolean => bytes > MOST_BYTES,
    weighed: (value: Json | undefined): Json | undefined => {
      bytes += Buffer.byteLength(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
      if (bytes > MOST_BYTES) throw new RefusedError(TOO_LARGE);
      return value;
    },
  };
};

/**
 * Answers one request: nothing of it runs that is too deep, too costly or not valid. What fails is null in the data,
 * and an error says why.
 */
export const executeRequest = async (
  execution: Execution,
  request: GraphRequest,
  envelope: Envelope,
): Promise<Answer> => {
  const { schema, run, log, failed } = execution;
  const { requestId } = envelope;
  const refused = (failures: readonly Failure[]): Answer => ({
    errors: failures.map((failure) => shown(failure, requestId)),
  });
  const document = prepared(execution, request);
  if (!("kind" in document)) return refused(document);
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  const fields = new Map<string | number, string>();
  const scale = createScale();
  const runRoot = async (field: string, values: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const result = await run(field, values, envelope);
    if (result.ok) return result.value;
    const { code } = result.failure;
    log.info("a field was refused", { field, failure: code, requestId });
    throw new RefusedError(result.failure);
  };
  const fieldResolver: GraphQLFieldResolver<Record<string, Json>, unknown> = (source, values, _context, info) => {
    if (!roots.has(info.parentType)) {
      const value = source[info.fieldName];
      return isLeafType(getNamedType(info.returnType)) ? scale.weighed(value) : value;
    }
    fields.set(info.path.key, info.fieldName);
    return runRoot(info.fieldName, values);
  };
  const { data, errors } = await execute({
    schema,
    document,
    rootValue: {},
    variableValues: request.variables ?? {},
    operationName: request.operationName ?? null,
    fieldResolver,
  });
  const told = (errors ?? []).map((error) => {
    const failure = failureOf(error);
    const [root = ""] = error.path ?? [];
    const field = fields.get(root);
    if (field !== undefined && fields.delete(root)) failed(field, failure);
    if (failure.code === "internal") log.error("a field failed", { requestId, ...causeOf(error) });
    return shown(failure, requestId, error);
  });
  if (scale.isOver()) return refused([TOO_LARGE]);
  return { ...(told.length === 0 ? {} : { errors: told }), ...(data === undefined ? {} : { data }) };
};
