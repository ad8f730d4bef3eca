import { target, type ActionContext, type ActionOf } from './context.ts';
import { move } from './mouse.ts';

export async function hover({ box }: ActionOf<'hover'>, { tab, dispatch }: ActionContext): Promise<void> {
  const point = target(box, tab);
  await dispatch(() => move(tab, point));
}
