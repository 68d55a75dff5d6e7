import { z } from 'zod';

/** The process is there. */
export const healthSchema = z
  .object({ status: z.literal('ok'), version: z.string(), uptimeSeconds: z.number() })
  .meta({ id: 'Health' });

/** The process can work: its database answers. */
export const readinessSchema = z
  .object({ status: z.literal('ready'), database: z.enum(['embedded', 'external']) })
  .meta({ id: 'Readiness' });

/** The process is there. */
export type Health = z.infer<typeof healthSchema>;
/** The process can work. */
export type Readiness = z.infer<typeof readinessSchema>;
