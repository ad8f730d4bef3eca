import type { State, StateMachineDefinition } from './definition.ts';

type Target = { field: string; name: string };

function targetsOf(state: State): Target[] {
  const always = [
    { field: 'Next', name: 'Next' in state ? state.Next : undefined },
    { field: 'Default', name: 'Default' in state ? state.Default : undefined },
  ].flatMap(({ field, name }) => (name === undefined ? [] : [{ field, name }]));
  const listed = [
    ...(state.Type === 'Choice'
      ? state.Choices.map(({ Next }, index) => [`Choices[${index}]/Next`, Next] as const)
      : []),
    ...(state.Type === 'Task' ? state.Catch.map(({ Next }, index) => [`Catch[${index}]/Next`, Next] as const) : []),
  ];
  return [...always, ...listed.map(([field, name]) => ({ field, name }))];
}

function reachableFrom(start: string, states: Readonly<Record<string, State>>): Set<string> {
  const reached = new Set([start]);
  // A set goes on over what is added to it meanwhile.
  for (const name of reached) {
    const state = states[name];
    if (state !== undefined) for (const target of targetsOf(state)) reached.add(target.name);
  }
  return reached;
}

function problemsOfErrorEquals(field: string, entries: readonly { ErrorEquals: string[] }[]): string[] {
  return entries.flatMap(({ ErrorEquals }, index) =>
    ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || index < entries.length - 1)
      ? [`${field}[${index}]/ErrorEquals: States.ALL must stand alone and last`]
      : [],
  );
}

function problemsOfState(state: State, states: Readonly<Record<string, State>>): string[] {
  const lost = targetsOf(state)
    .filter(({ name }) => !Object.hasOwn(states, name))
    .map(({ field, name }) => `${field}: there is no state ${name}`);
  const exits = state.Type === 'Task' || state.Type === 'Pass' ? [state.Next, state.End].filter(Boolean).length : 1;
  const noExit = exits === 1 ? [] : ['Next: exactly one of Next and End must be there'];
  if (state.Type !== 'Task') return [...lost, ...noExit];
  const delays = state.Retry.flatMap(({ IntervalSeconds, MaxDelaySeconds = Infinity }, index) =>
    MaxDelaySeconds > IntervalSeconds ? [] : [`Retry[${index}]/MaxDelaySeconds: must be above IntervalSeconds`],
  );
  const wildcards = [...problemsOfErrorEquals('Retry', state.Retry), ...problemsOfErrorEquals('Catch', state.Catch)];
  return [...lost, ...noExit, ...delays, ...wildcards];
}

/** What is wrong between the states: targets that do not exist, states that nothing reaches, wildcards out of place. */
export function checkGraph({ StartAt, States }: StateMachineDefinition): string[] {
  const start = Object.hasOwn(States, StartAt) ? [] : [`StartAt: there is no state ${StartAt}`];
  const reached = reachableFrom(StartAt, States);
  const unreached = Object.keys(States)
    .filter((name) => !reached.has(name))
    .map((name) => `state ${name}: nothing leads to it`);
  const inside = Object.entries(States).flatMap(([name, state]) =>
    problemsOfState(state, States).map((problem) => `state ${name}: ${problem}`),
  );
  return [...start, ...unreached, ...inside];
}
