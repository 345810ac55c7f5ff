// Workers AI on an OpenAI-compatible server: text generation and embeddings. The
// runtime's own binding is in front of this, so requests and responses have the form of
// those to Cloudflare. ctx.props are the name of the binding, the URL of the server,
// and its names of models.

// An error as the binding expects it: it throws InferenceUpstreamError, "CODE: TEXT".
class Refusal extends Error {
  constructor(code, text, status = 400) {
    super(text);
    this.code = code;
    this.status = status;
  }
}

const invalid = (text) => new Refusal(8001, `Invalid input: ${text}`);

const json = (value, init) => new Response(JSON.stringify(value), { ...init, headers: { "content-type": "application/json", "cf-ai-req-id": crypto.randomUUID() } });

export default {
  async fetch(request, env, ctx) {
    try {
      return await answer(request, ctx.props);
    } catch (error) {
      const { code = 3043, status = 500, message } = error;
      if (!request.bodyUsed) await request.arrayBuffer(); // otherwise the caller would see a lost connection
      return json({ internalCode: code, description: message, name: "InferenceUpstreamError", errors: [{ code, message }] }, { status });
    }
  },
};

/** @returns {Promise<Response>} */
async function answer(request, { name, url, models }) {
  const { pathname } = new URL(request.url);
  const server = new Server(url.replace(/\/+$/, ""), models);
  if (pathname === "/ai-api/models/search") return json({ success: true, result: await server.models() });
  if (pathname !== "/run" && pathname !== "/ai-gateway/run") {
    throw new Refusal(7000, `Binding ${name} needs to be run remotely: with --ai, dotool answers run() and models() only`, 501);
  }
  if (request.headers.get("upgrade") !== null) throw new Refusal(7000, "WebSockets are not answered by --ai", 501);
  const model = request.headers.get("cf-consn-model-id");
  if (request.headers.get("content-type") !== "application/json") throw invalid("streams as input are not answered by --ai, which knows text generation and embeddings");
  const { inputs } = await request.json();
  if (typeof inputs !== "object" || inputs === null) throw invalid("an object with messages, prompt or text is expected");
  if (inputs.messages !== undefined || inputs.prompt !== undefined) return server.generate(model, inputs);
  if (inputs.text !== undefined && inputs.target_lang === undefined) return server.embed(model, inputs);
  if (inputs.input !== undefined) return server.respond(model, inputs);
  throw invalid("no messages or prompt (text generation), input (responses) or text (embeddings): --ai knows only these");
}

class Server {
  #url;
  #models;
  constructor(url, models) {
    this.#url = url;
    this.#models = models;
  }

