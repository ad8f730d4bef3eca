/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

/**
 * Runs in our world of a document whose changed controls are known. Gives for each of them the way of its events up to
 * the document, as indexes into `novaActWays`, which is kept there: all nodes on these ways.
 */
export function eventPaths(): number[][] {
  const changed: unknown = Reflect.get(globalThis, 'novaActChanged');
  const nodes = new Map<Node, number>();
  const above = (node: Node): Node | null => {
    const slot = node instanceof Element ? node.assignedSlot : null;
    return slot ?? (node instanceof ShadowRoot ? node.host : node.parentNode);
  };
  const pathOf = (control: Node): number[] => {
    const path: number[] = [];
    for (let node: Node | null = control; node; node = above(node)) {
      const index = nodes.get(node) ?? nodes.size;
      nodes.set(node, index);
      path.push(index);
    }
    return path;
  };
  const controls = Array.isArray(changed) ? changed.filter((each) => each instanceof Node) : [];
  const paths = controls.map(pathOf);
  Object.assign(globalThis, { novaActWays: [...nodes.keys()] });
  return paths;
}
