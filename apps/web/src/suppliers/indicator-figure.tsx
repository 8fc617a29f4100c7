import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { factsAddress } from './facts-address.js';
import { useFigure, useIndicatorTitle } from './indicator-words.js';
import type { Period } from './period.js';
import type { Indicator } from './queries.js';

/** One indicator: its figure and what it rests on, down to the facts; under the minimum sample it says so instead of pretending. */
export function IndicatorFigure({ item, supplierId, period }: { item: Indicator; supplierId: string; period: Period }) {
  const { t } = useTranslation();
  const title = useIndicatorTitle();
  const figure = useFigure();
  const enough = item.status === 'ok';
  return (
    <li>
      <p className="figure-name">{title(item.indicator)}</p>
      <p className={enough ? 'figure-value' : 'figure-value figure-thin'}>{item.value === null ? '–' : figure(item.value, item.unit)}</p>
      <p className="small soft">
        {item.sample === 0 ? (
          t('indicator.tooFew', { count: 0 })
        ) : (
          <Link to={factsAddress(supplierId, item.indicator, period)}>
            {enough ? t('indicator.sample', { count: item.sample }) : t('indicator.tooFew', { count: item.sample })}
            <span className="quiet">: {title(item.indicator)}</span>
          </Link>
        )}
      </p>
    </li>
  );
}
