import type { Job } from "./queue";

/** Does what a job asks for. If it throws, the job is tried again later. */
export async function perform(job: Job, _env: Env): Promise<void> {
  if (job.payload === "fail") throw new Error("This job always fails");
  console.log(`Job ${job.id}: ${job.payload}`);
}
