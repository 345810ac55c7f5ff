// Chat rooms. It shows RPC methods, SQL with a schema in its own file, an
// alarm, and WebSockets that survive the hibernation of their room.
//
//   GET  /                          a page to chat with
//   GET  /rooms/:name?limit=50      the latest messages, oldest first
//   POST /rooms/:name               {"user", "text"}: posts a message; "/topic …" sets the topic
//   GET  /rooms/:name/ws?user=ann   a WebSocket: send text, receive messages as JSON
//   POST /rooms/:name/alarm?in=ms   prunes the room to its latest messages then
import page from "./page.html";
import { ChatRoom } from "./room";

export { ChatRoom };

interface Env {
  ROOM: DurableObjectNamespace<ChatRoom>;
  GREETING: string;
}

export default {
  async fetch(request, env): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/") {
      return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    const match = /^\/rooms\/([^/]+)(?:\/(ws|alarm))?$/.exec(url.pathname);
    if (!match) return new Response("not found\n", { status: 404 });
    const room = env.ROOM.getByName(decodeURIComponent(match[1]));

    switch (`${request.method} ${match[2] ?? ""}`) {
      case "GET ": {
        const limit = Number(url.searchParams.get("limit") ?? 50);
        if (!Number.isInteger(limit) || limit < 1) return new Response("limit must be a positive integer\n", { status: 400 });
        return Response.json(await room.history(limit));
      }
      case "POST ": {
        const { user, text } = (await request.json<any>().catch(() => null)) ?? {};
        if (typeof user !== "string" || typeof text !== "string") {
          return new Response('expected {"user": "…", "text": "…"}\n', { status: 400 });
        }
        return Response.json(await room.post(user, text), { status: 201 });
      }
      case "GET ws":
        if (request.headers.get("upgrade") !== "websocket") {
          return new Response("expected a WebSocket\n", { status: 426 });
        }
        return room.fetch(request);
      case "POST alarm": {
        const ms = Number(url.searchParams.get("in") ?? 0);
        if (!(ms >= 0)) return new Response("in must be a number of milliseconds\n", { status: 400 });
        return Response.json({ at: await room.pruneIn(ms) });
      }
      default:
        return new Response("method not allowed\n", { status: 405 });
    }
  },
} satisfies ExportedHandler<Env>;
