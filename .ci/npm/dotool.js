#!/usr/bin/env node
// Runs the dotool of this platform, which is in a package of its own. Where packages may run
// scripts, install.js has replaced this file by it.
const { spawn } = require("node:child_process");
const { binary } = require("./platform.js");

const child = spawn(binary(), process.argv.slice(2), { stdio: "inherit" });
// A terminal sends these to both, and dotool decides when it has ended; others are passed on.
for (const signal of ["SIGINT", "SIGQUIT"]) process.on(signal, () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
	console.error(`dotool: error: ${error.message}`);
	process.exit(1);
});
child.on("exit", (code, signal) => {
	if (signal === null) process.exit(code);
	process.removeAllListeners(signal);
	process.kill(process.pid, signal);
});
