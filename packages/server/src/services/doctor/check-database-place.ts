import { checkDatabase } from '../../storage/check-database.js';
import type { DatabasePlace } from '../../storage/database.js';
import type { CheckResult, Patient } from './finding.js';

/** The database can be reached, or the built-in one started. */
export async function checkDatabasePlace(patient: Patient): Promise<CheckResult> {
  const check = await checkDatabase(patient);
  if (!check.ok) {
    return { status: 'failed', detail: check.error.message, remedy: check.error.remedy };
  }
  return { status: 'ok', detail: `PostgreSQL ${check.version}, ${describePlace(check.place)}` };
}

function describePlace(place: DatabasePlace | undefined): string {
  if (place === undefined) return 'built in; no data yet';
  return place.kind === 'embedded'
    ? `built in; data in ${place.directory}`
    : `database ${place.database} on ${place.host}`;
}
