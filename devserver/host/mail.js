// Emails that dotool delivers to the handler of the Worker: what that does with one is
// logged below its call.
import { note } from "dotool:note";
import { append } from "dotool:own";

const name = "email"; // in the log, where the name of a binding stands

// Returns what the handler is given for a message, unless that is not dotool's.
export function delivered(message) {
  const ours = message?.__dotool;
  if (ours === undefined) return undefined;
  const { __dotool, forward, reply, setReject, ...rest } = message;
  const rejections = [];
  const given = {
    ...rest,
    setReject(reason) {
      const done = setReject(reason);
      if (typeof reason === "string") note(name, `rejected: ${reason}`, "warn");
      append(rejections, done);
      return done;
    },
    async forward(recipient, headers) {
      const { __dotool: file, ...result } = await forward(recipient, headers);
      note(name, `forwarded to ${recipient}\n${file}`);
      return result;
    },
    async reply(answer) {
      const { __dotool: file, ...result } = await reply(answer);
      note(name, `replied to ${message.from}\n${file}`);
      return result;
    },
  };
  return {
    given,
    detail: { __proto__: null, from: message.from, to: message.to },
    // Runs the handler, and waits until what it rejected is known.
    async run(handle) {
      for (let i = 0; i < ours.warnings.length; i++) note(name, ours.warnings[i], "warn");
      const result = await handle();
      for (let i = 0; i < rejections.length; i++) {
        try {
          await rejections[i];
        } catch {
          // For the handler, if it waits for it.
        }
      }
      return result;
    },
  };
}
