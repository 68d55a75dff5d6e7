import { z } from 'zod';

import { projectSchema } from './project-schema.js';

/** A JSON Schema, as far as its readers care. */
export interface JsonSchema {
  readonly [key: string]: unknown;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/**
 * The JSON Schema of `alaas.yaml` for editors (draft 7, which YAML language servers read).
 *
 * @param strategies ids to offer for `strategy:`, besides `auto`.
 */
export function projectJsonSchema(strategies: readonly string[]): JsonSchema {
  const schema = z.toJSONSchema(projectSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  const keys = Object.entries(schema.properties ?? {}).map(([key, described]) => {
    // zod keeps `examples` only where input and output are the same.
    const { yaml: examples, ...rest } = described;
    const own = key === 'strategy' ? withIds(rest, ['auto', ...strategies]) : rest;
    return [key, { ...own, ...(Array.isArray(examples) && { examples }) }] as const;
  });
  return { ...schema, properties: Object.fromEntries(keys) };
}

/** The keys that the schema knows below a path of keys, as `['test', 'labels']`. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  let forms: readonly JsonSchema[] = [projectJsonSchema([])];
  for (const key of path) {
    const below: JsonSchema[] = [];
    for (const { properties } of forms) {
      const form = properties?.[key];
      if (form) below.push(form, ...(form.anyOf ?? []));
    }
    forms = below;
  }
  return [...new Set(forms.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function withIds(strategy: JsonSchema, ids: readonly string[]): JsonSchema {
  const anyOf = (strategy.anyOf ?? []).map((form) => {
    if (form.type === 'string') return { ...form, enum: ids };
    const id = { ...form.properties?.['id'], enum: ids };
    return { ...form, properties: { ...form.properties, id } };
  });
  return { ...strategy, anyOf };
}
