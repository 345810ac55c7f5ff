import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("a counter counts", async () => {
  const counter = env.COUNTER.getByName("a");
  expect(await counter.increment()).toBe(1);
  expect(await counter.increment(2)).toBe(3);
  expect(await counter.value()).toBe(3);
});

test("each name has a counter", async () => {
  const post = (name) => exports.default.fetch(`http://localhost/counters/${name}`, { method: "POST" });
  await post("a");
  expect(await (await post("a")).json()).toEqual({ name: "a", value: 2 });
  expect(await (await post("b")).json()).toEqual({ name: "b", value: 1 });
});
