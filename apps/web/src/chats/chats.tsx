import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { chatKinds } from '../deliveries/queries.js';
import { useMay } from '../session/me.js';
import { DataTable, Waiting, type Column } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Page, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';

type Channel = components['schemas']['ChatChannel'];
type Kind = Channel['kind'];
interface Row {
  readonly kind: Kind;
  readonly channel: Channel | null;
}

const chatsKey = ['chats'] as const;
/** Chats that check a signature. */
const signing: readonly Kind[] = ['dingtalk', 'feishu'];
/** Chats with a bot, which names the chat it speaks in and can take answers. */
const talking: readonly Kind[] = ['slack', 'telegram'];

/** Every chat that Steward can speak in, set up or not. */
export function Chats() {
  const { t } = useTranslation();
  const mayManage = useMay('channels:manage');
  const found = useQuery({ queryKey: chatsKey, queryFn: () => answer(api.GET('/api/v1/channels')) });
  const [setting, setSetting] = useState<Row | null>(null);
  const [saved, setSaved] = useState<Kind | null>(null);
  const test = useMutation({
    mutationFn: async (kind: Kind) => ({ kind, ...(await answer(api.POST('/api/v1/channels/{kind}/test', { params: { path: { kind } } }))) }),
    onMutate: () => setSaved(null),
  });
  const rows: Row[] = chatKinds.map((kind) => ({ kind, channel: found.data?.items.find((each) => each.kind === kind) ?? null }));
  const columns: readonly Column<Row>[] = [
    { key: 'name', header: t('chats.name'), wide: true, cell: ({ kind }) => <strong>{t(`chat.${kind}`)}</strong> },
    { key: 'state', header: t('chats.state'), cell: ({ channel }) => <ChatState channel={channel} /> },
    { key: 'secret', header: t('chats.secret'), cell: ({ channel }) => (channel ? <span className="mono">{[channel.secretName, channel.signName, channel.receiveName, channel.chatId].filter(Boolean).join(', ')}</span> : <span className="soft">–</span>) },
    {
      key: 'act',
      header: t('chat.change'),
      quiet: true,
      end: true,
      cell: (row) =>
        mayManage && (
          <span className="form-actions row-actions">
            {row.channel && (
              <Button size="compact-sm" variant="default" loading={test.isPending && test.variables === row.kind} onClick={() => test.mutate(row.kind)}>
                {t('chat.test')}
                <span className="quiet">: {t(`chat.${row.kind}`)}</span>
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => setSetting(row)}>
              {t(row.channel ? 'chat.change' : 'chat.setUp')}
              <span className="quiet">: {t(`chat.${row.kind}`)}</span>
            </Button>
          </span>
        ),
    },
  ];
  return (
    <Page title={t('chats.title')} lead={t('chats.lead')}>
      <div role="status" className="done-notice">
        {saved !== null && (
          <Notice tone="good" icon="check">
            <p>{t('chat.saved', { chat: t(`chat.${saved}`) })}</p>
          </Notice>
        )}
        {test.isSuccess && saved === null && (
          <Notice tone={test.data.outcome === 'sent' ? 'good' : 'warn'} icon={test.data.outcome === 'sent' ? 'check' : 'alert'}>
            <p>{t(`chat.tested.${test.data.outcome}`, { chat: t(`chat.${test.data.kind}`) })}</p>
            {(test.data.code ?? test.data.detail) !== null && (
              <p className="small breakable" lang="en">
                {[test.data.code, test.data.detail].filter(Boolean).join(': ')}
              </p>
            )}
          </Notice>
        )}
      </div>
      {test.isError && saved === null && <ProblemNotice error={test.error} />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      <Panel title={t('chats.all')} flush>
        {found.isPending && <Waiting />}
        {found.isSuccess && <DataTable caption={t('chats.all')} columns={columns} rows={rows} keyOf={({ kind }) => kind} />}
      </Panel>
      {setting && (
        <SetUp
          row={setting}
          onClose={() => setSetting(null)}
          onDone={() => {
            setSaved(setting.kind);
            setSetting(null);
          }}
        />
      )}
    </Page>
  );
}

function ChatState({ channel }: { channel: Channel | null }) {
  const { t } = useTranslation();
  if (!channel) return <span className="soft">{t('chats.none')}</span>;
  if (!channel.secretsAreSet) return <State label={t('chat.secretMissing')} tone="bad" />;
  const state = channel.paused ? <State label={t('chat.paused')} tone="warn" /> : <State label={t('chat.ready')} tone="good" />;
  if (channel.receiveName === null) return state;
  return (
    <>
      {state}
      <p className="small soft">{t(channel.takesAnswers ? 'chat.takesAnswers' : 'chat.answersMissing')}</p>
    </>
  );
}

function SetUp({ row: { kind, channel }, onClose, onDone }: { row: Row; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const orNull = (text: string | undefined) => (text ? text : null);
  return (
    <FormDialog
      title={t('chat.title', { chat: t(`chat.${kind}`) })}
      fields={[
        {
          name: 'secretName',
          label: t('chat.secretName'),
          kind: 'line',
          hint: t('chat.secretNameHint', { example: `${kind.toUpperCase()}_QUALITY`, variable: 'STEWARD_CHANNEL_SECRET_…' }),
          initial: channel?.secretName ?? '',
        },
        ...(signing.includes(kind) ? [{ name: 'signName', label: t('chat.signName'), kind: 'line', hint: t('chat.signNameHint'), optional: true, initial: channel?.signName ?? '' } as const] : []),
        ...(kind === 'telegram' ? [{ name: 'chatId', label: t('chat.chatId'), kind: 'line', hint: t('chat.chatIdHint', { one: '-1001234567890', other: '@quality' }), initial: channel?.chatId ?? '' } as const] : []),
        ...(kind === 'slack' ? [{ name: 'chatId', label: t('chat.channelId'), kind: 'line', hint: t('chat.channelIdHint', { example: 'C012AB3CD' }), optional: true, initial: channel?.chatId ?? '' } as const] : []),
        ...(talking.includes(kind) ? [{ name: 'receiveName', label: t('chat.receiveName'), kind: 'line', hint: t(kind === 'slack' ? 'chat.receiveHintSlack' : 'chat.receiveHintTelegram', { variable: 'STEWARD_CHANNEL_SECRET_…' }), optional: true, initial: channel?.receiveName ?? '' } as const] : []),
        { name: 'paused', label: t('chat.pausedCheck'), kind: 'check', initial: channel?.paused ? 'yes' : '' },
      ]}
      action={t('chat.save')}
      send={async ({ secretName = '', signName, receiveName, chatId, paused }) => {
        const body = { secretName, signName: orNull(signName), receiveName: orNull(receiveName), chatId: orNull(chatId), paused: paused === 'yes' };
        await answer(api.PUT('/api/v1/channels/{kind}', { params: { path: { kind } }, body }));
        await queries.invalidateQueries({ queryKey: chatsKey });
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
