// Requests to special paths, which run another handler of the Worker as with wrangler dev:
// the control worker responds to them.
import { OwnSet, bound, getter, indexOf, slice } from "dotool:own";

const urlOf = getter(Request.prototype, "url");

let send; // sends a request to the control worker; undefined without routes
let paths; // those of the routes

export const routes = () => send !== undefined;

export function setRoutes(service, all) {
  send = bound(service.fetch, service);
  paths = new OwnSet();
  for (let i = 0; i < all.length; i++) paths.add(all[i]);
}

// Returns the response to a request for a route, undefined for any other request.
export function routed(request) {
  if (send === undefined) return undefined;
  const url = urlOf(request);
  const from = indexOf(url, "/", 8); // after the scheme and the host
  const query = indexOf(url, "?", from);
  return paths.has(query < 0 ? slice(url, from) : slice(url, from, query)) ? send(request) : undefined;
}
