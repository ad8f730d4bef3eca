/** What is harmless in any path of a name that a page chose. */
export function harmlessName(name: string): string {
  return name
    .replaceAll(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '')
    .slice(-80);
}
