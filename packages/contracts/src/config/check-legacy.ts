import { z } from 'zod';

import { readableIssues, type ConfigIssue } from './config-issue.js';

const text = z.string().min(1);

/** The YAML of the original ALaaS. Keys that it does not name are accepted and have no effect. */
const legacySchema = z.looseObject({
  name: z.union([text, z.number()]).optional(),
  version: z.union([text, z.number()]).optional(),
  active_learning: z.looseObject({
    strategy: z.looseObject({
      type: text,
      model: z
        .looseObject({
          name: text.optional(),
          hub: text.optional(),
          batch_size: z.int().min(1).optional(),
          device: text.optional(),
          tokenizer: text.optional(),
          task: text.optional(),
        })
        .optional(),
    }),
    al_worker: z
      .looseObject({
        protocol: z.enum(['http', 'grpc', 'ws', 'websocket']).optional(),
        host: text.optional(),
        port: z.int().min(0).max(65_535).optional(),
        replicas: z.int().min(1).max(64).optional(),
      })
      .optional(),
  }),
});

/** A checked configuration of the original ALaaS. */
export type LegacyConfig = z.output<typeof legacySchema>;

/** Whether this is meant to be a configuration of the original ALaaS. */
export function isLegacy(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'active_learning' in input;
}

/** Checks a configuration of the original ALaaS; reports everything that is wrong. */
export function checkLegacy(input: unknown): {
  readonly config?: LegacyConfig;
  readonly issues: readonly ConfigIssue[];
} {
  const result = legacySchema.safeParse(input);
  if (result.success) return { config: result.data, issues: [] };
  const place = { path: [], input, keysAt: () => [] };
  return { issues: readableIssues(result.error.issues, place) };
}
