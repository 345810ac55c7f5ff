// A pipeline: accepts records, and logs their number.
import { note } from "dotool:note";

class Pipeline {
  #name;
  constructor({ name }) {
    this.#name = name;
  }

  async send(records) {
    const count = Array.isArray(records) ? records.length : 1;
    note(this.#name, `${count} ${count === 1 ? "record" : "records"} sent`);
  }
}

export default (env) => new Pipeline(env);
