// Reads and writes files of snapshots, which dotool does.
import { ask } from "./current.js";

const join = (dir, name) => (name.startsWith("/") ? name : dir + "/" + name);

export const environment = {
  getVersion: () => "1",
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
