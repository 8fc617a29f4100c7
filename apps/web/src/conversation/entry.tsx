import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import { caseAddress } from '../cases/processes.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { State } from '../ui/signs.js';
import { MessageItem } from './message.js';
import { useSaidMore, type Interaction, type Said } from './queries.js';

const channels = ['mail', 'web', 'api', 'portal', 'cli'] as const;

/** One thing that was said, with its files, its case, and what is to follow. */
export function Entry({ said, supplierId, onCorrect }: { said: Said; supplierId: string; onCorrect: (interaction: Interaction) => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay('messages:write');
  const { kind, direction, author, interaction } = said;
  const known = channels.find((each) => each === said.channel);
  return (
    <MessageItem
      inbound={direction === 'in'}
      who={interaction ? t(`talk.one.${interaction.kind}`) : author.name}
      manner={[
        interaction ? author.name : null,
        kind === 'note' ? t('talk.remark') : direction === 'in' ? t('conversation.fromSupplier') : direction === 'out' ? t('conversation.fromUs') : null,
        kind !== 'note' && known ? t(`channel.${known}`) : null,
      ]}
      at={said.at}
      note={
        interaction && (
          <p className="small soft">
            {[t('talk.withNames', { names: interaction.withWhom }), interaction.minutes === null ? null : t('talk.lasted', { count: interaction.minutes })].filter(Boolean).join(' · ')}
          </p>
        )
      }
      text={said.text}
      files={said.files}
    >
      {interaction && <Next interaction={interaction} supplierId={supplierId} />}
      {interaction && (
        <p className="row-line small">
          {interaction.correction !== null && <span className="soft">{t('talk.corrected', { name: interaction.recordedBy.name, reason: interaction.correction })}</span>}
          {mayWrite && (
            <Button size="compact-sm" variant="subtle" onClick={() => onCorrect(interaction)}>
              {t('talk.correct')}
              <span className="quiet">: {interaction.summary.slice(0, 60)}</span>
            </Button>
          )}
        </p>
      )}
      {said.case && (
        <p className="small">
          <Link to={caseAddress(said.case)}>{said.case.title}</Link>
        </p>
      )}
    </MessageItem>
  );
}

function Next({ interaction, supplierId }: { interaction: Interaction; supplierId: string }) {
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
