import { expect, test, vi } from "vitest";
import { createApiKeyReader, isApiKey } from "../auth/api-keys.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { fail, ok } from "../kernel/result.ts";

const KEY = `shop_0a1b2c3d4e5f_${"s".repeat(43)}`;
const user = { id: "01900000-0000-7000-8000-000000000001", roles: ["staff"] };
const jwks = async () => ok({ keys: [] });
const token = ok({ accessToken: "a.b.c", expiresIn: 60 });

test("a key is told from a token by its form", () => {
  expect([KEY, "a.b.c", `${KEY}.x`, KEY.slice(1).replace("hop", "HOP"), ""].map(isApiKey)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("what was learnt of a key holds for half a minute, and what was refused for seconds", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  let good = true;
  const exchange = vi.fn(async () => (good ? token : fail("unauthenticated", "The key is not valid.")));
  const read = createApiKeyReader({ jwks, exchange }, async (given) => (given === "a.b.c" ? user : null));
  expect([await read(KEY), await read(KEY)]).toEqual([user, user]);
  expect(exchange).toHaveBeenCalledTimes(1);
  good = false;
  vi.advanceTimersByTime(29_000);
  expect(await read(KEY)).toEqual(user);
  vi.advanceTimersByTime(1_001);
  expect([await read(KEY), await read(KEY)]).toEqual([null, null]);
  expect(exchange).toHaveBeenCalledTimes(2);
  good = true;
  vi.advanceTimersByTime(2_001);
  expect(await read(KEY)).toEqual(user);
  vi.useRealTimers();
});

test("where nobody can say, nobody is refused for good", async () => {
  const exchange = vi.fn(async () => fail("unavailable", "away"));
  const read = createApiKeyReader({ jwks, exchange }, async () => user);
  await expect(read(KEY)).rejects.toBeInstanceOf(UnavailableError);
  await expect(read(KEY)).rejects.toBeInstanceOf(UnavailableError);
  expect(exchange).toHaveBeenCalledTimes(2);
});
