import { describe, expect, test } from 'vitest';
import { observed, played } from './observed-page.ts';

const rows = `<h1>Kettles</h1><table><tr><th>Name</th><th>Unit price</th><th>Stock</th></tr>
  <tr><td><a href='/a'>Ketel One</a></td><td>£12.50</td><td>3</td></tr>
  <tr><td>Blue</td><td>£1,039</td><td>none</td></tr></table>`;

const PRICE = { type: 'number' };
const ANSWERS: readonly (readonly [
  why: string,
  ask: string,
  markup: string,
  schema: object | undefined,
  answer: string,
])[] = [
  [
    'a term of a list',
    'the price',
    '<dl><dt>Price</dt><dd>£12</dd><dt>Old price</dt><dd>£15</dd></dl>',
    undefined,
    '£12',
  ],
  ['a row header', 'the price', '<table><tr><th>Price</th><td>£12</td></tr></table>', undefined, '£12'],
  ['text after a colon', 'the price', '<p>Price: £12</p>', undefined, '£12'],
  ['a value in an element of its own', 'the price', '<p>Price: <b>£12</b> each</p>', undefined, '£12'],
  ['an aria-label', 'the price', `<span aria-label='Price'>£12</span>`, undefined, '£12'],
  ['a test id', 'the product price', `<span data-testid='product-price'>£12</span>`, undefined, '£12'],
  ['a text below a heading', 'the delivery', '<h2>Delivery</h2><p>Two days</p>', undefined, 'Two days'],
  ['the only amount of money', 'the price', '<main><h1>Kettle</h1><p>£12.00</p></main>', undefined, '£12.00'],
  ['a field', 'the name', `<label>Name</label><input value='Ada'/>`, undefined, 'Ada'],
  [
    'the chosen option',
    'the size',
    `<label>Size</label><select value='l'><option value='s'>Small</option><option value='l'>Large</option></select>`,
    undefined,
    'Large',
  ],
  [
    'the content before the frame',
    'the total',
    '<header><p>Total: £1</p></header><main><p>Total: £2</p></main>',
    undefined,
    '£2',
  ],
  [
    'the part a text is in',
    'the price of "Mug"',
    '<div><section><h3>Kettle</h3><p>Price: £12</p></section><section><h3>Mug</h3><p>Price: £4</p></section></div>',
    undefined,
    '£4',
  ],
  ['the second of two', 'the second price', '<p>Price: £1</p><p>Price: £2</p>', undefined, '£2'],
  ['a number', 'the price', '<p>Price: £1,234.50</p>', PRICE, '1234.5'],
  ['a number with a decimal comma', 'the price', '<p>Price: 1.234,50 €</p>', PRICE, '1234.5'],
  ['a negative number', 'the change', '<p>Change: -3</p>', { type: 'integer' }, '-3'],
  ['plain text for the plain string schema', 'the price', '<p>Price: £12</p>', { type: 'string' }, '£12'],
  ['a JSON string where the text would be JSON', 'the stock', '<p>Stock: 42</p>', { type: 'string' }, '"42"'],
  [
    'a JSON string for any other string schema',
    'the price',
    '<p>Price: £12</p>',
    { type: 'string', minLength: 1 },
    '"£12"',
  ],
  ['one of an enum', 'the state', '<p>State: OPEN</p>', { enum: ['open', 'closed'] }, '"open"'],
  ['a truth', 'whether "Sold out" is shown', '<p>Sold out</p>', { type: 'boolean' }, 'true'],
  ['its contrary', 'whether "Sold out" is not shown', '<p>Sold out</p>', { type: 'boolean' }, 'false'],
  ['yes as true', 'the answer', '<p>Answer: Yes</p>', { type: 'boolean' }, 'true'],
  [
    'an object by the names of its properties',
    'the booking',
    '<p>Booking reference: SM-1</p><p>Total: £9</p>',
    {
      type: 'object',
      properties: { bookingReference: { type: 'string' }, total: PRICE, coupon: { type: 'string' } },
      required: ['total'],
    },
    '{"bookingReference":"SM-1","total":9}',
  ],
  [
    'an object of one property, whatever its name',
    'the price',
    '<p>Price: £9</p>',
    { type: 'object', properties: { amount: PRICE }, required: ['amount'] },
    '{"amount":9}',
  ],
  [
    'null for what may be absent',
    'it',
    '<p>Total: 1</p>',
    { type: 'object', properties: { total: PRICE, vat: { anyOf: [PRICE, { type: 'null' }] } } },
    '{"total":1,"vat":null}',
  ],
  [
    'the part a text without quotation marks is in',
    'the price of Mug',
    '<ul><li>Kettle <b>£12</b></li><li>Mug <b>£4</b></li></ul>',
    undefined,
    '£4',
  ],
  ['a cell by its row and column', 'the stock of Blue', rows, undefined, 'none'],
  ['a price that is asked for by its thing', 'the price of Blue', rows, PRICE, '1039'],
  ['one of an enum of numbers', 'the stock', '<p>Stock: 3</p>', { enum: [1, 2, 3] }, '3'],
  [
    'null where a choice may be absent',
    'the state',
    '<p>Stock: 3</p>',
    { type: 'object', properties: { stock: PRICE, state: { type: ['string', 'null'], enum: ['open', null] } } },
    '{"stock":3,"state":null}',
  ],
  ['yes for a truth', 'whether "Sold out" is shown', '<p>Sold out</p>', { enum: ['yes', 'no'] }, '"yes"'],
  [
    'the rows of a table as objects',
    'the table',
    rows,
    undefined,
    '[{"Name":"Ketel One","Unit price":"£12.50","Stock":"3"},{"Name":"Blue","Unit price":"£1,039","Stock":"none"}]',
  ],
  [
    'the rows of a table as its own objects',
    'all kettles',
    rows,
    { type: 'array', items: { type: 'object' } },
    '[{"Name":"Ketel One","Unit price":"£12.50","Stock":"3"},{"Name":"Blue","Unit price":"£1,039","Stock":"none"}]',
  ],
  ['the entry of the lowest price', 'the cheapest kettle', rows, undefined, 'Ketel One'],
  ['the highest price', 'the highest price', rows, PRICE, '1039'],
  ['a property of the dearest', 'the stock of the most expensive kettle', rows, undefined, 'none'],
  [
    'entries without their buttons',
    'all kettles',
    '<h2>Kettles</h2><ul><li>Blue<button>Remove</button></li></ul>',
    undefined,
    '["Blue"]',
  ],
  [
    'the list of the open tab',
    'all rules',
    `<button role='tab' aria-selected='true'>Rules</button><div role='tabpanel'><ul><li>Quiet</li></ul></div><ul><li>x</li></ul>`,
    undefined,
    '["Quiet"]',
  ],
  ['the table where there is a list as well', 'the number of rows', `${rows}<ul><li>a</li></ul>`, PRICE, '2'],
  [
    'the thing of just that name',
    'the price of Mug',
    '<ul><li><p>Mug rack</p> <b>£12</b></li><li><p>Mug</p> <b>£4</b></li></ul>',
    undefined,
    '£4',
  ],
  [
    'the column of just that name',
    'the cheapest kettle',
    '<h2>Kettles</h2><table><tr><th>Name</th><th>Old price</th><th>Price</th></tr><tr><td>A</td><td>£9</td><td>£5</td></tr><tr><td>B</td><td>£8</td><td>£6</td></tr></table>',
    undefined,
    'A',
  ],
  ['the lowest price of some things', 'the lowest price of kettles', rows, PRICE, '12.5'],
  ['the first of a list by its name', 'the first row', rows, undefined, 'Ketel One'],
  ['a property of the last of a list', 'the stock of the last kettle', rows, undefined, 'none'],
  ['the address of an entry', 'the link of "Ketel One"', rows, undefined, 'https://cottages.example/a'],
  [
    'an element that is there only once',
    'whether there is a second link',
    `<a href='/'>A</a>`,
    { type: 'boolean' },
    'false',
  ],
  [
    'an element of a name close to a text',
    'whether there is a "Remove" button',
    '<button>Remove</button>',
    { type: 'boolean' },
    'true',
  ],
  [
    'the rows of a table by its columns',
    'all kettles',
    rows,
    {
      type: 'array',
      items: { $ref: '#/$defs/K' },
      $defs: { K: { type: 'object', properties: { name: { type: 'string' }, unitPrice: PRICE } } },
    },
    '[{"name":"Ketel One","unitPrice":12.5},{"name":"Blue","unitPrice":1039}]',
  ],
  ['one column', 'all prices', rows, { type: 'array', items: PRICE }, '[12.5,1039]'],
  [
    'the list under a heading',
    'all colours',
    '<h2>Colours</h2><ul><li>Red</li><li>Blue</li></ul><h2>Sizes</h2><ul><li>S</li><li>L</li></ul>',
    undefined,
    '["Red","Blue"]',
  ],
  [
    'a count',
    'how many colours there are',
    '<h2>Colours</h2><ul><li>Red</li><li>Blue</li></ul>',
    { type: 'integer' },
    '2',
  ],
  [
    'a list in an object',
    'the colours',
    '<h2>Colours</h2><ul><li>Red</li><li>Blue</li></ul>',
    { type: 'object', properties: { colours: { type: 'array', items: { type: 'string' } } } },
    '{"colours":["Red","Blue"]}',
  ],
];

