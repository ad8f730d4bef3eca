import { Size } from 'aws-cdk-lib';
import { Code, type FunctionOptions, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { ChromiumContent } from './chromium-content.ts';
import { architecture, runtime } from './functions.ts';

/** What {@link ChromiumLayer} needs to know. */
export interface ChromiumLayerProps {
  readonly content: ChromiumContent;
}

/** Headless Chromium with its libraries and fonts below /opt/chromium. */
export class ChromiumLayer extends LayerVersion {
  /** What a function needs in order to drive this Chromium. */
  readonly functionOptions: FunctionOptions;

  constructor(scope: Construct, id: string, { content }: ChromiumLayerProps) {
    super(scope, id, {
      description: `Headless Chromium of @sparticuz/chromium, ${content.version}`,
      // The version says what is inside; hashing 200 MB at each synth would find out nothing more.
      code: Code.fromAsset(content.directory, { assetHash: `chromium-${content.version}` }),
      compatibleRuntimes: [runtime],
      compatibleArchitectures: [architecture],
    });
    this.functionOptions = {
      layers: [this],
      environment: { CHROMIUM_PATH: '/opt/chromium/chromium' },
      // A profile and its caches, downloads, and one of the 400 MB core dumps that a crashed Chromium may leave.
      ephemeralStorageSize: Size.mebibytes(1024),
    };
  }
}
