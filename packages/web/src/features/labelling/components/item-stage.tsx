import type { Assignment } from '@alaas/client';
import { useDeferredValue } from 'react';
import { ItemView } from './item-view';
import classes from './labelling-page.module.css';

/** The item in front. Those of the queue are there already, unseen: each appears in an instant. */
export function ItemStage({
  project,
  front,
  queue,
}: {
  readonly project: string;
  readonly front: Assignment;
  readonly queue: readonly Assignment[];
}) {
  // The one that was in front goes, and a new one comes, only after the next one is seen.
  const ready = useDeferredValue(queue);
  const isReady = ready.some(({ id }) => id === front.id);
  return (
    <div className={`surface ${classes.stage}`}>
      {(isReady ? ready : [front, ...ready]).map((item) => (
        <ItemView key={item.id} project={project} item={item} isShown={item.id === front.id} />
      ))}
    </div>
  );
}