async function asked(ask: string, markup: string, schema: object | undefined): Promise<string> {
  const task = schema ? `Return ${ask}, format output with jsonschema: ${JSON.stringify(schema)}` : `Return ${ask}.`;
  return (await played(task, [observed(markup)])).at(-1) ?? '';
}

describe('an answer', () => {
  test.for(ANSWERS)('is found as %s', async ([, ask, markup, schema, answer]) => {
    expect(await asked(ask, markup, schema)).toBe(`return ${JSON.stringify([answer])}`);
  });
});

const REFUSALS: readonly (readonly [
  why: string,
  ask: string,
  markup: string,
  schema: object | undefined,
  says: string,
])[] = [
  ['two values of one label', 'the price', '<p>Price: £1</p><p>Price: £2</p>', undefined, '“£1”, “£2”'],
  ['no such label', 'the price', '<p>Stock: 4</p>', undefined, 'the labels that are: “Stock”'],
  ['two numbers for one', 'the price', '<p>Price: £12 (was £15)</p>', PRICE, 'holds 2'],
  ['no number', 'the price', '<p>Price: on request</p>', PRICE, 'holds 0'],
  ['a fraction for a whole number', 'the stock', '<p>Stock: 2.5</p>', { type: 'integer' }, 'whole number'],
  [
    'no required property',
    'it',
    '<p>Total: 1</p>',
    { type: 'object', properties: { total: PRICE, vat: PRICE }, required: ['vat'] },
    '“vat”',
  ],
  ['two lists', 'all entries', '<ul><li>Red</li></ul><ul><li>S</li></ul>', undefined, 'ambiguous'],
  ['an unquoted text to look for', 'whether it is sold out', '<p>x</p>', undefined, 'quotation marks'],
  [
    'something of another entry',
    'the price of Mug',
    '<ul><li>Kettle <b>£12</b></li><li>Mug</li></ul>',
    undefined,
    '“price” of “Mug”',
  ],
  [
    'a thing of which the page says nothing',
    'the price of Mug',
    '<h1>Kettle</h1><p>Price: £12</p>',
    undefined,
    '“price” of “Mug”',
  ],
  [
    'a thing that two entries are called',
    'the price of Mug',
    '<ul><li>Mug rack <b>£12</b></li><li>Mug holder <b>£4</b></li></ul>',
    undefined,
    '“£12”, “£4”',
  ],
  ['a list of something else', 'the number of elephants', rows, PRICE, 'No list or table of “elephants”'],
  ['a part of a list', 'the number of red kettles', rows, PRICE, 'No list or table of “red kettles”'],
  ['a price of another kind', 'the average price', '<p>£12</p>', undefined, 'No value labelled “average price”'],
  ['the lowest of what is no price', 'the lowest stock', rows, undefined, '“lowest stock”'],
  [
    'two columns of which either could be meant',
    'the price of A',
    '<table><tr><th>Name</th><th>Old price</th><th>New price</th></tr><tr><td>A</td><td>£9</td><td>£5</td></tr></table>',
    undefined,
    'price',
  ],
  [
    'the cheapest where one has no price',
    'the cheapest kettle',
    '<h2>Kettles</h2><ul><li>A £3</li><li>B</li></ul>',
    undefined,
    '“B” has not exactly one price',
  ],
  [
    'the cheapest of two prices that are the same',
    'the cheapest kettle',
    '<h2>Kettles</h2><ul><li>A £3</li><li>B £3</li></ul>',
    undefined,
    'ambiguous',
  ],
  [
    'the cheapest in two currencies',
    'the cheapest kettle',
    '<h2>Kettles</h2><ul><li>A £3</li><li>B $4</li></ul>',
    undefined,
    'cannot be compared',
  ],
  ['a value beyond the schema’s bounds', 'the stock', '<p>Stock: 12</p>', { type: 'number', maximum: 10 }, '<= 10'],
  [
    'a list where one value is asked for',
    'all kettles',
    '<h2>Kettles</h2><ul><li>Model 3</li></ul>',
    PRICE,
    'single value',
  ],
  [
    'an object of which nothing is there',
    'it',
    '<p>Stock: 1</p>',
    { type: 'object', properties: { a: PRICE, b: PRICE } },
    'None of “a”, “b”',
  ],
  ['a text outside an enum', 'the state', '<p>State: lost</p>', { enum: ['open'] }, 'none of'],
];

