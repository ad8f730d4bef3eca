const TWO = (text: string | undefined): string => (text ?? '').padStart(2, '0');

interface Format {
  /** How the value is written, for the model. */
  readonly name: string;
  readonly readings: readonly (readonly [shape: RegExp, value: (parts: readonly (string | undefined)[]) => string])[];
}

const DATE: Format['readings'] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, ([, year, month, day]) => `${year}-${TWO(month)}-${TWO(day)}`],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, ([, month, day, year]) => `${year}-${TWO(month)}-${TWO(day)}`],
  [/^(\d{2})(\d{2})(\d{4})$/, ([, month, day, year]) => `${year}-${month}-${day}`],
];

const TIME: Format['readings'] = [
  [/^(\d{1,2}):(\d{2})(:\d{2})?$/, ([, hour, minute, second = '']) => `${TWO(hour)}:${minute}${second}`],
  [
    /^(\d{1,2}):(\d{2})\s*([ap])\.?m\.?$/i,
    ([, hour, minute, half]) =>
      `${TWO(String((Number(hour) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0)))}:${minute}`,
  ],
];

const FORMATS: Readonly<Record<string, Format>> = {
  date: { name: 'YYYY-MM-DD', readings: DATE },
  time: { name: 'HH:MM', readings: TIME },
  'datetime-local': {
    name: 'YYYY-MM-DDTHH:MM',
    readings: [
      [/^(\S+?)(?:T|,?\s+)(.+)$/, ([, date = '', time = '']) => `${read(DATE, date) ?? ''}T${read(TIME, time) ?? ''}`],
    ],
  },
  month: { name: 'YYYY-MM', readings: [[/^(\d{4})-(\d{1,2})$/, ([, year, month]) => `${year}-${TWO(month)}`]] },
  week: { name: 'YYYY-Www', readings: [[/^(\d{4})-W(\d{1,2})$/i, ([, year, week]) => `${year}-W${TWO(week)}`]] },
};

/** Whether an input of this type is filled by {@link dateValue}. */
export function isDateType(type: string): boolean {
  return Object.hasOwn(FORMATS, type);
}

/**
 * The value of a date or time input for a text as the model writes it: as HTML does, or as an American keyboard would
 * enter it. `format` names what is understood; `value` is undefined when the text is not.
 */
export function dateValue(type: string, text: string): { readonly value: string | undefined; readonly format: string } {
  const { readings, name } = FORMATS[type] ?? { readings: [], name: '' };
  return { value: read(readings, text.trim()), format: name };
}

function read(readings: Format['readings'], text: string): string | undefined {
  for (const [shape, value] of readings) {
    const parts = shape.exec(text);
    if (parts) return value(Array.from(parts));
  }
}
