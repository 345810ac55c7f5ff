import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async hello() {
    return "hello";
  }
}

export default {
  async fetch(request, env) {
    return new Response(await env.ROOM.getByName("lobby").hello());
  },
};
