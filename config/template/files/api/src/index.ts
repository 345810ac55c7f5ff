import { Hono } from "hono";
import { Notebook } from "./notebook";

export { Notebook };

const app = new Hono<{ Bindings: Env }>();

app.get("/", (c) => c.text("GET or POST /users/NAME/notes; DELETE /users/NAME/notes/ID\n"));

app.get("/users/:user/notes", async (c) => {
  return c.json(await c.env.NOTEBOOK.getByName(c.req.param("user")).list());
});

app.post("/users/:user/notes", async (c) => {
  const { text } = await c.req.json<{ text?: unknown }>().catch(() => ({ text: undefined }));
  if (typeof text !== "string" || text === "") return c.json({ error: "text is missing" }, 400);
  return c.json(await c.env.NOTEBOOK.getByName(c.req.param("user")).add(text), 201);
});

app.delete("/users/:user/notes/:id{[0-9]+}", async (c) => {
  const removed = await c.env.NOTEBOOK.getByName(c.req.param("user")).remove(Number(c.req.param("id")));
  return removed ? c.body(null, 204) : c.json({ error: "no such note" }, 404);
});

export default app;
