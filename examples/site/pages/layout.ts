import { html, type Html } from '../html.ts';

/** A whole document around a page's content. `script` is the path of the script that drives the page, if any does. */
export function layout(title: string, content: Html, script?: string): Html {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Saltmarsh Cottages</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/page.css" />
        <link rel="stylesheet" href="/assets/forms.css" />
        <link rel="stylesheet" href="/assets/cottages.css" />
        ${script === undefined ? html`` : html`<script type="module" src="${script}"></script>`}
      </head>
      <body>
        <header class="site-header">
          <a class="brand" href="/">Saltmarsh Cottages</a>
          <nav aria-label="Main">
            <a href="/search">All cottages</a>
            <a href="/about">About us</a>
            <a href="/about#contact">Contact</a>
          </nav>
        </header>
        <main>${content}</main>
        <footer class="site-footer">
          <p>Saltmarsh Cottages · Holiday homes on the Norfolk coast</p>
        </footer>
      </body>
    </html>`;
}
