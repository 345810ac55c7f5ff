package types

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The declarations are right for tsc --strict, and have what tests use: only lines that
// expect an error have one.
func TestTypes(t *testing.T) {
	modules := os.Getenv("DOTOOL_TYPES")
	if modules == "" {
		t.Skip("DOTOOL_TYPES is not the node_modules folder with TypeScript: see .ci/run")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{name: Text, "use.ts": use, "old.d.ts": old} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	types := filepath.Join(modules, "@cloudflare", "workers-types")
	c := exec.Command(filepath.Join(modules, ".bin", "tsc"), "--strict", "--noEmit", "--target", "esnext", "--lib", "esnext", "--module", "esnext",
		"--moduleResolution", "bundler", "--types", types, name, "use.ts", "old.d.ts")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

const old = `declare module "cloudflare:test" { interface ProvidedEnv { EXTRA: string } }`

const use = `
import {
  SELF, abortAllDurableObjects, adminSecretsStore, applyD1Migrations, createExecutionContext, createMessageBatch, createPagesEventContext, createScheduledController,
  env, evictAllDurableObjects, evictDurableObject, getQueueResult, introspectWorkflow, introspectWorkflowInstance, listDurableObjectIds, reset, runDurableObjectAlarm, runInDurableObject, waitOnExecutionContext,
} from "cloudflare:test";
import { advanceAlarms, hibernate, killAndRestart, restore, snapshot, sql } from "dotool:test";
import { DurableObject } from "cloudflare:workers";

declare global { namespace Cloudflare { interface Env { ROOM: DurableObjectNamespace<Room>; FLOW: Workflow; DB: D1Database; SECRET: SecretsStoreSecret } } }

class Room extends DurableObject {
  posts = 0;
  post(text: string): number { return text.length; }
}

export async function test(worker: ExportedHandler) {
  const stub = env.ROOM.getByName("lobby");
  const posts: number = await runInDurableObject(stub, (room: Room, state) => { state.storage.sql.exec("SELECT 1"); return room.posts; });
  const response: Response = await runInDurableObject(stub, async () => new Response("hi"));
  // @ts-expect-error
  await runInDurableObject(stub, (room: Room) => room.nothing);
  const rang: boolean = await runDurableObjectAlarm(stub);
  const ids: DurableObjectId[] = await listDurableObjectIds(env.ROOM);
  await evictDurableObject(stub, { webSockets: "close" });
  await evictAllDurableObjects();
  await abortAllDurableObjects();
  await reset();
  const ctx = createExecutionContext();
  const answer: Response = await SELF.fetch("http://x/");
  await worker.scheduled?.(createScheduledController({ scheduledTime: new Date(), cron: "* * * * *" }), env, ctx);
  const batch = createMessageBatch("q", [{ id: "1", timestamp: 1, attempts: 1, body: { a: 1 } }]);
  const acks: string[] = (await getQueueResult(batch, ctx)).explicitAcks;
  await waitOnExecutionContext(ctx);
  const extra: string = env.EXTRA;

  await applyD1Migrations(env.DB, [{ name: "1", queries: ["SELECT 1"] }]);
  using secret = adminSecretsStore(env.SECRET);
  const id: string = await secret.create("x");
  await using instance = await introspectWorkflowInstance(env.FLOW, id);
  await instance.modify(async (m) => { await m.disableSleeps(); await m.mockStepError({ name: "a", index: 2 }, new Error("no"), 3); });
  await instance.waitForStatus("complete");
  await using all = await introspectWorkflow(env.FLOW);
  await all.modifyAll((m) => m.mockEvent({ type: "t", payload: 1 }));
  const message: string = (await (await all.get())[0].getError()).message;
  const page = createPagesEventContext<PagesFunction<Cloudflare.Env>>({ request: new Request<unknown, IncomingRequestCfProperties>("http://x") });
  await waitOnExecutionContext(page);

  const copy = await snapshot(stub);
  await restore(copy);
  const rows = await sql<{ n: number }>(stub, "SELECT ? AS n", 1);
  const n: number = rows[0].n;
  const ran: number = await advanceAlarms(60_000);
  await hibernate(stub);
  await killAndRestart(stub);
  // @ts-expect-error
  await sql(stub);
  return [posts, response, rang, ids, answer, acks, extra, n, ran, message];
}
`
