const path = require("node:path");

exports.tray = path.posix.join("oven", "tray");
