import { describe, expect, test } from 'vitest';
import { boxOfId, deedOf, observed, planned, played } from './observed-page.ts';

/** `id` is the place of the element that is meant, counted from 1 in the order of the markup. */
const CLICKS: readonly (readonly [why: string, task: string, markup: string, id: number])[] = [
  ['an exact name comes before a longer one', 'Click Save', '<button>Save all</button><button>Save</button>', 2],
  ['case tells nothing unless both are there', 'Click SAVE', '<button>Save</button><button>SAVE</button>', 2],
  ['a button comes before a heading', 'Click Search', '<h1>Search</h1><button>Search</button>', 2],
  ['a text is clicked where there is no button', 'Click "More"', '<div><span>More</span><p>Text</p></div>', 2],
  [
    'a link inside a button-like wrapper is the inner one',
    'Click Go',
    `<div role='button'><a href='/'>Go</a></div>`,
    2,
  ],
  ['two links to one page are one', 'Click Kettle', `<a href='/k'>Kettle</a><a href='/k'>Kettle</a>`, 1],
  ['“Help link” may be a whole name', 'Click Help link', `<button>Help link</button>`, 1],
  ['a picture is called by its alternative text', 'Click "Logo"', `<a href='/'><img alt='Logo'/></a>`, 1],
  ['an escaped name is read', `Click "Tom's & more"`, '<button>Tom&#39;s &amp; more</button>', 1],
  ['the last of several', 'Click the last "Remove"', '<button>Remove</button><button>Remove</button>', 2],
  [
    'the first link is not one of the header',
    'Click the first link',
    `<header><a href='/'>Home</a></header><a href='/a'>A</a>`,
    3,
  ],
  [
    'a row tells buttons of one name apart',
    'Click "Remove" in the row "Mug"',
    '<table><tr><td>Kettle</td><button>Remove</button></tr><tr><td>Mug</td><button>Remove</button></tr></table>',
    7,
  ],
  [
    'a single result shows no list',
    'Open the first result',
    `<main><h1>1 found</h1><div><img alt='x'/><a href='/k'>Kettle</a></div></main>`,
    5,
  ],
  [
    'entries whose wrappers are gone are results',
    'Open the second result',
    `<ul><a href='/a'>A</a><a href='/b'>B</a></ul>`,
    3,
  ],
  [
    'a radio button by its label',
    'Select "Express"',
    `<label><input type='radio' checked='true'/>Standard</label><label><input type='radio'/>Express</label>`,
    4,
  ],
  [
    'a row is known by its text without quotation marks',
    'Click Remove next to Mug',
    '<ul><li><p>Kettle</p><button>Remove</button></li><li><p>Mug</p><button>Remove</button></li></ul>',
    7,
  ],
  [
    'a whole name comes before its parts',
    'Click Part of Mug',
    '<p>Mug</p><button>Part</button><button>Part of Mug</button>',
    3,
  ],
  ['the beginning of a word will do', 'Click Setting', '<button>Settings</button>', 1],
  ['a name in a script without spaces is found in a longer one', 'Click 购物', '<button>去购物车</button>', 1],
  [
    'a dialog is closed by the button in it',
    'Close the cookie banner',
    `<div role='dialog'><p>News</p><button>Close</button></div><div role='dialog'><p>We use cookies</p><button>OK</button></div>`,
    6,
  ],
  [
    'a button may be called Close something',
    'Close the menu',
    `<button>Close</button><button aria-label='Close menu'>×</button>`,
    2,
  ],
  [
    'what was asked to be accepted is a part of the page',
    'Accept the cookies',
    `<div role='dialog'><p>We use cookies</p><button>Accept all</button></div><button>Accept</button>`,
    3,
  ],
  [
    'a form is sent by its own button',
    'Submit the form',
    `<form role='search'><input type='search'/><button>Search</button></form><form><button type='button'>Add</button><button>Save</button></form>`,
    6,
  ],
  [
    'the entry of the lowest price is opened by its link',
    'Open the cheapest product',
    `<ul><li><a href='/k'>Kettle</a><b>£20</b></li><li><a href='/m'>Mug</a><b>£4</b></li></ul>`,
    6,
  ],
  [
    'what is chosen may be the dearest of a list',
    'Choose the most expensive product',
    `<ul><li><a href='/k'>A</a> £2</li><li><a href='/l'>B</a> £3</li></ul>`,
    5,
  ],
  ['a broken page is read as far as it goes', 'Click Save', `<main><p>x</b><button>Save</button></div`, 3],
];

test.for(CLICKS)('%s', async ([, task, markup, id]) => {
  expect(deedOf(await planned(task, observed(markup)))).toEqual({ name: 'agentClick', input: [boxOfId(id)] });
});

