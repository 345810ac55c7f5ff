using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (services = [
  (name = "control", worker = (modules = [
  ], compatibilityDate = "2026-01-01", compatibilityFlags = [
    "unsafe_module",
    "enhanced_error_serialization",
    "service_binding_extra_handlers"
  ], bindings = [
    (name = "SECRET", text = "s"),
    (name = "WORKER", text = "app"),
    (name = "handlers:app", service = (name = "user-app")),
    (name = "worker:app", service = (name = "user-app", entrypoint = "__dotool")),
    (name = "class:app/Room", durableObjectNamespace = (className = "Room", serviceName = "user-app")),
    (name = "REGISTRY", service = (name = "simulator:registry", entrypoint = "Table")),
    (name = "QUEUES", service = (name = "simulator:queues", entrypoint = "Queues"))
  ])),
  (name = "simulator:kv", worker = (modules = [
  ], compatibilityDate = "2026-01-01", compatibilityFlags = [
    "enhanced_error_serialization"
  ], bindings = [
    (name = "DISK", service = (name = "disk:kv")),
    (name = "Namespace", durableObjectNamespace = (className = "Namespace"))
  ], durableObjectNamespaces = [
    (className = "Namespace", uniqueKey = "miniflare-KVNamespaceObject", enableSql = true)
  ], durableObjectStorage = (localDisk = "disk:kv"))),
  (name = "simulator:registry", worker = (modules = [
  ], compatibilityDate = "2026-01-01", compatibilityFlags = [
    "enhanced_error_serialization"
  ], bindings = [
    (name = "PORT", workerdDebugPort = void),
    (name = "REGISTRY", fromEnvironment = "DOTOOL_REGISTRY")
  ], durableObjectNamespaces = [
    (className = "Objects0", uniqueKey = "other-Room")
  ], durableObjectStorage = (inMemory = void))),
  (name = "simulator:queues", worker = (modules = [
  ], compatibilityDate = "2026-01-01", compatibilityFlags = [
    "enhanced_error_serialization",
    "service_binding_extra_handlers"
  ], bindings = [
    (name = "DISK", service = (name = "disk:queues")),
    (name = "Queue", durableObjectNamespace = (className = "Queue")),
    (name = "HELD", json = "false"),
    (name = "SECRET", text = "s"),
    (name = "consumer:jobs", service = (name = "user-app")),
    (name = "worker:jobs", service = (name = "user-app", entrypoint = "__dotool")),
    (name = "settings:jobs", json = "{\"batchSize\":10,\"batchTimeout\":1,\"concurrency\":0,\"deadLetters\":\"\",\"retries\":3,\"retryDelay\":0}")
  ], durableObjectNamespaces = [
    (className = "Queue", uniqueKey = "dotool-Queue", enableSql = true, preventEviction = true)
  ], durableObjectStorage = (localDisk = "disk:queues"))),
  (name = "user-app", worker = (modules = [
    (name = "index.js", esModule = "export default {}")
  ], compatibilityDate = "2026-10-01", bindings = [
    (name = "TEXT", text = "v"),
    (name = "JSON", json = "{\"a\":1}"),
    (name = "CACHE", kvNamespace = (name = "simulator:kv", props = (json = "{\"folder\":\"CACHE\",\"name\":\"CACHE\"}"))),
    (name = "ROOM", durableObjectNamespace = (className = "Room")),
    (name = "SAME", durableObjectNamespace = (className = "Room")),
    (name = "ELSEWHERE", durableObjectNamespace = (className = "Objects0", serviceName = "simulator:registry")),
    (name = "FILES", service = (name = "assets-app", entrypoint = "AssetWorker")),
    (name = "JOBS", queue = (name = "simulator:queues", props = (json = "{\"delay\":0,\"queue\":\"jobs\"}"))),
    (name = "__dotool", wrapped = (moduleName = "dotool:worker", entrypoint = "install", innerBindings = [
      (name = "SECRET", text = "s"),
      (name = "SEAL", fromEnvironment = "DOTOOL_SEAL"),
      (name = "PAGES", service = (name = "pages")),
      (name = "WORKER", text = "app"),
      (name = "KEYVALUE", text = ""),
      (name = "NAMESPACE", durableObjectNamespace = (className = "Room"))
    ]))
  ], durableObjectNamespaces = [
    (className = "Room", uniqueKey = "app-Hall", enableSql = true)
  ], durableObjectStorage = (localDisk = "objects"))),
  (name = "reload", worker = (modules = [
  ], compatibilityDate = "2026-06-01", bindings = [
    (name = "NEXT", service = (name = "assets-app")),
    (name = "DOTOOL", service = (name = "pages")),
  ])),
  (name = "objects", disk = (path = "/state/do", writable = true)),
  (name = "pages", external = (address = "unix:/pages", http = (injectRequestHeaders = [
    (name = "Authorization", value = "Bearer s")
  ]))),
  (name = "disk:kv", disk = (path = "/state/kv", writable = true)),
  (name = "disk:queues", disk = (path = "/state/queues", writable = true)),
  (name = "assets-app", assets = (path = "", config = "{}", userWorker = (name = "user-app"))),
  (name = "internet", network = (allow = [
    "public",
    "private",
    "local"
  ], tlsOptions = (trustBrowserCas = true)))
], sockets = [
  (name = "control", http = (), service = (name = "control")),
  (name = "http", http = (), service = (name = "reload")),
  (name = "http2", http = (), service = (name = "reload"))
], extensions = [
  (modules = [
  ])
]);
