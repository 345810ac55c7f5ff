// Puts the binary in place of dotool.js, so that it starts without Node.js. Where that is
// not possible, dotool.js runs it.
const fs = require("node:fs");
const path = require("node:path");
const { binary } = require("./platform.js");

const shim = path.join(__dirname, "dotool.js");
const beside = `${shim}.${process.pid}`;
try {
	fs.linkSync(binary(), beside);
	fs.chmodSync(beside, 0o755);
	fs.renameSync(beside, shim);
} catch {
	fs.rmSync(beside, { force: true });
}
