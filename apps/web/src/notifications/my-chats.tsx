import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useChannelName } from '../deliveries/delivery-list.js';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { State, useNow } from '../ui/signs.js';

type Chats = components['schemas']['PersonalChats'];
type Chat = Chats['items'][number];
type Kind = Chat['kind'];

const kinds: readonly Kind[] = ['slack', 'telegram'];
const myChatsKey = ['my-chats'] as const;

/** The chats of who is signed in. */
export function useMyChats() {
  return useQuery({ queryKey: myChatsKey, queryFn: () => answer(api.GET('/api/v1/me/chats')), retry: false });
}

/** A person's own chats: named, proved by a code that was sent there, and forgotten. */
export function MyChats() {
  const { t } = useTranslation();
  const nameOf = useChannelName();
  const queries = useQueryClient();
  const found = useMyChats();
  const [doing, setDoing] = useState<{ readonly what: 'name' | 'prove'; readonly kind: Kind } | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const keep = (chats: Chats) => queries.setQueryData(myChatsKey, chats);
  const forget = useMutation({
    mutationFn: (kind: Kind) => answer(api.DELETE('/api/v1/me/chats/{kind}', { params: { path: { kind } } })),
    onMutate: () => setDone(null),
    onSuccess: async (_, kind) => {
      await queries.invalidateQueries({ queryKey: myChatsKey });
      setDone(t('myChats.forgotten', { chat: nameOf(kind) }));
    },
  });
  const { items = [], open = [] } = found.data ?? {};
  const shown = kinds.filter((kind) => open.includes(kind) || items.some((each) => each.kind === kind));
  return (
    <>
      <DoneNotice text={done} />
      {forget.isError && <ProblemNotice error={forget.error} />}
      <Panel title={t('myChats.title')} note={t('myChats.note')} flush>
        {found.isPending && <Waiting lines={2} />}
        {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && shown.length === 0 && <Empty small title={t('myChats.none')} why={t('myChats.noneWhy')} />}
        <ul className="plain-list rows">
          {shown.map((kind) => (
            <li key={kind}>
              <MyChat
                kind={kind}
                chat={items.find((each) => each.kind === kind) ?? null}
                canBeNamed={open.includes(kind)}
                forgetting={forget.isPending && forget.variables === kind}
                onDo={(what) => setDoing({ what, kind })}
                onForget={() => forget.mutate(kind)}
              />
            </li>
          ))}
        </ul>
      </Panel>
      {doing?.what === 'name' && (
        <FormDialog
          title={t('myChats.own', { chat: nameOf(doing.kind) })}
          lead={<p>{t('myChats.codeGoes')}</p>}
          fields={[{ name: 'destination', label: t(`myChats.destination.${doing.kind}`), kind: 'line', hint: t(`myChats.hint.${doing.kind}`), initial: items.find(({ kind }) => kind === doing.kind)?.destination ?? '' }]}
          action={t('myChats.sendCode')}
          send={({ destination = '' }) => answer(api.PUT('/api/v1/me/chats/{kind}', { params: { path: { kind: doing.kind } }, body: { destination } }))}
          onClose={() => setDoing(null)}
          onDone={(chats) => {
            keep(chats);
            setDoing({ what: 'prove', kind: doing.kind });
          }}
        />
      )}
      {doing?.what === 'prove' && (
        <FormDialog
          title={t('myChats.own', { chat: nameOf(doing.kind) })}
          lead={<p>{t('myChats.codeSent')}</p>}
          fields={[{ name: 'code', label: t('myChats.code'), kind: 'number', hint: t('myChats.codeHint') }]}
          action={t('myChats.prove')}
          send={({ code = '' }) => answer(api.POST('/api/v1/me/chats/{kind}/verify', { params: { path: { kind: doing.kind } }, body: { code } }))}
          onClose={() => setDoing(null)}
          onDone={(chats) => {
            keep(chats);
            setDone(t('myChats.proved', { chat: nameOf(doing.kind) }));
            setDoing(null);
          }}
        />
      )}
    </>
  );
}

function MyChat({ kind, chat, canBeNamed, forgetting, onDo, onForget }: { kind: Kind; chat: Chat | null; canBeNamed: boolean; forgetting: boolean; onDo: (what: 'name' | 'prove') => void; onForget: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const name = useChannelName()(kind);
  const codeWaits = chat !== null && chat.verifiedAt === null && chat.codeExpiresAt !== null && Date.parse(chat.codeExpiresAt) > now;
  return (
    <div className="row-split">
      <div>
        <strong>{name}</strong> {chat && <span className="mono soft breakable">{chat.destination}</span>}
        <p className="small">
          {chat === null && <span className="soft">{t('myChats.notYet')}</span>}
          {chat !== null && chat.verifiedAt !== null && <State label={t('myChats.since', { date: format.moment(chat.verifiedAt) })} tone="good" />}
          {chat !== null && chat.verifiedAt === null && <State label={t(codeWaits ? 'myChats.waits' : 'myChats.expired')} tone="warn" />}
        </p>
      </div>
      <span className="form-actions row-actions">
        {codeWaits && (
          <Button size="compact-sm" onClick={() => onDo('prove')}>
            {t('myChats.prove')}
            <span className="quiet">: {name}</span>
          </Button>
        )}
        {canBeNamed && (
          <Button size="compact-sm" variant="default" onClick={() => onDo('name')}>
            {t(chat === null ? 'myChats.add' : 'myChats.change')}
            <span className="quiet">: {name}</span>
          </Button>
        )}
        {chat !== null && (
          <Button size="compact-sm" variant="default" loading={forgetting} onClick={onForget}>
            {t('myChats.forget')}
            <span className="quiet">: {name}</span>
          </Button>
        )}
      </span>
    </div>
  );
}
