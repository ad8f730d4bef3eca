/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping, typescript/unbound-method -- a function for the page is sent as text and holds all it uses; the built-ins are called by `apply` */

import type { Probe } from './probe.ts';

/** Runs in the page's own world: sees the changes of the document and of all shadow trees, and what set each off. */
export function followChanges(probe: Probe, key: string): void {
  const { apply } = probe;
  const page = document;
  const observer = new MutationObserver(() => probe.changed(probe.current()));
  const observe = observer.observe.bind(observer);
  const [PageNode, PageNodes] = [Node, NodeList];
  const all = Document.prototype.querySelectorAll;
  const shadowOf = Reflect.getOwnPropertyDescriptor(Element.prototype, 'shadowRoot')?.get;
  const observed = new WeakSet<object>();
  const isObserved = observed.has.bind(observed);
  const nowObserved = observed.add.bind(observed);

  const follow = (root: unknown): void => {
    if (!(root instanceof PageNode) || isObserved(root)) return;
    nowObserved(root);
    observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  };
  follow(page);
  probe.replace(Element.prototype, 'attachShadow', (target, self, values) => {
    const root = apply(target, self, values);
    follow(root);
    return root;
  });
  // Those that the page's text declares come without a call.
  performance.addEventListener(`${key}?`, () => {
    const elements = apply(all, page, ['*']);
    if (!shadowOf || !(elements instanceof PageNodes)) return;
    for (let index = 0; index < elements.length; index += 1) follow(apply(shadowOf, elements[index], []));
  });
}
