import { z } from 'zod';

/** Text of at least one character. */
export const nonEmptyText = z.string().min(1);
