import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Access, NOVA_ACT_REGION } from '../access.ts';
import { asking } from '../aws-problem.ts';
import { type Check, checked, skipped } from './check.ts';

/** AWS refuses what is signed with a clock further off. */
const CLOCK_OFF_MS = 5 * 60_000;

/** Who asks, and whether AWS believes the time at which this machine says to ask. */
export async function checkCaller(access: Access): Promise<Check[]> {
  const client = new STSClient(access.client);
  const credentials = await checked('credentials', async () => {
    const { Account: account, Arn: arn } = await asking('sts:GetCallerIdentity', access.region, () =>
      client.send(new GetCallerIdentityCommand({})),
    );
    return { state: 'ok', found: `${arn ?? 'unknown'} of account ${account ?? 'unknown'}` };
  });
  // The SDK takes the time of every answer, also of one that refuses.
  return [credentials, checkClock(client.config.systemClockOffset, credentials.state === 'ok')];
}

export function checkClock(offsetMs: number, wasAnswered: boolean): Check {
  if (Math.abs(offsetMs) >= CLOCK_OFF_MS)
    return {
      name: 'clock',
      state: 'problem',
      found: `${Math.round(Math.abs(offsetMs) / 60_000)} minutes ${offsetMs > 0 ? 'behind' : 'ahead of'} that of AWS`,
      advice: 'Set the clock of this machine: AWS refuses what is signed more than five minutes off.',
    };
  if (!wasAnswered) return skipped('clock', 'not compared with that of AWS: the request above failed');
  return { name: 'clock', state: 'ok', found: 'within five minutes of that of AWS' };
}

export function checkRegion({ region }: Access): Check {
  const found =
    region === NOVA_ACT_REGION
      ? `${region}, where Nova Act is as well`
      : `the stack is looked for in ${region}; Nova Act itself is asked in ${NOVA_ACT_REGION}, the only region that has it`;
  return { name: 'region', state: 'ok', found };
}