const FIELDS: readonly (readonly [why: string, markup: string, id: number])[] = [
  ['a label around it', '<label>Name <input/></label><label>City <input/></label>', 2],
  ['a label before it', '<label>Name</label><input/><label>City</label><input/>', 2],
  ['a text before its wrapper', '<div><span>Name</span><div><input/></div></div>', 4],
  ['a table cell before it', '<table><tr><th>Name</th><td><input/></td></tr></table>', 5],
  ['aria-label', `<input aria-label='City'/><input aria-label='Name'/>`, 2],
  ['placeholder', `<textarea placeholder='Name'/>`, 1],
  ['the label that the browser tells', `<input label='City'/><input label='Name'/>`, 2],
  ['title', `<input title='Name'/>`, 1],
];

test.for(FIELDS)('a field is known by %s', async ([, markup, id]) => {
  expect(deedOf(await planned('Type "Ada" into "Name"', observed(markup)))).toEqual({
    name: 'agentType',
    input: ['Ada', boxOfId(id)],
  });
});

test('an option is typed with the words the page shows', async () => {
  const page = observed(
    `<label>Size</label><select><option value='s'>Small (1 l)</option><option value='l'>Large (2 l)</option></select>`,
  );
  expect(await played('Choose large from Size', [page])).toEqual([
    `agentType ["Large (2 l)","${boxOfId(2)}"]`,
    'return []',
  ]);
  expect((await played('Choose huge from Size', [page])).at(-1)).toContain('it has “Small (1 l)”, “Large (2 l)”');
});

test('a box is cut off at the edge of the window', async () => {
  const page = observed('<button>Save</button>');
  const wide = { ...page, idToBboxMap: { 1: { x: -20, y: 790.4, width: 2000, height: 100 } } };
  expect(deedOf(await planned('Click Save', wide))?.input).toEqual(['<box>790,0,800,1600</box>']);
});

const FAILURES: readonly (readonly [why: string, task: string, markup: string, says: string])[] = [
  [
    'names both of two that fit',
    'Click Remove',
    '<button>Remove</button><button>Remove</button>',
    'button “Remove” at <box>5,10,9,110</box> and button “Remove” at <box>10,10,14,110</box>',
  ],
  [
    'names at most eight of what is in view',
    'Click Save',
    Array.from({ length: 12 }, (_, at) => `<button>B${at}</button>`).join(''),
    '“B7” and 4 more',
  ],
  [
    'says that something covers it',
    'Click Save',
    `<button currently-obscured='true'>Save</button>`,
    'something covers it',
  ],
  [
    'quotes the sentence it cannot read, before doing any',
    'Click Save. Dance wildly',
    '<button>Save</button>',
    '“Dance wildly”',
  ],
  [
    'wants no sentence after the answer',
    'Return the price. Click Save',
    '<button>Save</button>',
    'after it: “Click Save”',
  ],
  ['says that there are only so many', 'Click the third "A"', '<button>A</button><button>A</button>', 'only 2'],
  ['takes no words for an address', 'Go to the basket', '<p>x</p>', 'does not understand'],
  ['finds no name in the middle of a word', 'Click Book', '<button>Facebook</button>', 'Nothing on the page fits Book'],
  [
    'never takes what another entry has',
    'Click Remove next to Mug',
    '<ul><li><p>Kettle</p><button>Remove</button></li><li><p>Mug</p><p>Sold</p></li></ul>',
    'Nothing on the page fits Remove next to Mug',
  ],
  [
    'never closes another dialog',
    'Close the cookie banner',
    `<div role='dialog'><p>News</p><button>Close</button></div><div role='dialog'><p>Cookies</p><button>Settings</button></div>`,
    'Nothing on the page fits cookie banner',
  ],
  [
    'says that two forms could be meant',
    'Submit',
    '<form><button>A</button></form><form><button>B</button></form>',
    'ambiguous',
  ],
  [
    'types into no cheapest thing',
    'Type "1" into the cheapest product',
    `<ul><li><a href='/k'>A</a> £2</li><li>B £3</li></ul>`,
    'has nothing to type',
  ],
  [
    'never takes what another card has',
    'Click Remove next to Mug',
    '<main><div><p>Kettle</p><button>Remove</button></div><div><p>Mug</p><p>Sold</p></div></main>',
    'Nothing on the page fits Remove next to Mug',
  ],
  ['has no key to press', 'Press the Escape key', '<button>Escape</button>', 'no call that presses a key'],
  ['takes no name of endless length', `Click ${'a'.repeat(600)}`, '<p>x</p>', 'the longest is 500'],
  ['wants JSON for a tool', 'Call convert with {"amount": }', '<p>x</p>', 'not JSON'],
  ['needs something to do', '  ', '<p>x</p>', 'nothing to do'],
  ['says that the observation holds no text', 'Click Save', '', 'no page text'],
];

describe('an honest failure', () => {
  test.for(FAILURES)('%s', async ([, task, markup, says]) => {
    const last = (await played(task, [observed(markup)])).at(-1) ?? '';
    expect(last).toMatch(/^throw /);
    expect(last).toContain(JSON.stringify(says).slice(1, -1));
  });
});
