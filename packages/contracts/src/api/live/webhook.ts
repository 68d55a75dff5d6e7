import { z } from 'zod';
import { projectParamsSchema } from './project.js';

/** What a webhook may be told of. */
export const webhookEventSchema = z
  .enum([
    'batch.ready',
    'decision.needed',
    'arm.dropped',
    'target.reached',
    'forecast.missed',
    'project.stopped',
  ])
  .describe('What happened in the project');

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => !/^[a-z]+:\/\/[^/?#]*@/i.test(text), {
    error: 'A URL with a name and a password is written into logs; the signature tells who asks.',
  });

/** A new webhook. */
export const webhookRequestSchema = z
  .strictObject({
    url,
    events: z.array(webhookEventSchema).min(1).max(6),
    allowPrivate: z
      .boolean()
      .default(false)
      .describe('Lets the URL lead to a private address; only an owner may ask for it'),
  })
  .meta({ id: 'WebhookRequest' });

/** Somebody who is told by HTTP. */
export const webhookSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(webhookEventSchema),
    allowPrivate: z.boolean(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' });

/** A webhook with its secret, which is shown this once. */
export const newWebhookSchema = webhookSchema
  .extend({
    secret: z
      .string()
      .describe(
        'Key of the signature: the header `alaas-signature` is `sha256=` and the HMAC-SHA256, in hexadecimal digits, of `alaas-timestamp`, a dot, and the body',
      ),
  })
  .meta({ id: 'NewWebhook' });

/** The webhooks of a project. */
export const webhooksSchema = z
  .object({ webhooks: z.array(webhookSchema) })
  .meta({ id: 'Webhooks' });

/** One message to a webhook. */
export const deliverySchema = z
  .object({
    id: z.string().describe('Also in the header `alaas-delivery`'),
    event: webhookEventSchema,
    status: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.number().int().min(0),
    answer: z.number().int().nullable().describe('HTTP status of the last answer'),
    error: z.string().nullable().describe('Why the last attempt did not succeed'),
    createdAt: z.iso.datetime(),
    nextAt: z.iso.datetime().nullable().describe('When it is tried (again); null at the end'),
    body: z.string().describe('JSON, as it is sent'),
  })
  .meta({ id: 'WebhookDelivery' });

/** A page of messages, newest first. */
export const deliveryPageSchema = z
  .object({
    deliveries: z.array(deliverySchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'WebhookDeliveryPage' });

/** Which webhook. */
export const webhookParamsSchema = projectParamsSchema.extend({
  webhook: z.string().min(1).max(200),
});

/** Which message. */
export const deliveryParamsSchema = webhookParamsSchema.extend({
  delivery: z.string().min(1).max(200),
});

/** What a webhook may be told of. */
export type WebhookEvent = z.infer<typeof webhookEventSchema>;
/** A new webhook, as a caller writes it. */
export type WebhookInput = z.input<typeof webhookRequestSchema>;
/** A new webhook, with its defaults. */
export type WebhookRequest = z.output<typeof webhookRequestSchema>;
/** Somebody who is told by HTTP. */
export type Webhook = z.infer<typeof webhookSchema>;
/** A webhook with its secret. */
export type NewWebhook = z.infer<typeof newWebhookSchema>;
/** One message to a webhook. */
export type WebhookDelivery = z.infer<typeof deliverySchema>;
/** A page of messages, newest first. */
export type WebhookDeliveryPage = z.infer<typeof deliveryPageSchema>;
