import { z } from 'zod';

/** `POST /post` as the original ALaaS spoke it; fields it also sent are accepted and ignored. */
export const legacyRequestSchema = z
  .object({
    data: z
      .array(
        z.object({
          id: z.string().optional(),
          uri: z.string().optional(),
          text: z.string().optional(),
          blob: z.base64().optional(),
        }),
      )
      .min(1),
    parameters: z.looseObject({ budget: z.number().int().min(1).max(10_000_000) }),
    execEndpoint: z.literal('/query').default('/query'),
  })
  .meta({ id: 'LegacyRequest' });

/** The chosen items, in pick order, in the form in which they came. */
export const legacyResponseSchema = z
  .object({
    header: z.object({
      requestId: z.string(),
      execEndpoint: z.string(),
      strategy: z.string().describe('The strategy that chose'),
      warnings: z.array(z.string()),
    }),
    parameters: z.looseObject({ budget: z.number().int() }),
    data: z.array(
      z.object({
        id: z.string(),
        uri: z.string().optional(),
        text: z.string().optional(),
        blob: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'LegacyResponse' });

/** The request as a caller writes it. */
export type LegacyRequest = z.input<typeof legacyRequestSchema>;
/** The answer. */
export type LegacyResponse = z.infer<typeof legacyResponseSchema>;
