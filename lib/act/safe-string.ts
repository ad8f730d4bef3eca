/* oxlint-disable no-control-regex -- control characters are what is looked for */
const TERMINAL_SEQUENCES = new RegExp(
  [
    '\\u001b\\[[0-?]*[ -/]*[@-~]', // CSI
    '\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?', // OSC
    '\\u001b[@-Z\\\\-_]', // other two-byte escapes
    '\\u0007', // bell
  ].join('|'),
  'g',
);

/**
 * The text a positional argument stands for: models write unicode escapes and terminal sequences into their
 * arguments, and the reference client cleans them in exactly this order.
 */
export function safeString(text: string): string {
  return text
    .replaceAll('\\\\u', '\\u')
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(TERMINAL_SEQUENCES, '')
    .replaceAll('\\\\', '\\');
}
