import { EMPTY_DRAFT, type ProjectDraft } from './project-draft';

const KEPT_AS = 'alaas-new-project';

/** A draft, and the step that was on the page. */
export interface KeptDraft {
  readonly draft: ProjectDraft;
  readonly step: number;
}

/** What a person typed before in this tab; the empty draft where there is nothing. */
export function keptDraft(user: string): KeptDraft {
  const nothing = { draft: EMPTY_DRAFT, step: 0 };
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(user)) ?? 'null') as KeptDraft | null;
    // A field that a newer release added has its first value.
    return kept === null ? nothing : { ...kept, draft: { ...EMPTY_DRAFT, ...kept.draft } };
  } catch {
    return nothing;
  }
}

/** Keeps it as long as the tab is open. */
export function keepDraft(user: string, kept: KeptDraft): void {
  try {
    sessionStorage.setItem(keyOf(user), JSON.stringify(kept));
  } catch {
    // A list of URLs may be too long to be kept: the page works without.
  }
}

/** After the project was created, or to begin anew. */
export function forgetDraft(user: string): void {
  sessionStorage.removeItem(keyOf(user));
}

/** Two people may sign in one after the other. */
function keyOf(user: string): string {
  return `${KEPT_AS}/${user}`;
}
