import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useChannelName } from '../deliveries/delivery-list.js';
import { isLanguage, languageNames, languages } from '../i18n/language.js';
import { Waiting } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Page, Panel } from '../ui/page.js';
import { zoneChoices } from '../ui/time-zones.js';
import { MyChats, useMyChats } from './my-chats.js';
import { areaNames, lackingWay, ownRoads, roads, rulesOf, waysOf, type Area, type Road, type Way } from './rules.js';

type Mine = components['schemas']['MyPreferences'];

const preferencesKey = ['my-preferences'] as const;
const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }));

/** How the signed-in person wants to be told. */
export function Notifications() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: preferencesKey, queryFn: () => answer(api.GET('/api/v1/me/preferences')), retry: false });
  return (
    <Page title={t('notifications.title')} lead={t('notifications.lead')} narrow>
      {found.isPending && <Waiting />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && (
        <div className="column">
          <MyChats />
          <Form mine={found.data} />
        </div>
      )}
    </Page>
  );
}

function Form({ mine }: { mine: Mine }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [{ ways, others }, setRules] = useState(() => waysOf(mine.rules));
  const [when, setWhen] = useState({ digestHour: mine.digestHour, timeZone: mine.timeZone, language: mine.language });
  const [lacking, setLacking] = useState<Area | undefined>();
  const save = useMutation({
    mutationFn: () => {
      const language = isLanguage(when.language) ? { language: when.language } : {};
      return answer(api.PUT('/api/v1/me/preferences', { body: { rules: rulesOf(ways, others), digestHour: when.digestHour, timeZone: when.timeZone, ...language } }));
    },
    onSuccess: (saved) => queries.setQueryData(preferencesKey, saved),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = lackingWay(ways);
    setLacking(empty);
    if (empty) focusFirstError(event);
    else save.mutate();
  };
  const change = (part: Partial<typeof when>) => setWhen({ ...when, ...part });
  return (
    <form className="column" onSubmit={submit} noValidate>
      <Notice>
        <p>{t('notifications.mandatory')}</p>
      </Notice>
      <Panel title={t('notifications.rules')} flush>
        <ul className="plain-list rows">
          {areaNames.map((area) => (
            <li key={area}>
              <AreaRule area={area} way={ways[area]} lacking={lacking === area} onChange={(way) => setRules({ others, ways: { ...ways, [area]: way } })} />
            </li>
          ))}
        </ul>
      </Panel>
      {others.length > 0 && (
        <Panel title={t('notifications.otherRules')}>
          <ul className="plain-list">
            {others.map(({ event, channels }) => (
              <li key={event} className="mono breakable">
                {event}: {channels.join(', ')}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title={t('notifications.when')}>
        <div className="form-row">
          <NativeSelect label={t('notifications.hour')} value={String(when.digestHour)} data={hours} onChange={(event) => change({ digestHour: Number(event.currentTarget.value) })} />
          <NativeSelect label={t('notifications.timeZone')} value={when.timeZone} data={zoneChoices(when.timeZone)} onChange={(event) => change({ timeZone: event.currentTarget.value })} />
          <NativeSelect label={t('notifications.language')} value={when.language} data={languages.map((value) => ({ value, label: languageNames[value] }))} onChange={(event) => change({ language: event.currentTarget.value })} />
        </div>
      </Panel>
      {save.isError && <ProblemNotice error={save.error} />}
      <DoneNotice text={save.isSuccess ? t('notifications.saved') : null} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t('notifications.save')}
        </Button>
      </div>
    </form>
  );
}

function AreaRule({ area, way, lacking, onChange }: { area: Area; way: Way; lacking: boolean; onChange: (way: Way) => void }) {
  const { t } = useTranslation();
  const nameOf = useChannelName();
  const mine = useMyChats();
  const own = Object.entries(ownRoads).filter(([kind, road]) => way?.channels.includes(road) || mine.data?.items.some((each) => each.kind === kind && each.verifiedAt !== null));
  return (
    <fieldset className="area-rule">
      <legend>{t(`notifications.area.${area}`)}</legend>
      <NativeSelect
        aria-label={`${t('notifications.how')}: ${t(`notifications.area.${area}`)}`}
        value={way ? 'own' : 'like'}
        data={[
          { value: 'like', label: t(area === 'all' ? 'notifications.default' : 'notifications.like') },
          { value: 'own', label: t('notifications.own') },
        ]}
        onChange={(event) => onChange(event.currentTarget.value === 'own' ? { channels: ['email'], digest: false } : null)}
      />
      {way && (
        <>
          <Checkbox.Group label={t('notifications.channels')} error={lacking && way.channels.length === 0 ? t('notifications.noChannel') : undefined} value={[...way.channels]} onChange={(channels) => onChange({ ...way, channels: channels as Road[] })}>
            <div className="checks">
              {roads.map((road) => (
                <Checkbox key={road} value={road} label={nameOf(road)} />
              ))}
              {own.map(([kind, road]) => (
                <Checkbox key={road} value={road} label={t('myChats.own', { chat: nameOf(kind) })} />
              ))}
            </div>
          </Checkbox.Group>
          {way.channels.includes('email') && <Checkbox label={t('notifications.digest')} checked={way.digest} onChange={(event) => onChange({ ...way, digest: event.currentTarget.checked })} />}
        </>
      )}
    </fieldset>
  );
}
