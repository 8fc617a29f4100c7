import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import { caseAddress } from '../cases/processes.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { State } from '../ui/signs.js';
import { useSaidMore, type Said } from './queries.js';

/** One thing that was said, with its files, its case, and what is to follow. */
export function Entry({ said, supplierId }: { said: Said; supplierId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { interaction } = said;
  return (
    <li className={said.direction === 'in' ? 'message message-in' : 'message'}>
      <p className="row-line">
        <strong>{interaction ? t(`talk.one.${interaction.kind}`) : said.author.name}</strong>
        <span className="small soft">
          <Manner said={said} /> <time dateTime={said.at}>{format.moment(said.at)}</time>
        </span>
      </p>
      {interaction && (
        <p className="small soft">
          {[t('talk.withNames', { names: interaction.withWhom }), interaction.minutes === null ? null : t('talk.lasted', { count: interaction.minutes })].filter(Boolean).join(' · ')}
        </p>
      )}
      <p className="prose">{said.text}</p>
      {said.files.length > 0 && (
        <ul className="plain-list">
          {said.files.map((file) => (
            <li key={file.id}>
              <a href={`/api/v1/files/${file.id}`} download={file.name}>
                {file.name}
              </a>{' '}
              <span className="small soft">{format.bytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {interaction && <Next interaction={interaction} supplierId={supplierId} />}
      {said.case && (
        <p className="small">
          <Link to={caseAddress(said.case)}>{said.case.title}</Link>
        </p>
      )}
    </li>
  );
}

const channels = ['mail', 'web', 'api', 'portal', 'cli'] as const;

/** From whom to whom, and by what. */
function Manner({ said: { kind, direction, channel, author, interaction } }: { said: Said }) {
  const { t } = useTranslation();
  const known = channels.find((each) => each === channel);
  const parts = [
    interaction ? author.name : null,
    kind === 'note' ? t('talk.remark') : direction === 'in' ? t('conversation.fromSupplier') : direction === 'out' ? t('conversation.fromUs') : null,
    kind !== 'note' && known ? t(`channel.${known}`) : null,
  ];
  return <>{parts.filter(Boolean).map((part) => `${part} · `)}</>;
}

function Next({ interaction, supplierId }: { interaction: NonNullable<Said['interaction']>; supplierId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useMay('messages:write');
  const saidMore = useSaidMore(supplierId);
  const done = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/suppliers/{id}/interactions/{interactionId}/follow-up-done', { params: { path: { id: supplierId, interactionId: interaction.id } } })),
    onSuccess: saidMore,
  });
  const { nextStep, followUpOn, followUpBy, followedUpAt } = interaction;
  if (nextStep === '' && followUpOn === null) return null;
  return (
    <div className="talk-next">
      {nextStep !== '' && <p>{t('talk.next', { step: nextStep })}</p>}
      {followUpOn !== null && (
        <p className="row-line small">
          {followedUpAt === null ? <span className="soft">{t('talk.due', { date: format.date(followUpOn), name: followUpBy?.name ?? '–' })}</span> : <State label={t('talk.done')} tone="good" />}
          {followedUpAt === null && mayWrite && (
            <Button size="compact-sm" variant="default" loading={done.isPending} onClick={() => done.mutate()}>
              {t(done.isError ? 'action.retry' : 'talk.markDone')}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
