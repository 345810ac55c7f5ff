// Wrong: the class Room is bound and made by a migration, but not exported.
import { DurableObject } from "cloudflare:workers";

class Room extends DurableObject {
  async hello() {
    return "hello";
  }
}

export default {
  async fetch(request, env) {
    return new Response(await env.ROOM.getByName("lobby").hello());
  },
};
