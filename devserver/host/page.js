// Responds to a failed request with an error page.
import { fromOutside } from "dotool:cf";
import { label } from "dotool:errors";
import { apply, bound, getPrototypeOf, getter, uncurry } from "dotool:own";
import { stringify } from "dotool:report";

// dotool itself, as an HTTP service that the user's code cannot reach.
let ask;
let worker; // the Worker that this code is part of

// Sets the service of dotool, and the name of the Worker.
export function answeredBy(service, name) {
  worker = name;
  const { fetch } = getPrototypeOf(service);
  ask = (init) => apply(fetch, service, ["http://dotool/error", init]);
}

// How long dotool may take; after that, the runtime's own response is used.
const patience = 2000;

const { Response } = globalThis;
const wait = bound(AbortSignal.timeout, AbortSignal);
const methodOf = getter(Request.prototype, "method");
const urlOf = getter(Request.prototype, "url");
const headersOf = getter(Request.prototype, "headers");
const headerOf = uncurry(Headers.prototype.get);
const statusOf = getter(Response.prototype, "status");

export async function page(call, request, error) {
  // A Worker that called itself gets the error unchanged.
  if (!ask || !fromOutside(request)) throw error;
  const thrown = call.origin; // the origin of the error, if elsewhere
  const body = stringify({
    __proto__: null,
    worker,
    error: call.thrown,
    method: methodOf(request),
    url: urlOf(request),
    host: headerOf(headersOf(request), "host") ?? "", // of the client's request, where the Worker has changed the URL
    accept: headerOf(headersOf(request), "accept") ?? "",
    agent: headerOf(headersOf(request), "user-agent") ?? "",
    object: thrown && { __proto__: null, class: thrown.call.object?.class, id: thrown.call.object?.id, name: thrown.call.object?.name, method: label(thrown.call), error: thrown.known },
  });
  let answer;
  try {
    answer = await ask({ __proto__: null, method: "POST", body, signal: wait(patience) });
  } catch {
    throw error; // dotool has ended, or is busy
  }
  if (statusOf(answer) !== 500) throw error;
  return methodOf(request) === "HEAD" ? new Response(null, answer) : answer;
}
