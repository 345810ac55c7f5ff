// Notes to somebody, of a Worker whose classes are declared by the exports map.
//
//   GET  /:owner   the notes in the inbox of the owner
//   POST /:owner   puts the body in as a note, answers how many there are
import { DurableObject } from "cloudflare:workers";

interface Env {
  INBOX: DurableObjectNamespace<Inbox>;
}

export class Inbox extends DurableObject<Env> {
  async notes(): Promise<string[]> {
    return this.ctx.storage.kv.get<string[]>("notes") ?? [];
  }

  async add(note: string): Promise<number> {
    const notes = [...(await this.notes()), note];
    this.ctx.storage.kv.put("notes", notes);
    return notes.length;
  }
}

export default {
  async fetch(request, env): Promise<Response> {
    const owner = decodeURIComponent(new URL(request.url).pathname.slice(1));
    if (!owner) return new Response("whose inbox? try /ann\n", { status: 404 });
    const inbox = env.INBOX.getByName(owner);
    return request.method === "POST"
      ? Response.json({ notes: await inbox.add(await request.text()) })
      : Response.json(await inbox.notes());
  },
} satisfies ExportedHandler<Env>;
