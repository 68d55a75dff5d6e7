import { z } from 'zod';
import { pageQuerySchema } from './project.js';

/** What a person is in this installation. */
export const roleSchema = z.enum(['owner', 'manager', 'annotator', 'viewer']);

/** What may be done: `see` a project, `read` its figures, `label`, `manage`, `own` the installation. */
export const rightSchema = z.enum(['see', 'read', 'label', 'manage', 'own']);

const name = z
  .string()
  .regex(/^[\w.@+-]{1,100}$/, { error: 'A name has up to 100 letters, digits and . _ @ + -' });
const password = z.string().min(10).max(200).describe('At least 10 characters');
const token = z.string().min(10).max(200);

/** Who signs in. */
export const signInSchema = z
  .strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(200) })
  .meta({ id: 'SignIn' });

/** How an invited person joins. */
export const joinSchema = z.strictObject({ token, name, password }).meta({ id: 'Join' });

/** Who is invited. */
export const invitationRequestSchema = z
  .strictObject({
    role: roleSchema,
    projects: z.array(z.string().min(1).max(200)).max(1_000).default([]),
    hours: z
      .number()
      .int()
      .min(1)
      .max(24 * 30)
      .default(72)
      .describe('For how long it is good'),
  })
  .meta({ id: 'InvitationRequest' });

/** An invitation; the token is shown this once. */
export const invitationSchema = z
  .object({ token, role: roleSchema, expiresAt: z.iso.datetime() })
  .meta({ id: 'Invitation' });

/** A person. */
export const userSchema = z
  .object({
    name: z.string(),
    role: roleSchema,
    disabled: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' });

/** All people. */
export const usersSchema = z.object({ users: z.array(userSchema) }).meta({ id: 'Users' });

/** The people who were let into a project; owners see every project without that. */
export const membersSchema = z.object({ members: z.array(userSchema) }).meta({ id: 'Members' });

/** What may be changed of a person. */
export const userChangeSchema = z
  .strictObject({ role: roleSchema.optional(), disabled: z.boolean().optional() })
  .meta({ id: 'UserChange' });

/** Which person. */
export const userParamsSchema = z.object({ user: z.string().min(1).max(100) });

/** Which person of which project. */
export const memberParamsSchema = userParamsSchema.extend({
  project: z.string().min(1).max(200),
});

/** Who asks, and what they may do. */
export const sessionSchema = z
  .object({
    user: z.string(),
    role: roleSchema,
    rights: z.array(rightSchema),
    csrf: z
      .string()
      .nullable()
      .describe('To be sent as `alaas-csrf` with every change that comes with the cookie'),
  })
  .meta({ id: 'Session' });

/** Where somebody is signed in. */
const openSessionSchema = z
  .object({
    id: z.string(),
    user: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    current: z.boolean().describe('Whether it is the one that asks'),
  })
  .meta({ id: 'OpenSession' });

/** Sessions that have not ended, latest first. */
export const openSessionsSchema = z
  .object({ sessions: z.array(openSessionSchema) })
  .meta({ id: 'OpenSessions' });

/** Which session. */
export const sessionParamsSchema = z.object({ session: z.string().min(1).max(200) });

/** A new key. */
export const keyRequestSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    scopes: z
      .array(rightSchema)
      .min(1)
      .optional()
      .describe('Default: `see`, `read` and `label`, as far as you have them'),
    days: z
      .number()
      .int()
      .min(1)
      .max(3_650)
      .nullable()
      .optional()
      .describe(
        'Null: for ever. Default: 90. A key made with a key ends with that one at the latest',
      ),
  })
  .meta({ id: 'ApiKeyRequest' });

/** A key, without the key itself. */
export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    user: z.string(),
    scopes: z.array(rightSchema),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });

/** A new key; the key itself is shown this once. */
export const newKeySchema = apiKeySchema.extend({ key: z.string() }).meta({ id: 'NewApiKey' });

/** Keys of the person who asks. */
export const apiKeysSchema = z.object({ keys: z.array(apiKeySchema) }).meta({ id: 'ApiKeys' });

/** Which key. */
export const keyParamsSchema = z.object({ key: z.string().min(1).max(200) });

/** Something that was changed. */
const auditEntrySchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.string(),
    action: z.string(),
    target: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

/** A page of the audit log, newest first. */
export const auditPageSchema = z
  .object({ entries: z.array(auditEntrySchema), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' });

/** Which page of which changes. */
export const auditQuerySchema = pageQuerySchema.extend({
  actor: z.string().max(100).optional().describe('Who changed something'),
  action: z.string().max(100).optional().describe('What was done, as `project.pause`'),
  target: z.string().max(200).optional().describe('What it was done to'),
});

/** Nothing more to say. */
export const doneSchema = z.object({ done: z.literal(true) }).meta({ id: 'Done' });

/** What a person is in this installation. */
export type Role = z.infer<typeof roleSchema>;
/** What may be done. */
export type Right = z.infer<typeof rightSchema>;
/** How an invited person joins. */
export type Join = z.infer<typeof joinSchema>;
/** Who is invited. */
export type InvitationRequest = z.output<typeof invitationRequestSchema>;
/** Who is invited, as a caller writes it. */
export type InvitationInput = z.input<typeof invitationRequestSchema>;
/** An invitation. */
export type Invitation = z.infer<typeof invitationSchema>;
/** A person. */
export type User = z.infer<typeof userSchema>;
/** What may be changed of a person. */
export type UserChange = z.infer<typeof userChangeSchema>;
/** Who asks, and what they may do. */
export type Session = z.infer<typeof sessionSchema>;
/** Where somebody is signed in. */
export type OpenSession = z.infer<typeof openSessionSchema>;
/** A new key, with defaults. */
export type KeyRequest = z.output<typeof keyRequestSchema>;
/** A new key, as a caller writes it. */
export type KeyInput = z.input<typeof keyRequestSchema>;
/** A key, without the key itself. */
export type ApiKey = z.infer<typeof apiKeySchema>;
/** A new key. */
export type NewApiKey = z.infer<typeof newKeySchema>;
/** A page of the audit log, newest first. */
export type AuditPage = z.infer<typeof auditPageSchema>;
/** Which page of which changes, as a caller writes it. */
export type AuditQuery = z.input<typeof auditQuerySchema>;
