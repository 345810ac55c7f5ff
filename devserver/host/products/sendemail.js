// A binding of send_email: checks a message as wrangler dev does, writes it to a file
// and logs that.
import { note } from "dotool:note";
import { getPrototypeOf, now } from "dotool:own";
import { addressOf, compose, decodeWords, endOfHeader, fieldsOf, firstAddress, newMessageId, randomText, subjectOf, withMessageId } from "./mime.js";

const raw = "EmailMessage::raw"; // what cloudflare:email leaves of a message, see email.js

class SendEmail {
  #name;
  #folder; // as the log shows it
  #to; // the only destination, if there is one
  #among; // the destinations allowed, if not all are
  #senders; // the senders allowed, if not all are
  #write;

  constructor({ name, folder, to, among, senders, files }) {
    this.#name = name;
    this.#folder = folder;
    this.#to = to ?? undefined;
    this.#among = among ?? undefined;
    this.#senders = senders ?? undefined;
    const { fetch } = getPrototypeOf(files);
    this.#write = (file, body) => Reflect.apply(fetch, files, [`http://files/${file}`, { method: "PUT", body }]);
  }

  async send(message) {
    return raw in message ? await this.#sendRaw(message) : await this.#sendBuilt(message);
  }

  async #sendRaw({ from, to, [raw]: body }) {
    this.#checkSender(from);
    this.#checkDestinations([to].flat());
    const bytes = new Uint8Array(await new Response(body).arrayBuffer());
    const end = endOfHeader(bytes);
    const fields = fieldsOf(bytes.subarray(0, end < 0 ? bytes.length : end));
    const last = (name) => fields.findLast((field) => field.name === name)?.value;
    if (!last("message-id")) throw new Error("invalid message-id");
    let headers;
    try {
      headers = new Headers(fields.map(({ name, value }) => [name, value]));
    } catch (error) {
      throw new Error(`could not parse email: ${error.message}`);
    }
    if (from !== firstAddress(last("from")).address) throw new Error("From: header does not match mail from");
    if (headers.get("received") !== null) throw new Error("invalid headers set");
    const messageId = newMessageId(from);
    await this.#keep(withMessageId(bytes, end, messageId), `from ${from} to ${to}: ${subjectOf(decodeWords(last("subject") ?? ""))}`);
    return { messageId };
  }

  async #sendBuilt(builder) {
    const sender = addressOf(builder.from);
    this.#checkSender(sender);
    if (builder.to !== undefined || (builder.cc === undefined && builder.bcc === undefined)) {
      this.#checkDestinations([builder.to].flat().map(addressOf));
    }
    const messageId = newMessageId(sender);
    const to = [builder.to ?? [], builder.cc ?? [], builder.bcc ?? []].flat().map(addressOf).join(", ");
    await this.#keep(compose(builder, messageId, now()), `from ${sender} to ${to}: ${subjectOf(builder.subject)}`);
    return { messageId };
  }

  #checkSender(from) {
    if (this.#senders && !this.#senders.includes(from)) throw new Error(`email from ${from} not allowed`);
  }

  #checkDestinations(all) {
    for (const to of all) {
      if ((this.#to !== undefined && to !== this.#to) || (this.#among && !this.#among.includes(to))) {
        throw new Error(`email to ${to} not allowed`);
      }
    }
  }

  // Writes a message to a file whose name sorts by time. A message that cannot be
  // written counts as sent.
  async #keep(message, summary) {
    const file = `${new Date(now()).toISOString().replace(/[:.]/g, "-")}-${randomText(8)}.eml`;
    let problem = "";
    try {
      const response = await this.#write(file, message);
      if (!response.ok) problem = `${response.status} ${response.statusText}`;
    } catch (error) {
      problem = error.message;
    }
    if (problem) note(this.#name, `sent ${summary}\nit could not be written to ${this.#folder}: ${problem}`, "warn");
    else note(this.#name, `sent ${summary}\n${this.#folder}/${file}`);
  }
}

export default (env) => new SendEmail(env);
