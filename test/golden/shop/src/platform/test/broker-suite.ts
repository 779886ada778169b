import { afterEach, describe, expect, test } from "vitest";
import type { Message, Routes } from "../broker/broker.ts";
import { describeEffects } from "./broker-effects.ts";
import {
  AGAIN,
  type Candidate,
  DONE,
  eventOf,
  eventually,
  type Instance,
  log,
  numberOf,
  pause,
  type Rig,
  recorder,
  routesOf,
  silent,
  startInstance,
} from "./broker-rig.ts";
import { type Outage, throughOutage } from "./outage.ts";

/** What every broker must do, whatever it is made of. */
export const describeBroker = (candidate: Candidate): void => {
  const where = candidate.url === "" ? `NOT RUN, for no TEST_${candidate.name.toUpperCase()}_URL names a server` : "";
  describe.skipIf(where !== "")(`the broker ${candidate.name} ${where}`, { timeout: 60_000 }, () => {
    const running: Instance[] = [];
    const systems: Routes[] = [];
    const instance = async (routes: Routes, url = candidate.url): Promise<Instance> => {
      const started = await startInstance(candidate, routes, url);
      running.push(started);
      return started;
    };
    const fresh = async (retainMs = 3_600_000): Promise<Routes> => {
      const routes = routesOf(retainMs);
      await candidate.prepare(candidate.url, routes, log);
      systems.push(routes);
      return routes;
    };
    afterEach(async () => {
      await Promise.all(running.splice(0).map((one) => one.stop()));
      for (const routes of systems.splice(0)) await candidate.forget(candidate.url, routes);
    });
    const rig: Rig = { candidate, instance, fresh };
    describeDelivery(rig);
    describeOrder(rig);
    describeDeadLetters(rig);
    describeFaults(rig);
    describeEffects(rig);
  });
};

