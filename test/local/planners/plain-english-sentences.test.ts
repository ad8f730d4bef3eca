import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnswerSchema } from '../../../lib/act/answer.ts';
import type { JsonValue } from '../../../lib/act/json.ts';
import type { Tool } from '../../../lib/act/ports.ts';
import { startActing } from './acting.ts';

const SHOP = 'plain-english';
const COTTAGE = '/cottages/harbour-cottage';
const BOOKING = '/cottages/harbour-cottage/book';

const STRING = { type: 'string' };
const NUMBER = { type: 'number' };
const BOOLEAN = { type: 'boolean' };
const PRICED = { type: 'object', properties: { name: STRING, price: NUMBER }, required: ['name', 'price'] };

/** A sentence, where it is said, what the page says was done to it, where the browser ends, and the answer. */
type Deed = readonly [
  sentence: string,
  page: string,
  wanted: { readonly done?: string; readonly place?: string; readonly response?: JsonValue },
  schema?: AnswerSchema,
];

const DEEDS: readonly Deed[] = [
  ['Click "Help"', SHOP, { done: 'click Help', place: '/plain-english.html#help' }],
  ['Press the More options button', SHOP, { done: 'hover More options; click …' }],
  ['Click the second link', SHOP, { place: '/plain-english.html#travel' }],
  ['Click Remove next to Travel kettle', SHOP, { done: 'click Remove Travel kettle' }],
  ['Double-click "Help"', SHOP, { done: 'click Help; click Help; dblclick Help' }],
  ['Right-click the Help link', SHOP, { done: 'contextmenu Help', place: '/plain-english.html' }],
  ['Hover over "More options"', SHOP, { done: 'hover More options' }],
  ['Open the cheapest kettle', SHOP, { place: '/plain-english.html#travel' }],
  ['Close the cookie banner. Return whether "Tea caddy" is shown', SHOP, { done: 'click ×', response: true }, BOOLEAN],
  ['Accept the cookies', SHOP, { done: 'click Accept all' }],
  ['Type "Grace Hopper" into Full name. Return the full name', SHOP, { response: 'Grace Hopper' }],
  [
    'Clear the Full name field and submit the form',
    SHOP,
    { done: 'change Full name=; click Send order; submit name= code= size=Small gift=false news=true' },
  ],
  [
    'Enter TEA into the voucher field and press Enter',
    SHOP,
    { done: 'change Voucher=TEA; click Send order; submit name=Ada code=TEA size=Small gift=false news=true' },
  ],
  ['Choose "Large" from the Size dropdown', SHOP, { done: 'change Size=Large' }],
  ['Tick "Gift wrap" and untick "Newsletter"', SHOP, { done: 'change Gift wrap=true; change Newsletter=false' }],
  ['Scroll to the bottom', SHOP, { done: 'scrolled to the end' }],
  ['Go to /about#contact. Return the telephone', '/', { place: '/about#contact', response: '01632 960 123' }],
  ['Wait 0.1 seconds, then click Help', SHOP, { done: 'click Help' }],
  [
    'Search for barn, open the first result and return its price',
    '/',
    { place: '/cottages/sea-view-barn', response: 164 },
    NUMBER,
  ],
  [
    'Open the House rules tab. List all house rules',
    COTTAGE,
    {
      response: [
        'Check in from 16:00, check out by 10:00',
        'No smoking indoors',
        'Quiet outside after 22:00',
        'Leave the stove as you found it',
      ],
    },
    { type: 'array', items: STRING },
  ],
  ['Choose 2 guests from Guests, tick "Bring a dog" and return the guests', BOOKING, { response: '2 guests' }],
];

