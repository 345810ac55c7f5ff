import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";

const notes = "http://localhost/users/ann/notes";
const post = (body) =>
  exports.default.fetch(notes, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

test("notes are added, listed and removed", async () => {
  const response = await post({ text: "milk" });
  expect(response.status).toBe(201);
  const { id } = await response.json();
  expect(await (await exports.default.fetch(notes)).json()).toMatchObject([{ id, text: "milk" }]);
  expect((await exports.default.fetch(`${notes}/${id}`, { method: "DELETE" })).status).toBe(204);
  expect((await exports.default.fetch(`${notes}/${id}`, { method: "DELETE" })).status).toBe(404);
});

test("a note needs a text", async () => {
  expect((await post({})).status).toBe(400);
});
