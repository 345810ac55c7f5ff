import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";

const store = "http://localhost/stores/fruit";

test("keys are spread over shards", async () => {
  for (let i = 0; i < 20; i++) {
    await exports.default.fetch(`${store}/key-${i}`, { method: "PUT", body: `value ${i}` });
  }
  expect(await (await exports.default.fetch(`${store}/key-7`)).text()).toBe("value 7");
  expect((await exports.default.fetch(`${store}/nothing`)).status).toBe(404);
  const summary = await env.DIRECTORY.getByName("fruit").summary();
  expect(summary.keys).toBe(20);
  expect(summary.shards.length).toBeGreaterThan(1);
});
