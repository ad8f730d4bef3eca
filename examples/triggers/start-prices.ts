import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

const client = new SFNClient({});

/** Starts a run for an order: once, however often the function is called for the same one. */
export async function handler({ orderId, item }: { orderId: string; item: string }): Promise<void> {
  const input = {
    requestId: orderId,
    startingPage: 'https://shop.example.com',
    parameters: { item },
    acts: [{ id: 'price', prompt: 'Return the price of {{ parameters.item }}', schema: { type: 'number' } }],
  };
  try {
    // An order's id is 1 to 80 letters, digits, "-" and "_": what an execution may be named.
    await client.send(
      new StartExecutionCommand({
        stateMachineArn: process.env['STATE_MACHINE_ARN'],
        name: orderId,
        input: JSON.stringify(input),
      }),
    );
  } catch (error) {
    // It was started before, and has ended or was given another input.
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
