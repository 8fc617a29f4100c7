import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Panel } from '../ui/page.js';

/** How many mails wait for a person, and the way to them. */
export function HeldMails({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('held.title')}>
      {count === 0 ? (
        <p className="soft">{t('held.none')}</p>
      ) : (
        <>
          <p>{t('held.count', { count })}</p>
          <p className="small">
            <Link to="/held-mails">{t('held.show')}</Link>
          </p>
        </>
      )}
    </Panel>
  );
}
