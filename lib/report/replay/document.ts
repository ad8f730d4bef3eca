import { createHash } from 'node:crypto';
import { Html, html } from '../html.ts';
import { startPlayer } from './player.ts';
import { startSearch } from './search.ts';
import { replayStyle } from './style.ts';

const script = `(${startSearch.toString()})((${startPlayer.toString()})());`;

/**
 * Nothing is loaded, nothing is sent, and nothing runs but this one script, which is known by its hash: what pages and
 * models wrote stays text, even if it got through as HTML.
 */
const POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src '${hash(replayStyle)}'`,
  `script-src '${hash(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** A whole page. It needs nothing beside itself. */
export function htmlDocument(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${replayStyle}</style>`)}
      </head>
      <body>
        ${body} ${new Html(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
