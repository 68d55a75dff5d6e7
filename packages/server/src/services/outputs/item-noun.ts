import type { Task } from '@alaas/contracts';

const NOUNS = { 'image-classification': 'image', 'text-classification': 'text', vectors: 'item' };

/** How so many items of a task are called in running text. */
export function itemNoun(task: Task, count: number): string {
  return count === 1 ? NOUNS[task] : `${NOUNS[task]}s`;
}
