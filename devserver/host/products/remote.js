// What only Cloudflare has: the binding exists, and whatever is called on it fails
// with an error that names it. Its name and key of the configuration are ctx.props.
import { WorkerEntrypoint } from "cloudflare:workers";

/** @returns {never} */
function refuse({ name, key }) {
  throw new Error(
    `${name} (${key}) runs on Cloudflare only: this call fails under dotool. ` +
      `Set it aside in local code, or run it with "wrangler dev", where it reaches your account`,
  );
}

export class Remote extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    const { props } = ctx;
    return new Proxy(this, {
      get: (target, name) => (Reflect.has(target, name) ? Reflect.get(target, name) : () => refuse(props)),
    });
  }
  fetch() {
    return refuse(this.ctx.props);
  }
}

export default {};
