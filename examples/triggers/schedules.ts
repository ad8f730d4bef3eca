/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-serverless/cdk';

/** A workflow that runs by the clock. */
export class ScheduledStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const workflow = new NovaActWorkflow(this, 'Prices', {
      defaultInput: {
        startingPage: 'https://shop.example.com',
        acts: [{ id: 'price', prompt: 'Return the price of {{ parameters.item }}', schema: { type: 'number' } }],
      },
      schedules: {
        // At seven in Berlin, in summer and in winter.
        Weekdays: {
          schedule: ScheduleExpression.cron({
            minute: '0',
            hour: '7',
            weekDay: 'MON-FRI',
            timeZone: TimeZone.EUROPE_BERLIN,
          }),
          input: { parameters: { item: 'the kettle' } },
        },
        // Left out while the run before is under way.
        Often: {
          schedule: ScheduleExpression.rate(Duration.minutes(10)),
          input: { parameters: { item: 'the toaster' } },
        },
      },
    });

    // Some time between two and four, and each night even if the last night's run is still under way.
    workflow.addSchedule('Nightly', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }),
      flexibleWindow: Duration.hours(2),
      overlap: 'allow',
      input: { parameters: { item: 'everything on sale', day: '<aws.scheduler.scheduled-time>' } },
    });
  }
}
