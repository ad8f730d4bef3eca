/**
 * A process of its own that hosts one function, so that a test can end it: `node host-process.ts BUNDLE COMMAND [exit]`.
 * With `exit` it exits when the function has written its first line.
 */
import { LambdaHost } from '../../../lib/local/lambda-host/lambda-host.ts';

const [bundle = '', command = '', ending = ''] = process.argv.slice(2);
const host = new LambdaHost({
  functions: [{ name: 'Obedient', bundle, timeoutSeconds: 60, memoryMegabytes: 128, environment: {} }],
  onLogLine: (_, line) => {
    console.log(line);
    if (ending === 'exit') process.exit();
  },
});
await host.invoke('Obedient', { do: command });
