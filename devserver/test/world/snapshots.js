// Reads and writes files of snapshots, which dotool does.
import { ask } from "./current.js";

const join = (dir, name) => (name.startsWith("/") ? name : dir + "/" + name);

// Where the matchers of inline snapshots are in the source: file, line and column, by
// line and column in the module of the file of tests.
let module;
let positions;
export function setPositions(name, inline) {
  [module, positions] = [name, inline];
}

export const environment = {
  getVersion: () => "1",
  processStackTrace(stack) {
    const found = stack.file.endsWith(module) ? positions[stack.line + ":" + stack.column] : undefined;
    if (found === undefined) throw new Error("an inline snapshot can only be written where toMatchInlineSnapshot or toThrowErrorMatchingInlineSnapshot is called by its name");
    const [file, line, column] = found;
    return { ...stack, file, line, column };
  },
  getHeader: () => "// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html",
  async resolvePath(file) {
    const at = file.lastIndexOf("/");
    return file.slice(0, at) + "/__snapshots__" + file.slice(at) + ".snap";
  },
  async resolveRawPath(file, path) {
    const parts = [];
    for (const part of join(file.slice(0, file.lastIndexOf("/")), path).split("/")) {
      if (part === "..") parts.pop();
      else if (part !== ".") parts.push(part);
    }
    return parts.join("/");
  },
  async readSnapshotFile(path) {
    return (await ask("/read", { path })) ?? null;
  },
  async saveSnapshotFile(path, text) {
    await ask("/write", { path, text });
  },
  async removeSnapshotFile(path) {
    await ask("/remove", { path });
  },
};
