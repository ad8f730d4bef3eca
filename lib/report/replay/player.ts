/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

export interface Player {
  /** Steps to where the element is, and brings it into view. */
  goTo(element: Element): void;
}

/** Runs in the page: steps from stop to stop, with keys, buttons and a slider. */
export function startPlayer(): Player {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')];
  const acts = [...document.querySelectorAll<HTMLElement>('[data-act]')];
  const failure = document.getElementById('failure') ?? document.querySelector<HTMLElement>('.step.bad');
  const bar = part('bar', HTMLElement);
  const slider = part('slider', HTMLInputElement);
  const help = part('help', HTMLDialogElement);
  /** CSS pixels. */
  const HEAD = 60;
  let current = 0;
  /** Where the page was scrolled to by a step, and not by a person. */
  let scrolledTo = -1;

  function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
    const element = document.getElementById(id);
    if (element instanceof kind) return element;
    throw new Error(`the page has no ${id}`);
  }

  function stopOf(element: Element): number {
    return stops.findIndex((stop) => stop.contains(element) || element.contains(stop));
  }

  function show(index: number): void {
    stops[current]?.removeAttribute('aria-current');
    current = index;
    stops[current]?.setAttribute('aria-current', 'step');
    const label = stops[current]?.dataset['stop'] ?? '';
    slider.value = String(index);
    slider.setAttribute('aria-valuetext', label);
    // The result is no step, and not on every page.
    const before = stops[0]?.id === 'result' ? 0 : 1;
    part('where', HTMLElement).textContent = `${label} (${index + before} of ${stops.length - 1 + before})`;
  }

  function scrollTo(element: Element, block: ScrollLogicalPosition): void {
    element.scrollIntoView({ block, behavior: 'instant' });
    scrolledTo = scrollY;
  }

  function go(index: number): void {
    const to = Math.max(0, Math.min(stops.length - 1, index));
    const stop = stops[to];
    if (stop === undefined) return;
    show(to);
    scrollTo(stop, 'start');
    // Read aloud and left with Tab from here; whoever types or moves the slider goes on doing so.
    if (!(document.activeElement instanceof HTMLInputElement)) stop.focus({ preventScroll: true });
    if (stop.id !== '') history.replaceState(null, '', `#${stop.id}`);
  }

  function goTo(element: Element): void {
    const index = stopOf(element);
    if (index !== -1) go(index);
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight - bar.offsetHeight) scrollTo(element, 'center');
  }

  /** The act before or after the one of the current stop: at its first step, or on the page beside this one. */
  function goToAct(direction: 1 | -1): void {
    const at = stops[current];
    const inside = acts.findIndex((act) => at !== undefined && act.contains(at));
    const act = acts[inside + direction];
    const beside = document.getElementById(direction === 1 ? 'page-after' : 'page-before');
    if (act !== undefined) {
      go(stopOf(act));
      scrollTo(act, 'start');
    } else if (beside !== null) beside.click();
    else if (direction === -1) go(0);
  }

  function goToFailure(): void {
    if (failure !== null) goTo(failure);
  }

  /** The stop that is read: the last one whose head is at the top, or above. */
  function followScroll(): void {
    if (scrollY === scrolledTo) return;
    scrolledTo = -1;
    const read = stops.findLastIndex((stop) => stop.getBoundingClientRect().top < HEAD);
    if (read !== -1 && read !== current) show(read);
  }

  function toggleHelp(): void {
    if (help.open) help.close();
    else help.showModal();
  }

  function toggleWide(): void {
    document.body.classList.toggle('wide');
    go(current);
  }

  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowRight: () => go(current + 1),
    j: () => go(current + 1),
    ArrowLeft: () => go(current - 1),
    k: () => go(current - 1),
    Home: () => go(0),
    End: () => go(stops.length - 1),
    n: () => goToAct(1),
    p: () => goToAct(-1),
    e: goToFailure,
    w: toggleWide,
    '?': toggleHelp,
  };
  const CLICKS: Readonly<Record<string, () => void>> = {
    'step-before': () => go(current - 1),
    'step-after': () => go(current + 1),
    'act-before': () => goToAct(-1),
    'act-after': () => goToAct(1),
    'to-failure': goToFailure,
    keys: toggleHelp,
    'help-close': toggleHelp,
  };

  function onKey(event: KeyboardEvent): void {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Whoever types a text means no step; the slider goes by its arrows itself, and the keys have nothing behind them.
    const isText = target instanceof HTMLInputElement && target !== slider;
    if (isText || (target === slider && key.length > 1) || (help.open && key !== '?')) return;
    const deed = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  }

  function drawTick(index: number, kind: 'first' | 'bad'): void {
    const tick = document.createElement('i');
    tick.className = kind;
    tick.style.left = `${(100 * index) / Math.max(1, stops.length - 1)}%`;
    part('ticks', HTMLElement).append(tick);
  }

  for (const act of acts) drawTick(stopOf(act), 'first');
  if (failure !== null) drawTick(stopOf(failure), 'bad');
  part('to-failure', HTMLElement).hidden = failure === null;
  slider.max = String(stops.length - 1);
  slider.addEventListener('input', () => go(Number(slider.value)));
  for (const [id, deed] of Object.entries(CLICKS)) part(id, HTMLElement).addEventListener('click', deed);
  document.addEventListener('keydown', onKey);
  addEventListener('scroll', followScroll, { passive: true });
  document.body.classList.add('player');
  bar.hidden = false;
  show(0);
  followScroll();
  return { goTo };
}