const describeDelivery = ({ candidate, instance, fresh }: Rig): void => {
  test("each subscriber gets its own copy of what it hears, and nothing else", async () => {
    const one = await instance(await fresh());
    const [note, copy] = [recorder(), recorder()];
    await one.hear("hearing.note", note.handle);
    await one.hear("writing.copy", copy.handle);
    const said = eventOf(1);
    await one.broker.publish([said, eventOf(2, "two", "speaking.Whispered"), eventOf(3, "three", "speaking.Coughed")]);
    await eventually(() => expect(note.numbers().sort()).toEqual([1, 2]));
    await eventually(() => expect(copy.numbers()).toEqual([1]));
    await pause(300);
    expect(note.heard).toHaveLength(2);
    expect(copy.heard).toEqual([{ ...copy.heard[0], ...said, subscriber: "writing.copy", attempts: 1 }]);
  });

  test("what waits is counted, and waits for a subscriber that comes later", async () => {
    const one = await instance(await fresh());
    await one.broker.publish([1, 2, 3].map((number) => eventOf(number, "one", "speaking.Whispered")));
    await eventually(async () => expect(await one.broker.depth()).toBe(3));
    const note = recorder();
    await one.hear("hearing.note", note.handle);
    await eventually(() => expect(note.numbers()).toEqual([1, 2, 3]));
    await eventually(async () => expect(await one.broker.depth()).toBe(0));
  });

  test("two instances share the work, and none does the other's", async () => {
    const own = await fresh();
    const [left, right] = [await instance(own), await instance(own)];
    const heard = { left: [] as number[], right: [] as number[] };
    const slowly = (to: number[]) => async (message: Message) => {
      await pause(3);
      to.push(numberOf(message));
      return DONE;
    };
    await left.hear("hearing.note", slowly(heard.left));
    await right.hear("hearing.note", slowly(heard.right));
    const ROUND = 600;
    const round = async (first: number) => {
      const events = Array.from({ length: ROUND }, (_, at) => eventOf(first + at, `key ${at % 40}`));
      await left.broker.publish(events);
      const numbers = () => [heard.left, heard.right].map((all) => all.filter((number) => number >= first));
      await eventually(() => expect(new Set(numbers().flat()).size).toBe(ROUND));
      await pause(200);
      const [ofLeft = [], ofRight = []] = numbers();
      return { once: ofLeft.length + ofRight.length === ROUND, both: ofLeft.length > 0 && ofRight.length > 0 };
    };
    // A group of Kafka is formed while they work, and then hands out what was at hand once more.
    const forms = candidate.name === "kafka";
    const begun = performance.now();
    let ended = await round(0);
    for (let first = ROUND; !(ended.once && ended.both) && performance.now() - begun < 30_000; first += ROUND) {
      if (!forms) expect(ended.once).toBe(true);
      ended = await round(first);
    }
    expect(ended).toEqual({ once: true, both: true });
  });

  test("an instance at work shares with one that comes, and goes on itself", async () => {
    const own = await fresh();
    const [left, right] = [await instance(own), await instance(own)];
    const heard: { readonly by: string; readonly number: number }[] = [];
    const slowly = (by: string) => async (message: Message) => {
      await pause(20);
      heard.push({ by, number: numberOf(message) });
      return DONE;
    };
    const numbers = () => new Set(heard.map(({ number }) => number));
    const areBoth = () => {
      const came = heard.findIndex(({ by }) => by === "right");
      return came !== -1 && heard.slice(came).some(({ by }) => by === "left");
    };
    let said = 0;
    const say = () => {
      const events = Array.from({ length: 200 }, (_, at) => eventOf(said + at, `key ${at % 40}`));
      said += events.length;
      return left.broker.publish(events);
    };
    await left.hear("hearing.note", slowly("left"));
    await say();
    await eventually(() => expect(heard.length).toBeGreaterThan(10));
    const coming = right.hear("hearing.note", slowly("right"));
    const begun = performance.now();
    while (!areBoth() && performance.now() - begun < 30_000) {
      // There is always more to do.
      if (said - numbers().size < 100) await say();
      await pause(20);
    }
    await coming;
    expect(areBoth()).toBe(true);
    await eventually(() => expect(numbers().size).toBe(said));
  });

  test("300 messages of 60 keys take less than 15 seconds", async () => {
    const one = await instance(await fresh());
    const note = recorder();
    await one.hear("hearing.note", note.handle);
    const begun = performance.now();
    await one.broker.publish(Array.from({ length: 300 }, (_, number) => eventOf(number, `key ${number % 60}`)));
    await eventually(() => expect(note.heard).toHaveLength(300));
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  test.skipIf(candidate.shortestRetentionMs > 10_000)("what is older than its queue retains is gone", async () => {
    const one = await instance(await fresh(Math.max(candidate.shortestRetentionMs, 1_000)));
    await one.broker.publish([eventOf(1)]);
    await pause(Math.max(candidate.shortestRetentionMs, 1_000) + 500);
    await one.broker.purge();
    const note = recorder();
    await one.hear("hearing.note", note.handle);
    await one.broker.publish([eventOf(2)]);
    await eventually(() => expect(note.heard.length).toBeGreaterThan(0));
    expect(note.numbers()).toEqual([2]);
  });
};

const describeOrder = ({ instance, fresh }: Rig): void => {
  test("events of one key come one after the other, in order, those of several keys at once", async () => {
    const one = await instance(await fresh());
    const heard = new Map<string, number[]>();
    const active = new Set<string>();
    let [overlaps, most] = [0, 0];
    await one.hear("hearing.note", async (message) => {
      if (active.has(message.key)) overlaps += 1;
      active.add(message.key);
      most = Math.max(most, active.size);
      await pause(numberOf(message) % 2 === 0 ? 25 : 5);
      active.delete(message.key);
      heard.set(message.key, [...(heard.get(message.key) ?? []), numberOf(message)]);
      return DONE;
    });
    const numbers = Array.from({ length: 120 }, (_, number) => number);
    // Neighbours are of one key: whoever hands out what is next, and not what is next of a key, mixes them up.
    const events = numbers.map((number) => eventOf(number, `key ${Math.floor(number / 5) % 8}`));
    for (let at = 0; at < events.length; at += 30) await one.broker.publish(events.slice(at, at + 30));
    await eventually(() => expect([...heard.values()].flat()).toHaveLength(120));
    for (const [key, order] of heard) expect(order, key).toEqual([...order].sort((a, b) => a - b));
    expect(overlaps).toBe(0);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  test("what is tried again comes after its delay, and before those that follow it", async () => {
    const one = await instance(await fresh());
    const heard: { readonly number: number; readonly attempts: number; readonly at: number }[] = [];
    await one.hear("hearing.note", async (message) => {
      heard.push({ number: numberOf(message), attempts: message.attempts, at: performance.now() });
      return numberOf(message) === 1 && message.attempts < 3 ? AGAIN : DONE;
    });
    await one.broker.publish([eventOf(1), eventOf(2), eventOf(3)]);
    await eventually(() => expect(heard.map(({ number }) => number)).toEqual([1, 1, 1, 2, 3]));
    expect(heard.map(({ attempts }) => attempts)).toEqual([1, 2, 3, 1, 1]);
    expect((heard[1]?.at ?? 0) - (heard[0]?.at ?? 0)).toBeGreaterThan(350);
  });
};

const describeDeadLetters = ({ instance, fresh }: Rig): void => {
  test("a dead letter is kept with its reason, releases its key, and can be replayed or discarded", async () => {
    const one = await instance(await fresh());
    const [note, copy] = [recorder(), recorder()];
    let broken = true;
    await one.hear("hearing.note", async (message) => {
      if (broken && numberOf(message) < 3) return { kind: "bury", reason: "no: \u00fc\n2", keep: true };
      return note.handle(message);
    });
    await one.hear("writing.copy", copy.handle);
    const events = [eventOf(1), eventOf(2), eventOf(3)];
    await one.broker.publish(events);
    await eventually(() => expect(note.numbers()).toEqual([3]));
    await eventually(async () => expect(await one.broker.deadLetters.list()).toHaveLength(2));
    const [first, second] = await one.broker.deadLetters.list();
    expect(first).toMatchObject({ ...events[0], subscriber: "hearing.note", attempts: 1, reason: "no: \u00fc\n2" });
    expect(first?.diedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    broken = false;
    if (first === undefined || second === undefined) throw new Error("There are no dead letters.");
    await one.broker.deadLetters.replay(first);
    await one.broker.deadLetters.discard(second);
    await eventually(() => expect(note.numbers()).toEqual([3, 1]));
    expect(note.heard[1]?.attempts).toBe(1);
    await eventually(async () => expect(await one.broker.deadLetters.list()).toEqual([]));
    await pause(300);
    expect(copy.numbers()).toEqual([1, 2, 3]);
  });

  test("what is given up for good is kept nowhere", async () => {
    const one = await instance(await fresh());
    const note = recorder();
    await one.hear("hearing.note", async (message) =>
      numberOf(message) === 1 ? { kind: "bury", reason: "no", keep: false } : note.handle(message),
    );
    await one.broker.publish([eventOf(1), eventOf(2)]);
    await eventually(() => expect(note.numbers()).toEqual([2]));
    expect(await one.broker.deadLetters.list()).toEqual([]);
  });
};

const describeFaults = ({ candidate, instance, fresh }: Rig): void => {
  test("what an instance had at hand when it was killed comes again, to another", async () => {
    const own = await fresh();
    const [doomed, heir] = [await instance(own), await instance(own)];
    let taken = 0;
    let release = silent;
    await doomed.hear(
      "hearing.note",
      () => {
        taken += 1;
        return new Promise((resolve) => {
          release = () => resolve(DONE);
        });
      },
      { leaseMs: 2_000 },
    );
    await heir.broker.publish([eventOf(1), eventOf(2)]);
    await eventually(() => expect(taken).toBe(1));
    await doomed.drop();
    const note = recorder();
    await heir.hear("hearing.note", note.handle, { leaseMs: 2_000 });
    await eventually(() => expect(note.numbers()).toEqual([1, 2]));
    expect(note.heard[0]?.attempts).toBeGreaterThan(1);
    release();
  });

  test.skipIf(!candidate.movable)("an outage of the broker loses nothing and needs no restart", async () => {
    const own = await fresh();
    const outage: Outage = await throughOutage(candidate.url);
    try {
      const one = await instance(own, outage.url);
      const note = recorder();
      await one.hear("hearing.note", note.handle, { leaseMs: 2_000 });
      await one.broker.publish([eventOf(1)]);
      await eventually(() => expect(note.numbers()).toEqual([1]));
      outage.begin();
      const second = eventOf(2);
      await expect(one.broker.publish([second])).rejects.toThrow();
      await pause(1_000);
      await outage.end();
      await eventually(() => one.broker.publish([second, eventOf(3)]));
      await eventually(() => expect(new Set(note.numbers())).toEqual(new Set([1, 2, 3])));
      await one.stop();
    } finally {
      await outage.close();
    }
  });
};
