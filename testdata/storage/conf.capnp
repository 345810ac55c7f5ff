using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .w), (name = "disk", disk = (path = "STATE", writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
const w :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed "worker.js") ],
  compatibilityDate = "2026-11-01", compatibilityFlags = ["experimental"],
  durableObjectNamespaces = [ (className = "Room", uniqueKey = "chat-Room", enableSql = true), (className = "Counter", uniqueKey = "chat-Counter") ],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [ (name = "Room", durableObjectNamespace = "Room"), (name = "Counter", durableObjectNamespace = "Counter"), (name="SUB", durableObjectClass=(name="main", entrypoint="Sub")) ]
);
