const price = document.querySelector('#price');
const tabs = [...document.querySelectorAll('[role="tab"]')];
const showAvailability = document.querySelector('#show-availability');
const availability = document.querySelector('#availability');

function select(chosen) {
  for (const tab of tabs) {
    const selected = tab === chosen;
    tab.setAttribute('aria-selected', String(selected));
    tab.tabIndex = selected ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !selected;
  }
}

const neighbours = { ArrowLeft: -1, ArrowRight: 1 };

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener('click', () => select(tab));
  tab.addEventListener('keydown', ({ key }) => {
    if (!(key in neighbours)) return;
    const next = tabs.at((index + neighbours[key]) % tabs.length);
    select(next);
    next.focus();
  });
}

showAvailability.addEventListener('click', () => {
  availability.hidden = !availability.hidden;
  showAvailability.setAttribute('aria-expanded', String(!availability.hidden));
  showAvailability.textContent = availability.hidden ? 'Show availability' : 'Hide availability';
});

try {
  const response = await fetch(price.dataset.from);
  if (!response.ok) throw new Error(`the price lookup answered ${response.status}`);
  const { pricePerNight } = await response.json();
  price.textContent = `£${pricePerNight}`;
} catch {
  price.textContent = 'Ask us for the price';
}
