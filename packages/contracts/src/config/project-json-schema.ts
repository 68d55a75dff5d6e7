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

/** What `isModulePath` takes for the path of a module. */
const MODULE_PATH: JsonSchema = { type: 'string', pattern: String.raw`[./\\]` };

type Path = readonly (string | number)[];

/**
 * The JSON Schema of `alaas.yaml` for editors (draft 7, which YAML language servers read).
 *
 * @param strategies ids to offer for `strategy:`, besides the modes of the agent.
 */
export function projectJsonSchema(strategies: readonly string[]): JsonSchema {
  const schema = z.toJSONSchema(projectSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  const keys = Object.entries(schema.properties ?? {}).map(([key, described]) => {
    // zod keeps `examples` only where input and output are the same.
    const { yaml: examples, ...rest } = described;
    const own =
      key === 'strategy' ? withIds(rest, ['auto', 'compare', 'paper', ...strategies]) : rest;
    return [key, { ...own, ...(Array.isArray(examples) && { examples }) }] as const;
  });
  return { ...schema, properties: Object.fromEntries(keys) };
}

/** The keys that the schema knows below a path of keys, as `['test', 'labels']`. */
export function keysAt(path: Path): readonly string[] {
  const keys = formsAt(path).flatMap(({ properties }) => Object.keys(properties ?? {}));
  return [...new Set(keys)];
}

/** What the reference says of a key of `alaas.yaml`; of the innermost one that it knows. */
export function describeKey(path: Path): string | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const described = formsAt(path.slice(0, depth)).find(({ description }) => description);
    if (described) return described.description;
  }
  return undefined;
}

/** What the schema has at a path; several forms where there is a choice. */
function formsAt(path: Path): readonly JsonSchema[] {
  let forms: readonly JsonSchema[] = [projectJsonSchema([])];
  for (const key of path) {
    const below: JsonSchema[] = [];
    for (const { properties } of forms) {
      const form = properties?.[key];
      if (form) below.push(form, ...(form.anyOf ?? []));
    }
    forms = below;
  }
  return forms;
}

function withIds(strategy: JsonSchema, ids: readonly string[]): JsonSchema {
  const anyOf = (strategy.anyOf ?? []).map((form) => {
    if (form.type === 'string') return { ...form, anyOf: [{ enum: ids }, MODULE_PATH] };
    const { id } = form.properties ?? {};
    if (id === undefined) return form;
    return { ...form, properties: { ...form.properties, id: { ...id, enum: ids } } };
  });
  return { ...strategy, anyOf };
}
