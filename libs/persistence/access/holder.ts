import type { Database } from '../database.js';
import { knownRoles, type Role } from './roles.js';
import { secretHash } from './secrets.js';

/** Who holds a credential: a key (perhaps of a person) or a session of a person. */
export interface Holder {
  /** Id of the key; null for a session. */
  readonly keyId: string | null;
  readonly sessionHash: string | null;
  readonly personId: string | null;
  readonly name: string;
  readonly email: string | null;
  /** A person's key holds at most the roles that the person holds now. */
  readonly roles: Role[];
}

interface HolderRow extends Omit<Holder, 'roles'> {
  readonly roles: string[];
}

// One prepared statement each, past the ORM: every request begins with it.
const byKey = {
  name: 'holder-of-key',
  text: `select k.id as "keyId", null as "sessionHash", p.id as "personId", coalesce(p.name, k.name) as name, p.email,
      case when p.id is null then k.roles else array(select unnest(k.roles) intersect select unnest(p.roles)) end as roles
    from api_keys k left join people p on p.id = k.person_id
    where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2) and (p.id is null or p.active)
      and (k.person_id is null or p.id is not null)`,
};
const bySession = {
  name: 'holder-of-session',
  text: `select null as "keyId", s.hash as "sessionHash", p.id as "personId", p.name, p.email, p.roles
    from sessions s join people p on p.id = s.person_id
    where s.hash = $1 and s.ended_at is null and s.expires_at > $2 and p.active`,
};

/** Who presents this key or session secret now; null when it is unknown, expired, revoked, ended, or its person inactive. */
export async function findHolder(db: Database, credential: { key: string } | { session: string }, at: Date): Promise<Holder | null> {
  const [statement, secret] = 'key' in credential ? [byKey, credential.key] : [bySession, credential.session];
  const { rows } = await db.pool.query<HolderRow>({ ...statement, values: [secretHash(secret), at] });
  const row = rows[0];
  return row ? { ...row, roles: knownRoles(row.roles) } : null;
}
