/** Does what a job asks for. If it throws, the job is tried again later. */
export async function perform(job, _env) {
  if (job.payload === "fail") throw new Error("This job always fails");
  console.log(`Job ${job.id}: ${job.payload}`);
}