  async models() {
    const { data = [] } = await (await this.#ask("models", undefined, "")).json();
    return data.map(({ id }, i) => ({ id, name: id, description: "", source: 1, task: { id: "", name: "", description: "" }, tags: [], properties: [], created_at: new Date((data[i].created ?? 0) * 1000).toISOString() }));
  }

  async embed(model, { text }) {
    const input = [text].flat();
    if (input.length === 0 || input.some((one) => typeof one !== "string")) throw invalid("text must be a string, or a list of some");
    const { data = [] } = await (await this.#ask("embeddings", { input }, model)).json();
    const vectors = data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).map(({ embedding }) => embedding);
    return json({ shape: [vectors.length, vectors[0]?.length ?? 0], data: vectors, pooling: "cls" });
  }

  // OpenAI's Responses API, which its models take: Workers AI returns the whole response.
  async respond(model, inputs) {
    const response = await this.#ask("responses", inputs, model);
    return inputs.stream ? new Response(response.body, { headers: { "content-type": "text/event-stream" } }) : json(await response.json());
  }

  async generate(model, inputs) {
    const { stream = false } = inputs;
    const response = await this.#ask("chat/completions", chatOf(inputs), model);
    if (stream && response.body !== null && response.headers.get("content-type")?.startsWith("text/event-stream")) {
      return new Response(response.body.pipeThrough(new TextDecoderStream()).pipeThrough(events()).pipeThrough(new TextEncoderStream()), {
        headers: { "content-type": "text/event-stream", "cf-ai-req-id": crypto.randomUUID() },
      });
    }
    const { choices, usage } = await response.json();
    const message = choices?.[0]?.message ?? {};
    const calls = callsOf(message.tool_calls);
    /** @type {Record<string, any>} */
    const result = { response: message.content ?? (calls.length > 0 ? null : ""), tool_calls: calls, usage };
    if (inputs.response_format !== undefined) {
      try {
        result.response = JSON.parse(message.content);
      } catch {} // keep the text if it is not JSON
    }
    if (stream) { // a server that knows no streams
      return new Response(`data: ${JSON.stringify(result)}\n\ndata: [DONE]\n\n`, { headers: { "content-type": "text/event-stream" } });
    }
    return json(result);
  }

  async #ask(path, body, model) {
    const named = this.#models[model] ?? this.#models["*"] ?? model;
    let response;
    try {
      response = await fetch(`${this.#url}/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
        body: body && JSON.stringify({ model: named, ...body }),
      });
    } catch (error) {
      throw new Refusal(3043, `the AI server at ${this.#url} cannot be reached (${error.message}): start it, or name another one by --ai`, 502);
    }
    if (response.ok) return response;
    const text = await response.text();
    const message = messageOf(text) || `status ${response.status}`;
    if (/\bmodel\b.*\bnot\b|(?:no such|unknown|invalid) model/i.test(message)) {
      const alias = named === model ? "" : `, where it is ${named}`;
      throw new Refusal(5007, `No such model ${model} or task at ${this.#url}${alias}: ${message}. "dotool": {"ai": {"models": {${JSON.stringify(model)}: NAME}}} in package.json maps it to another`, 400);
    }
    if (response.status === 404) throw new Refusal(3043, `there is no ${this.#url}/${path} (${message}): the URL of an OpenAI-compatible server usually ends in /v1`, 502);
    if (response.status < 500) throw invalid(`${this.#url}: ${message}`);
    throw new Refusal(3043, `the AI server at ${this.#url} failed: ${message}`, 502);
  }
}

// The message of an error, however a server words it.
function messageOf(text) {
  try {
    const { error, message, detail } = JSON.parse(text);
    return String(error?.message ?? error ?? message ?? detail ?? text);
  } catch {
    return text.slice(0, 500);
  }
}

// The body of a chat completion for inputs of Workers AI.
function chatOf(inputs) {
  const { prompt, messages, stream = false, tools, response_format, lora, raw, functions, ...rest } = inputs;
  const chat = { ...rest, messages: messages === undefined ? [{ role: "user", content: prompt }] : messages.map(messageFor), stream };
  if (stream) chat.stream_options = { include_usage: true };
  const given = [...(tools ?? []), ...(functions ?? [])];
  if (given.length > 0) chat.tools = given.map((tool) => (tool.function ? tool : { type: "function", function: tool }));
  if (response_format !== undefined) {
    const schema = response_format.json_schema;
    chat.response_format = schema === undefined || schema.schema !== undefined ? response_format : { type: "json_schema", json_schema: { name: "response", schema } };
  }
  return chat;
}

// Tool calls in a message, for which Workers AI also accepts a shorter form.
function messageFor(message) {
  if (!Array.isArray(message?.tool_calls)) return message;
  return {
    ...message,
    tool_calls: message.tool_calls.map((call, i) =>
      call.function ? call : { id: call.id ?? `call_${i}`, type: "function", function: { name: call.name, arguments: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments) } },
    ),
  };
}

function callsOf(calls = []) {
  return (calls ?? []).map(({ id, function: { name, arguments: text } }) => {
    let given = text;
    try {
      given = JSON.parse(text);
    } catch {} // keep it unchanged
    return { name, arguments: given, ...(id && { id }) };
  });
}

// Turns the events of a chat completion into those of Workers AI.
function events() {
  let rest = "";
  let usage;
  let done = false;
  /** @type {any[]} */
  const calls = [];
  const send = (controller, value) => controller.enqueue(`data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`);
  const end = (controller) => {
    if (done) return;
    done = true;
    if (calls.length > 0) send(controller, { response: "", tool_calls: callsOf(calls) });
    if (usage) send(controller, { response: "", usage });
    send(controller, "[DONE]");
  };
  const take = (line, controller) => {
    const text = /^data:\s?(.*)$/.exec(line)?.[1];
    if (text === undefined) return;
    if (text.trim() === "[DONE]") return end(controller);
    let event;
    try {
      event = JSON.parse(text);
    } catch {
      return;
    }
    if (event.error) throw new Error(messageOf(text));
    usage = event.usage ?? usage;
    const delta = event.choices?.[0]?.delta ?? {};
    for (const { index = 0, id, function: f } of delta.tool_calls ?? []) {
      const call = (calls[index] ??= { id, function: { name: "", arguments: "" } });
      call.function.name += f?.name ?? "";
      call.function.arguments += f?.arguments ?? "";
    }
    if (delta.content) send(controller, { response: delta.content });
  };
  return new TransformStream({
    transform(chunk, controller) {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) take(line, controller);
    },
    flush(controller) {
      if (rest !== "") take(rest, controller);
      end(controller);
    },
  });
}
