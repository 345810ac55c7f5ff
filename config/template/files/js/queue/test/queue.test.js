import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";

test("the alarm runs jobs", async () => {
  const queue = env.JOBS.getByName("mail");
  await queue.add("hello");
  const later = await queue.add("later", 60_000);
  await runDurableObjectAlarm(queue);
  expect(await queue.list()).toMatchObject([
    { payload: "hello", state: "done", attempts: 1 },
    { payload: "later", state: "waiting", attempts: 0 },
  ]);
  await queue.cancel(later);
});

test("a job that fails is tried again, later", async () => {
  const queue = env.JOBS.getByName("mail");
  const before = Date.now();
  const id = await queue.add("fail");
  await runDurableObjectAlarm(queue);
  const [job] = await queue.list();
  expect(job).toMatchObject({ state: "waiting", attempts: 1, error: "Error: This job always fails" });
  expect(job.due).toBeGreaterThan(before);
  await queue.cancel(id);
});
