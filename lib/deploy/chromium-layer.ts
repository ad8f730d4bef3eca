import { Size, Stack } from 'aws-cdk-lib';
import { Code, type FunctionOptions, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { cacheDirectory } from './cache-directory.ts';
import { type ChromiumContent, chromiumContent } from './chromium-content.ts';
import { architecture, runtime } from './functions.ts';

/** What {@link ChromiumLayer} needs to know. */
interface ChromiumLayerProps {
  readonly content: ChromiumContent;
}

const ID = 'NovaActChromium';

const contentByRoot = new WeakMap<IConstruct, ChromiumContent>();

/** Lets an app deploy another Chromium than that of `@sparticuz/chromium`. */
export function useChromiumContent(root: IConstruct, content: ChromiumContent): void {
  contentByRoot.set(root, content);
}

/** Headless Chromium with its libraries and fonts below /opt/chromium. */
export class ChromiumLayer extends LayerVersion {
  /** What a function needs in order to drive this Chromium. */
  readonly functionOptions: FunctionOptions;
  readonly content: ChromiumContent;

  /** The one layer of a stack, whatever the number of its workflows. Made when it is not there yet. */
  static of(scope: Construct): ChromiumLayer {
    const stack = Stack.of(scope);
    const found = stack.node.tryFindChild(ID);
    if (found instanceof ChromiumLayer) return found;
    const content = contentByRoot.get(scope.node.root) ?? chromiumContent(cacheDirectory());
    return new ChromiumLayer(stack, ID, { content });
  }

  private constructor(scope: Construct, id: string, { content }: ChromiumLayerProps) {
    super(scope, id, {
      description: `Headless Chromium of @sparticuz/chromium, ${content.version}`,
      // The version says what is inside; hashing 200 MB at each synth would find out nothing more.
      code: Code.fromAsset(content.directory, { assetHash: `chromium-${content.version}` }),
      compatibleRuntimes: [runtime],
      compatibleArchitectures: [architecture],
    });
    this.content = content;
    this.functionOptions = {
      layers: [this],
      environment: { CHROMIUM_PATH: '/opt/chromium/chromium' },
      // A profile and its caches, downloads, and one of the 400 MB core dumps that a crashed Chromium may leave.
      ephemeralStorageSize: Size.mebibytes(1024),
    };
  }
}
