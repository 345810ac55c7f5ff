// A counter, as it was written before RPC and SQLite: still valid, and still in
// production at many places.
//
//   GET /        adds one and answers the number
//   GET /value   answers the number
//
// Both take ?name=, the counter to use.
export default {
  async fetch(request, env) {
    const name = new URL(request.url).searchParams.get("name") ?? "counter";
    const stub = env.COUNTER.get(env.COUNTER.idFromName(name));
    return stub.fetch(request);
  },
};

export class Counter {
  constructor(state, env) {
    this.state = state;
    state.blockConcurrencyWhile(async () => {
      this.value = (await state.storage.get("value")) ?? 0;
    });
  }

  async fetch(request) {
    switch (new URL(request.url).pathname) {
      case "/":
        await this.state.storage.put("value", this.value + 1);
        this.value++;
        break;
      case "/value":
        break;
      default:
        return new Response("not found\n", { status: 404 });
    }
    return new Response(`${this.value}\n`);
  }
}
