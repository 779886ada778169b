import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Caller, type Row, send } from "./client.ts";
import { refusesStrangers } from "./strangers.ts";

interface Step {
  readonly as: Caller;
  /** With `:id` where the row's id goes. */
  readonly path: string;
}

export interface Transition extends Step {
  /** Makes a row in its first state; left out where rows are not created through the API. */
  readonly create?: () => Promise<Row>;
  /** What brings a new row to where this transition begins; left out where tests cannot. */
  readonly after?: readonly Step[];
  /** Whether a new row is in another state than those that it leaves. */
  readonly tooEarly: boolean;
  /** The field and the state that it ends in. */
  readonly moves: Readonly<Record<string, string>>;
  /** Whether it also leaves the state that it ends in. */
  readonly repeats?: boolean;
  /** What it may answer where other services have a say; else 200. */
  readonly answers?: readonly number[];
}

const run = ({ as, path }: Step, id: string) => send(as, "POST", path.replace(":id", id));

/** What every transition does: it moves a row from the states that it leaves, and no other. */
export const transition = (name: string, about: Transition): void => {
  const { create, after } = about;
  describe(name, () => {
    test("finds nothing under an id that nobody has", async () => {
      expect((await run(about, randomUUID())).status).toBe(404);
    });

    if (create === undefined) return;
    if (after !== undefined) moving(about, create, after);
    if (about.tooEarly) {
      test("refuses a row in another state", async () => {
        expect((await run(about, (await create()).id)).status).toBe(409);
      });
    }
  });
  refusesStrangers(name, [{ as: about.as, method: "POST", path: about.path }]);
};

const moving = (about: Transition, create: () => Promise<Row>, after: readonly Step[]): void => {
  const { answers = [200], moves, repeats = false } = about;
  test("moves a row", async () => {
    const { id } = await create();
    for (const step of after) expect((await run(step, id)).status).toBe(200);
    const moved = await run(about, id);
    expect(answers).toContain(moved.status);
    const again = await run(about, id);
    if (moved.status !== 200) {
      // What is refused has moved nothing, so it is refused again for the same reason.
      expect(again.body).toMatchObject({ status: moved.status, type: moved.body["type"] });
      return;
    }
    expect(moved.body).toMatchObject({ id, ...moves });
    expect(again.status).toBe(repeats ? 200 : 409);
  });
};
