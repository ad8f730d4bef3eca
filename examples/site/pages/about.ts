import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';

/** Who lets the cottages and how to reach them. Longer than a window is high; the contact details come last. */
export function aboutPage(): Html {
  return layout(
    'About us',
    html`<section class="narrow prose">
      <h1>About us</h1>
      <p class="lead">We are two families who began with one damp cottage on the quay and never quite stopped.</p>
      <h2>How it began</h2>
      <p>
        In 2009 the harbour master’s house stood empty, with a hole in the roof and a boat in the front room. We bought
        it for the boat. Two winters later the roof was whole, the boat was in the water, and friends of friends began
        to ask whether they could come for a week.
      </p>
      <p>
        The barn followed, then the chapel, then the loft over the mill wheel. Each was mended with what the place is
        made of: flint, lime, pantiles and a great deal of patience.
      </p>
      <h2>How we look after the houses</h2>
      <p>
        Every cottage has one person who knows it: where the sun falls in the morning, which window sticks, how the
        stove likes to be lit. That person answers your questions, lays the fire before you arrive and has the spare
        key.
      </p>
      <p>
        We let from Saturday to Saturday in the season, because a house needs a morning to itself. Linen is dried
        outdoors when the weather allows it, and the firewood comes from the estate behind the heath.
      </p>
      <h2>The marsh</h2>
      <p>
        Twice a day the tide fills the creeks and empties them again. Read the tide table in the hall before you walk
        out to the seals, and be back on the sea wall two hours before high water. The birds nest on the shingle from
        April to July; please keep dogs on a lead there.
      </p>
      <h2>Getting here</h2>
      <p>
        Trains run to Sheringham every hour. From there the coast bus stops in each of our villages except Burnham
        Overy, where we meet you at the mill if you tell us your train.
      </p>
      <h2 id="contact">Contact</h2>
      <dl class="box rows">
        <dt>Telephone</dt>
        <dd>01632 960 123</dd>
        <dt>E-mail</dt>
        <dd>hello@saltmarsh.example</dd>
        <dt>Office hours</dt>
        <dd>Monday to Saturday, 9:00 to 17:00</dd>
        <dt>Address</dt>
        <dd>The Old Sail Loft, East Quay, Norfolk</dd>
      </dl>
    </section>`,
  );
}
