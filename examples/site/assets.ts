import { readFile } from 'node:fs/promises';
import type { Answer } from './routes.ts';

const assets: Readonly<Record<string, { readonly file: URL; readonly type: string }>> = {
  '/assets/page.css': { file: new URL('./assets/page.css', import.meta.url), type: 'text/css; charset=utf-8' },
  '/assets/forms.css': { file: new URL('./assets/forms.css', import.meta.url), type: 'text/css; charset=utf-8' },
  '/assets/cottages.css': { file: new URL('./assets/cottages.css', import.meta.url), type: 'text/css; charset=utf-8' },
  '/assets/cottage.js': {
    file: new URL('./assets/cottage.js', import.meta.url),
    type: 'text/javascript; charset=utf-8',
  },
};

/** The style sheet or script at this path, or `undefined`. */
export async function assetAt(path: string): Promise<Answer | undefined> {
  const asset = Object.hasOwn(assets, path) ? assets[path] : undefined;
  return asset && { status: 200, headers: { 'content-type': asset.type }, body: await readFile(asset.file, 'utf8') };
}
