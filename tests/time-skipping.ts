import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalTestServerProgram } from '#scripts/embedded/temporal-program.ts';

/** A server whose clock runs ahead while every workflow waits: ninety days pass in a moment. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const path = await temporalTestServerProgram((line) => process.stdout.write(`${line}\n`));
  return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
}