describe('no answer is made up for', () => {
  test.for(REFUSALS)('%s', async ([, ask, markup, schema, says]) => {
    const last = await asked(ask, markup, schema);
    expect(last).toMatch(/^throw /);
    expect(last).toContain(JSON.stringify(says).slice(1, -1));
  });

  test('a list that goes on below the window', async () => {
    const page = observed(`<ul aria-label='Colours'><li>Red</li><li>Blue</li></ul>`);
    const idToBboxMap = { ...page.idToBboxMap, 1: { x: 0, y: 0, width: 100, height: 2000 } };
    const browserDimensions = { ...page.browserDimensions, scrollHeight: 2000 };
    const deeds = await played('Return all colours', [{ ...page, browserDimensions, idToBboxMap }]);
    expect(deeds.at(-1)).toContain('never in view as a whole');
  });

  test('a schema without a question', async () => {
    const task = 'Click Save, format output with jsonschema: {"type":"number"}';
    expect((await played(task, [observed('<button>Save</button>')])).at(-1)).toContain('its last sentence is not');
  });

  test('a schema that is not JSON', async () => {
    const task = 'Return the price, format output with jsonschema: {"type":';
    expect((await played(task, [observed('<p>Price: 1</p>')])).at(-1)).toContain('not JSON');
  });
});
