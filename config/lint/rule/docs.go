package rule

// Docs begins the URLs of the documentation.
const Docs = "https://developers.cloudflare.com/"

// Pages of the documentation that rules of several groups lead to.
const (
	RulesOfObjects = Docs + "durable-objects/best-practices/rules-of-durable-objects/"
	SQLStorage     = Docs + "durable-objects/api/sqlite-storage-api/"
	State          = Docs + "durable-objects/api/state/"
)
