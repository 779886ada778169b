import { checkOutput } from "../kernel/codec.ts";
import type { MethodContract } from "../kernel/contract.ts";
import { checked } from "../kernel/json.ts";
import { known } from "../kernel/known.ts";
import { type Failure, fail, failDomain, type Result } from "../kernel/result.ts";
import { lost } from "../outbound.ts";

/** What is longer is no answer that anybody asked for. */
const MOST_BYTES = 1_048_576;

const textOf = async (response: Response): Promise<string | null> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop calls the rest off.
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsIn = (text: string): Fields | null => {
  try {
    const value: unknown = text === "" ? {} : JSON.parse(text);
    return typeof value === "object" && value !== null ? checked<Fields>(value) : null;
  } catch {
    return null;
  }
};

const spelled = (text: unknown): string =>
  String(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");

/** The domain error that a refusal means: the one of its status, or where several have it the one that its `code` or `type` names. */
const domainError = (method: MethodContract, status: number, fields: Fields): string | null => {
  const names = Object.keys(method.errors).filter((name) => method.errors[name] === status);
  if (names.length < 2) return names[0] ?? null;
  const said = [fields["code"], fields["type"]].map(spelled);
  return names.find((name) => said.some((word) => word.endsWith(spelled(name)))) ?? null;
};

/** Seconds; of a date, or of what is no number, nothing is made. */
const retryAfter = (response: Response): Pick<Failure, "retryAfterSeconds"> => {
  const value = response.headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(value) ? { retryAfterSeconds: Number(value) } : {};
};

const REFUSALS: Readonly<Record<number, readonly [code: "invalid" | "notFound" | "conflict", why: string]>> = {
  400: ["invalid", "did not take the input"],
  404: ["notFound", "knows no such thing"],
  409: ["conflict", "is in a state that does not allow it"],
  410: ["notFound", "knows it no more"],
  412: ["conflict", "is in a state that does not allow it"],
  422: ["invalid", "did not take the input"],
};

/** Asked too early or too often, it did nothing and may do it later. */
const NOT_NOW = [408, 425, 429, 503];

const refused = async (callee: string, method: MethodContract, response: Response): Promise<Result<never>> => {
  const { status } = response;
  const error = domainError(method, status, fieldsIn((await textOf(response)) ?? "") ?? {});
  if (error !== null) return failDomain(error, `${callee} answered ${error}.`);
  if (NOT_NOW.includes(status)) {
    const message = `${callee} cannot do it now.`;
    return { ok: false, failure: { code: "unavailable", message, ...retryAfter(response) } };
  }
  if (status >= 500) return lost(method);
  const [code, why] = REFUSALS[status] ?? ["internal", `refused with ${status}`];
  return fail(code, `${callee} ${why}.`);
};

/** What an answer of somebody else's system means for the caller. Redirects are refusals: nobody is followed elsewhere. */
export const resultOf = async (
  callee: string,
  method: MethodContract,
  response: Response,
): Promise<Result<unknown>> => {
  if (!response.ok) return refused(callee, method, response);
  const text = await textOf(response);
  const fields = text === null ? null : fieldsIn(text);
  const result = fields === null ? null : checkOutput(method, known(method.output, fields));
  if (result?.ok === true) return result;
  // It has done something, and nobody can tell what from such an answer.
  return method.kind === "command" ? lost(method) : fail("unavailable", `${callee} answered what nobody can read.`);
};
