/** JSON that a terminal shows as it is: control characters and those that turn the writing direction are escaped. */
export function jsonText(value: object): string {
  const text = JSON.stringify(value, null, 2).replaceAll(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
