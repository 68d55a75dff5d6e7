import { z } from 'zod';

/** What a project classifies. */
export type Task = 'image-classification' | 'text-classification' | 'vectors';

/** The encoder that a task takes when none is named; vectors need none. */
export const DEFAULT_ENCODERS: Readonly<Record<Task, string | undefined>> = Object.freeze({
  'image-classification': 'mobilenetv2-taps-64',
  'text-classification': 'minilm-l6-v2-int8',
  vectors: undefined,
});

/** `task:`, also in its short forms. */
export const taskSchema = z
  .enum(['image-classification', 'text-classification', 'vectors', 'image', 'text'])
  .transform((task): Task => {
    return task === 'image' || task === 'text' ? `${task}-classification` : task;
  });
