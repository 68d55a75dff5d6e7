/** What a project classifies. */
export type TaskKind = 'image-classification' | 'text-classification' | 'vectors';

/** How one item of a task is called in running text. */
export function itemNoun(task: TaskKind, count: number): string {
  const noun = { 'image-classification': 'image', 'text-classification': 'text', vectors: 'item' }[
    task
  ];
  return count === 1 ? noun : `${noun}s`;
}
