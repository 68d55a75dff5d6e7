import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  AlaasError,
  fromProblem,
  legacyRequestSchema,
  legacyResponseSchema,
  selectionRequestSchema,
  type LegacyRequest,
  type LegacyResponse,
  type PoolItem,
  type SelectionResult,
} from '@alaas/contracts';
import { PROBLEM_RESPONSES } from '../problem-responses.js';
import type { ServerContext } from '../server-context.js';

/** Items that cannot be used and are named one by one. */
const MOST_TOLD = 20;

type LegacyItem = LegacyRequest['data'][number];

/** `POST /post` of the original ALaaS: answers when the items are chosen. */
export function legacyPostRoute(context: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/post',
      {
        schema: {
          tags: ['legacy'],
          summary: 'Choose items, as the original ALaaS did',
          body: legacyRequestSchema,
          response: { 200: legacyResponseSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { data, parameters, execEndpoint } = request.body;
        const submitted = await context.queue.submit(
          selectionRequestSchema.parse({
            pool: { kind: 'items', items: data.map(toPoolItem) },
            strategy: context.legacyStrategy,
            budget: parameters.budget,
            fallback: true,
          }),
        );
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort());
        const selection = await context.queue.whenEnded(submitted.id, gone.signal);
        if (gone.signal.aborted) await context.queue.cancel(submitted.id);
        if (selection.error !== null) throw fromProblem(selection.error);
        const { result, status } = selection;
        if (result === null) {
          throw status === 'cancelled'
            ? new AlaasError('CANCELLED', 'The selection was cancelled.')
            : new AlaasError('HTTP_CLOSING', 'The server is shutting down.');
        }
        const header: LegacyResponse['header'] = {
          requestId: request.id,
          execEndpoint,
          strategy: result.strategy,
          warnings: [...context.legacyWarnings, ...result.warnings, ...leftOut(result)],
        };
        return { header, parameters, data: result.selected.map(({ row }) => toAnswer(data, row)) };
      },
    );
  };
}

function toPoolItem({ uri, text, blob }: LegacyItem, row: number): PoolItem {
  // The original read bytes before addresses, and either before text.
  if (blob !== undefined && blob !== '') return { blob };
  if (uri !== undefined && uri !== '') return { uri };
  if (text !== undefined) return { text };
  throw new AlaasError('HTTP_REQUEST_INVALID', `Item ${row} has neither uri, text nor blob.`, {
    field: `data.${row}`,
  });
}

/** The original had no words for items that cannot be used. */
function leftOut({ quarantined }: SelectionResult): string[] {
  const told = quarantined
    .slice(0, MOST_TOLD)
    .map(({ item, reason }) => `Item ${item} is left out: ${reason}`);
  const more = quarantined.length - told.length;
  return more > 0 ? [...told, `${more} more items are left out.`] : told;
}

function toAnswer(data: readonly LegacyItem[], row: number): LegacyResponse['data'][number] {
  const item = data[row]!;
  return { ...toPoolItem(item, row), id: item.id ?? `${row}` };
}
