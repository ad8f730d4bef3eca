/** How executions end whose work another one does or has done: they fail, and there is nothing to be done about it. */
export const DONE_ELSEWHERE: readonly string[] = ['DuplicateRequest', 'OverlapSkipped'];
