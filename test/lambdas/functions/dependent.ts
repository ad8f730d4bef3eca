import { createRequire } from 'node:module';
import commonJs from './separator.cjs';

const answers: Record<string, () => unknown> = {
  separator: () => commonJs.separator,
  chromium: () => import('@sparticuz/chromium'),
  // Here so that the bundle holds a second import of this name beside its own.
  resolve: () => createRequire(import.meta.url),
};

export const handler = (what: string): unknown => answers[what]?.();
