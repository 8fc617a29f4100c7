import { Checkbox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { StatusState } from '../suppliers/status-state.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { useKnown, type KnownSupplier, type Typed } from './queries.js';

/** Who was here before comes back by an invitation of its own, which keeps its history. */
const mayReturn: readonly string[] = ['prospect', 'inactive', 'rejected'];

/** Whether a supplier certainly is the blocked one of that country. */
function isBarred({ status, kind, country, similarity }: KnownSupplier, typed: Typed): boolean {
  return status === 'blocked' && kind !== 'sameEmail' && country === typed.country && similarity === 1;
}

/** What stands in the way of inviting what was typed, once the typing pauses. */
export function useInTheWay(typed: Typed) {
  const [settled] = useDebouncedValue(typed, 300);
  const known = useKnown(settled);
  const items = known.data?.items ?? [];
  return { items, error: known.error, isBlocked: items.some((each) => isBarred(each, settled)), typed: settled };
}

/** Suppliers that may be the one that is typed: seen while typing, and decided on before anybody is invited. */
export function KnownSuppliers(props: { found: ReturnType<typeof useInTheWay>; distinct: boolean; error: string | undefined; onDistinct: (distinct: boolean) => void }) {
  const { t } = useTranslation();
  const { items, error, isBlocked, typed } = props.found;
  return (
    <div role="status" className="known-suppliers">
      {error !== null && <ProblemNotice error={error} />}
      {items.length > 0 && (
        <Notice tone={isBlocked ? 'bad' : 'warn'} icon="alert">
          <p>
            <strong>{t(isBlocked ? 'invite.blocked' : 'invite.known', { count: items.length })}</strong>
          </p>
          <ul className="plain-list known-list">
            {items.map((each) => (
              <Known key={each.supplierId} known={each} barred={isBarred(each, typed)} />
            ))}
          </ul>
          {!isBlocked && <Checkbox label={t('invite.distinct')} checked={props.distinct} error={props.error} onChange={(event) => props.onDistinct(event.currentTarget.checked)} />}
        </Notice>
      )}
    </div>
  );
}

function Known({ known: { supplierId, name, code, country, status, kind, similarity }, barred }: { known: KnownSupplier; barred: boolean }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const place = country === null ? null : (new Intl.DisplayNames([i18n.language], { type: 'region' }).of(country) ?? country);
  return (
    <li>
      <p>
        <Link to={`/suppliers/${supplierId}`}>{name}</Link> <span className="mono soft">{code}</span>
      </p>
      <p className="small">
        <StatusState status={status} /> {place !== null && <>· {place} </>}· {kind === 'similarName' ? t('invite.similarName', { percent: format.percent(similarity * 100) }) : t(`invite.${kind}`)}
      </p>
      {barred && <p className="small">{t('invite.blockedWhy')}</p>}
      {mayReturn.includes(status) && (
        <p className="small">
          <Link to={`/onboardings/invite?supplier=${supplierId}`}>{t('invite.again')}</Link>
        </p>
      )}
    </li>
  );
}
