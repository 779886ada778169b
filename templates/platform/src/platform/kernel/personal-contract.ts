import { type Contract, defineContract, type Method } from "./contract.ts";
import { calledBy, type Envelope } from "./envelope.ts";
import { UnavailableError } from "./faults.ts";
import { checked, type Json, type Nothing } from "./json.ts";
import type { Erased, Note } from "./personal-erasure.ts";
import { type Holding, type PersonalHolder, sqlHolder } from "./personal-holder.ts";
import { ok, type Result } from "./result.ts";
import type { Schema } from "./schema.ts";
import type { Service } from "./world.ts";

/** What every service that holds rows about users answers besides; no operation of a spec has such a name. */
export interface PersonalClient {
  readonly _personalRows: Method<{ readonly entity: string; readonly whose: readonly string[] }, Ids>;
  readonly _personalData: Method<Some, { readonly rows: readonly Json[] }>;
  readonly _erasePersonal: Method<Some & { readonly user: string }, Erased>;
  readonly _noteErasure: Method<{ readonly user: string; readonly isFinished: boolean }, Nothing>;
}

interface Ids {
  readonly ids: readonly string[];
}

interface Some extends Ids {
  readonly entity: string;
}

const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});
const entity: Schema = { type: "string", maxLength: 200 };
const user: Schema = { type: "string", format: "uuid" };
const count: Schema = { type: "integer", minimum: 0 };
const ids: Schema = { type: "array", items: { type: "string", format: "uuid" } };
const rows: Schema = { type: "array", items: { type: "object" } };

const query = { kind: "query", idempotency: "natural", timeoutMs: 5_000, errors: {} } as const;
const command = { ...query, kind: "command", timeoutMs: 10_000 } as const;

export const personalMethods: Contract<PersonalClient>["methods"] = {
  _personalRows: { ...query, input: object({ entity, whose: ids }), output: object({ ids }) },
  _personalData: { ...query, input: object({ entity, ids }), output: object({ rows }) },
  _erasePersonal: {
    ...command,
    input: object({ user, entity, ids }),
    output: object({ deleted: count, replaced: count, left: count }),
  },
  _noteErasure: { ...command, input: object({ user, isFinished: { type: "boolean" } }), output: object({}) },
};

/** That part of a service's contract, for whoever asks all of them. */
export const personalContract = (service: string): Contract<PersonalClient> =>
  defineContract<PersonalClient>({ service, methods: personalMethods, events: {} });

/** That part of a service whose contract has these methods. */
export const personalOf = ({ client }: Service<unknown>): PersonalClient => checked<PersonalClient>(client);

const unnoted = (): Note => async () => undefined;

/** Answers with what a service holds. */
export const personalClient = (holding: Holding, noteOf: (envelope: Envelope) => Note = unnoted): PersonalClient => {
  const of = (envelope: Envelope): PersonalHolder => sqlHolder(holding, noteOf(envelope));
  return {
    _personalRows: async (envelope, input) => ok({ ids: await of(envelope).find(input.entity, input.whose) }),
    _personalData: async (envelope, input) =>
      ok({ rows: checked<readonly Json[]>(await of(envelope).show(input.entity, input.ids)) }),
    _erasePersonal: async (envelope, input) => ok(await of(envelope).erase(input.user, input.entity, input.ids)),
    _noteErasure: async (envelope, input) => {
      await of(envelope).note(input.user, input.isFinished);
      return ok({});
    },
  };
};

/** @throws UnavailableError where the service does not say */
const said = <Value>(result: Result<Value>): Value => {
  if (!result.ok) throw new UnavailableError(result.failure.message);
  return result.value;
};

/** A holder that is asked by its contract. */
export const holderOver = (client: PersonalClient, caller: string, asked: Envelope): PersonalHolder => {
  const envelope = calledBy(caller, asked);
  return {
    find: async (of, whose) => said(await client._personalRows(envelope, { entity: of, whose })).ids,
    show: async (of, some) => said(await client._personalData(envelope, { entity: of, ids: some })).rows,
    erase: async (whose, of, some) =>
      said(await client._erasePersonal(envelope, { user: whose, entity: of, ids: some })),
    note: async (whose, isFinished) => {
      said(await client._noteErasure(envelope, { user: whose, isFinished }));
    },
  };
};