/** All asked of the shop. */
const QUESTIONS: readonly (readonly [sentence: string, answer: JsonValue, schema?: AnswerSchema])[] = [
  ['What is the status?', 'Open', STRING],
  ['Return the status', 'open', { enum: ['open', 'closed'] }],
  ['Return the price of Tea caddy', 31, NUMBER],
  ['How many kettles are there?', 4, { type: 'integer' }],
  [
    'List all kettles',
    ['Classic kettle £39.90', 'Travel kettle £24.50', 'Copper kettle £1,089.00', 'Tea caddy £31.00'],
    { type: 'array', items: STRING },
  ],
  ['Return all prices of kettles', [39.9, 24.5, 1089, 31], { type: 'array', items: NUMBER }],
  [
    'Return the delivery table',
    '[{"Country":"Norway","Days":"4","Cost":"£9.50"},{"Country":"Portugal","Days":"6","Cost":"£12.00"}]',
  ],
  [
    'Return all rows of the table "Delivery"',
    [
      { country: 'Norway', cost: 9.5 },
      { country: 'Portugal', cost: 12 },
    ],
    {
      type: 'array',
      items: { type: 'object', properties: { country: STRING, cost: NUMBER }, required: ['country', 'cost'] },
    },
  ],
  ['Return the cheapest kettle', { name: 'Travel kettle', price: 24.5 }, PRICED],
  ['Return the name of the most expensive kettle', 'Copper kettle'],
  ['Is there a "Send order" button?', true, BOOLEAN],
  ['Is there a Buy now button?', false, BOOLEAN],
  ['Is Newsletter checked?', true, BOOLEAN],
];

let acting: Awaited<ReturnType<typeof startActing>>;

beforeAll(async () => {
  acting = await startActing();
});

afterAll(() => acting[Symbol.asyncDispose]());

describe('is done', () => {
  test.for(DEEDS)('%s', async ([sentence, page, { response, ...left }, schema]) => {
    await acting.open(page);
    expect(await acting.act(sentence, schema)).toEqual({ response });
    expect(acting.left()).toMatchObject(left);
  });
});

describe('is answered', () => {
  beforeAll(() => acting.open(SHOP));

  test.for(QUESTIONS)('%s', async ([sentence, response, schema]) => {
    expect(await acting.act(sentence, schema)).toEqual({ response });
  });

  const convert: Tool = {
    spec: { name: 'convert', description: 'Pounds to kroner', inputSchema: { json: { type: 'object' } } },
    timeoutSeconds: 5,
    run: async ({ amount }) => ({ kroner: Number(amount) * 13, currency: 'NOK' }),
  };

  test.for([
    ['Use the tool convert with {"amount": 3} and return the result', undefined, '{"kroner":39,"currency":"NOK"}'],
    [
      'Call convert with amount 4. Return the result',
      { type: 'object', properties: { kroner: NUMBER } },
      { kroner: 52 },
    ],
  ] as const)('%s', async ([sentence, schema, response]) => {
    expect(await acting.act(sentence, schema, [convert])).toEqual({ response });
  });
});

const SENSELESS: readonly (readonly [why: string, sentence: string, says: string, schema?: AnswerSchema])[] = [
  [
    'nonsense',
    'Click Help. Colourless green ideas sleep furiously',
    'does not understand “Colourless green ideas sleep furiously”',
  ],
  ['a contradiction', 'Click the first last link', '“the first last link” contradicts itself'],
  ['a tick and its contrary', 'Check and uncheck "Gift wrap"', 'does not understand “Check”'],
  [
    'beyond ability',
    'Click Help, then drag "Tea caddy" onto "Basket"',
    '“drag "Tea caddy" onto "Basket"” cannot be done',
  ],
  ['the history', 'Click Help and go back', '“go back” cannot be done: the service has no call that goes back'],
  [
    'an element that is not there',
    'Click "Reserve the swimming pool"',
    'Nothing on the page fits "Reserve the swimming pool"',
  ],
  ['an ambiguous target', 'Click "Remove"', '"Remove" is ambiguous: 3 elements fit equally well'],
  ['a value the schema forbids', 'Return the orders today', 'answer must be <= 10', { type: 'number', maximum: 10 }],
  ['a tool that nobody gave', 'Click Help. Call fly with height 3', 'There is no tool “fly”'],
];

describe('makes no sense, is said to, and touches nothing:', () => {
  beforeAll(() => acting.open(SHOP));

  test.for(SENSELESS)('%s: %s', async ([, sentence, says, schema]) => {
    expect(await acting.act(sentence, schema)).toEqual({ failure: expect.stringContaining(says) });
    expect(acting.deeds()).toEqual(['throw']);
  });
});
